"""What the reviews of one face leave behind: its memory, and how well its first tries were foretold.

Exactly by replay, or quickly from the due dates that were promised with the reviews.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple

from cxdrill.core.day import gap_days
from cxdrill.core.ready.growth import Growth
from cxdrill.core.study.review import Review

SECONDS_PER_DAY = 86400
MOST_TRIES = 5  # of one face: the latest


class Tried(NamedTuple):  # a tuple, as the trace is, since a forecast makes thousands
    """A first review of a study day: when, what was foretold of it, and whether it succeeded."""

    at: datetime
    predicted: float
    is_success: bool


class Trace(NamedTuple):
    """What is left of a face's reviews; stability in days, `days` the study days on which it was seen."""

    stability: float
    difficulty: float
    last_at: datetime
    last_day: date
    days: int
    tries: tuple[Tried, ...] = ()

    def elapsed_days(self, at: datetime) -> float:
        """Days from the last review to `at`; none under a clock set back."""
        return max(0.0, (at - self.last_at).total_seconds() / SECONDS_PER_DAY)


Tracer = Callable[[Sequence[Review]], Trace | None]


def replayed(growth: Growth) -> Tracer:
    """Traces by replay of every review."""

    def trace(reviews: Sequence[Review]) -> Trace | None:
        if not reviews:
            return None
        stability, difficulty = growth.first(reviews[0].rating)
        tries, days = [], 1
        for before, review in pairwise(reviews):
            gap = gap_days(before.day, review.day)
            if gap:
                days += 1
                elapsed_days = (review.at - before.at).total_seconds() / SECONDS_PER_DAY
                tries.append(Tried(review.at, growth.chance(stability, elapsed_days), review.rating > 1))
            stability, difficulty = growth.after(stability, difficulty, review.rating, gap)
        last = reviews[-1]
        return Trace(stability, difficulty, last.at, last.day, days, tuple(tries[-MOST_TRIES:]))

    return trace


def promised(growth: Growth, retention: float) -> Tracer:
    """Traces from the due dates recorded with the last two reviews: an interval is as long as `retention` lasts.

    Wrong by as much as intervals are fuzzed, some points of recall; takes the same time whatever the history.
    """
    share = growth.days_until(retention)

    def stability(review: Review) -> float:
        if isinstance(review.due, datetime):
            return growth.first(review.rating)[0]
        return max(gap_days(review.day, review.due), 1) / share

    def trace(reviews: Sequence[Review]) -> Trace | None:
        if not reviews:
            return None
        last = reviews[-1]
        tries: tuple[Tried, ...] = ()
        if len(reviews) > 1 and last.day > reviews[-2].day:
            before = reviews[-2]
            elapsed_days = (last.at - before.at).total_seconds() / SECONDS_PER_DAY
            tries = (Tried(last.at, growth.chance(stability(before), elapsed_days), last.rating > 1),)
        days = 1 if last.day == reviews[0].day else 2
        return Trace(stability(last), 5.0, last.at, last.day, days, tries)

    return trace
