"""The faces asked now, those that wait and come; how many faces are seen and set aside; how many days were studied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta

import msgspec
from msgspec import Struct

from cxdrill.core.day import ONE_DAY, hours_ahead, study_day
from cxdrill.core.plain import grouped
from cxdrill.core.settings import Settings
from cxdrill.core.study.history import History
from cxdrill.core.study.queue import NOTHING_MISSED, Faces, Filters, Missed, Queue, queue
from cxdrill.core.study.schedule import days_ahead

FLIGHT_HOURS = 2  # that clocks are put forward: more than summer time does


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


class Agenda(Struct, frozen=True):
    """Everything that `study` asks now, and what waits: the one truth behind "due", "new" and "tomorrow"."""

    due: tuple[str, ...] = ()  # asked now: learning steps, misses of the last check and reviews
    new: tuple[str, ...] = ()  # asked now, for the first time
    later: Mapping[str, datetime] = {}  # in learning steps that come back later today
    held: tuple[str, ...] = ()  # due, but more than a day's reviews
    aside: Mapping[str, str] = {}  # due or new, but another of their card or fact, named here, is asked today
    new_tomorrow: int = 0  # new faces of tomorrow
    is_planned: bool = False  # by the plan up to a check
    missed: int = 0  # of those due, questions missed in the last check and not studied since
    days: Mapping[str, int] = {}  # in how many study days a face is asked that was met before; 0: today

    @property
    def tomorrow(self) -> int:
        """How many that were met before come tomorrow, once all of today's are done."""
        return sum(day == 1 for day in self.days.values())

    def of_deck(self, deck: str) -> int:
        return sum(key.startswith(f"{deck}/") for key in self.due)


def agenda(
    faces: Faces, coming: Iterable[str], history: History, settings: Settings, now: datetime, filters: Filters,
    missed: Missed = NOTHING_MISSED, days: int = 2,
) -> Agenda:  # fmt: skip
    """The agenda at `now` of the faces that a session may ask; `coming` are those with something to do in these days.

    Each later day is the queue of that day, of all that was not asked before: reviews that are scheduled now, and none
    that follow from them.
    """
    asked = queue(faces, history, settings, filters, now, missed=missed)
    reach_at = now.astimezone(UTC) + timedelta(seconds=settings.learn_ahead_seconds)
    today = study_day(now, settings.day_start)
    steps_later = ((key, at) for at, key in asked.learning if at > reach_at)
    later = {key: at for key, at in steps_later if study_day(at.astimezone(now.tzinfo), settings.day_start) == today}
    old, new = _parted(asked, history, missed)
    due = *(key for at, key in asked.learning if at <= reach_at), *old
    found = dict.fromkeys((*due, *later), 0)
    seen = set(faces.seen)
    wrong = [key for key in missed.every if key in seen]
    rest = dict.fromkeys((*coming, *asked.held, *asked.aside, *wrong))
    waiting = [key for key in rest if key not in found and (key in history.traces or key in wrong)]
    places = {key: place for place, key in enumerate(waiting)}
    by_day = grouped((max(1, days_ahead(history.state(key), today)), key) for key in waiting)
    new_tomorrow, left = 0, list[str]()
    for day in range(1, days):
        ready = sorted((*left, *by_day.get(day, ())), key=places.__getitem__)
        fresh = (key for key in faces.new if key not in asked.others) if day == 1 else ()
        of_day = Faces(ready, fresh, facts=faces.facts)
        then = queue(of_day, history, settings, Filters(), now + day * ONE_DAY, missed=missed)
        old, fresh_then = _parted(then, history, missed)
        found |= dict.fromkeys((*(key for _, key in then.learning), *old), day)
        new_tomorrow += len(fresh_then)
        left = [key for key in ready if key not in found]
    again = sum(not missed.is_studied_since(key, history) for key in due if key in missed.keys)
    return Agenda(due, new, later, asked.held, asked.aside, new_tomorrow, filters.plan is not None, again, found)


def _parted(asked: Queue, history: History, missed: Missed) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The faces of a queue beside learning steps: those met before, in the drill or in a check, and new ones."""
    known = set(missed.every)
    by_age = grouped((history.state(key).is_new and key not in known, key) for key in asked.others)
    return tuple(by_age.get(False, ())), tuple(by_age.get(True, ()))


def streaks(
    reviews_on: Mapping[date, int], today: date, is_free: Callable[[date], bool] = lambda _: False
) -> tuple[int, int]:
    """Study days in a row with reviews: up to today (or yesterday, while today is still open), and the most ever.

    A day off neither counts nor breaks a row; a day studied all the same counts.
    """
    length = longest = 0
    last = None
    for day in sorted(day for day, count in reviews_on.items() if count):
        length = length + 1 if last and _is_bridged(last, day, is_free) else 1
        longest, last = max(longest, length), day
    is_going_on = last is not None and (last >= today or _is_bridged(last, today, is_free))
    return (length if is_going_on else 0), longest


def free_days(history: History, settings: Settings, now: datetime) -> Callable[[date], bool]:
    """The days that break no streak: those off, and one that a flight east made shorter than 24 hours."""
    zones = {study_day(now, settings.day_start): hours_ahead(now)} | history.zones

    def is_free(day: date) -> bool:
        before, after = zones.get(day - ONE_DAY), zones.get(day + ONE_DAY)
        is_short = before is not None and after is not None and after - before >= FLIGHT_HOURS
        return is_short or settings.is_free(day)

    return is_free


def _is_bridged(earlier: date, later: date, is_free: Callable[[date], bool]) -> bool:
    """Whether nothing but days off lies between two days."""
    return all(is_free(earlier + number * ONE_DAY) for number in range(1, (later - earlier).days))
