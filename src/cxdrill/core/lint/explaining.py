"""Rules about what a card gives back once it is answered, explanation and whys, and about answers to type or recall."""

import re
from collections.abc import Iterator

from cxdrill.core.cards import cloze
from cxdrill.core.cards.choice import Choice, Multiple
from cxdrill.core.cards.cloze import Cloze
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.flashcard import Flashcard
from cxdrill.core.cards.question import Question
from cxdrill.core.cards.typed import Typed
from cxdrill.core.cards.typed import folded as typed_form
from cxdrill.core.lint.rules import ENGLISH, LISTS, NOTE, WARNING, Finding, language_of, rule
from cxdrill.core.lint.words import CARDINALS, folded, near_pairs, quoted, word_set, words

FEWEST_WHY_WORDS = 4
MOST_TYPED_WORDS = 5
MOST_ANSWER_WORDS = 50
MOST_HIDDEN = 0.6  # of a cloze text's words, in one part

_WORDS = re.compile(r"[A-Za-z]+|(?<![0-9.,])[0-9]+(?![0-9.,])")
_NUMBER_WORDS = {word: f"{value:g}" for word, value in CARDINALS.items()}
_MONEY = re.compile(r"([$€£] ?)?([0-9]{1,3}(?:,[0-9]{3})+|[0-9.]+)( ?[$€£])?")
_ALWAYS_PLURAL = word_set(
    "news thanks always perhaps sometimes yes plus lens series species besides goods scissors gas"
)
_NO_OTHER = word_set(
    """exercise surprise advertise premise promise enterprise expertise otherwise advise raise praise rise four hour
    your tour detour pour contour devour velour noise poise cruise bruise wise demise disguise"""
)
_EMPTY_WORDS = word_set(
    """a an this that it the is are was be not no isn't wrong incorrect false untrue right correct true answer option
    choice one here simply just because so plainly clearly of course mistake error bad sorry and but key what we want
    looking for asked question"""
)


@rule("Q308", WARNING, "say in a sentence why the key is right", Question)
def explanation(card: Question) -> Iterator[Finding]:
    """Every question has an explanation."""
    if not card.explanation.strip():
        yield Finding("", "has no explanation, so a learner who misses it learns nothing")


@rule("Q321", WARNING, "say why the answer is right", Question)
def empty_explanation(card: Question) -> Iterator[Finding]:
    """An explanation says more than the answer."""
    spoken = folded(card.explanation).removeprefix("the answer is ").removeprefix("the right answer is ")
    if not spoken:
        return
    if spoken in {folded(answer) for answer in card.answers()}:
        yield Finding("explanation", "has an explanation that only repeats the answer")
    elif language_of(card) == ENGLISH and _EMPTY_WORDS.issuperset(words(spoken)):
        yield Finding("explanation", "has an explanation that says nothing")
    elif language_of(card) in (ENGLISH, *LISTS) and (count := len(words(spoken))) < FEWEST_WHY_WORDS:
        yield Finding("explanation", f"has a very short explanation, of {count} {'word' if count == 1 else 'words'}")


@rule("Q316", WARNING, "name what a person who picks it believes, and the mistake", Choice, Multiple)
def missing_whys(card: Choice | Multiple) -> Iterator[Finding]:
    """Every distractor has a why."""
    for field, option in card.options_by_field():
        if not option.is_key and not option.why.strip():
            yield Finding(field, f"does not say why {quoted(option.text)} is picked and wrong")


@rule("Q318", WARNING, "name the mistake behind it", Choice, Multiple, spoken=ENGLISH)
def empty_whys(card: Choice | Multiple) -> Iterator[Finding]:
    """A why says more than that it is wrong."""
    for field, option in card.options_by_field():
        spoken = words(option.why)
        is_empty = _EMPTY_WORDS.issuperset(spoken)
        if not option.is_key and option.why.strip() and (is_empty or len(spoken) < FEWEST_WHY_WORDS):
            what = "that only says it is wrong" if is_empty else "that is very short"
            yield Finding(f"{field}.why", f"has a why {what}: {quoted(option.why)}")


@rule("Q320", NOTE, "put it into the explanation", Choice, Multiple)
def whys_of_keys(card: Choice | Multiple) -> Iterator[Finding]:
    """Only distractors have a why."""
    for field, option in card.options_by_field():
        if option.is_key and option.why:
            yield Finding(f"{field}.why", "has a why on a right option")


@rule("Q317", WARNING, "say what is wrong about this one", Deck)
def alike_whys(deck: Deck) -> Iterator[Finding]:
    """No two whys of a deck are alike."""
    rows = [(card, field, each.why) for card in deck.cards for field, each in card.options_by_field() if each.why]
    texts = [folded(why) for _, _, why in rows]
    told: set[int] = set()
    for first, second, _ in near_pairs([frozenset(text.split()) for text in texts]):
        if second not in told:
            told.add(second)
            card, field, why = rows[second]
            other = "another option" if rows[first][0] is card else f'card "{rows[first][0].id}"'
            same = "the same" if texts[first] == texts[second] else "nearly the same"
            yield Finding(f"{field}.why", f"has {same} why as {other}: {quoted(why)}", owner=card)


@rule("Q322", NOTE, "ask for the one word that counts", Typed)
def long_typed_answer(card: Typed) -> Iterator[Finding]:
    """An answer to type is short."""
    if (count := len(words(card.answer))) > MOST_TYPED_WORDS:
        yield Finding("answer", f"wants {count} words typed, over {MOST_TYPED_WORDS}")


@rule("Q323", NOTE, "delete it; case, spacing and hyphens are passed over", Typed)
def accepted_twice(card: Typed) -> Iterator[Finding]:
    """Each accepted answer stands once."""
    seen = {typed_form(card.answer)}
    for number, text in enumerate(card.accept):
        if typed_form(text) in seen:
            yield Finding(f"accept[{number}]", f"accepts {quoted(text)} twice")
        seen.add(typed_form(text))


@rule("Q326", NOTE, "add it to accept:, or make the prompt leave one way only", Typed, spoken=ENGLISH)
def usual_variant(card: Typed) -> Iterator[Finding]:
    """The usual other spellings of a typed answer are accepted."""
    accepted = {typed_form(text, card.manner) for text in card.accepted}
    for variant in _variants(card.answer):
        if typed_form(variant, card.manner) not in accepted:
            yield Finding("answer", f"does not accept {quoted(variant)} for {quoted(card.answer)}")
            return


def _variants(answer: str) -> Iterator[str]:
    """A number in words or digits, a sum without its signs, per cent in words, -ise or -ize, -our or -or, singular."""
    for word in _WORDS.findall(answer):
        low = word.lower()
        other = _NUMBER_WORDS.get(low) or next((name for name, digits in _NUMBER_WORDS.items() if digits == low), "")
        for one, two in (("ise", "ize"), ("isation", "ization"), ("our", "or")):
            stem = low.removesuffix(one)
            other = other or (stem + two if stem != low and len(stem) > 2 and low not in _NO_OTHER else "")
        if other and (not word.isdigit() or word == answer.strip()):
            yield answer.replace(word, other, 1)
    if re.search(r"[0-9] ?%$", answer):
        yield re.sub(r" ?%$", " percent", answer)
    if (sum_ := _MONEY.fullmatch(answer.strip())) and sum_[2].replace(",", "") != answer.strip():
        yield sum_[2].replace(",", "")
    if re.fullmatch(r"e-[a-z]+", answer.lower()):
        yield answer.replace("-", "")
    if re.fullmatch(r"(?:(?:the|an?) )?[a-z]{3,}[^su]s", answer) and answer not in _ALWAYS_PLURAL:
        yield re.sub(r"(?<=[^aeiou])ies$", "y", answer) if answer.endswith("ies") else answer[:-1]


@rule("Q324", NOTE, "split the card", Flashcard)
def long_answer(card: Flashcard) -> Iterator[Finding]:
    """A flashcard's answer is short."""
    if (count := len(words(card.answer))) > MOST_ANSWER_WORDS:
        yield Finding("answer", f"has an answer of {count} words, over {MOST_ANSWER_WORDS}")


@rule("Q325", NOTE, "hide fewer words", Cloze)
def mostly_hidden(card: Cloze) -> Iterator[Finding]:
    """A cloze text shows more than it hides."""
    whole = len(words(cloze.revealed(card.prompt)))
    for number in cloze.numbers(card.prompt):
        gone = sum(len(words(text)) for text in cloze.answers(card.prompt, number))
        if gone > MOST_HIDDEN * whole:
            yield Finding("prompt", f"hides {gone} of its {whole} words at once")
            return
