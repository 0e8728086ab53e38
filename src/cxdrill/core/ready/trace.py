"""The memory that the reviews of one face leave behind, and how well its first tries were foretold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple

from cxdrill.core.day import gap_days
from cxdrill.core.study.fsrs import Memory, Model
from cxdrill.core.study.review import Review

SECONDS_PER_DAY = 86400
MOST_TRIES = 5  # of one face: the latest


class Tried(NamedTuple):  # a tuple, as the trace is, since a forecast makes thousands
    """A first review of a study day: when, what was foretold of it, and whether it succeeded."""

    at: datetime
    predicted: float
    is_success: bool


class Trace(NamedTuple):
    """The trace of a face's reviews; stability in days, `days` the study days on which it was seen."""

    stability: float
    difficulty: float
    last_at: datetime
    last_day: date
    days: int
    tries: tuple[Tried, ...] = ()

    @property
    def memory(self) -> Memory:
        """The memory by itself, as the model takes it."""
        return Memory(self.stability, self.difficulty)

    def elapsed_days(self, at: datetime) -> float:
        """Days from the last review to `at`; none under a clock set back."""
        return max(0.0, (at - self.last_at).total_seconds() / SECONDS_PER_DAY)


def trace_of(reviews: Sequence[Review], model: Model) -> Trace | None:
    """The trace that these reviews of a face leave, oldest first; None without any."""
    if not reviews:
        return None
    memory = model.after(None, reviews[0].rating, 0)
    tries, days = [], 1
    for before, review in pairwise(reviews):
        gap = gap_days(before.day, review.day)
        if gap:
            days += 1
            elapsed_days = (review.at - before.at).total_seconds() / SECONDS_PER_DAY
            predicted = model.retrievability(memory.stability, elapsed_days)
            tries.append(Tried(review.at, predicted, review.rating > 1))
        memory = model.after(memory, review.rating, gap)
    last = reviews[-1]
    return Trace(*memory, last.at, last.day, days, tuple(tries[-MOST_TRIES:]))
