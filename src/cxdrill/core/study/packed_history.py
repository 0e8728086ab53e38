"""A history as plain values that a cache can hold, and back: cheap to take up again, and the same as a replay.

What follows in the log is recorded on top. Where that could come out differently from a replay, there is no history.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from cxdrill.core.event import Event, event_from_plain, event_plain
from cxdrill.core.study.history import History
from cxdrill.core.study.packed_events import is_continued
from cxdrill.core.study.packed_faces import PackedFaces, packed_columns, packed_fields, packed_reviews
from cxdrill.core.unpacking import Unpacking


class PackableHistory(History):
    """A history that can be packed, and begun from one that was."""

    @property
    def is_taken_up(self) -> bool:
        """Whether it was begun from one that was packed."""
        return self._packed is not None

    def packed(self) -> dict[str, Any] | None:
        """Everything but the reviews as plain values; None where a replay would not give the same."""
        if not self.is_steady or self.is_lifted or self.latest_at is None:
            return None
        counts = {name: getattr(self, name) for name in ("due_on", "reviews_on", "introduced_on")}
        keys = list(self._states)
        return {
            "keys": keys,
            "columns": packed_columns(map(self._fields, keys)),
            "counts": {name: {day.toordinal(): n for day, n in count.items()} for name, count in counts.items()},
            "suspended": list(self.suspended),
            "buried": {key: day.toordinal() for key, day in self.buried.items()},
            "flags": {key: list(notes) for key, notes in self.flags.items()},
            "marks": {key: [event_plain(event) for event in events] for key, events in self._marks.items()},
            "fits": [event_plain(event) for event in self._fits],
            "exam_events": [event_plain(event) for event in self.exam_events],
            "latest": {writer: (at.isoformat(), number) for writer, (at, number) in self.latest.items()},
            "latest_at": self.latest_at.isoformat(),
            "voided_unknown": list(self.voided_unknown),
            "took_ms": self.took_ms,
            "events": self.events,
            "former": self.former,
        }

    def reviews_packed(self, keys: Iterable[str]) -> Iterator[bytes]:
        """The reviews of each face of `keys`."""
        for key in keys:
            row = self._reviews.row(key)
            if row is not None and self._packed is not None:
                yield self._packed.reviews_packed(row)
            else:
                yield packed_reviews(self._reviews[key])

    def new_memories(self) -> int:
        """How many memories are known beside those taken over."""
        return len(self._memories) - (len(self._packed.memory_rows()) if self._packed is not None else 0)

    def _fields(self, key: str) -> tuple[Any, ...]:
        packed, row, memory_row = self._packed, self._states.row(key), self._memories.row(key)
        if packed is None or row is None:
            return packed_fields(self.states[key], self._memories.get(key))
        # Untouched: with the memory it was packed with, or without one as before.
        if memory_row == row or (key not in self._memories and not packed.has_memory(row)):
            return packed.fields(row)
        return packed_fields(self.states[key], self._memories.get(key))

    def _take_over(self, plain: Mapping[str, Any]) -> None:
        for name, count in plain["counts"].items():
            setattr(self, name, Counter({date.fromordinal(day): n for day, n in count.items()}))
        self.suspended = set(plain["suspended"])
        self.buried = {key: date.fromordinal(day) for key, day in plain["buried"].items()}
        self.flags = {key: tuple(notes) for key, notes in plain["flags"].items()}
        marks = list(plain["marks"].values())
        rows = dict(zip(plain["marks"], range(len(marks)), strict=True))
        self._marks = Unpacking(rows, lambda row: [event_from_plain(each) for each in marks[row]])
        self._fits = [event_from_plain(each) for each in plain["fits"]]
        self.exam_events = [event_from_plain(each) for each in plain["exam_events"]]
        latest = list(plain["latest"].values())
        writers = dict(zip(plain["latest"], range(len(latest)), strict=True))
        self.latest = Unpacking(writers, lambda row: (datetime.fromisoformat(latest[row][0]), latest[row][1]))
        self.latest_at = datetime.fromisoformat(plain["latest_at"])
        self.voided_unknown = frozenset(plain["voided_unknown"])
        self.took_ms, self.events = plain["took_ms"], plain["events"]
        if self._fits:
            self._take_last_fit()


def taken_up(
    plain: Mapping[str, Any],
    reviews: Callable[[int], bytes],
    events: Iterable[Event],
    former_keys: Mapping[str, str],
) -> PackableHistory | None:
    """The history that was packed, and the events that follow in the log; None where only a replay can tell.

    That is where an event does not come after everything before it, is there twice, or takes back what is not known.
    """
    if plain["former"] != former_keys:
        return None
    history = PackableHistory((), former_keys, PackedFaces(plain["keys"], plain["columns"], reviews))
    history._take_over(plain)
    added = tuple(events)
    if not is_continued(plain, added) or not all(history.record(event) for event in added):
        return None
    return history
