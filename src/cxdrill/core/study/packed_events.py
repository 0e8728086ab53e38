"""What a packed history knows of the log it stands for, for whoever needs no history: the events of exams."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from cxdrill.core.event import Event, event_from_plain

OF_EVENTS = ("exam_events", "latest", "latest_at", "voided_unknown")
"""The parts of a packed history that are looked at here."""


def exam_events(plain: Mapping[str, Any], added: Sequence[Event]) -> list[Event] | None:
    """The events of exams, forecasts and plans, and all that were `added` to the log since `plain` was packed.

    None where only the whole log can tell: see `is_continued`, and where something is taken back that is not among
    those added.
    """
    ids = {event.id for event in added}
    taken_back = {str(event.fields.get("voids", "")) for event in added if event.kind == "undo"}
    if not is_continued(plain, added) or not taken_back <= ids:
        return None
    return [*map(event_from_plain, plain["exam_events"]), *added]


def is_continued(plain: Mapping[str, Any], added: Sequence[Event]) -> bool:
    """Whether `added` comes after everything packed, in its own order, and none of it was there or taken back before.

    Only then do these events, on top of what is packed, come to what the whole log would.
    """
    latest_at, last_writer = datetime.fromisoformat(plain["latest_at"]), ""
    numbers: dict[str, int] = {}
    for event in added:
        at, writer = event.at.astimezone(UTC), event.writer
        if at < latest_at or (at == latest_at and writer != last_writer):
            return False
        if event.number <= numbers.get(writer, plain["latest"].get(writer, ("", 0))[1]):
            return False
        latest_at, last_writer = at, writer
        numbers[writer] = event.number
    return not any(event.id in plain["voided_unknown"] for event in added)
