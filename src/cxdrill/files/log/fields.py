"""What one entry of the progress file must be before anything computes with it: types, ranges, possible dates.

Unknown kinds and fields pass untouched. How entries are found in a file is left to `document` and `damage`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from cxdrill.core.event import Event

_is_well_formed = re.compile(r"[0-9A-Za-z_]{1,64}-[0-9]{1,15}").fullmatch
_LONGEST_MS = 1e12


class BadEntry(ValueError):
    """An entry that cannot be believed; the text says why."""


def event(entry: Any) -> Event:
    """The event that an entry of the file stands for; raises BadEntry. The entry is used up."""
    try:
        event_id, at, kind = entry.pop("id"), entry.pop("at"), entry.pop("kind")
    except (AttributeError, TypeError):
        raise BadEntry("it is no event") from None
    except KeyError as error:
        raise BadEntry(f"it has no {error}") from None
    if type(event_id) is not str or not _is_well_formed(event_id):
        raise BadEntry("its id is not WRITER-N")
    if type(kind) is not str or not _is_writable(kind):
        raise BadEntry("its kind is not text")
    entry.pop("crc", None)
    check = _CHECKS.get(kind)
    if check is not None and (complaint := check(entry)):
        raise BadEntry(complaint)
    return Event(event_id, _instant(at), kind, entry)


def complaint(kind: str, fields: Mapping[str, Any]) -> str:
    """What is wrong with the fields of a kind, or nothing."""
    check = _CHECKS.get(kind)
    return check(fields) if check is not None else ""


def is_possible(at: datetime) -> bool:
    """Whether an event may be of that instant: outside these years arithmetic with zones and intervals can overflow."""
    return 1970 <= at.year < 9000 and at.tzinfo is not None


def _instant(text: Any) -> datetime:
    try:
        at = datetime.fromisoformat(text)
        if is_possible(at):
            return at
    except (TypeError, ValueError):
        pass
    raise BadEntry("its time is no possible time with an offset")


@lru_cache(maxsize=4096)
def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and 1970 <= date.fromisoformat(text).year < 9000
    except ValueError:
        return False


@lru_cache(maxsize=4096)
def _is_day_or_instant(text: str) -> bool:
    try:
        return _is_day(text) or _instant(text) is not None
    except BadEntry:
        return False


def _is_writable(text: str) -> bool:
    """Whether the text has an encoding; half of a surrogate pair has none."""
    try:
        return text.isascii() or bool(text.encode())
    except UnicodeEncodeError:
        return False


def _is_text(value: Any) -> bool:
    return type(value) is str and value != "" and _is_writable(value)


def _is_rating(value: Any) -> bool:
    return type(value) is int and 1 <= value <= 4


def _review(fields: Mapping[str, Any]) -> str:
    # Spelled out, not looped: a long history has a hundred thousand of these.
    card, rating, took_ms = fields.get("card"), fields.get("rating"), fields.get("took_ms", 0)
    if not _is_text(card):
        return "its card is not text"
    if type(rating) is not int or not 1 <= rating <= 4:
        return "its rating is not 1 to 4"
    if not ((type(took_ms) is int or type(took_ms) is float) and 0 <= took_ms < _LONGEST_MS):
        return "its took_ms is no length of time"
    day, due = fields.get("day"), fields.get("due")
    if type(day) is not str or not _is_day(day):
        return "its day is no date"
    if type(due) is not str or not _is_day_or_instant(due):
        return "its due is no date"
    return ""


def _needs(**checks: Callable[[Any], bool]) -> Callable[[Mapping[str, Any]], str]:
    def check(fields: Mapping[str, Any]) -> str:
        for name, is_good in checks.items():
            if not is_good(fields.get(name)):
                return f"its {name} is missing or wrong"
        return ""

    return check


def _is_finite(value: Any) -> bool:
    return type(value) in (int, float) and -1e15 < value < 1e15


def _are_finite(value: Any) -> bool:
    return type(value) is list and all(map(_is_finite, value))


def _is_mapping(value: Any) -> bool:
    return type(value) is dict


def _is_date(value: Any) -> bool:
    return type(value) is str and _is_day(value)


def _is_boolean(value: Any) -> bool:
    return type(value) is bool


def _is_id(value: Any) -> bool:
    return type(value) is str and _is_well_formed(value) is not None


_CHECKS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "review": _review,
    "practice": _needs(card=_is_text),
    "cram": _needs(card=_is_text, rating=_is_rating),
    "undo": _needs(voids=_is_id),
    "suspend": _needs(card=_is_text),
    "wake": _needs(card=_is_text),
    "bury": _needs(card=_is_text, day=_is_date),
    "flag": _needs(card=_is_text),
    "parameters": _needs(values=_are_finite),
    "exam-started": _needs(exam=_is_text),
    "exam-resumed": _needs(attempt=_is_id),
    "exam-answered": _needs(attempt=_is_id, card=_is_text),
    "exam-marked": _needs(attempt=_is_id, card=_is_text),
    "exam-finished": _needs(attempt=_is_id, score=_is_finite, items=_is_finite, passed=_is_boolean),
    "exam-abandoned": _needs(attempt=_is_id),
    "roleplay": _needs(card=_is_text, ratings=_is_mapping),
    "repaired": _needs(lost=_is_finite),
}
