"""The learner's progress file: read it, and make every answer durable before it is acknowledged.

How its bytes are laid out is `layout`'s concern, how they are read `document`'s, what is kept of bad ones `damage`'s.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from cxdrill.core.event import Draft, Event
from cxdrill.core.merge import merged
from cxdrill.core.progress import Progress
from cxdrill.errors import ProgressError
from cxdrill.files import whole_file
from cxdrill.files.backups import backups
from cxdrill.files.backups.keeper import BackupKeeper
from cxdrill.files.collector import collector_paused
from cxdrill.files.disk import REAL_DISK, WRITE, Disk
from cxdrill.files.events.document import Document, LogEnd, parsed
from cxdrill.files.events.entries import events_in, loaded
from cxdrill.files.events.layout import CLOSING, SIZE_LIMIT, body, checksum_matches, whole
from cxdrill.files.events.rows import bodies_of, united
from cxdrill.files.log.event_writer import EventWriter, refuse_impossible
from cxdrill.files.log.known import Known, Tail, Written, appended, grown, is_unchanged, tail_of
from cxdrill.files.log.lock import Lock
from cxdrill.files.log.reading import BeyondReading, document_at
from cxdrill.files.places import WRITING


class Store:
    """One progress file and what this process knows of it.

    After a save that failed every further one raises, until `save_elsewhere` has put the whole history in a new
    file: nobody knows what the system dropped, and a second try on the same file may claim a success that is none.
    """

    def __init__(
        self,
        path: Path,
        *,
        clock: Callable[[], datetime],
        disk: Disk = REAL_DISK,
        backup_folder: Path | None = None,
        lock_timeout_seconds: float = 2.0,
        known: LogEnd | None = None,
    ) -> None:
        """`known`: the beginning of a file that the caller knows, so that it need not be parsed."""
        self.path = path
        self._disk = disk
        self._writer = EventWriter(clock)
        self._backups = BackupKeeper(path, backup_folder, self._writer.now, disk)
        self._lock_timeout_seconds = lock_timeout_seconds
        self._lock = self._new_lock()
        self._known_prefix = known
        self._known = Known()
        self._unsaved: Sequence[Written] = ()  # what the save that failed was about
        self._failure = ""
        self._tail: Tail | None = None  # None: look at the file before adding to it
        self._is_swept = False

    def load(self) -> Progress:
        """The whole history; writes nothing. A missing file is an empty one, unless there are backups of it.

        Raises ProgressError for anything else that cannot be read.
        """
        found = self._read()
        if found is None:
            return Progress(self._known.learner)
        self._remember(*found)
        document = found[0]
        notices = document.notices or self._backups.shrunken(document)  # a damaged file was compared with them already
        return Progress(document.learner, document.events, notices)

    @property
    def log(self) -> LogEnd | None:
        """Length and CRC-32 of the file without its closing, and the number of events; None where it is not ours."""
        if self._tail is None:
            return None
        return self._tail.size - len(CLOSING), self._tail.crc, self._known.count

    @property
    def added(self) -> tuple[Event, ...]:
        """The events added to the file, by whomever, since it was read as a whole."""
        return self._known.added

    def begin(self, day: date | None = None, *, is_backed_up_later: bool = False) -> Progress:
        """Load for a session that will write: check that it can, and keep a backup if there is anything new.

        `day` is the study day. With `is_backed_up_later` the backup is made meanwhile: the first save waits for it,
        and `late_notices` tells what came of it. Raises ProgressError when answers could not be saved.
        """
        refuse_impossible(self._writer.now())
        progress = self.load()
        document = self._known.document
        with self._errors_in_words():
            if document is None:
                whole_file.make_folders(self._real().parent, self._disk)
            else:
                self._disk.close(self._disk.open(self._real(), WRITE))
            self._lock.make()
        if document is None or document.is_damaged:
            return progress
        of_backup = self._backups.begin(document, day, is_later=is_backed_up_later)
        return replace(progress, notices=(*progress.notices, *self._warnings_of_clock(document), *of_backup))

    def late_notices(self) -> tuple[str, ...]:
        """What there is to say of a backup made later, for which it waits, and of a disk that promises nothing."""
        if self._disk.is_doubtful:
            self._backups.say(
                f"the disk of {self.path} cannot confirm what is written, so a power cut may cost answers; "
                "keep your progress on another disk with: --progress FILE"
            )
            self._disk.is_doubtful = False
        return self._backups.said()

    def save(self, draft: Draft) -> Event:
        """Make a fact durable: on disk when this returns. Raises ProgressError, and then nothing was acknowledged."""
        return self.save_all((draft,))[0]

    def save_all(self, drafts: Sequence[Draft]) -> tuple[Event, ...]:
        """Make several facts durable with one write, all of them or none acknowledged."""
        if self._failure:
            raise ProgressError(self._failure)
        if not drafts:
            return ()
        new = [(event, _read_back(event, body(event))) for event in map(self._writer.event, drafts)]
        try:
            with self._writing() as real:
                self._add(real, [text for _, text in new])
        except OSError as error:
            self._unsaved, self._failure = new, self._in_words(error)
            raise ProgressError(self._failure) from error
        except ProgressError:
            self._unsaved = new
            raise
        self._unsaved = ()
        self._known.add(new)
        return tuple(event for event, _ in new)

    def save_elsewhere(self, path: Path) -> Path:
        """Write the whole history, with what a failed save left over, to a new file, and go on there."""
        real = Path(os.path.realpath(path))
        content, _ = whole(self._known.first_line, [*self._known.bodies(), *(text for _, text in self._unsaved)])
        try:
            whole_file.make_folders(real.parent, self._disk)
            whole_file.replace(real, content, mode=0o600, disk=self._disk, is_new=True)
        except FileExistsError:
            raise ProgressError(f"{path} exists; name a new file") from None
        except OSError as error:
            raise ProgressError(f"{path} could not be written ({_reason(error)}); name another place") from error
        self.path = path
        self._backups.move_to(path)
        self._lock, self._is_swept = self._new_lock(), False
        self._unsaved, self._failure = (), ""
        self.load()
        return path

    def merge(self, paths: Iterable[Path], *, adopt: bool = False) -> Progress:
        """Take in the events of other progress files, after a backup; nothing is written when any of them is no good.

        `adopt` says that files of other learners are this one's too. Raises ProgressError.
        """
        with self._errors_in_words(), self._writing() as real, collector_paused():
            found = self._read(is_locked=True)
            own = [found[0]] if found else []
            beside = own[0].text() if own and own[0].is_ours else b""
            others = [self._other(path, beside) for path in paths]
            progress, first_line, texts = united([*own, *others], adopt=adopt)
            for document in own:
                self._backups.put_aside(real, document)
            self._rewrite(real, first_line, texts, progress)
        return progress

    def restore(self, backup: Path) -> Path | None:
        """Go back to a backup; gives the copy kept of the present file. Raises ProgressError."""
        with self._errors_in_words(), self._writing() as real:
            kept = backups.restore(real, backup, at=self._writer.now(), disk=self._disk)
            self._known, self._tail = Known(), None
        return kept

    # One write, under the lock

    @contextmanager
    def _writing(self) -> Iterator[Path]:
        self._backups.wait()
        real = self._real()
        if self._tail is None:
            whole_file.make_folders(real.parent, self._disk)
        with self._lock.held():
            if not self._is_swept:
                # Only under the lock: what lies there now belongs to no one who lives.
                whole_file.clear_leftovers(real, self._disk)
                self._is_swept = True
            yield real

    def _add(self, real: Path, texts: Sequence[bytes]) -> None:
        if self._has_added(real, texts):
            return
        self._catch_up(real)
        if not self._has_added(real, texts):
            raise OSError(errno.EBUSY, "another program keeps changing it")

    def _has_added(self, real: Path, texts: Sequence[bytes]) -> bool:
        """Whether the texts are on the disk now; False, with nothing written, when the file is not what we know."""
        if self._tail is None:
            return False
        try:
            descriptor = self._disk.open(real, WRITE)
        except FileNotFoundError:
            return False
        try:
            if not is_unchanged(self._tail, descriptor, self._disk):
                news = grown(self._tail, descriptor, self._disk)
                if news is None:
                    return False
                self._tail, written = news
                self._known.add(written)
            self._tail = appended(self._tail, texts, descriptor, self._disk)
        finally:
            self._disk.close(descriptor)
        return True

    def _catch_up(self, real: Path) -> None:
        """Bring the file, and what we know of it, to a state in which events can be added at its end."""
        try:
            found = self._read(is_locked=True)
        except BeyondReading:
            if self._known.document is None:
                raise
            # Spoilt in mid-session: all there was is still known here.
            self._backups.copy_damaged(real, whole_file.content_of(real, limit=SIZE_LIMIT, disk=self._disk))
            found = None
        if found is None:
            self._rewrite(real, self._known.first_line, self._known.bodies())
            return
        document, known = found[0], self._known.events()
        if known and document.learner != self._known.learner:
            raise ProgressError(
                f"{self.path} was replaced by another learner's file; move that away and run: cxdrill restore"
            )
        here = {event.id for event in document.events}
        missing = [event.id not in here for event in known]
        if any(missing) or document.is_ours is False:
            merged([Progress("", document.events), Progress("", tuple(known))])  # raises where they contradict
            self._backups.put_aside(real, document)
            texts = [*bodies_of(document)]
            if any(missing):
                texts += [text for text, is_missing in zip(self._known.bodies(), missing, strict=True) if is_missing]
                self._backups.say(
                    f"{self.path} was taken back to an older state meanwhile; the answers that were in it "
                    "when this session began are in it again"
                )
            if document.lost:  # said for good: an attempt out of a repaired file may have lost its end
                texts.append(body(self._writer.event(Draft("repaired", {"lost": document.lost}))))
            self._rewrite(real, document.header, texts)
        else:
            self._remember(*found)

    def _rewrite(self, real: Path, first_line: bytes, texts: Sequence[bytes], read: Progress | None = None) -> None:
        """Write the file anew; `read` is what the texts say, where each was read just now."""
        content, crc = whole(first_line, texts)
        if read is None:
            document = parsed(content)
        else:
            document = Document(read.learner, read.events, first_line, None, content, crc, is_ours=True)
        if len(document.events) != len(texts) or checksum_matches(content) is False:
            raise AssertionError("the new text does not hold what it should")
        whole_file.replace(real, content, disk=self._disk)
        self._remember(document, self._disk.stat(real))

    def _warnings_of_clock(self, document: Document) -> tuple[str, ...]:
        """A word where the clock was set back by more than a day; the next answer makes it the last word."""
        now = self._writer.now()
        if not document.events or document.events[-1].at <= now + timedelta(days=1):
            return ()
        last = f"{document.events[-1].at.astimezone(now.tzinfo):%Y-%m-%d %H:%M}"
        return (
            f"the last answer in {self.path} is of {last}, but this computer's clock says {now:%Y-%m-%d %H:%M}; "
            "if that is wrong, set the clock before you go on",
        )

    # What is there, and what we know of it

    def _read(self, *, is_locked: bool = False) -> tuple[Document, os.stat_result] | None:
        lock = None if is_locked else self._lock
        is_known = self._known.document is not None
        prefix = None if is_known else self._known_prefix  # what comes later is of our own time
        found = document_at(self.path, self._backups.folder, lock, self._disk, is_known=is_known, known=prefix)
        return (self._known.named(found[0]), found[1]) if found else None

    def _remember(self, document: Document, found: os.stat_result) -> None:
        self._known.read(document)
        is_empty = not document.events
        self._tail = tail_of(document, is_empty, found) if document.is_ours else None

    def _other(self, path: Path, beside: bytes) -> Document:
        if Path(os.path.realpath(path)) == self._real():
            raise ProgressError(f"{path} is the progress file itself; name another file to merge")
        try:
            found = document_at(path, None, None, self._disk, beside=beside)
        except BeyondReading as error:
            raise ProgressError(
                f"{path} is no progress file, or damaged beyond reading; name another file to merge"
            ) from error
        if found is None:
            raise ProgressError(f"{path} does not exist; name a progress file to merge")
        return self._known.named(found[0])

    def _real(self) -> Path:
        return Path(os.path.realpath(self.path))  # links are kept: what they lead to is written

    def _new_lock(self) -> Lock:
        path = Path(f"{self._real()}{WRITING}")
        timeout_seconds = self._lock_timeout_seconds
        return Lock(path, started_at=self._writer.begun_at, timeout_seconds=timeout_seconds, disk=self._disk)

    @contextmanager
    def _errors_in_words(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise ProgressError(self._in_words(error)) from error

    def _in_words(self, error: OSError) -> str:
        is_full = error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None))
        remedy = "make room" if is_full else "check the folder and the disk"
        return f"{self.path} could not be written ({_reason(error)}); {remedy}, or name another file with --progress"


def _read_back(event: Event, text: bytes) -> bytes:
    """The text of an event, once it has shown that a reader will take it for the same event."""
    if events_in([loaded(text + b"}", is_strict=True)])[0].id != event.id:
        raise AssertionError("the text does not hold the event")
    return text


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
