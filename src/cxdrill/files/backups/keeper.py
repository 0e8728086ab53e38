"""Copies kept of a progress file before anything happens to it, and what of a damaged one they bring back.

Events never change, so the union of a damaged file and its sound backups is true."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from threading import Thread

from msgspec.structs import replace

from cxdrill.errors import DataError
from cxdrill.files import whole_file
from cxdrill.files.backups.backups import Backups
from cxdrill.files.disk import Disk
from cxdrill.files.events.document import Document, parsed
from cxdrill.files.events.entries import Unsound
from cxdrill.files.events.layout import CRC_BYTES, SIZE_LIMIT, has_crc_field
from cxdrill.files.whole_file import content_of


class BackupKeeper:
    """The copies of the progress file at `path`."""

    def __init__(self, path: Path, now: Callable[[], datetime], disk: Disk) -> None:
        self.backups = Backups(path, disk)
        self._now = now
        self._thread: Thread | None = None  # makes a backup while the first card is being read
        self._said: list[str] = []

    def move_to(self, path: Path) -> None:
        """From now on the copies are those of another file."""
        self.backups = Backups(path, self.backups.disk)

    def begin(self, document: Document, day: date | None, *, is_later: bool) -> tuple[str, ...]:
        """Keeps a backup if there is anything new; gives sentences about it, which with `is_later` come from `said`.

        `day` is the study day that the backup stands for.
        """
        if is_later:
            self._thread = Thread(target=self._begin, args=(document, day), name="backup")
            self._thread.start()
            return ()
        self._begin(document, day)
        return self.said()

    def _begin(self, document: Document, day: date | None) -> None:
        try:
            self.back_up(document, day)
        except OSError as error:
            why = f"{error.strerror or error}); check that folder"
            self._said.append(f"no backup could be made in {self.backups.folder} ({why}")

    def shrunken(self, document: Document) -> tuple[str, ...]:
        """A sentence where the file holds fewer events than a backup of it: an old copy may have been put in its place.

        Told until the events are back, or the learner goes back to a backup on purpose.
        """
        try:
            best = self.backups.fullest()
        except OSError:
            return ()
        if best is None or best[1] <= len(document.events):
            return ()
        path, remedy = self.backups.progress, f"bring the rest back with: cxdrill merge {shlex.quote(str(best[0]))}"
        fewer = f"{len(document.events)} events, fewer than the {best[1]} of a backup"
        return (f"{path} has {fewer}; {remedy}; or go back to a state of your choice with: cxdrill restore",)

    def wait(self) -> None:
        """Returns when a backup made meanwhile is done, or could not be made."""
        if self._thread is not None:
            self._thread.join()

    def say(self, sentence: str) -> None:
        self._said.append(sentence)

    def said(self) -> tuple[str, ...]:
        """Sentences about a backup made meanwhile; waits for it."""
        self.wait()
        said, self._said = tuple(self._said), []
        return said

    def back_up(self, document: Document, day: date | None = None) -> None:
        """Keeps a backup; raises OSError."""
        if document.reread is None or not self.backups.has_newest(document.size, document.crc):
            at = self._now()
            self.backups.take(document.text(), len(document.events), at=at, day=day or at.date())

    def put_aside(self, real: Path, document: Document) -> None:
        """An exact copy of a file that is about to be written anew; raises OSError."""
        if document.is_damaged:
            self.copy_damaged(real, document.text())
        else:
            self.back_up(document)

    def copy_damaged(self, real: Path, content: bytes) -> None:
        """A copy of a damaged file beside it; raises OSError."""
        whole_file.copy_aside(real, f"damaged-{self._now():%Y%m%dT%H%M%S}", content, self.backups.disk)


_ID = rb'"id"\s*:\s*"([^"]+)"'


def healed(document: Document, backups: Backups) -> Document:
    """The damaged document with every event of its sound backups, and a notice that says what came back.

    A backup counts where it holds an event of the document; the learner's id is taken from there too.
    """
    lines = document.content.split(b"\n")
    bodies = (line[:-CRC_BYTES] if has_crc_field(line) else line for line in lines)
    traces = {trace for text in bodies for trace in _trace(text)}
    for path in backups.candidates():
        try:
            backup = parsed(content_of(path, limit=SIZE_LIMIT, disk=backups.disk))
        except (OSError, DataError, Unsound):
            continue
        own = {event.id: event for event in document.events}
        if not any(own.get(event.id) == event for event in backup.events):
            continue
        pairs = zip(backup.events, backup.texts(), strict=True)
        missing = [(event, text) for event, text in pairs if event.id not in own]
        of_checks = sum(event.kind.startswith("exam-") for event, _ in missing)
        told = f"{_entries(len(missing))} came back from the backups"
        told += f", {of_checks} of them of a check" if of_checks else ""
        document = replace(
            document,
            learner=backup.learner,
            header=backup.header,
            events=(*document.events, *(event for event, _ in missing)),
            bodies=(*document.texts(), *(text for _, text in missing)),
            lost=max(0, document.lost - sum(not traces.isdisjoint(_trace(text)) for _, text in missing)),
            notices=(*document.notices, told) if missing else document.notices,
        )
    if document.lost:
        return replace(document, notices=(*document.notices, f"{_entries(document.lost)} could not be brought back"))
    return document


def _trace(text: bytes) -> tuple[bytes, ...]:
    """The id in a line, and what follows it: one of both tells of a damaged entry, none of one that is gone."""
    found = re.search(_ID, text)
    return tuple(filter(None, (found[1] if found else b"", text.partition(b', "at": ')[2])))


def _entries(number: int) -> str:
    return "1 entry" if number == 1 else f"{number} entries"
