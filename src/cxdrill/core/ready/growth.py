"""How a review changes a memory, by the published formulas of FSRS-6: the numbers that `core/study/memory.py` gives.

Written out here because a forecast asks for thousands of memories at once, which the package takes too long for.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

LEAST_STABILITY = 0.001  # days


class Growth:
    """The formulas with one set of 21 parameters. A memory is a pair: stability in days, difficulty from 1 to 10."""

    def __init__(self, parameters: Sequence[float]) -> None:
        self._w = w = tuple(parameters)
        self._decay = -min(max(w[20], 0.1), 0.8)
        self._factor = 0.9 ** (1 / self._decay) - 1
        self._gain = exp(w[8])
        self._ceiling = exp(w[17] * w[18])
        self._relearnt = max(w[0], LEAST_STABILITY) * max(exp(w[17] * w[18]) * max(w[0], LEAST_STABILITY) ** -w[19], 1)
        self._easiest = w[4] - exp(w[5] * 3) + 1

    def first(self, rating: int) -> tuple[float, float]:
        """The memory after the first review."""
        w = self._w
        difficulty = w[4] - exp(w[5] * (rating - 1)) + 1
        return max(w[rating - 1], LEAST_STABILITY), min(max(difficulty, 1.0), 10.0)

    def after(self, stability: float, difficulty: float, rating: int, gap_days: int) -> tuple[float, float]:
        """The memory after a review `gap_days` study days after the one before."""
        if gap_days < 1:
            grown = self._same_day(stability, rating)
        elif rating == 1:
            grown = self._forgotten(stability, difficulty, self.chance(stability, gap_days))
        else:
            bonus = self._w[15] if rating == 2 else self._w[16] if rating == 4 else 1.0
            grown = self.recalled(stability, difficulty, self.chance(stability, gap_days), bonus)
        return max(grown, LEAST_STABILITY), self._difficulty(difficulty, rating)

    @property
    def relearnt(self) -> float:
        """The stability of what was forgotten and learnt anew on the same day, roughly: that of a card just met."""
        return float(self._relearnt)

    def chance(self, stability: float, elapsed_days: float) -> float:
        """The chance of recall after so many days, fractions included."""
        return float((1 + self._factor * elapsed_days / stability) ** self._decay) if elapsed_days > 0 else 1.0

    def recalled(self, stability: float, difficulty: float, chance: float, bonus: float = 1.0) -> float:
        """The stability after a recall that had this chance, rated Good without a `bonus`."""
        w = self._w
        growth = self._gain * (11 - difficulty) * stability ** -w[9] * (exp(w[10] * (1 - chance)) - 1) * bonus
        return float(stability * (1 + growth))

    def days_until(self, retention: float) -> float:
        """The days after which a memory of stability 1 is recalled with the chance `retention`."""
        return float((retention ** (1 / self._decay) - 1) / self._factor)

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
