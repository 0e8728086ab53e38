"""The events of a sound log whose beginning is known already: only those added since are read, the others on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import overload

from cxdrill.core.event import Event

LogEnd = tuple[int, int, int]
"""Length and CRC-32 of a log without its closing, and the number of its events."""


class StoredEvents(Sequence[Event]):
    """All events of a log. `added` are those after `known`, the beginning; `end` holds the last bytes of it."""

    def __init__(self, text: Callable[[], bytes], end: bytes, known: LogEnd, added: tuple[Event, ...]) -> None:
        self.known, self.added = known, added
        self._text, self._end = text, end
        self._count = known[2] + len(added)
        self._all: tuple[Event, ...] | None = None

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Event]:
        return iter(self._events())

    @overload
    def __getitem__(self, place: int) -> Event: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Event, ...]: ...
    def __getitem__(self, place: int | slice) -> Event | tuple[Event, ...]:
        if place == -1 and self._all is None:
            return self.added[-1] if self.added else self._last()
        return self._events()[place]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, tuple | StoredEvents) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(self._events())

    def _last(self) -> Event:
        from cxdrill.files.log.document import loaded
        from cxdrill.files.log.fields import events
        from cxdrill.files.log.layout import CLOSING

        lines = self._end[: -len(CLOSING) - 1]
        at = lines.rfind(b"\n")
        if at < 0:
            return self._events()[-1]
        return events([loaded(lines[at + 1 :].removeprefix(b","), is_strict=False)])[0]

    def _events(self) -> tuple[Event, ...]:
        if self._all is None:
            from cxdrill.files.log.document import parsed

            self._all = tuple(parsed(self._text()).events)
            assert len(self._all) == self._count
        return self._all
