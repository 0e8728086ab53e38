"""Forms of equal weight: units of a drawn form change places with others until it is as hard as the pool on average.

Of every question it counts how likely somebody is right who stands just at the pass mark: the facility of earlier
takers, moved on the logit scale until the blueprint's average is the pass mark. A form shall have the expected score
and the variance that this person has over the whole pool. Whole numbers throughout, so that every machine draws the
same form.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from math import exp, log
from random import Random

from msgspec import Struct

from cxdrill.core.cards.question import Question
from cxdrill.core.exams.draw import Unit
from cxdrill.core.exams.library import Facility, asked_text

WHOLE = 10_000  # one point
NEAR, NEAR_VARIANCE = 300, 1500  # of the expected score and of the variance, in parts of a point
TRIES = 600
_STEPS = 18  # of halving the interval in which the move on the logit scale lies
VARIANCE_WEIGHT = 0.04  # beside the score's: how little it moves the chance to pass near the mark


class Weights(Struct, frozen=True):
    """How far each question lies from its topic's average: its expected points, and their variance."""

    of: Callable[[str], tuple[int, int] | None]  # None without a figure, or with other words than when it was earned
    middles: Mapping[str, tuple[int, int]]  # topic: its average points, and variance

    def off(self, keys: Iterable[str]) -> tuple[int, int]:
        """How far questions are from the average together; those without a figure count as average."""
        found = [each for each in map(self.of, keys) if each]
        return sum(each[0] for each in found), sum(each[1] for each in found)


def weights(
    drawn: Mapping[str, int], topic_of: Mapping[str, str], card: Callable[[str], Question],
    figures: Mapping[str, Facility], pass_mark: float,
) -> Weights:  # fmt: skip
    """The weights of all questions that have a figure; `drawn` is how many each topic draws."""
    by_topic: dict[str, Counter[int]] = {topic: Counter() for topic in drawn}
    for key, figure in figures.items():
        if topic := topic_of.get(key):
            by_topic[topic][figure.thousandths] += 1
    levels: dict[int, float] = defaultdict(float)
    for topic, counts in by_topic.items():
        for level, number in sorted(counts.items()):
            levels[level] += drawn[topic] * number / counts.total()
    points = _moved(levels, pass_mark)
    variances = {level: each * (WHOLE - each) // WHOLE for level, each in points.items()}
    middles = {topic: (_mean(points, counts), _mean(variances, counts)) for topic, counts in by_topic.items()}

    @cache
    def of(key: str) -> tuple[int, int] | None:
        figure = figures.get(key)
        if figure is None or figure.text != asked_text(card(key)):
            return None
        middle, spread = middles[topic_of[key]]
        return points[figure.thousandths] - middle, variances[figure.thousandths] - spread

    return Weights(of, middles)


def _mean(values: Mapping[int, int], counts: Counter[int]) -> int:
    return sum(values[level] * number for level, number in counts.items()) // (counts.total() or 1)


def balanced(
    chosen: Sequence[Sequence[Unit]], pools: Sequence[Sequence[Unit]], known: Weights,
    class_of: Callable[[Unit], object], rng: Random,
) -> list[list[Unit]]:  # fmt: skip
    """The units drawn of each topic after swaps with others of their topic, length and class."""
    form = [list(units) for units in chosen]
    taken = {unit for units in form for unit in units}
    whole = [frozenset(pool) for pool in pools]
    places = [
        (topic, place)
        for topic, units in enumerate(form)
        for place, unit in enumerate(units)
        if len(pools[topic]) > len(units) and unit in whole[topic] and all(map(known.of, unit))
    ]
    score, variance = known.off(key for unit in taken for key in unit)
    for _ in range(TRIES if places else 0):
        if abs(score) <= NEAR and abs(variance) <= NEAR_VARIANCE:
            break
        topic, place = places[int(rng.random() * len(places))]
        old, new = form[topic][place], pools[topic][int(rng.random() * len(pools[topic]))]
        if new in taken or len(new) != len(old) or class_of(new) != class_of(old) or not all(map(known.of, new)):
            continue
        was, comes = known.off(old), known.off(new)
        after = score + comes[0] - was[0], variance + comes[1] - was[1]
        if _cost(*after) < _cost(score, variance):
            score, variance = after
            form[topic][place] = new
            taken.remove(old)
            taken.add(new)
    return form


def _cost(score: int, variance: int) -> float:
    return score * score + VARIANCE_WEIGHT * variance * variance


def _moved(levels: Mapping[int, float], pass_mark: float) -> dict[int, int]:
    """The chance to be right of somebody at the pass mark, for each facility, the weights making up the average."""
    logits = {level: log(each / (1 - each)) for level in levels if (each := min(max(level / 1000, 0.005), 0.995))}
    whole, low, high = sum(levels.values()), -8.0, 8.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        mean = sum(weight / (1 + exp(-logits[level] - middle)) for level, weight in levels.items())
        low, high = (middle, high) if mean < pass_mark * whole else (low, middle)
    return {level: round(WHOLE / (1 + exp(-each - high))) for level, each in logits.items()}
