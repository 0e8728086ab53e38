"""What a learner can set, with defaults and allowed ranges. Where settings are kept is `files`' concern."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

from msgspec import Struct
from msgspec.structs import fields

from cxdrill.core.day import DAY_START
from cxdrill.errors import WrongUsage


class Settings(Struct, frozen=True, kw_only=True):
    """A learner's settings; every field has a default that needs no thought. Lengths are in seconds."""

    name: str = ""  # for certificates
    new_per_day: int = 20
    reviews_per_day: int | None = None
    desired_retention: float = 0.90
    day_start: time = DAY_START
    learning_steps: tuple[int, ...] = (60, 600)
    relearning_steps: tuple[int, ...] = (600,)
    learn_ahead_seconds: int = 1200
    leech_threshold: int = 8  # lapses
    maximum_interval: int = 36500  # days
    two_buttons: bool = False
    plain: bool = False
    show_intervals: bool = True


RANGES: dict[str, tuple[float, float]] = {
    "new_per_day": (0, 9999),
    "reviews_per_day": (0, 99999),
    "desired_retention": (0.70, 0.97),
    "learn_ahead_seconds": (0, 86400),
    "leech_threshold": (2, 99),
    "maximum_interval": (1, 36500),
}
NAMES = tuple(field.name for field in fields(Settings))

_STEP_SECONDS = (1, 86400)
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_DURATION = r"(?:(\d+)\s*([dhms]))+"
_CLOCK = r"([01]?\d|2[0-3])(?::([0-5]\d))?"


def checked(name: str, value: Any) -> Any:
    """The value of one setting as `Settings` holds it, from what a settings file or an option gives.

    Raises WrongUsage with the allowed values: unknown name, wrong type, out of range.
    """
    if name not in NAMES:
        from cxdrill.core.cards.library import unknown

        raise WrongUsage(unknown("setting", name, NAMES).replace('"cxdrill decks" lists', "the README lists"))
    if name == "name":
        return _text(value)
    if name == "day_start":
        return _clock(value)
    if name in ("learning_steps", "relearning_steps"):
        return _steps(name, value)
    if name in ("two_buttons", "plain", "show_intervals"):
        return _switch(name, value)
    return _number(name, value)


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
        raise WrongUsage('"name" must be text in quotes')
    return value.strip()


def _switch(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise WrongUsage(f'"{name}" must be true or false')
    return value


def _clock(value: Any) -> time:
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0, tzinfo=None)
    match = None if isinstance(value, bool) else re.fullmatch(_CLOCK, str(value).strip())
    if match is None:
        raise WrongUsage('"day_start" must be an hour from 0 to 23 or a time like "04:30"')
    return time(int(match[1]), int(match[2] or 0))


def _steps(name: str, value: Any) -> tuple[int, ...]:
    low, high = _STEP_SECONDS
    steps = [duration_seconds(step) for step in value] if isinstance(value, list | tuple) else [None]
    if len(steps) > 20 or any(step is None or not low <= step <= high for step in steps):
        raise WrongUsage(f'"{name}" must be a list of at most 20 lengths from 1 s to 1 d, like ["1m", "10m"]')
    return tuple(step for step in steps if step is not None)


def _number(name: str, value: Any) -> Any:
    low, high = RANGES[name]
    if name == "reviews_per_day" and value is None:
        return None
    if name == "learn_ahead_seconds":
        value = duration_seconds(value)
    kinds = (int, float) if name == "desired_retention" else (int,)
    if isinstance(value, bool) or not isinstance(value, kinds) or not low <= value <= high:
        what = "a number" if name == "desired_retention" else "a whole number"
        raise WrongUsage(f'"{name}" must be {what} from {low:g} to {high:g}')
    return value
