"""How many faces are seen, due, new and set aside, and how many days in a row were studied: what is told at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

import msgspec
from msgspec import Struct

from cxdrill.core.day import ONE_DAY, study_day
from cxdrill.core.settings import Settings
from cxdrill.core.study.history import History
from cxdrill.core.study.schedule import days_ahead, is_due


class Counts(Struct, frozen=True):
    """How many faces there are; those set aside are neither due nor new."""

    faces: int = 0
    seen: int = 0
    due: int = 0
    new: int = 0
    suspended: int = 0


def together(counts: Iterable[Counts]) -> Counts:
    """The counts of several decks as one."""
    return Counts(*map(sum, zip(*map(msgspec.structs.astuple, counts), strict=True)))


def is_to_do(key: str, history: History, settings: Settings, now: datetime) -> bool:
    """Whether a face that was reviewed is due now and not set aside."""
    state = history.state(key)
    if history.is_suspended(key) or not is_due(state, now, settings):
        return False
    return not history.is_done_today(key, study_day(now, settings.day_start))


def dues(keys: Iterable[str], history: History, today: date) -> tuple[int, int]:
    """How many of these faces are due by today, learning steps among them, and how many tomorrow adds."""
    ahead = [days_ahead(history.state(key), today) for key in keys if not history.is_suspended(key)]
    return sum(days <= 0 for days in ahead), ahead.count(1)


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
