"""The chance to reach the pass mark: the score of each topic as the blueprint draws it, one topic after the other.

Questions are drawn from a pool, so each one drawn is right with the pool's mean chance; taking the pool's cards as if
they all stood in the form would make the spread too small. A topic's minimum and critical questions count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import accumulate
from math import comb
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from cxdrill.core.exams.odds import Scores, joined
from cxdrill.core.ready.offset import GRID, ODDS, Posterior

LEAST, MOST = 0.01, 0.99  # nobody is told that nothing can go wrong, or right
HARDLY = 0.02  # offsets believed in no more than this are passed over where only an order is wanted


class QuestionEstimate(NamedTuple):  # a tuple, since a forecast makes thousands
    """An estimate of one question: the odds that it is known, and the chance of a lucky guess."""

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
    pool: tuple[QuestionEstimate, ...]
    kept: float = 1.0  # of what is known, the share that helps in the words of the exam
    before: Section | None = None  # from which the pool differs in a few questions, and so the sums over it
    moved: tuple[tuple[QuestionEstimate, ...], ...] = ()  # these as they were, and as they are
    sums: dict[int, tuple[float, float]] = field(default_factory=dict)  # those computed

    def studied(self, odds: Mapping[str, float]) -> Section:
        """The same once some questions are known with these odds."""
        pool = [e._replace(odds=odds[e.key], is_seen=True) if e.key in odds else e for e in self.pool]
        moved = (tuple(e for e in self.pool if e.key in odds), tuple(e for e in pool if e.key in odds))
        return replace(self, pool=tuple(pool), before=self, moved=moved, sums={})

    def unseen_at(self, odds: float) -> Section:
        """The same with these odds of every question that was never seen."""
        return replace(self, pool=tuple([e if e.is_seen else e._replace(odds=odds) for e in self.pool]), sums={})

    def sums_at(self, place: int) -> tuple[float, float]:
        """How many of the pool are known, and how many fatally wrong, where the topic's offset lies at `place`."""
        if place not in self.sums:
            if self.before is None:
                self.sums[place] = self._summed(self.pool, place)
            else:
                known, fatal = self.before.sums_at(place)
                (less, better), (more, worse) = (self._summed(part, place) for part in self.moved)
                self.sums[place] = known + more - less, fatal + worse - better
        return self.sums[place]

    def _summed(self, pool: Iterable[QuestionEstimate], place: int) -> tuple[float, float]:
        unit, kept = ODDS[place], self.kept
        known = sum([(1 - guess) * odds / (odds + unit) for _, odds, guess, _, _ in pool])
        fatal = [(1 - guess) * (1 - kept * odds / (odds + unit)) for _, odds, guess, is_fatal, _ in pool if is_fatal]
        return known, sum(fatal)


class Chance(Struct, frozen=True):
    """The chance of passing, the range in which it lies four times in five, and the score to be expected."""

    probability: float
    low: float
    high: float
    expected: float
    by_topic: tuple[tuple[str, float], ...] = ()  # the part of the score that each topic brings


class _Topic:
    """A section at each offset that its topic may have: a question's chance to be right, and to be harmlessly wrong."""

    def __init__(self, section: Section, posterior: Posterior) -> None:
        self.section, self.rows = section, posterior.topics[section.topic]
        size = len(section.pool)
        guessed = sum([each.guess for each in section.pool])
        self.means: dict[int, tuple[float, float]] = {}
        for place in {place for row in self.rows for place, _ in row}:
            known, fatal = section.sums_at(place)
            right = (guessed + section.kept * known) / size
            self.means[place] = right, max(0.0, 1 - right - fatal / size)

    def scores(self, drawn: int) -> list[Scores]:
        """The chance of each score of so many questions, for each of the learner's offsets."""
        by_place = {
            place: [comb(drawn, score) * right**score * wrong ** (drawn - score) for score in range(drawn + 1)]
            for place, (right, wrong) in self.means.items()
        }
        return [_mixed(row, by_place) for row in self.rows]

    def reaching(self) -> list[Scores]:
        """The same for all questions drawn, without the scores below the minimum."""
        least = self.section.minimum
        return [[0.0] * min(least, len(mass)) + mass[least:] for mass in self.scores(self.section.drawn)]

    def right(self) -> Iterator[float]:
        """The chance of a question to be right, for each of the learner's offsets."""
        return (sum([share * self.means[place][0] for place, share in row]) for row in self.rows)


def chance(sections: Sequence[Section], posterior: Posterior, needed: int) -> Chance:
    """The chance to reach `needed` points in a form of these sections, over all offsets the learner may have."""
    weights = [weight for _, weight in posterior.weights]
    topics = [_Topic(section, posterior) for section in sections]
    expected = tuple((each.section.topic, each.section.drawn * _mean(weights, each.right())) for each in topics)
    passes = [sum(reduce(joined, parts)[needed:]) for parts in zip(*(each.reaching() for each in topics), strict=True)]
    probability = _mean(weights, passes)
    low, high = _range(weights, passes)
    low, high = _bounded(min(low, probability)), _bounded(max(high, probability))
    return Chance(_bounded(probability), low, high, sum(each for _, each in expected), expected)


def between(low: Chance, high: Chance) -> Chance:
    """The chance where one of two cases is as likely as the other; its range takes in both."""
    by_topic = tuple(
        (topic, (one + two) / 2) for (topic, one), (_, two) in zip(low.by_topic, high.by_topic, strict=True)
    )
    return Chance(
        (low.probability + high.probability) / 2,
        min(low.low, high.low),
        max(low.high, high.high),
        (low.expected + high.expected) / 2,
        by_topic,
    )


def influences(sections: Sequence[Section], posterior: Posterior, goal: int) -> dict[str, tuple[float, float]]:
    """For each topic the slope of the chance of passing in its mean of right answers, and of harmless wrong ones."""
    topics = [_Topic(section, posterior) for section in sections]
    whole = [each.reaching() for each in topics]
    fewer = [each.scores(each.section.drawn - 1) for each in topics]
    slopes = {section.topic: (0.0, 0.0) for section in sections}
    for number, (_, weight) in enumerate(posterior.weights):
        if weight < HARDLY:
            continue
        for section, rows, rest in zip(sections, fewer, _rests([rows[number] for rows in whole]), strict=True):
            right, wrong = (_passing_with(rows[number], rest, one, section.minimum, goal) for one in (1, 0))
            drawn, (of_right, of_wrong) = weight * section.drawn, slopes[section.topic]
            slopes[section.topic] = of_right + drawn * right, of_wrong + drawn * wrong
    return slopes


def middle_odds(posterior: Posterior, topic: str) -> float:
    """The odds that are even at the offset to be expected in a topic."""
    mean = posterior.mean(topic)
    return ODDS[min(range(len(GRID)), key=lambda place: abs(GRID[place] - mean))]


def _mixed(row: Sequence[tuple[int, float]], by_place: Mapping[int, Scores]) -> Scores:
    """The scores over the offsets that a topic may have."""
    columns = zip(*([weight * mass for mass in by_place[place]] for place, weight in row), strict=True)
    return [sum(column) for column in columns]


def _rests(parts: Sequence[Scores]) -> list[Scores]:
    """For each part the scores of all the others together."""
    before = list(accumulate(parts[:-1], joined, initial=[1.0]))
    after = list(accumulate(reversed(parts[1:]), joined, initial=[1.0]))
    return [joined(one, other) for one, other in zip(before, reversed(after), strict=True)]


def _passing_with(own: Scores, rest: Scores, right: int, minimum: int, goal: int) -> float:
    """The chance of passing when one more item of a topic is right (1) or wrong (0) beside its `own` scores."""
    tails = [*accumulate(reversed(rest), initial=0.0)][::-1]
    return sum(
        mass * tails[min(max(goal - score - right, 0), len(rest))]
        for score, mass in enumerate(own)
        if score + right >= minimum
    )


def _bounded(probability: float) -> float:
    return min(max(probability, LEAST), MOST)


def _mean(weights: Sequence[float], values: Iterable[float]) -> float:
    return sum(weight * value for weight, value in zip(weights, values, strict=True))


def _range(weights: Sequence[float], passes: Sequence[float], share: float = 0.8) -> tuple[float, float]:
    """The chances at the offsets between which the middle `share` of all that is believed lies."""
    # Half of each place's own mass lies below it.
    below = [whole - mass / 2 for whole, mass in zip(accumulate(weights), weights, strict=True)]
    return _at(below, passes, (1 - share) / 2), _at(below, passes, (1 + share) / 2)


def _at(below: Sequence[float], values: Sequence[float], wanted: float) -> float:
    for number in range(1, len(below)):
        if below[number] >= wanted:
            width = below[number] - below[number - 1]
            part = max(0.0, (wanted - below[number - 1]) / width) if width else 0.0
            return values[number - 1] + part * (values[number] - values[number - 1])
    return values[-1]
