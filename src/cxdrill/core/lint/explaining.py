"""Rules about what a card gives back once it is answered: explanation, whys and source; and typed answers."""

from __future__ import annotations

from collections.abc import Iterator

from cxdrill.core.cards import cloze
from cxdrill.core.cards.deck import Card, Choice, Cloze, Deck, Flashcard, Multiple, Question, Typed
from cxdrill.core.cards.typed_text import folded as typed_form
from cxdrill.core.lint.finding import Finding
from cxdrill.core.lint.likeness import near_pairs
from cxdrill.core.lint.words import folded, quoted, word_set, words

ALIKE = 0.85  # share of words in common
FEWEST_WHY_WORDS = 4
MOST_TYPED_WORDS = 5
MOST_ANSWER_WORDS = 50
MOST_HIDDEN = 0.6  # of a cloze text's words, in one part

_EMPTY_WORDS = word_set(
    """a an this that it the is are was be not no isn't wrong incorrect false untrue right correct true answer option
    choice one here simply just because so plainly clearly of course mistake error bad sorry and but key what we want
    looking for asked question"""
)


def explanation(card: Card) -> Iterator[Finding]:
    """A question without an explanation, or with one that only repeats the answer."""
    if not isinstance(card, Question):
        return
    if not card.explanation.strip():
        yield Finding("Q308", card, "", "has no explanation, so a learner who misses it learns nothing")
        return
    said = folded(card.explanation).removeprefix("the answer is ").removeprefix("the right answer is ")
    if said in {folded(answer) for answer in _answers(card)} or _says_nothing(said):
        yield Finding("Q321", card, "explanation", "has an explanation that only repeats the answer")


def whys(card: Card) -> Iterator[Finding]:
    """Distractors without a why, whys that say nothing, and a why on the key."""
    if not isinstance(card, Choice | Multiple):
        return
    for number, option in enumerate(card.options):
        field = f"options[{number}]"
        if option.is_key and option.why:
            yield Finding("Q320", card, f"{field}.why", "has a why on a right option")
        elif not option.is_key and not option.why.strip():
            yield Finding("Q316", card, field, f"does not say why {quoted(option.text)} is picked and wrong")
        elif not option.is_key and _says_nothing(option.why):
            yield Finding("Q318", card, f"{field}.why", f"has a why that only says it is wrong: {quoted(option.why)}")


def alike_whys(deck: Deck) -> Iterator[Finding]:
    """Whys of one deck that say the same."""
    rows = list(_all_whys(deck))
    texts = [folded(why) for _, _, why in rows]
    told: set[int] = set()
    for first, second, _ in near_pairs([frozenset(text.split()) for text in texts], ALIKE):
        if second not in told:
            told.add(second)
            card, field, why = rows[second]
            other = "another option" if rows[first][0] is card else f'card "{rows[first][0].id}"'
            same = "the same" if texts[first] == texts[second] else "nearly the same"
            yield Finding("Q317", card, field, f"has {same} why as {other}: {quoted(why)}")


def source(deck: Deck) -> Iterator[Finding]:
    """Cards without a source in a deck that names sources, and a deck that names none."""
    if not deck.sources:
        yield Finding("Q408", deck, "deck", "names no sources, so nobody can look anything up")
        return
    for card in deck.cards:
        if not card.source:
            yield Finding("Q319", card, "", "names no source")


def typed_answers(card: Card) -> Iterator[Finding]:
    """An answer too long to type from memory, and accepted answers that stand twice."""
    if not isinstance(card, Typed):
        return
    if (count := len(words(card.answer))) > MOST_TYPED_WORDS:
        yield Finding("Q322", card, "answer", f"wants {count} words typed, over {MOST_TYPED_WORDS}")
    seen = {typed_form(card.answer)}
    for number, text in enumerate(card.accept):
        if typed_form(text) in seen:
            yield Finding("Q323", card, f"accept[{number}]", f"accepts {quoted(text)} twice")
        seen.add(typed_form(text))


def revealed_answers(card: Card) -> Iterator[Finding]:
    """A flashcard with a long answer, and a cloze part that hides most of its text."""
    if isinstance(card, Flashcard) and (count := len(words(card.answer))) > MOST_ANSWER_WORDS:
        yield Finding("Q324", card, "answer", f"has an answer of {count} words, over {MOST_ANSWER_WORDS}")
    elif isinstance(card, Cloze):
        whole = len(words(cloze.revealed(card.prompt)))
        for number in cloze.numbers(card.prompt):
            gone = sum(len(words(text)) for text in cloze.answers(card.prompt, number))
            if gone > MOST_HIDDEN * whole:
                yield Finding("Q325", card, "prompt", f"hides {gone} of its {whole} words at once")
                break


def _answers(card: Card) -> list[str]:
    match card:
        case Choice() | Multiple():
            return [option.text for option in card.options if option.is_key]
        case Typed():
            return [card.answer]
    return []


def _says_nothing(text: str) -> bool:
    said = words(text)
    return len(said) < FEWEST_WHY_WORDS or _EMPTY_WORDS.issuperset(said)


def _all_whys(deck: Deck) -> Iterator[tuple[Card, str, str]]:
    for card in deck.cards:
        if isinstance(card, Choice | Multiple):
            yield from ((card, f"options[{n}].why", option.why) for n, option in enumerate(card.options) if option.why)
