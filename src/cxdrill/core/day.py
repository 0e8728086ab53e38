"""The study day: a learner's day ends while they sleep, at four in the morning by the clock on their wall.

Leaves the clock itself to the caller: every function takes the instant it is asked about.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

DAY_START = time(4)
ONE_DAY = timedelta(days=1)


def study_day(at: datetime, day_start: time = DAY_START) -> date:
    """The study day of an aware instant given in the learner's zone.

    A day begins when the wall clock first reads `day_start`, so an hour that is lived twice never takes the day back.
    """
    if at.tzinfo is None:
        raise ValueError("a study day needs an instant with a time zone")
    today = at.date()
    if at.time() >= day_start:
        return today
    if at.fold:
        begun_at = datetime.combine(today, day_start, tzinfo=at.tzinfo).astimezone(UTC)
        if at.astimezone(UTC) >= begun_at:
            return today
    return today - ONE_DAY


def gap_days(earlier: date, later: date) -> int:
    """Whole study days between two reviews; a clock set back counts as none."""
    return max(0, (later - earlier).days)
