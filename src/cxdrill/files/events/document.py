"""Reads a sound progress file of any layout. `backups/damage.py` sees to damaged ones."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import Any, overload

from msgspec import Struct

from cxdrill.core.event import Event, Progress, merged
from cxdrill.files.collector import collector_paused
from cxdrill.files.events import layout
from cxdrill.files.events.entries import Unsound, as_utf8, events_in, loaded, texts_in

NOTHING = bytes(4)  # what no text ends in, in any encoding


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
        if isinstance(place, slice) and place.stop is None and place.start is not None and place.start >= self.known[2]:
            return self.added[place.start - self.known[2] :]
        return self._events()[place]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, tuple | StoredEvents) and tuple(self) == tuple(other)

    def _last(self) -> Event:
        lines = self._end[: -len(layout.CLOSING) - 1]
        if b"\n" not in lines:  # an attempt begins with its whole form
            lines = self._text()[: -len(layout.CLOSING) - 1]
        row = lines[lines.rfind(b"\n") + 1 :].removeprefix(b",")
        return events_in([loaded(row, is_strict=False)])[0]

    def _events(self) -> tuple[Event, ...]:
        if self._all is None:
            self._all = tuple(parsed(self._text()).events)
            assert len(self._all) == self._count
        return self._all


class Document(Struct, frozen=True):
    """One progress file as it was read."""

    learner: str
    events: Sequence[Event]
    header: bytes  # the first line as we write it, without its newline; fields that we do not know are in it
    bodies: tuple[bytes, ...] | None = None  # each event's text without `crc` and closing brace; None: in content
    content: bytes = b""  # empty where `reread` brings it
    crc: int = 0  # of everything but the closing; 0 where it was not reckoned
    is_ours: bool = False  # an event can be added without writing the whole file anew
    is_damaged: bool = False
    lost: int = 0  # entries of a damaged file that could not be read, nor brought back from a backup
    notices: tuple[str, ...] = ()
    reread: Callable[[], bytes] | None = None
    end: bytes = b""  # the last bytes, and how many there are in all, where `reread` brings the others
    size: int = 0

    def text(self) -> bytes:
        """All bytes of the file as it was when it was read; raises OSError where they are no longer to be had."""
        return self.content if self.reread is None else self.reread()

    def texts(self) -> tuple[bytes, ...]:
        """The text of each event, in the order of `events`, without `crc` and closing brace."""
        if self.bodies is not None:
            return self.bodies
        text = self.text()
        bodies = layout.bodies_in(memoryview(text)[len(self.header) + 1 :]) if self.is_ours else ()
        return tuple(bodies) if len(bodies) == len(self.events) else texts_in(text)


@collector_paused()
def parsed(content: bytes, known: bytes = b"") -> Document:
    """A sound file of any layout; raises Unsound, and ProgressError for a newer format.

    Of a file that begins as one that is `known`, byte by byte, only the events that follow.
    """
    first_line = _our_header(content)
    matches = layout.checksum_matches(content)
    if first_line:
        row = content[: -len(layout.CLOSING) - 1][-layout.CRC_BYTES :]
        if matches is False or (layout.has_crc_field(row) and not row.startswith(layout.CRC_FIELD)):
            raise Unsound("the checksum differs")
        content = _beyond(content, known)
    if content.endswith(NOTHING):
        raise Unsound("it ends in NUL bytes")
    top = loaded(content if first_line else as_utf8(content), is_strict=not matches)
    _refuse_other(top)
    learner, found = top["learner"], events_in(top["events"])
    if len(set(map(attrgetter("id"), found))) != len(found):
        raise Unsound("an event stands there twice")
    if first_line is None or set(first_line) != set(top):
        return Document(learner, found, layout.header(learner, layout.others(top)), content=content)
    return Document(learner, found, content[: content.index(b"\n")], content=content, is_ours=True)


def _beyond(content: bytes, known: bytes) -> bytes:
    """The file without the events with which a known one begins as well."""
    same, differs = 0, min(len(content) - len(layout.CLOSING), len(known)) + 1
    while differs - same > 1:
        middle = (same + differs) // 2
        if content[same:middle] == known[same:middle]:
            same = middle
        else:
            differs = middle
    header_end, rows_at = content.index(b"\n") + 1, content.rfind(b"\n", 0, same) + 1
    if rows_at <= header_end:
        return content
    return b"".join((content[:header_end], memoryview(content)[rows_at + content.startswith(b",", rows_at) :]))


def grown(start: bytes, rest: bytes, end: bytes, known: LogEnd, reread: Callable[[], bytes]) -> Document | None:
    """A file of our layout that begins with the log `known`, of which only the `rest` is parsed.

    `start` and `end` are some bytes from either end, `reread` brings all of them. None where the checksum differs.
    """
    size, crc, _ = known
    first_line = _our_header(start[: start.find(b"\n") + 1] + layout.CLOSING)
    if not first_line or set(first_line) != set(layout.TOP_LEVEL) or not rest.endswith(layout.CLOSING):
        return None
    rows = rest[: -len(layout.CLOSING)]
    added = events_after(rest, crc) if rows else ()
    if added is None:
        return None
    found = StoredEvents(reread, end, known, added)
    line, crc = start[: start.index(b"\n")], zlib.crc32(rows, crc)
    whole = size + len(rest)
    return Document(first_line["learner"], found, line, reread=reread, end=end, size=whole, crc=crc, is_ours=True)


def events_after(rest: bytes, crc: int) -> tuple[Event, ...] | None:
    """The events in the end of a file, all of it from where the running checksum was `crc`; None where it differs."""
    if not rest.endswith(b"\n" + layout.CLOSING) or not layout.checksum_matches(rest, crc):
        return None
    try:
        return events_in(loaded(b"[" + rest[: -len(layout.CLOSING)].removeprefix(b",") + b"]", is_strict=False))
    except Unsound:
        return None


def _our_header(content: bytes) -> dict[str, Any] | None:
    """The top level without its events, if the file is laid out as we write it; None otherwise."""
    end = content.find(b"\n", 0, layout.HEADER_LIMIT)
    if end < 0 or not content.endswith(b"\n" + layout.CLOSING) or not content.startswith(b'{"format": '):
        return None
    line = content[:end]
    try:
        top = json.loads(line + b"]}") if line.endswith(b'"events": [') else None
    except (ValueError, RecursionError):
        return None
    return top if isinstance(top, dict) and top.get("events") == [] else None


def _refuse_other(top: Any) -> None:
    """Raises Unsound for what is not the top level of a progress file, ProgressError for that of a newer format."""
    if not isinstance(top, dict):
        raise Unsound("it is no JSON object")
    layout.refuse_newer(top.get("format"))
    if type(top.get("format")) is not int or top["format"] != layout.FORMAT:
        raise Unsound("it has no format")
    if type(top.get("learner")) is not str or not top["learner"]:
        raise Unsound("it names no learner")
    if not isinstance(top.get("events"), list):
        raise Unsound("it has no events")


def united(documents: Sequence[Document], *, adopt: bool) -> tuple[Progress, bytes]:
    """The merged history with the texts of its events, and the first line of its file. Raises ProgressError.

    Fields at the top that we do not know are kept; where files differ, the first that has one wins.
    """
    progress = merged(
        [Progress(each.learner, each.events, each.notices, each.texts()) for each in documents], adopt=adopt
    )
    other: dict[str, object] = {}
    for document in documents:
        other = {**layout.others(json.loads(document.header + b"]}")), **other}
    return progress, layout.header(progress.learner, other)
