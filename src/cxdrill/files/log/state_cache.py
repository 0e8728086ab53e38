"""Where every card stood after the log so far, so that a long history is not replayed at each start.

Kept under the length and the checksum of the log's beginning. What was added to the log since is recorded on top;
where anything does not fit, the log itself is replayed.
"""

from __future__ import annotations

import marshal
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from cxdrill.files import cache_file

if TYPE_CHECKING:
    from cxdrill.core.event import Event
    from cxdrill.core.study.history import History
    from cxdrill.core.study.packed_history import PackableHistory
    from cxdrill.files.log.stored_events import StoredEvents

TOLERATED_EVENTS = 300  # since the cache was written; recording them takes about as long as reading the cache
MEMORY_WEIGHT = 5  # a memory takes about as long to compute as so many events to record


class Prefix(Struct, frozen=True):
    """The beginning of a log: its length, the CRC-32 of these bytes, how many events end in it, and who knows it."""

    size: int
    crc: int
    events: int
    cache: StateCache


class StateCache:
    """The cache of one progress file, read once."""

    def __init__(self, folder: Path | None, progress: Path) -> None:
        """`folder` None: without a cache."""
        self._folder = folder
        self._key = [str(progress)]
        self._name = f"states-{zlib.crc32(marshal.dumps(self._key, 2)):08x}"
        self._file = None if folder is None else cache_file.opened(folder, self._name, self._key)

    @property
    def prefix(self) -> Prefix | None:
        """The beginning of the log that the cache stands for; None without a cache."""
        if self._file is None:
            return None
        size, crc, events = self._file.index["prefix"]
        return Prefix(size, crc, events, self)

    def history(self, events: StoredEvents, former_keys: Mapping[str, str]) -> PackableHistory | None:
        """The history after these events, or None where they must be replayed."""
        from cxdrill.core.study.packed_history import taken_up

        if self._file is None:
            return None
        try:
            rest, lengths = marshal.loads(self._file.chunk(0))
            reviews = _Reviews(self._file.chunk(1), lengths)
        except cache_file.Damaged:
            return None
        return taken_up(rest | self._file.index["events"], reviews, events.added, former_keys)

    def exam_events(self, events: StoredEvents) -> list[Event] | None:
        """What these events say of exams, and maybe others of them; None where the log must be read for it."""
        from cxdrill.core.study.packed_events import exam_events

        return None if self._file is None else exam_events(self._file.index["events"], events.added)

    def keep(self, history: History, log: tuple[int, int, int] | None) -> None:
        """Write where `history` stands, where that pays.

        `log` is the length, checksum and number of events of the log now; None where it cannot be added to as it is.
        """
        from cxdrill.core.study.packed_events import OF_EVENTS
        from cxdrill.core.study.packed_history import PackableHistory

        if self._folder is None or log is None or not isinstance(history, PackableHistory):
            return
        if history.events != log[2] or not self._pays(history, log[2]):
            return
        try:
            plain = history.packed()
            if plain is None:
                return
            reviews = list(history.reviews_packed(plain["keys"]))
            said = {name: plain.pop(name) for name in OF_EVENTS}  # all that a check looks at
            rest = marshal.dumps((plain, [len(each) for each in reviews]))
        except (OverflowError, ValueError):  # a history with numbers that nobody's has
            return
        index = {"prefix": log, "events": said}
        cache_file.write(self._folder, self._name, self._key, index, [rest, b"".join(reviews)])

    def _pays(self, history: PackableHistory, events: int) -> bool:
        """Whether the next start would save more than writing costs, which grows with the history."""
        known = self.prefix
        if known is None or not history.is_taken_up:
            return events > 0
        saved = events - known.events + MEMORY_WEIGHT * history.new_memories()
        return saved > min(TOLERATED_EVENTS, events // 20)


class _Reviews:
    """The packed reviews of all faces, found by row."""

    def __init__(self, packed: bytes, lengths: list[int]) -> None:
        self._packed, self._lengths = packed, lengths
        self._starts: list[int] = []

    def __call__(self, row: int) -> bytes:
        if not self._starts:
            from itertools import accumulate

            self._starts = list(accumulate(self._lengths, initial=0))
        start = self._starts[row]
        return self._packed[start : start + self._lengths[row]]
