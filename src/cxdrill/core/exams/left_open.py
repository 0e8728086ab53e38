"""Which check was begun and neither handed in nor given up, told from the events alone: no form has to be read."""

from __future__ import annotations

from collections.abc import Iterable

from cxdrill.core.event import Event, standing


def left_open(events: Iterable[Event]) -> str:
    """The exam of the last attempt that is still open, or nothing."""
    found: dict[str, str] = {}  # attempt: exam
    closed: set[str] = set()
    for event in standing(events):
        if event.kind == "exam-started":
            found[event.id] = str(event.fields.get("exam", ""))
        elif event.kind in ("exam-finished", "exam-abandoned"):
            closed.add(str(event.fields.get("attempt", "")))
    return next((exam for id, exam in reversed(found.items()) if id not in closed), "")
