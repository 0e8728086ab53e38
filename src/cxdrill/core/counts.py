"""How many faces are seen, due, new and set aside, and how many days in a row were studied: what is told at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from msgspec import Struct

from cxdrill.core.day import ONE_DAY, study_day
from cxdrill.core.settings import Settings
from cxdrill.core.study.history import History
from cxdrill.core.study.schedule import is_due


class Counts(Struct, frozen=True):
    """How many faces there are; those set aside are neither due nor new."""

    faces: int = 0
    seen: int = 0
    due: int = 0
    new: int = 0
    suspended: int = 0


def counts(keys: Iterable[str], history: History, settings: Settings, now: datetime) -> Counts:
    """How many of these faces were seen, are due now, are new or set aside. Asks no memory, so it is quick."""
    today = study_day(now, settings.day_start)
    states, is_suspended, is_at_rest = history.states, history.is_suspended, history.is_at_rest
    has_suspended = bool(history.suspended)
    total = seen = due = new = suspended = 0
    for key in keys:
        total += 1
        is_seen = key in states
        seen += is_seen
        if has_suspended and is_suspended(key):
            suspended += 1
        elif not is_seen:
            new += 1
        elif not is_at_rest(key, today):
            due += is_due(states[key], now, settings) and not history.is_done_today(key, today)
    return Counts(total, seen, due, new, suspended)


def streaks(reviews_on: Mapping[date, int], today: date) -> tuple[int, int]:
    """Study days in a row with reviews: up to today (or yesterday, while today is still open), and the most ever."""
    days = {day for day, count in reviews_on.items() if count}
    longest = 0
    for day in days:
        if day - ONE_DAY not in days:
            longest = max(longest, _run(days, day, ONE_DAY))
    last = today if today in days else today - ONE_DAY
    return _run(days, last, -ONE_DAY), longest


def _run(days: set[date], day: date, step: timedelta) -> int:
    length = 0
    while day in days:
        length += 1
        day += step
    return length
