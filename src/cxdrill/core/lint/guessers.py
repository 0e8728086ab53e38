"""Ways to answer a choice without knowing anything: each tells which options it would take, all tied ones alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import comb

from cxdrill.core.cards.choice import Choice
from cxdrill.core.lint.words import content_words, overlap

Guesser = Callable[[Choice], Sequence[float]]
"""How much each option of a question attracts this guesser."""


def longest(card: Choice) -> Sequence[float]:
    """Characters of each option."""
    return [len(option.text) for option in card.options]


def shortest(card: Choice) -> Sequence[float]:
    """The fewer characters, the more."""
    return [-len(option.text) for option in card.options]


def echo(card: Choice) -> Sequence[float]:
    """Content words that each option shares with the prompt."""
    prompt = frozenset(content_words(card.prompt))
    return [len(prompt.intersection(content_words(option.text))) for option in card.options]


def most_alike(card: Choice) -> Sequence[float]:
    """How much each option shares with the others."""
    contents = [frozenset(content_words(option.text)) for option in card.options]
    return [likeness(contents, number) for number in range(len(contents))]


def likeness(contents: Sequence[frozenset[str]], number: int) -> float:
    """The mean overlap of one option's content words with those of the others."""
    others = [overlap(contents[number], other) for index, other in enumerate(contents) if index != number]
    return sum(others) / len(others) if others else 0.0


def taken(card: Choice, guesser: Guesser) -> tuple[int, ...]:
    """The options that attract the guesser most."""
    pulls = guesser(card)
    most = max(pulls)
    return tuple(number for number, pull in enumerate(pulls) if pull == most)


def key_place(card: Choice) -> int:
    """The position of the key in the deck."""
    return next((number for number, option in enumerate(card.options) if option.is_key), 0)


def luck(tries: int, hits: int, chance: float) -> float:
    """The chance that blind guessing hits at least so often in so many tries (one-sided binomial)."""
    return sum(comb(tries, count) * chance**count * (1 - chance) ** (tries - count) for count in range(hits, tries + 1))
