"""What one entry of the progress file must be before anything computes with it: types, ranges, possible dates.

Unknown kinds and fields pass untouched. How entries are found in a file is left to `progress_json` and `damage`.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from cxdrill.core.event import Event

_ID = re.compile(r"[0-9A-Za-z_]{1,64}-[0-9]{1,15}")
_YEARS = range(1970, 9000)  # beyond them arithmetic with time zones and intervals can overflow
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
    if type(event_id) is not str or not _ID.fullmatch(event_id):
        raise BadEntry("its id is not WRITER-N")
    if type(kind) is not str:
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


def _instant(text: Any) -> datetime:
    try:
        at = datetime.fromisoformat(text)
        if at.year in _YEARS and at.utcoffset() is not None:
            return at
    except (TypeError, ValueError):
        pass
    raise BadEntry("its time is no possible time with an offset")


@lru_cache(maxsize=4096)
def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).year in _YEARS and len(text) == 10
    except ValueError:
        return False


@lru_cache(maxsize=4096)
def _is_day_or_instant(text: str) -> bool:
    if _is_day(text):
        return True
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return False
    return at.year in _YEARS and at.utcoffset() is not None


def _is_text(value: Any) -> bool:
    return type(value) is str and value != ""


def _is_rating(value: Any) -> bool:
    return type(value) is int and 1 <= value <= 4


def _is_length(value: Any) -> bool:
    return type(value) in (int, float) and 0 <= value < _LONGEST_MS


def _review(fields: Mapping[str, Any]) -> str:
    # Spelled out, not looped: a long history has a hundred thousand of these.
    if not _is_text(fields.get("card")):
        return "its card is not text"
    if not _is_rating(fields.get("rating")):
        return "its rating is not 1 to 4"
    if not _is_length(fields.get("took_ms", 0)):
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


def _is_date(value: Any) -> bool:
    return type(value) is str and _is_day(value)


def _is_boolean(value: Any) -> bool:
    return type(value) is bool


def _is_id(value: Any) -> bool:
    return type(value) is str and _ID.fullmatch(value) is not None


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
}
