"""The model of memory: FSRS-6, 21 parameters, by its published formulas (open-spaced-repetition, wiki "The Algorithm").

Stability and difficulty move in whole study days, as the model was trained; retrievability falls with the exact
time since the last review. The tests compare every number with the package `fsrs`. When a card is due is left to
`core/study/schedule.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, isfinite
from typing import NamedTuple

DEFAULT_PARAMETERS: tuple[float, ...] = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
    1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
)  # fmt: skip
LEAST_STABILITY = 0.001  # days

_LOWEST = (0.001,) * 4 + (1.0,) + (0.001,) * 3 + (0.0, 0.0) + (0.001,) * 4 + (0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.1)
_HIGHEST = (100.0,) * 4 + (10.0, 4.0, 4.0, 0.75, 4.5, 0.8, 3.5, 5.0, 0.25, 0.9, 4.0, 1.0, 6.0, 2.0, 2.0, 0.8, 0.8)


class Memory(NamedTuple):
    """The memory of a card: stability in days (R falls to 90 % in that time), difficulty from 1 to 10."""

    stability: float
    difficulty: float


class Model:
    def __init__(self, parameters: Sequence[float] = DEFAULT_PARAMETERS) -> None:
        """Takes 21 finite numbers (ValueError otherwise) and moves each into the bounds that the model has for it."""
        if len(parameters) != len(DEFAULT_PARAMETERS) or not all(isfinite(number) for number in parameters):
            raise ValueError("the model takes 21 finite parameters")
        self.parameters = tuple(float(number) for number in parameters)  # as they were given
        bounds = zip(self.parameters, _LOWEST, _HIGHEST, strict=True)
        self._w = w = tuple(min(max(number, low), high) for number, low, high in bounds)
        self._decay = -w[20]
        self._factor = 0.9 ** (1 / self._decay) - 1
        self._gain = exp(w[8])
        self._ceiling = exp(w[17] * w[18])
        self._easiest = w[4] - exp(w[5] * 3) + 1
        self.relearnt: float = w[0] * max(self._ceiling * w[0] ** -w[19], 1.0)
        """The stability of what was forgotten and learnt anew on the same day, roughly: that of a card just met."""

    def after(self, memory: Memory | None, rating: int, gap_days: int) -> Memory:
        """The memory after a review with `rating` 1-4, `gap_days` study days after the one before (None: first)."""
        w = self._w
        if memory is None:
            difficulty = w[4] - exp(w[5] * (rating - 1)) + 1
            return Memory(w[rating - 1], min(max(difficulty, 1.0), 10.0))
        stability, difficulty = memory
        if gap_days < 1:
            grown = self._same_day(stability, rating)
        elif rating == 1:
            grown = self._forgotten(stability, difficulty, self.retrievability(stability, gap_days))
        else:
            bonus = w[15] if rating == 2 else w[16] if rating == 4 else 1.0
            grown = self.recalled(stability, difficulty, self.retrievability(stability, gap_days), bonus)
        return Memory(max(grown, LEAST_STABILITY), self._difficulty(difficulty, rating))

    def retrievability(self, stability: float, elapsed_days: float) -> float:
        """The chance of recall after so many days, fractions included: (1 + f t / S) ** -decay."""
        return float((1 + self._factor * elapsed_days / stability) ** self._decay) if elapsed_days > 0 else 1.0

    def interval_days(self, stability: float, retention: float) -> float:
        """The days, not rounded, after which the chance of recall is `retention`: the curve turned round."""
        return float(stability / self._factor * (retention ** (1 / self._decay) - 1))

    def recalled(self, stability: float, difficulty: float, chance: float, bonus: float = 1.0) -> float:
        """The stability after a recall that had this chance, rated Good without a `bonus`."""
        w = self._w
        growth = self._gain * (11 - difficulty) * stability ** -w[9] * (exp(w[10] * (1 - chance)) - 1) * bonus
        return float(stability * (1 + growth))

    def _same_day(self, stability: float, rating: int) -> float:
        w = self._w
        factor = exp(w[17] * (rating - 3 + w[18])) * stability ** -w[19]
        return float(stability * (max(factor, 1.0) if rating > 1 else factor))

    def _forgotten(self, stability: float, difficulty: float, chance: float) -> float:
        w = self._w
        long = w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1) * exp(w[14] * (1 - chance))
        return float(min(long, stability / self._ceiling))

    def _difficulty(self, difficulty: float, rating: int) -> float:
        w = self._w
        damped = difficulty - w[6] * (rating - 3) * (10 - difficulty) / 9
        return min(max(w[7] * self._easiest + (1 - w[7]) * damped, 1.0), 10.0)


DEFAULT_MODEL = Model()
