"""The progress file as one process knows it: all of it as last read, what was added since, and every write to it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from cxdrill.core.event import Draft, Event, Progress, merged
from cxdrill.errors import ProgressError
from cxdrill.files import whole_file
from cxdrill.files.backups.keeper import BackupKeeper
from cxdrill.files.disk import WRITE, Disk
from cxdrill.files.events.document import Document, LogEnd, parsed
from cxdrill.files.events.layout import CLOSING, SIZE_LIMIT, body, checksum_matches, header, whole
from cxdrill.files.log.event_writer import EventWriter, Tail, Written, appended, since, tail_of
from cxdrill.files.log.lock import Lock
from cxdrill.files.log.reading import BeyondReading, document_at
from cxdrill.files.places import WRITING


class LogFile:
    """Grows with the file, and can write it anew should it be lost or replaced."""

    def __init__(
        self, path: Path, writer: EventWriter, backups: BackupKeeper, disk: Disk, timeout: float, known: LogEnd | None
    ) -> None:
        """`timeout`: seconds to wait for the lock. `known`: a beginning that need not be parsed."""
        self._writer, self._backups, self._disk, self._timeout = writer, backups, disk, timeout
        self._known_prefix = known
        self.move_to(path)
        self.forget()

    def move_to(self, path: Path) -> None:
        """From now on it is another file."""
        self.path, self._is_swept = path, False
        lock = Path(f"{self.real()}{WRITING}")
        self.lock = Lock(lock, started_at=self._writer.begun_at, timeout_seconds=self._timeout, disk=self._disk)
        self._tail: Tail | None = None  # None: look at the file before adding to it

    def forget(self) -> None:
        """The file is one of which nothing is known; the learner of a new one has a new id."""
        learner = os.urandom(16).hex()
        self.document, self.is_known = Document(learner, (), header(learner)), False
        self._added: list[Written] = []
        self._tail = None

    def named(self, document: Document) -> Document:
        """The document, with our own learner's id where its own was destroyed."""
        if document.learner:
            return document
        return replace(document, learner=self.document.learner, header=header(self.document.learner))

    @property
    def end(self) -> LogEnd | None:
        """Length and CRC-32 of the file without its closing, and the number of events; None where it is not ours."""
        if self._tail is None:
            return None
        return self._tail.size - len(CLOSING), self._tail.crc, len(self.document.events) + len(self._added)

    @property
    def added(self) -> tuple[Event, ...]:
        """The events added to the file, by whomever, since it was read as a whole."""
        return tuple(event for event, _ in self._added)

    def bodies(self) -> list[bytes]:
        """The texts of all events, in the order of the file."""
        return [*self.document.texts(), *(text for _, text in self._added)]

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """Hold the lock round a write; gives the path of the file itself."""
        self._backups.wait()
        real = self.real()
        if self._tail is None:
            whole_file.make_folders(real.parent, self._disk)
        with self.lock.held():
            if not self._is_swept:
                # Only under the lock: what lies there now belongs to no one who lives.
                whole_file.clear_leftovers(real, self._disk)
                self._is_swept = True
            yield real

    def add(self, real: Path, new: Sequence[Written]) -> None:
        """Put events on the disk, whatever others have done to the file; raises OSError, and ProgressError."""
        texts = [text for _, text in new]
        if not self._has_added(real, texts):
            self._catch_up(real)
            if not self._has_added(real, texts):
                raise OSError(errno.EBUSY, "another program keeps changing it")
        self._added += new

    def _has_added(self, real: Path, texts: Sequence[bytes]) -> bool:
        """Whether the texts are on the disk now; False, with nothing written, when the file is not what we know."""
        if self._tail is None:
            return False
        try:
            descriptor = self._disk.open(real, WRITE)
        except FileNotFoundError:
            return False
        try:
            news = since(self._tail, descriptor, self._disk)
            if news is None:
                return False
            self._tail, written = news
            self._added += written
            self._tail = appended(self._tail, texts, descriptor, self._disk)
        finally:
            self._disk.close(descriptor)
        return True

    def _catch_up(self, real: Path) -> None:
        """Bring the file, and what we know of it, to a state in which events can be added at its end."""
        try:
            found = self.read(is_locked=True)
        except BeyondReading:
            if not self.is_known:
                raise
            # Spoilt in mid-session: all there was is still known here.
            self._backups.copy_damaged(real, whole_file.content_of(real, limit=SIZE_LIMIT, disk=self._disk))
            found = None
        if found is None:
            self.rewrite(real, self.document.header, self.bodies())
            return
        document, known = found[0], (*self.document.events, *self.added)
        if known and document.learner != self.document.learner:
            words = f"{self.path} was replaced by another learner's file"
            raise ProgressError(f"{words}; move that away and run: cxdrill restore")
        here = {event.id for event in document.events}
        missing = [event.id not in here for event in known]
        if any(missing) or document.is_ours is False:
            merged([Progress("", document.events), Progress("", known)])  # raises where they contradict
            self._backups.put_aside(real, document)
            texts = [*document.texts()]
            if any(missing):
                texts += [text for text, is_missing in zip(self.bodies(), missing, strict=True) if is_missing]
                self._backups.say(
                    f"{self.path} was taken back to an older state meanwhile; the answers that were in it "
                    "when this session began are in it again"
                )
            if document.lost:  # said for good: an attempt out of a repaired file may have lost its end
                texts.append(body(self._writer.event(Draft("repaired", {"lost": document.lost}))))
            self.rewrite(real, document.header, texts)
        else:
            self.remember(*found)

    def rewrite(self, real: Path, first_line: bytes, texts: Sequence[bytes], read: Progress | None = None) -> None:
        """Write the file anew; `read` is what the texts say, where each was read just now."""
        content, crc = whole(first_line, texts)
        if read is None:
            document = parsed(content)
        else:
            document = Document(read.learner, read.events, first_line, None, content, crc, is_ours=True)
        if len(document.events) != len(texts) or checksum_matches(content) is False:
            raise AssertionError("the new text does not hold what it should")
        whole_file.replace(real, content, disk=self._disk)
        self.remember(document, self._disk.stat(real))

    def read(self, *, is_locked: bool = False) -> tuple[Document, os.stat_result] | None:
        """What stands there, as `document_at` tells it; raises ProgressError."""
        lock = None if is_locked else self.lock
        known = None if self.is_known else self._known_prefix  # what comes later is of our own time
        found = document_at(self.path, self._backups.backups, lock, self._disk, is_known=self.is_known, known=known)
        return (self.named(found[0]), found[1]) if found else None

    def remember(self, document: Document, found: os.stat_result) -> None:
        """Take what was read in the place of everything before."""
        self.document, self.is_known, self._added = document, True, []
        self._tail = tail_of(document, found) if document.is_ours else None

    def real(self) -> Path:
        """The file itself: links are kept, and what they lead to is written."""
        return Path(os.path.realpath(self.path))
