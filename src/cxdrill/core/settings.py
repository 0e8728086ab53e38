"""Settings of a learner, a row each: type, default and what is allowed. `files` knows where they are kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time
from typing import Annotated, Any, get_type_hints

from msgspec import Struct
from msgspec.structs import astuple

from cxdrill.core.day import DAY_START
from cxdrill.core.plain import value_from
from cxdrill.errors import WrongUsage, unknown

Reader = Callable[[Any], Any]  # the value as `Settings` holds it; raises ValueError with what it must be

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_DURATION = r"(?:(\d+)\s*([dhms]))+"
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = r"([01]?\d|2[0-3])(?::([0-5]\d))?"


def duration_seconds(value: Any) -> int | None:
    """The length in seconds of `90`, `"10m"` or `"1h30m"` (units d h m s), or None where it cannot be read."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    text = str(value).strip().lower()
    if not re.fullmatch(_DURATION, text):
        return None
    return sum(int(count) * _UNITS[unit] for count, unit in re.findall(r"(\d+)\s*([dhms])", text))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("text in quotes")
    return value.strip()


def _switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false")
    return value


def _clock(value: Any) -> time:
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0, tzinfo=None)
    match = None if isinstance(value, bool) else re.fullmatch(_CLOCK, str(value).strip())
    if match is None:
        raise ValueError('an hour from 0 to 23 or a time like "04:30"')
    return time(int(match[1]), int(match[2] or 0))


def _steps(value: Any) -> tuple[int, ...]:
    steps = [duration_seconds(step) for step in value] if isinstance(value, list | tuple) else [None]
    lengths = tuple(step for step in steps if step is not None and 1 <= step <= _UNITS["d"])
    if len(steps) > 20 or len(lengths) < len(steps):
        raise ValueError('a list of at most 20 lengths from 1 s to 1 d, like ["1m", "10m"]')
    return lengths


def _weekdays(value: Any) -> frozenset[int]:
    """Weekdays from 0, Monday, of `mon-fri` or `mon, wed, sat`."""
    if isinstance(value, frozenset):
        return value
    days = set[int]()
    for part in re.split(r"[,\s]+", str(value).strip().lower()):
        ends = [_WEEKDAYS.index(name) if name in _WEEKDAYS else -1 for name in part.split("-")]
        if len(ends) > 2 or min(ends) < 0:
            raise ValueError('weekdays like "mon-fri" or "mon, wed, sat"')
        days |= {(ends[0] + number) % 7 for number in range((ends[-1] - ends[0]) % 7 + 1)}
    return frozenset(days)


def _spans(value: Any) -> tuple[tuple[date, date], ...]:
    """First and last days of `2026-12-24` or `2026-12-24 to 2027-01-02`."""
    try:
        ends = [[date.fromisoformat(day) for day in str(each).split(" to ")] for each in value]
        spans = tuple((days[0], days[-1]) for days in ends if len(days) < 3 and days[0] <= days[-1])
    except (TypeError, ValueError):
        ends, spans = [[]], ()
    if isinstance(value, str) or len(spans) < len(ends):
        raise ValueError('a list of days and spans of days, like ["2026-12-24 to 2027-01-02"]')
    return spans


def _one_of(*allowed: str) -> Reader:
    def read(value: Any) -> Any:
        if value not in allowed:
            raise ValueError(f"one of {', '.join(allowed)}")
        return value

    return read


def _number(low: float, high: float, *, is_whole: bool = True) -> Reader:
    def read(value: Any) -> Any:
        is_number = isinstance(value, int if is_whole else int | float) and not isinstance(value, bool)
        if not is_number or not low <= value <= high:
            raise ValueError(f"a {'whole number' if is_whole else 'number'} from {low:g} to {high:g}")
        return value

    return read


def _length(low: int, high: int) -> Reader:
    return lambda value: _number(low, high)(duration_seconds(value))


def _if_any(reader: Reader) -> Reader:
    return lambda value: None if value is None else reader(value)


class StoreAccount(Struct, frozen=True, forbid_unknown_fields=True):
    """The learning record store of the organisation, and the account under which it knows the learner."""

    url: str
    key: str
    secret_file: str
    actor: str


def _share(value: Any) -> StoreAccount | None:
    if value is None:
        return None
    try:
        found = StoreAccount(*map(str.strip, astuple(value_from(value, StoreAccount))))
    except ValueError:
        raise ValueError("a table [share] with url, key, secret_file and actor, each text in quotes") from None
    if not re.match(r"https://[^/\s]+|http://(127\.0\.0\.1|localhost)\b", found.url):
        raise ValueError("a table [share] whose url begins with https://")
    if "@" in found.actor or not found.actor:
        raise ValueError("a table [share] whose actor is an account, never an e-mail address")
    return found


class Settings(Struct, frozen=True, kw_only=True):
    """A learner's settings; every field has a default that needs no thought. Lengths are in seconds."""

    name: Annotated[str, _text] = ""  # for certificates
    new_per_day: Annotated[int, _number(0, 9999)] = 20
    reviews_per_day: Annotated[int | None, _if_any(_number(0, 99999))] = None
    desired_retention: Annotated[float, _number(0.70, 0.97, is_whole=False)] = 0.90
    day_start: Annotated[time, _clock] = DAY_START
    learning_steps: Annotated[tuple[int, ...], _steps] = (60, 600)
    relearning_steps: Annotated[tuple[int, ...], _steps] = (600,)
    learn_ahead_seconds: Annotated[int, _length(0, 86400)] = 1200
    leech_threshold: Annotated[int, _number(2, 99)] = 8  # lapses
    maximum_interval: Annotated[int, _number(1, 36500)] = 36500  # days
    two_buttons: Annotated[bool, _switch] = False
    plain: Annotated[bool, _switch] = False
    pictures: Annotated[str, _one_of("auto", "kitty", "iterm", "sixel", "none")] = "auto"
    show_intervals: Annotated[bool, _switch] = True
    study_days: Annotated[frozenset[int], _weekdays] = frozenset(range(7))  # Monday is 0
    holidays: Annotated[tuple[tuple[date, date], ...], _spans] = ()  # first and last days
    share: Annotated[StoreAccount | None, _share] = None

    def is_free(self, day: date) -> bool:
        """Whether the learner does not mean to study on a day, so that it breaks no row of study days."""
        return day.weekday() not in self.study_days or any(first <= day <= last for first, last in self.holidays)


NAMES = Settings.__struct_fields__


def checked(name: str, value: Any) -> Any:
    """The value of one setting as `Settings` holds it; raises WrongUsage with what is allowed."""
    if name not in NAMES:
        raise WrongUsage(unknown("setting", name, NAMES, lister="the README"))
    (reader,) = get_type_hints(Settings, include_extras=True)[name].__metadata__
    try:
        return reader(value)
    except ValueError as error:
        raise WrongUsage(f'"{name}" must be {error}') from None
