"""Rules about cards that ask the same, contradict each other, or tell another's answer, over all decks at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from cxdrill.core.cards.deck import Card, Choice, Cloze, Deck, Flashcard, Multiple, Question, TrueFalse, Typed
from cxdrill.core.cards.typed_text import folded as typed_form
from cxdrill.core.lint.finding import Finding
from cxdrill.core.lint.likeness import near_pairs
from cxdrill.core.lint.words import content_words, folded, overlap, quoted, words
from cxdrill.core.problem import Severity

ALIKE = 0.85  # share of words that two prompts have in common
FEWEST_KEY_WORDS = 3  # of a key that another prompt may give away

MOST_TELLERS = 2  # a key that stands in more prompts is a name of the subject


def same_prompts(decks: Sequence[Deck]) -> Iterator[Finding]:
    """Cards of one sort whose prompts say the same, or nearly; told at the later one."""
    for group in _groups(decks).values():
        bags = [frozenset(words(card.prompt)) for card in group]
        told: set[int] = set()
        for one, two, shared in near_pairs(bags, ALIKE):
            first, second = group[one], group[two]
            if two not in told and (found := _compared(first, second, shared)):
                told.add(two)
                yield found


def given_away(decks: Sequence[Deck]) -> Iterator[Finding]:
    """A prompt that holds the whole key of another question, in its words and order."""
    cards = [card for deck in decks for card in deck.cards]
    prompts = [content_words(card.prompt) for card in cards]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, content in enumerate(prompts):
        for start in range(len(content) - FEWEST_KEY_WORDS + 1):
            holders[tuple(content[start : start + FEWEST_KEY_WORDS])].append(number)
    for card in cards:
        for text in _keys(card):
            key = content_words(text)
            tellers = [
                n for n in dict.fromkeys(holders.get(tuple(key[:FEWEST_KEY_WORDS]), ())) if _holds(prompts[n], key)
            ]
            tellers = [number for number in tellers if cards[number] is not card]
            if len(tellers) <= MOST_TELLERS:
                for number in tellers:
                    what = f"says {quoted(text)}, the answer of card {_label(card, cards[number])}"
                    yield Finding("Q309", cards[number], "prompt", what)


def _groups(decks: Sequence[Deck]) -> dict[tuple[str, ...], list[Card]]:
    """Cards that are read alike: a flashcard may ask what a question asks, and two scenarios may ask the same."""
    groups: dict[tuple[str, ...], list[Card]] = defaultdict(list)
    for deck in decks:
        for card in deck.cards:
            if not isinstance(card, Cloze):
                scene = (card.deck, card.scenario) if card.scenario else ()
                groups["question" if isinstance(card, Question) else "flashcard", *scene].append(card)
    return groups


def _compared(first: Card, second: Card, shared: float) -> Finding | None:
    """What is wrong with two cards whose prompts have nearly all words in common."""
    other = _label(first, second)
    is_same = folded(first.prompt) == folded(second.prompt)
    if is_same and _contradict(first, second):
        return Finding("Q104", second, "prompt", f"asks the same as card {other}, with another answer")
    if is_same and _answer(first) == _answer(second):
        return Finding("Q103", second, "prompt", f"asks the same as card {other}", level=Severity.ERROR)
    if is_same:
        return Finding("Q103", second, "prompt", f"has the same prompt as card {other}")
    if _tells_apart(first, second):
        return None
    return Finding("Q103", second, "prompt", f"shares {shared:.0%} of its words with card {other}")


def _contradict(first: Card, second: Card) -> bool:
    """Whether the same prompt is answered in two ways that cannot both be right."""
    if isinstance(first, Choice | Multiple) and isinstance(second, Choice | Multiple):
        return any(
            {folded(option.text) for option in one.options if option.is_key}
            & {folded(option.text) for option in other.options if not option.is_key}
            for one, other in ((first, second), (second, first))
        )
    if isinstance(first, TrueFalse) and isinstance(second, TrueFalse):
        return first.answer is not second.answer
    if isinstance(first, Typed) and isinstance(second, Typed):
        return not _accepted(first) & _accepted(second)
    if isinstance(first, Flashcard) and isinstance(second, Flashcard):
        return _answer(first) != _answer(second)
    return False


def _tells_apart(first: Card, second: Card) -> bool:
    """Whether the few words in which two prompts differ make other questions of them.

    Two that differ in one word each and share no answer, such as "the second step" and "the third step", do.
    """
    one, two = set(content_words(first.prompt)), set(content_words(second.prompt))
    differ = bool(one - two) and bool(two - one)
    return differ and overlap(_answer(first), _answer(second)) < 0.5


def _answer(card: Card) -> frozenset[str]:
    match card:
        case Choice() | Multiple():
            return frozenset(folded(option.text) for option in card.options if option.is_key)
        case Flashcard() | Typed():
            return frozenset([folded(card.answer)])
        case TrueFalse():
            return frozenset([str(card.answer)])
    return frozenset(folded(text) for text in _parts(card))


def _parts(card: Card) -> tuple[str, ...]:
    from cxdrill.core.cards.item import parts

    return parts(card) if isinstance(card, Question) else ()


def _accepted(card: Typed) -> set[str]:
    return {typed_form(text) for text in (card.answer, *card.accept)}


def _keys(card: Card) -> list[str]:
    if isinstance(card, Choice):
        return [option.text for option in card.options if option.is_key]
    return [card.answer] if isinstance(card, Typed) else []


def _holds(content: Sequence[str], key: Sequence[str]) -> bool:
    """Whether a whole key of enough words stands in the words of a prompt."""
    size = len(key)
    return size >= FEWEST_KEY_WORDS and any(content[start : start + size] == key for start in range(len(content)))


def _label(card: Card, seen_from: Card) -> str:
    return f'"{card.id}"' if card.deck == seen_from.deck else f'"{card.key}"'
