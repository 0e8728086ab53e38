"""Rules about the options of one question: what stands among them, and how they are written."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import takewhile

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.choice import Choice, Multiple
from cxdrill.core.cards.order import Match, Order
from cxdrill.core.cards.question import Question
from cxdrill.core.lint.rules import ENGLISH, ERROR, LISTED, LISTS, NOTE, WARNING, Finding, language_of, rule
from cxdrill.core.lint.words import Quantity, content_words, folded, quantity, quoted, word_set, words

LONGEST_OPTION_WORDS = 25
LONGEST_PROMPT_WORDS = 60
FEWEST_PARTS = 3
MOST_OPTIONS = 5
COMMON_WORDS = 4  # that all options begin with

_LISTED = r"(?:options|answers|choices)"
_OTHERS = rf"(?:above|below|preceding|listed|others|{_LISTED}|(?:other|above|listed) {_LISTED})"
_THEM = r"(?:these|them|those)"
_ALL = re.compile(
    rf"\b(all|both|each|any|every one) (of )?(the |these |those )?{_OTHERS}\b"
    rf"|^(all|both|any|each|every one) of {_THEM}$|^(all|both|the above|(all|everything) (listed|above)"
    rf"|all (of )?(the )?(two|three|four|five)( of {_THEM})?)$"
    r"|^all (are|of them are) (correct|right|true)$"
)
_NONE = re.compile(
    rf"\b(none|neither) (of )?(the |these |those )?{_OTHERS}\b|^(none|neither)( of {_THEM})?$"
    r"|^no (option|answer|choice)s? (is|are) (correct|right|true)$"
    r"|^(nothing of the kind|not (listed|given|mentioned)( here)?|something else)$"
)
_LETTER = r"(?:[\"'(]?\b[a-h]\b[)\"'.]?)"
_JOINED = re.compile(
    rf"^(?:(?:both|either|only|options?|answers?|choices?) )*{_LETTER}(?:\s*,\s*{_LETTER})*,?\s*(?:and|or|&|\+)"
    rf"\s*{_LETTER}(?: only| but not .*| are .*)?\W*$"
    rf"|^(?:both |only )?{_LISTED} [1-8](?:\s*,\s*[1-8])*,?\s*(?:and|or|&|\+)\s*[1-8]\W*$"
)
_MINUS = re.compile(r"(?<!\w)[-–](?=\w)")
_NUMBERED = re.compile(r"\W*(?:(?:\d+|[ivx]+|[a-z])[.):]\s|step \w+\b)")
_VAGUE = word_set("rarely seldom sometimes occasionally frequently regularly often")
_COUNTED = re.compile(r"\b(?:choose|select|pick|mark|tick|name|find|give|which|what)\s+(?:the\s+|any\s+)?(\w+)\b")
_NUMBERS = {"one": 1, "two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_NUMBERS |= {str(number): number for number in range(1, 9)}
_SAYS_HOW_MANY = re.compile(
    r"\b(all|every|each|any|both|one or more|as many|\d+|one|two|three|four|five|six|seven|eight|apply|applies)\b"
)


@rule("Q101", WARNING, "add a distractor, or ask it as a flashcard", Multiple)
def wrong_ones(card: Multiple) -> Iterator[Finding]:
    """A question has something wrong to choose."""
    if all(option.is_key for option in card.options):
        yield Finding("options", "has right options only, so there is nothing to tell apart")


@rule("Q102", ERROR, "replace one of them", Choice, Multiple, Order)
def alike(card: Choice | Multiple | Order) -> Iterator[Finding]:
    """No two options or items of a question say the same."""
    parts = [(field, text) for field, text in card.own_texts() if field.endswith("]")]
    seen: dict[tuple[str, str], str] = {}
    for field, text in parts:
        first = seen.setdefault((folded(text), _signs(text)), text)
        if first is text:
            continue
        if " ".join(first.casefold().split()) == " ".join(text.casefold().split()):
            yield Finding(field, f"says the same twice: {quoted(first)} and {quoted(text)}")
        else:
            what = f"has {quoted(first)} and {quoted(text)}, which differ in punctuation only"
            yield Finding(field, what, "make clear how they differ", WARNING)


@rule("Q105", WARNING, "three or four that tempt are enough, two are a coin", Choice)
def number_of_options(card: Choice) -> Iterator[Finding]:
    """A choice has three to five options."""
    if len(card.options) < FEWEST_PARTS:
        yield Finding("options", "has two options, so half of all guesses are right")
    elif len(card.options) > MOST_OPTIONS:
        many = f"has {len(card.options)} options, more than anybody weighs"
        yield Finding("options", many, "leave out those that tempt least", NOTE)


@rule("Q106", ERROR, "correct the number or the key", Multiple, spoken=ENGLISH)
def asked_number(card: Multiple) -> Iterator[Finding]:
    """A prompt asks for as many options as are right."""
    right = sum(option.is_key for option in card.options)
    named = _numbers_named(card)
    if named and right not in named:
        yield Finding("prompt", f"asks for {named[-1]}, but {right} options are marked correct")


@rule("Q107", WARNING, 'name the number, or ask for "all that ..."', Multiple, spoken=ENGLISH)
def unsaid_number(card: Multiple) -> Iterator[Finding]:
    """A multiple says how many to choose."""
    if not _numbers_named(card) and not _SAYS_HOW_MANY.search(" ".join(words(card.prompt))):
        yield Finding("prompt", "does not say how many options to choose")


@rule("Q108", NOTE, "add one, or ask a choice instead", Order, Match)
def number_of_parts(card: Order | Match) -> Iterator[Finding]:
    """A match or an order has at least three parts."""
    if len(card.parts()) < FEWEST_PARTS:
        field, what = ("items", "items to order") if card.type == Order.type else ("pairs", "pairs to find")
        yield Finding(field, f"has two {what}, so half of all guesses are right")


@rule("Q204", WARNING, "name the right thing, or make it a multiple", Choice, Multiple, spoken=LISTED)
def all_of_the_above(card: Choice | Multiple) -> Iterator[Finding]:
    """No option is "all of the above"."""
    for field, option in card.options_by_field():
        if speaks_of(option.text, language_of(card)) == "all":
            yield Finding(field, f"has the option {quoted(option.text)}, which knowing two of them is enough for")


@rule("Q205", WARNING, "write a fourth thing that people really believe", Choice, Multiple, spoken=LISTED)
def none_of_the_above(card: Choice | Multiple) -> Iterator[Finding]:
    """No option is "none of the above"."""
    return _about_others(card, "none", "which shows what is wrong and not what is right")


@rule("Q206", WARNING, "write out what is meant, or make it a multiple", Choice, Multiple, spoken=LISTED)
def joined_letters(card: Choice | Multiple) -> Iterator[Finding]:
    """No option joins others by their letters."""
    return _about_others(card, "some", "which joins others by letter")


@rule("Q217", NOTE, "reword one side of the pair", Match, spoken=ENGLISH)
def matched_words(card: Match) -> Iterator[Finding]:
    """A match is not solved by shared words."""
    sides = [(set(content_words(left)), set(content_words(right))) for left, right in card.pairs]
    for number, (left, right) in enumerate(sides):
        others = set[str]().union(*(one | two for index, (one, two) in enumerate(sides) if index != number))
        if shared := sorted((left & right) - others):
            yield Finding(f"pairs[{number}]", f'repeats "{shared[0]}" on both sides of one pair only')


@rule("Q218", WARNING, "drop the numbers; the list itself is the order", Order)
def numbered_items(card: Order) -> Iterator[Finding]:
    """Items to be ordered carry no numbers."""
    if all(_NUMBERED.match(item.lower()) for item in card.items):
        yield Finding("items[0]", "begins its items with their place in the order")


@rule("Q303", NOTE, "move the situation to a scenario, or cut", Question)
def lengths(card: Question) -> Iterator[Finding]:
    """Prompts and options are short."""
    if (count := len(words(card.prompt))) > LONGEST_PROMPT_WORDS:
        yield Finding("prompt", f"has a prompt of {count} words, over {LONGEST_PROMPT_WORDS}")
    for field, option in card.options_by_field():
        if (count := len(words(option.text))) > LONGEST_OPTION_WORDS:
            yield Finding(field, f"has an option of {count} words, over {LONGEST_OPTION_WORDS}")


@rule("Q304", NOTE, "say how often, or leave it out", Choice, Multiple, spoken=ENGLISH)
def vague_words(card: Choice | Multiple) -> Iterator[Finding]:
    """Options name no vague frequency."""
    for field, option in card.options_by_field():
        if vague := sorted(_VAGUE.intersection(words(option.text))):
            yield Finding(field, f"says {quoted(vague[0])} in an option, which is a matter of opinion")


@rule("Q305", NOTE, "sort them; with fixed: true they also stay so", Choice)
def numbers_in_order(card: Choice) -> Iterator[Finding]:
    """Numbers stand in order."""
    stated = _quantities(card)
    lows = [each.low for each in stated]
    are_numbers = len(stated) > 2 and all(each.low == each.high for each in stated)
    if are_numbers and lows not in (sorted(lows), sorted(lows, reverse=True)):
        yield Finding("options[0]", "lists numbers in no order, so that they are hard to compare")


@rule("Q306", ERROR, "let one end before the next begins", Choice)
def overlapping_ranges(card: Choice) -> Iterator[Finding]:
    """Ranges do not overlap."""
    stated = _quantities(card)
    pairs = [(one, two) for two in range(len(stated)) for one in range(two) if stated[one].meets(stated[two])]
    if pairs and any(each.low < each.high for each in stated):
        one, two = pairs[0]
        texts = f"{quoted(card.options[one].text)} and {quoted(card.options[two].text)}"
        yield Finding(f"options[{two}]", f"has ranges that overlap: {texts}")


@rule("Q314", NOTE, "move the shared words to the prompt", Choice, Multiple)
def common_beginning(card: Choice | Multiple) -> Iterator[Finding]:
    """Options do not repeat a common beginning."""
    rows = [words(option.text) for option in card.options]
    same = sum(1 for _ in takewhile(lambda column: len(set(column)) == 1, zip(*rows, strict=False)))
    if same >= COMMON_WORDS and all(len(row) > same for row in rows):
        yield Finding("options[0]", f"begins every option with {quoted(' '.join(rows[0][:same]))}")


def _quantities(card: Choice) -> list[Quantity]:
    """The quantity of each option, if all state a number of the same thing; else nothing."""
    stated = [each for option in card.options if (each := quantity(option.text))]
    return stated if len(stated) == len(card.options) and len({each.rest for each in stated}) == 1 else []


def _signs(text: str) -> str:
    """The signs of a text that change what it says: `+5` is not `-5`, `$50` not `£50`."""
    signs = _MINUS.sub("−", text)
    return "".join(each for each in signs if each in "#%*&@/\\" or unicodedata.category(each) in ("Sm", "Sc", "So"))


def speaks_of(option: str, language: str) -> str:
    """Which other options an option speaks of, if any: all, none, or some by letter."""
    text = " ".join(option.lower().replace("’", "'").split()).rstrip(".!")
    if language != ENGLISH:
        lists = LISTS.get(language)
        named = (("all", lists.all), ("none", lists.none)) if lists else ()
        return next((which for which, pattern in named if re.match(rf"\W*(?:{pattern})\W*$", text)), "")
    return "all" if _ALL.search(text) else "none" if _NONE.search(text) else "some" if _JOINED.match(text) else ""


def _about_others(card: Card, which: str, what: str) -> Iterator[Finding]:
    for field, option in card.options_by_field():
        if speaks_of(option.text, language_of(card)) == which:
            shuffled = "" if option.is_fixed else ", and options are shuffled"
            level = None if option.is_fixed else ERROR
            yield Finding(field, f"has the option {quoted(option.text)}, {what}{shuffled}", level=level)


def _numbers_named(card: Multiple) -> list[int]:
    return [_NUMBERS[word] for word in _COUNTED.findall(" ".join(words(card.prompt))) if word in _NUMBERS]
