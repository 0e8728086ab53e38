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

from cxdrill.core.event import Draft, Event, Progress
from cxdrill.errors import ProgressError
from cxdrill.files import whole_file
from cxdrill.files.backups import backups
from cxdrill.files.backups.keeper import BackupKeeper
from cxdrill.files.collector import collector_paused
from cxdrill.files.disk import REAL_DISK, WRITE, Disk
from cxdrill.files.events.document import Document, LogEnd, united
from cxdrill.files.events.entries import events_in, loaded
from cxdrill.files.events.layout import body, whole
from cxdrill.files.log.event_writer import EventWriter, Written, refuse_impossible
from cxdrill.files.log.log_file import LogFile
from cxdrill.files.log.reading import BeyondReading, document_at


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
        lock_timeout_seconds: float = 2.0,
        known: LogEnd | None = None,
    ) -> None:
        """`known`: the beginning of a file that the caller knows, so that it need not be parsed."""
        self.path = path
        self._disk = disk
        self._writer = EventWriter(clock)
        self._backups = BackupKeeper(path, self._writer.now, disk)
        self._file = LogFile(path, self._writer, self._backups, disk, lock_timeout_seconds, known)
        self._unsaved: Sequence[Written] = ()  # what the save that failed was about
        self._failure = ""

    def load(self) -> Progress:
        """The whole history; writes nothing. A missing file is an empty one, unless there are backups of it.

        Raises ProgressError for anything else that cannot be read.
        """
        found = self._file.read()
        if found is None:
            return Progress(self._file.document.learner)
        self._file.remember(*found)
        document = found[0]
        notices = document.notices or self._backups.shrunken(document)  # a damaged file was compared with them already
        return Progress(document.learner, document.events, (*notices, *self._warnings_of_clock(document)))

    @property
    def log(self) -> LogEnd | None:
        """Length and CRC-32 of the file without its closing, and the number of events; None where it is not ours."""
        return self._file.end

    @property
    def added(self) -> tuple[Event, ...]:
        """The events added to the file, by whomever, since it was read as a whole."""
        return self._file.added

    def begin(self, day: date | None = None, *, is_backed_up_later: bool = False) -> Progress:
        """Load for a session that will write: check that it can, and keep a backup if there is anything new.

        `day` is the study day. With `is_backed_up_later` the backup is made meanwhile: the first save waits for it,
        and `late_notices` tells what came of it. Raises ProgressError when answers could not be saved.
        """
        refuse_impossible(self._writer.now())
        progress = self.load()
        document = self._file.document
        with self._errors_in_words():
            if not self._file.is_known:
                whole_file.make_folders(self._file.real().parent, self._disk)
            else:
                self._disk.close(self._disk.open(self._file.real(), WRITE))
            self._file.lock.make()
        if not self._file.is_known or document.is_damaged:
            return progress
        of_backup = self._backups.begin(document, day, is_later=is_backed_up_later)
        return replace(progress, notices=(*progress.notices, *of_backup))

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
            with self._file.writing() as real:
                self._file.add(real, new)
        except OSError as error:
            self._unsaved, self._failure = new, self._in_words(error)
            raise ProgressError(self._failure) from error
        except ProgressError:
            self._unsaved = new
            raise
        self._unsaved = ()
        return tuple(event for event, _ in new)

    def save_elsewhere(self, path: Path) -> Path:
        """Write the whole history, with what a failed save left over, to a new file, and go on there."""
        real = Path(os.path.realpath(path))
        content, _ = whole(self._file.document.header, [*self._file.bodies(), *(text for _, text in self._unsaved)])
        try:
            whole_file.make_folders(real.parent, self._disk)
            whole_file.replace(real, content, mode=0o600, disk=self._disk, is_new=True)
        except FileExistsError:
            raise ProgressError(f"{path} exists; name a new file") from None
        except OSError as error:
            raise ProgressError(f"{path} could not be written ({_reason(error)}); name another place") from error
        self.path = path
        self._backups.move_to(path)
        self._file.move_to(path)
        self._unsaved, self._failure = (), ""
        self.load()
        return path

    def merge(self, paths: Iterable[Path], *, adopt: bool = False) -> Progress:
        """Take in the events of other progress files, after a backup; nothing is written when any of them is no good.

        `adopt` says that files of other learners are this one's too. Raises ProgressError.
        """
        with self._errors_in_words(), self._file.writing() as real, collector_paused():
            found = self._file.read(is_locked=True)
            own = [found[0]] if found else []
            beside = own[0].text() if own and own[0].is_ours else b""
            others = [self._other(path, beside) for path in paths]
            progress, first_line = united([*own, *others], adopt=adopt)
            for document in own:
                self._backups.put_aside(real, document)
            self._file.rewrite(real, first_line, progress.texts, progress)
        return progress

    def restore(self, backup: Path) -> Path | None:
        """Go back to a backup; gives the copy kept of the present file. Raises ProgressError."""
        with self._errors_in_words(), self._file.writing() as real:
            kept = backups.restore(real, backup, at=self._writer.now(), disk=self._disk)
            self._file.forget()
        return kept

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

    def _other(self, path: Path, beside: bytes) -> Document:
        if Path(os.path.realpath(path)) == self._file.real():
            raise ProgressError(f"{path} is the progress file itself; name another file to merge")
        try:
            found = document_at(path, None, None, self._disk, beside=beside)
        except BeyondReading as error:
            words = f"{path} is no progress file, or damaged beyond reading"
            raise ProgressError(f"{words}; name another file to merge") from error
        if found is None:
            raise ProgressError(f"{path} does not exist; name a progress file to merge")
        return self._file.named(found[0])

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
