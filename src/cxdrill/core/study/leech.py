"""Leeches: cards that are forgotten again and again, told early enough to spare the learner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from msgspec import Struct

IMPLAUSIBLE = 0.005
FEWEST_LAPSES = 2
MATURE_DAYS = 21  # of stability


class Try(Struct, frozen=True, gc=False, array_like=True):
    """The first review of a card on a study day after the one it was met on: what the model foretold, what came."""

    predicted: float
    is_success: bool
    at: datetime | None = None
    stability: float = 0.0  # of the memory before it, in days


class TrySum(NamedTuple):
    """First tries counted together: the tenth in which their predicted chances lie, and whether they were mature."""

    decile: int
    is_mature: bool
    tries: int
    successes: int
    predicted: float  # the sum of the chances

    @staticmethod
    def of(each: Try) -> TrySum:
        """The sum of one try."""
        return TrySum(
            min(9, int(each.predicted * 10)), each.stability >= MATURE_DAYS, 1, each.is_success, each.predicted
        )


def is_leech(lapses: int, luck: float, threshold: int) -> bool:
    """Whether a card has lapsed `threshold` times, or succeeded less often than its memory makes plausible.

    `luck` is the chance of as few successes as it had.
    """
    return lapses >= threshold or (lapses >= FEWEST_LAPSES and luck < IMPLAUSIBLE)


def chance_of_at_most(successes: int, chances: Sequence[float]) -> float:
    """The chance of at most so many successes in independent tries of these chances (Poisson binomial)."""
    counts = [1.0]
    for chance in chances:
        extended = [count * (1 - chance) for count in counts] + [0.0]
        for number, count in enumerate(counts):
            extended[number + 1] += count * chance
        counts = extended
    return min(1.0, sum(counts[: successes + 1]))
