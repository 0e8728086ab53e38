"""How far a learner is from what the memory model foretells, in all and in each topic, with the doubt about it.

An offset shifts every chance on the logit scale. Reviews speak of recall only, so a doubt remains about how that
carries over to an exam; answers in an exam speak of exams. Everything is integrated on one grid, no sampling.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import exp, log
from typing import NamedTuple

from msgspec import Struct

STEP = 0.25
GRID = tuple(place * STEP for place in range(-12, 13))
ODDS = tuple(exp(-x) for x in GRID)  # k = o / (o + e^-x) is the chance at offset x of what has the odds o at 0

REVIEW_SD = 0.4  # of learners' offsets at reviews
TRANSFER_SD = 0.3  # of what an exam adds to it; with the one above 0.5 in all
TOPIC_SD = 0.25  # of a topic's offset around the learner's
NEGLIGIBLE = 1e-3  # of all belief: left out
LEAST_FIT = 1e-12  # of evidence beyond what the grid reaches


class Trial(NamedTuple):
    """One answer of which a chance was foretold: `odds` of knowing it, the chance `guess` to be right without."""

    topic: str
    odds: float
    is_right: bool
    guess: float = 0.0
    weight: float = 1.0


class Posterior(Struct, frozen=True):
    """A belief about the offset: weights of the learner's own, and for each what they mean for each topic's."""

    weights: tuple[tuple[int, float], ...]  # place on the grid, weight; they sum to 1
    topics: Mapping[str, tuple[tuple[tuple[int, float], ...], ...]]  # beside each of the above: places and weights

    def mean(self, topic: str) -> float:
        """The offset to be expected in a topic."""
        return sum(
            weight * sum(GRID[place] * share for place, share in row)
            for (_, weight), row in zip(self.weights, self.topics[topic], strict=True)
        )


def posterior(topics: Sequence[str], reviews: Iterable[Trial] = (), answers: Iterable[Trial] = ()) -> Posterior:
    """The offsets of these topics after recent first tries at reviews, and answers in exams."""
    by_review, by_answer = _likelihoods(reviews), _likelihoods(answers)
    recall, shifts = _after_reviews(by_review)
    kernels = {topic: _kernel(*shifts.get(topic, (0.0, TOPIC_SD))) for topic in {*topics, *by_answer}}
    masses = _weighed(_blurred(recall, TRANSFER_SD), kernels, by_answer)
    kept = [place for place, mass in enumerate(masses) if mass > NEGLIGIBLE]
    whole = sum(masses[place] for place in kept)
    weights = tuple((place, masses[place] / whole) for place in kept)
    rows = {topic: tuple(_row(kernels[topic], by_answer.get(topic), place) for place in kept) for topic in topics}
    return Posterior(weights, rows)


Row = tuple[tuple[int, float], ...]
"""A topic's own offset: places on the grid, and weights that sum to 1."""


def _after_reviews(likelihoods: Mapping[str, Sequence[float]]) -> tuple[list[float], dict[str, tuple[float, float]]]:
    """The learner's offset at reviews, and the mean and standard deviation of each topic's shift from it."""
    kernel = _kernel(0.0, TOPIC_SD)
    masses = _weighed(
        _summing_to_one([exp(-((x / REVIEW_SD) ** 2) / 2) for x in GRID]),
        dict.fromkeys(likelihoods, kernel),
        likelihoods,
    )
    shifts = {}
    for topic, likelihood in likelihoods.items():
        first = second = 0.0
        for place, mass in enumerate(masses):
            if mass > 10 * NEGLIGIBLE:
                for other, share in _row(kernel, likelihood, place):
                    shift = GRID[other] - GRID[place]
                    first += mass * share * shift
                    second += mass * share * shift * shift
        shifts[topic] = first, max(second - first * first, (STEP / 2) ** 2) ** 0.5
    return masses, shifts


def _weighed(
    prior: Sequence[float], kernels: Mapping[str, Mapping[int, float]], likelihoods: Mapping[str, Sequence[float]]
) -> list[float]:
    """The weights of the learner's offset after the evidence of all topics."""
    masses = list(prior)
    for topic, likelihood in likelihoods.items():
        steps = tuple(kernels[topic].items())
        padded = [0.0] * len(GRID) + list(likelihood) + [0.0] * len(GRID)
        for place in range(len(GRID)):
            start = place + len(GRID)
            masses[place] *= sum([weight * padded[start + step] for step, weight in steps]) + LEAST_FIT
        masses = _summing_to_one(masses)
    return masses


def _row(kernel: Mapping[int, float], likelihood: Sequence[float] | None, place: int) -> Row:
    """A topic's offset when the learner's lies at `place`."""
    row = [(at, weight) for step, weight in kernel.items() if 0 <= (at := place + step) < len(GRID)]
    if likelihood is not None:
        row = [(at, weight * (likelihood[at] + LEAST_FIT)) for at, weight in row]
    least = NEGLIGIBLE * sum([weight for _, weight in row])
    row = [(at, weight) for at, weight in row if weight > least]
    whole = sum([weight for _, weight in row])
    return tuple((at, weight / whole) for at, weight in row)


def _likelihoods(trials: Iterable[Trial]) -> dict[str, list[float]]:
    """For each topic how well its trials fit each offset of the grid, the best fit being 1."""
    tallies: dict[str, dict[tuple[float, float, bool], float]] = {}
    for trial in trials:
        tally = tallies.setdefault(trial.topic, {})
        # Trials of nearly the same odds are counted together, so that long histories cost no more.
        near = exp(round(log(trial.odds) * 8) / 8) if trial.odds > 0 else 0.0
        kind = near, trial.guess, trial.is_right
        tally[kind] = tally.get(kind, 0.0) + trial.weight
    return {topic: _likelihood(tally) for topic, tally in tallies.items()}


def _likelihood(tally: Mapping[tuple[float, float, bool], float]) -> list[float]:
    logs = [0.0] * len(GRID)
    for (odds, guess, is_right), weight in tally.items():
        for place, unit in enumerate(ODDS):
            right = guess + (1 - guess) * odds / (odds + unit)
            logs[place] += weight * log(max(right if is_right else 1 - right, 1e-9))
    best = max(logs)
    return [exp(each - best) for each in logs]


def _kernel(mean: float, sd: float) -> dict[int, float]:
    """Weights of the steps from the learner's offset to a topic's."""
    reach = int((abs(mean) + 4 * sd) / STEP) + 1
    weights = {step: exp(-(((step * STEP - mean) / sd) ** 2) / 2) for step in range(-reach, reach + 1)}
    whole = sum(weights.values())
    return {step: weight / whole for step, weight in weights.items() if weight > NEGLIGIBLE * whole}


def _blurred(masses: Sequence[float], sd: float) -> list[float]:
    kernel = _kernel(0.0, sd)
    blurred = [0.0] * len(GRID)
    for place, mass in enumerate(masses):
        for step, weight in kernel.items():
            if 0 <= place + step < len(GRID):
                blurred[place + step] += mass * weight
    return _summing_to_one(blurred)


def _summing_to_one(masses: Sequence[float]) -> list[float]:
    whole = sum(masses)
    return [mass / whole for mass in masses] if whole > 0 else [1 / len(masses)] * len(masses)
