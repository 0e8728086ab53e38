"""How the time of an attempt runs: by a steady clock within a run, by the wall clock between runs.

Clocks are read elsewhere; here are their numbers.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from cxdrill.core.exams.attempt import Attempt, State
from cxdrill.core.exams.exam import Away


class Watch(Struct, frozen=True):
    """The time used in one run: what was used before it, and what a steady clock read at its beginning, in seconds."""

    used_before: float
    begun_at: float

    def used(self, reading: float) -> float:
        """The seconds used when the steady clock reads `reading`; it never runs backwards."""
        return self.used_before + max(0.0, reading - self.begun_at)


def used_at(attempt: Attempt, now: datetime) -> float:
    """The seconds used when the attempt is taken up again at `now`.

    Time away is counted from the last event by the wall clock, unless the exam stops it. A clock that stands before
    that event adds nothing, so the time used is never less than what is recorded.
    """
    if attempt.policy.away is Away.STOPS or attempt.state is not State.OPEN:
        return attempt.used_seconds
    return attempt.used_seconds + max(0.0, away_seconds(attempt, now))


def away_seconds(attempt: Attempt, now: datetime) -> float:
    """The time since the last event by the wall clock; negative where the clock was set back meanwhile."""
    return (now - attempt.seen_at).total_seconds()


def remaining_seconds(attempt: Attempt, used_seconds: float) -> float | None:
    """The time left, never below 0; None where the exam has no limit."""
    limit = attempt.policy.time_limit_seconds
    return None if limit is None else max(0.0, limit - used_seconds)
