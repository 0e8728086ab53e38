"""How an event comes to stand in a progress file: who writes it and when, and one write and one fsync at the end.

What works on an open descriptor happens under the lock, which the log file holds."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta, timezone

from msgspec import Struct

from cxdrill.core.event import Draft, Event
from cxdrill.errors import ProgressError
from cxdrill.files.disk import Disk
from cxdrill.files.events.document import Document, events_after
from cxdrill.files.events.entries import Unsound, is_possible, refuse_wrong
from cxdrill.files.events.layout import CLOSING, bodies_in, with_rows
from cxdrill.files.whole_file import read_from, write_all


def refuse_impossible(at: datetime) -> None:
    """Raises ProgressError for a clock that was never set: what it stamps would not be believed when it is read again.

    A dead battery makes it 1970, which at the study day's start or west of Greenwich is 1969.
    """
    if at.year <= 1970 or not is_possible(at):
        raise ProgressError(f"this computer's clock says {at:%Y-%m-%d %H:%M}; set it, then start again")


class EventWriter:
    """One writer, whose events are numbered from 1."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._writer = os.urandom(8).hex()
        self._number = 0
        self.begun_at = self.now()

    def now(self) -> datetime:
        """The present instant, always with an offset."""
        now = self._clock()
        return now if now.tzinfo is not None else now.astimezone()

    def event(self, draft: Draft) -> Event:
        """The draft as an event of now, to the millisecond.

        Raises ProgressError where the clock shows a time that no file may hold, ValueError for such fields.
        """
        try:
            refuse_wrong(draft.kind, [draft.fields], is_whole=False)
        except Unsound as error:
            raise ValueError(f"a draft of kind {draft.kind} is wrong: {error}") from None
        now = self.now()
        offset = timezone(now.utcoffset() or timedelta(0))
        at = now.replace(microsecond=now.microsecond // 1000 * 1000, tzinfo=offset)
        refuse_impossible(at)
        self._number += 1
        return Event(f"{self._writer}-{self._number}", at, draft.kind, dict(draft.fields))


Written = tuple[Event, bytes]
"""An event and its text in the file, without `crc` and closing brace."""


_LAST = 64  # bytes at the end that are compared: the closing and the checksum of the last event, which vouches for all


class Tail(Struct, frozen=True):
    """The end of a file as it was when last seen, enough to tell whether anybody else wrote since."""

    device: int
    inode: int
    changed_ns: int
    size: int
    last: bytes
    crc: int  # of everything before the closing
    is_empty: bool  # no events yet, so the first takes no comma


def tail_of(document: Document, found: os.stat_result) -> Tail:
    """The tail of a file of our own layout; `found` must not be younger than `document`."""
    size, last = document.size or len(document.content), (document.end or document.content)[-_LAST:]
    crc = document.crc or zlib.crc32(memoryview(document.content)[: -len(CLOSING)])
    return Tail(found.st_dev, found.st_ino, found.st_mtime_ns, size, last, crc, not document.events)


def appended(tail: Tail, bodies: Sequence[bytes], descriptor: int, disk: Disk) -> Tail:
    """Put events on the disk and give the new tail; raises OSError, having tried to take back what was half written."""
    start = tail.size - len(CLOSING)
    content, crc = with_rows(b"" if tail.is_empty else b",", bodies, tail.crc)
    try:
        write_all(descriptor, content, start, disk)
    except OSError:
        with suppress(OSError):
            disk.truncate(descriptor, tail.size)
            write_all(descriptor, CLOSING, start, disk)
        raise
    disk.fsync(descriptor)
    found = disk.fstat(descriptor)
    last = (tail.last[: -len(CLOSING)] + content)[-_LAST:]
    return Tail(found.st_dev, found.st_ino, found.st_mtime_ns, start + len(content), last, crc, is_empty=False)


def since(tail: Tail, descriptor: int, disk: Disk) -> tuple[Tail, list[Written]] | None:
    """The tail now, and the events with their texts that other processes added; None if they did anything else."""
    found = disk.fstat(descriptor)
    if (found.st_dev, found.st_ino) != (tail.device, tail.inode) or found.st_size < tail.size:
        return None
    if found.st_size == tail.size:
        is_touched = found.st_mtime_ns != tail.changed_ns
        is_same = not is_touched and disk.read(descriptor, _LAST, tail.size - len(tail.last)) == tail.last
        return (tail, []) if is_same else None
    start = tail.size - len(CLOSING)
    before = tail.last[: -len(CLOSING)]
    content = read_from(descriptor, start - len(before), found.st_size - start, disk)
    added = content[len(before) :]
    events = events_after(added, tail.crc) if content.startswith(before) else None
    bodies = bodies_in(added.removeprefix(b","))
    if events is None or len(events) != len(bodies):
        return None
    crc = zlib.crc32(added[: -len(CLOSING)], tail.crc)
    size = start + len(added)
    news = Tail(tail.device, tail.inode, found.st_mtime_ns, size, content[-_LAST:], crc, is_empty=False)
    return news, list(zip(events, bodies, strict=True))
