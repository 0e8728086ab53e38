"""The chance to reach the pass mark: the score of each topic as the blueprint draws it, one topic after the other.

Questions are drawn from a pool, so each one drawn is right with the pool's mean chance; taking the pool's cards as if
they all stood in the form would make the spread too small. A topic's minimum and critical questions count.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import comb
from typing import NamedTuple

from msgspec import Struct

from cxdrill.core.ready.offset import GRID, ODDS, Posterior

Scores = list[float]
"""The chance of each number of points. What fails the exam whatever the score is left out: the sum may be below 1."""

LEAST, MOST = 0.01, 0.99  # nobody is told that nothing can go wrong, or right


class Grasp(NamedTuple):  # a tuple, since a forecast makes thousands
    """What a learner has of one question: the odds of knowing it, and the chance of being right without."""

    key: str
    odds: float
    guess: float
    is_critical: bool = False
    is_seen: bool = True


class Section(Struct, frozen=True):
    """A topic of an exam: how many of its questions are drawn, and how many of these must be right."""

    topic: str
    drawn: int
    minimum: int
    pool: tuple[Grasp, ...]


class Means(Struct, frozen=True):
    """Of a question drawn from a pool the chance to be right, and to be wrong without failing the exam by itself."""

    right: float
    wrong: float


class Chance(Struct, frozen=True):
    """The chance of passing, the range in which it lies four times in five, and the score to be expected."""

    probability: float
    low: float
    high: float
    expected: float
    by_topic: tuple[tuple[str, float], ...] = ()  # the part of the score that each topic brings


def scores(drawn: int, mean: Means) -> Scores:
    """The chance of each score of `drawn` questions."""
    return [comb(drawn, score) * mean.right**score * mean.wrong ** (drawn - score) for score in range(drawn + 1)]


def joined(first: Scores, second: Scores) -> Scores:
    """The chance of each sum of two scores."""
    short, long = sorted((first, second), key=len)
    total = [0.0] * (len(first) + len(second) - 1)
    for place, mass in enumerate(short):
        end = place + len(long)
        total[place:end] = [sum_ + mass * each for sum_, each in zip(total[place:end], long, strict=True)]
    return total


def tables(section: Section, used: frozenset[int]) -> dict[int, Means]:
    """The means of a pool at each offset of the grid that is used."""
    size = len(section.pool)
    guessed = sum([each.guess for each in section.pool])
    learnt = [((1 - each.guess) * each.odds, each.odds) for each in section.pool if each.odds]
    critical = [(1 - each.guess, each.odds) for each in section.pool if each.is_critical]
    table = {}
    for place in used:
        unit = ODDS[place]
        right = (guessed + sum([weight / (odds + unit) for weight, odds in learnt])) / size
        fatal = sum([weight * unit / (odds + unit) for weight, odds in critical]) / size
        table[place] = Means(right, max(0.0, 1 - right - fatal))
    return table


def mixed(rows: Sequence[tuple[int, float]], by_place: dict[int, Scores]) -> Scores:
    """The scores over the offsets that a topic may have."""
    first, *rest = rows
    mixture = [first[1] * mass for mass in by_place[first[0]]]
    for place, weight in rest:
        mixture = [sum_ + weight * mass for sum_, mass in zip(mixture, by_place[place], strict=True)]
    return mixture


def places(posterior: Posterior, topic: str) -> frozenset[int]:
    """The places of the grid at which a topic's offset may lie."""
    return frozenset(place for row in posterior.topics[topic] for place, _ in row)


def chance(sections: Sequence[Section], posterior: Posterior, needed: int) -> Chance:
    """The chance to reach `needed` points in a form of these sections, over all offsets the learner may have."""
    by_topic: list[list[Scores]] = []
    expected = []
    for section in sections:
        table = tables(section, places(posterior, section.topic))
        at_place = {place: scores(section.drawn, mean) for place, mean in table.items()}
        rows = posterior.topics[section.topic]
        by_topic.append([_reaching(section, mixed(row, at_place)) for row in rows])
        right = (sum([share * table[place].right for place, share in row]) for row in rows)
        mean = sum(weight * each for (_, weight), each in zip(posterior.weights, right, strict=True))
        expected.append((section.topic, section.drawn * mean))
    passes = [_passing([row[number] for row in by_topic], needed) for number in range(len(posterior.weights))]
    probability = sum(weight * each for (_, weight), each in zip(posterior.weights, passes, strict=True))
    low, high = _range(posterior, passes)
    low, high = min(low, probability), max(high, probability)
    score = sum(each for _, each in expected)
    return Chance(_within(probability), _within(low), _within(high), score, tuple(expected))


def _reaching(section: Section, mass: Scores) -> Scores:
    """The scores that reach the section's minimum."""
    return [0.0] * min(section.minimum, len(mass)) + mass[section.minimum :]


def _passing(parts: Sequence[Scores], needed: int) -> float:
    total: Scores = [1.0]
    for part in parts:
        total = joined(total, part)
    return sum(total[needed:])


def _range(posterior: Posterior, passes: Sequence[float], share: float = 0.8) -> tuple[float, float]:
    """The chances at the offsets between which the middle `share` of all that is believed lies."""
    masses = [weight for _, weight in posterior.weights]
    # Half of each place's own mass lies below it.
    below = [whole - mass / 2 for whole, mass in zip(accumulate(masses), masses, strict=True)]
    return _at(below, passes, (1 - share) / 2), _at(below, passes, (1 + share) / 2)


def _at(below: Sequence[float], values: Sequence[float], wanted: float) -> float:
    for number in range(1, len(below)):
        if below[number] >= wanted:
            width = below[number] - below[number - 1]
            part = max(0.0, (wanted - below[number - 1]) / width) if width else 0.0
            return values[number - 1] + part * (values[number] - values[number - 1])
    return values[-1]


def _within(probability: float) -> float:
    return min(max(probability, LEAST), MOST)


def middle_odds(posterior: Posterior, topic: str) -> float:
    """The odds that are even at the offset to be expected in a topic."""
    mean = posterior.mean(topic)
    place = min(range(len(GRID)), key=lambda number: abs(GRID[number] - mean))
    return ODDS[place]
