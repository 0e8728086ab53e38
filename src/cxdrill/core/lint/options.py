"""Rules about the options of one question: what stands among them, and how they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cxdrill.core.cards.deck import Card, Choice, Match, Multiple, Option, Order
from cxdrill.core.lint.finding import Finding
from cxdrill.core.lint.words import content_words, folded, quoted, word_set, words
from cxdrill.core.problem import Severity

LONGEST_OPTION_WORDS = 25
FEWEST_PARTS = 3
MOST_OPTIONS = 5
COMMON_WORDS = 4  # that all options begin with

_LISTED = r"(?:options|answers|choices)"
_OTHERS = rf"(?:above|below|preceding|listed|others|{_LISTED}|(?:other|above|listed) {_LISTED})"
_THEM = r"(?:these|them|those)"
_ALL = re.compile(rf"\b(all|both|each|any|every one) (of )?(the |these |those )?{_OTHERS}\b|^(all|both) of {_THEM}$")
_NONE = re.compile(rf"\b(none|neither) (of )?(the |these |those )?{_OTHERS}\b|^(none|neither)( of {_THEM})?$")
_LETTER = r"(?:[\"'(]?\b[a-h]\b[)\"'.]?)"
_JOINED = re.compile(
    rf"^(?:(?:both|either|only|options?|answers?|choices?) )*{_LETTER}(?:\s*,\s*{_LETTER})*,?\s*(?:and|or|&|\+)"
    rf"\s*{_LETTER}(?: only| but not .*| are .*)?\W*$"
)
_NUMBERED = re.compile(r"\W*(?:(?:\d+|[ivx]+|[a-z])[.):]\s|step \w+\b)")
_VAGUE = word_set("rarely seldom sometimes occasionally frequently regularly often")
_COUNTED = re.compile(r"\b(?:choose|select|pick|mark|tick|name|find|give|which|what)\s+(?:the\s+|any\s+)?(\w+)\b")
_NUMBERS = {"one": 1, "two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_NUMBERS |= {str(number): number for number in range(1, 9)}
_SAYS_HOW_MANY = re.compile(
    r"\b(all|every|each|any|both|one or more|as many|\d+|one|two|three|four|five|six|seven|eight|apply|applies)\b"
)


def wrong_ones(card: Card) -> Iterator[Finding]:
    """A multiple in which every option is right."""
    if isinstance(card, Multiple) and all(option.is_key for option in card.options):
        yield Finding("Q101", card, "options", "has right options only, so there is nothing to tell apart")


def alike(card: Card) -> Iterator[Finding]:
    """Options or items that differ in case and punctuation at most."""
    seen: dict[str, str] = {}
    for field, text in _parts(card):
        first = seen.setdefault(folded(text), text)
        if first is not text:
            yield Finding("Q102", card, field, f"says the same twice: {quoted(first)} and {quoted(text)}")


def number_of_parts(card: Card) -> Iterator[Finding]:
    """Too few options, pairs or items to think about, or too many options to read."""
    match card:
        case Choice() if len(card.options) < FEWEST_PARTS:
            yield Finding("Q105", card, "options", "has two options, so half of all guesses are right")
        case Choice() if len(card.options) > MOST_OPTIONS:
            words_ = f"has {len(card.options)} options, more than anybody weighs"
            yield Finding("Q105", card, "options", words_, "leave out those that tempt least", Severity.NOTE)
        case Order() if len(card.items) < FEWEST_PARTS:
            yield Finding("Q108", card, "items", "has two items to order, so half of all guesses are right")
        case Match() if len(card.pairs) < FEWEST_PARTS:
            yield Finding("Q108", card, "pairs", "has two pairs to find, so half of all guesses are right")


def asked_number(card: Card) -> Iterator[Finding]:
    """A multiple whose prompt says no number, or not the number of right options."""
    if not isinstance(card, Multiple):
        return
    prompt = " ".join(words(card.prompt))
    right = sum(option.is_key for option in card.options)
    named = [_NUMBERS[word] for word in _COUNTED.findall(prompt) if word in _NUMBERS]
    if named and right not in named:
        yield Finding("Q106", card, "prompt", f"asks for {named[-1]}, but {right} options are marked correct")
    elif not _SAYS_HOW_MANY.search(prompt):
        yield Finding("Q107", card, "prompt", "does not say how many options to choose")


def about_options(card: Card) -> Iterator[Finding]:
    """Options that speak of the other options: all, none, or some by letter."""
    for field, option in _options(card):
        text = _plain(option.text)
        level = None if option.is_fixed else Severity.ERROR
        shuffled = "" if option.is_fixed else ", and options are shuffled"
        if _ALL.search(text):
            what = f"has the option {quoted(option.text)}, which knowing two of them is enough for"
            yield Finding("Q204", card, field, what)
        elif _NONE.search(text):
            what = f"has the option {quoted(option.text)}, which shows what is wrong and not what is right{shuffled}"
            yield Finding("Q205", card, field, what, level=level)
        elif _JOINED.match(text):
            what = f"has the option {quoted(option.text)}, which joins others by letter{shuffled}"
            yield Finding("Q206", card, field, what, level=level)


def is_about_options(text: str) -> bool:
    """Whether an option speaks of all or none of the others."""
    return bool(_ALL.search(_plain(text)) or _NONE.search(_plain(text)))


def vague_words(card: Card) -> Iterator[Finding]:
    """Words such as "sometimes", which everybody reads differently."""
    for field, option in _options(card):
        if vague := sorted(_VAGUE.intersection(words(option.text))):
            yield Finding("Q304", card, field, f"says {quoted(vague[0])} in an option, which is a matter of opinion")


def long_options(card: Card) -> Iterator[Finding]:
    """Options that take long to read."""
    for field, option in _options(card):
        if (count := len(words(option.text))) > LONGEST_OPTION_WORDS:
            yield Finding("Q303", card, field, f"has an option of {count} words, over {LONGEST_OPTION_WORDS}")


def common_beginning(card: Card) -> Iterator[Finding]:
    """Options that all begin with the same words, which belong into the prompt."""
    rows = [words(option.text) for _, option in _options(card)]
    same = _common(rows)
    if same >= COMMON_WORDS and all(len(row) > same for row in rows):
        start = " ".join(rows[0][:same])
        yield Finding("Q314", card, "options[0]", f"begins every option with {quoted(start)}")


def matched_words(card: Card) -> Iterator[Finding]:
    """Pairs whose two sides share a content word that no other pair has."""
    if not isinstance(card, Match):
        return
    sides = [(set(content_words(left)), set(content_words(right))) for left, right in card.pairs]
    for number, (left, right) in enumerate(sides):
        others = set[str]().union(*(one | two for place, (one, two) in enumerate(sides) if place != number))
        if shared := sorted((left & right) - others):
            yield Finding("Q217", card, f"pairs[{number}]", f'repeats "{shared[0]}" on both sides of one pair only')


def numbered_items(card: Card) -> Iterator[Finding]:
    """Items to be ordered that begin with their number."""
    if isinstance(card, Order) and all(_NUMBERED.match(item.lower()) for item in card.items):
        yield Finding("Q218", card, "items[0]", "begins its items with their place in the order")


def _options(card: Card) -> Iterator[tuple[str, Option]]:
    if isinstance(card, Choice | Multiple):
        yield from ((f"options[{number}]", option) for number, option in enumerate(card.options))


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("’", "'").split()).rstrip(".!")


def _parts(card: Card) -> Iterator[tuple[str, str]]:
    if isinstance(card, Order):
        yield from ((f"items[{number}]", item) for number, item in enumerate(card.items))
    yield from ((field, option.text) for field, option in _options(card))


def _common(rows: Sequence[Sequence[str]]) -> int:
    """How many words all rows begin with."""
    if len(rows) < 2:
        return 0
    shortest = min(len(row) for row in rows)
    return next((place for place in range(shortest) if len({row[place] for row in rows}) > 1), shortest)
