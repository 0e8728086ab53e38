"""The learner's progress file: read it, and make every answer durable before it is acknowledged.

What the bytes mean is `progress_json`'s concern, what to keep of damaged ones `damage`'s.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timezone
from pathlib import Path

from cxdrill.core.event import Draft, Event
from cxdrill.core.merge import merged
from cxdrill.core.progress import Progress
from cxdrill.errors import ProgressError
from cxdrill.files import backups, progress_fields, whole_file
from cxdrill.files.disk import REAL_DISK, WRITE, Disk
from cxdrill.files.lock import Lock
from cxdrill.files.progress_json import Document, body, header, parsed, whole
from cxdrill.files.progress_reading import document_at
from cxdrill.files.progress_rows import bodies_of
from cxdrill.files.progress_tail import Tail, appended, grown, is_unchanged, tail_of


class Store:
    """One progress file and what this process knows of it."""

    def __init__(
        self,
        path: Path,
        *,
        clock: Callable[[], datetime],
        disk: Disk = REAL_DISK,
        backup_folder: Path | None = None,
        lock_timeout_seconds: float = 2.0,
    ) -> None:
        self.path = path
        self.backup_folder = backup_folder or backups.folder_of(path)
        self._clock = clock
        self._disk = disk
        self._started_at = clock()
        self._lock_timeout_seconds = lock_timeout_seconds
        self._writer = os.urandom(8).hex()
        self._number = 0
        self._learner = os.urandom(16).hex()  # of a file that does not exist yet
        self._known: Document | None = None  # as last read
        self._added: list[tuple[Event, bytes]] = []  # on disk since then
        self._unsaved: list[tuple[Event, bytes]] = []  # of the save that failed
        self._tail: Tail | None = None
        self._failure = ""
        self._lock = self._new_lock()

    # Reading

    def load(self) -> Progress:
        """The whole history; writes nothing. A missing file is an empty one, unless there are backups of it.

        Raises ProgressError for anything else that cannot be read.
        """
        document = self._read()
        if document is None:
            return Progress(self._learner)
        self._remember(document)
        return Progress(document.learner, document.events, document.notices)

    def begin(self, day: date | None = None) -> Progress:
        """Load for a session that will write: check that it can, and keep a backup of what changed since the last.

        `day` is the study day. Raises ProgressError when answers could not be saved.
        """
        progress = self.load()
        notices = progress.notices
        real = self._real()
        try:
            whole_file.make_folders(real.parent, self._disk)
            with self._lock.held():
                self._sweep(real)
                if self._known is not None:
                    self._disk.close(self._disk.open(real, WRITE))
        except OSError as error:
            raise self._failed(error) from error
        if self._known is not None and not self._known.is_damaged:
            try:
                self._back_up(self._known, day)
            except OSError as error:
                notices += (f"no backup could be made in {self.backup_folder} ({_reason(error)}); check that folder",)
        return replace(progress, notices=notices)

    # Writing

    def save(self, draft: Draft) -> Event:
        """Make a fact durable: on disk when this returns. Raises ProgressError, and then nothing was acknowledged."""
        return self.save_all((draft,))[0]

    def save_all(self, drafts: Sequence[Draft]) -> tuple[Event, ...]:
        """Make several facts durable with one write, all of them or none acknowledged."""
        if self._failure:
            raise ProgressError(self._failure)
        if not drafts:
            return ()
        new = [(event, body(event)) for event in map(self._event, drafts)]
        try:
            whole_file.make_folders(self._real().parent, self._disk) if self._tail is None else None
            with self._lock.held():
                self._append(new)
        except OSError as error:
            self._unsaved = new
            failure = self._failed(error)
            self._failure = str(failure)
            raise failure from error
        self._added += new
        return tuple(event for event, _ in new)

    def save_elsewhere(self, path: Path) -> Path:
        """Write the whole history, with what the failed save left over, to a new file, and go on there."""
        real = Path(os.path.realpath(path))
        try:
            whole_file.make_folders(real.parent, self._disk)
            self._disk.lstat(real)
            raise ProgressError(f"{path} exists; name a new file")
        except FileNotFoundError:
            pass
        except OSError as error:
            raise ProgressError(f"{path} cannot be written ({_reason(error)}); name another place") from error
        content, _ = whole(self._header(), [*self._bodies(), *(text for _, text in self._unsaved)])
        try:
            whole_file.replace(real, content, mode=0o600, disk=self._disk)
        except OSError as error:
            raise ProgressError(f"{path} cannot be written ({_reason(error)}); name another place") from error
        self.path, self.backup_folder = path, backups.folder_of(path)
        self._failure, self._unsaved = "", []
        self._lock = self._new_lock()
        self._known, self._added, self._tail = None, [], None
        self.load()
        return path

    def merge(self, paths: Iterable[Path], *, adopt: bool = False) -> Progress:
        """Take in the events of other progress files, after a backup; nothing is written when any of them is no good.

        `adopt` says that files of other learners are this one's too. Raises ProgressError.
        """
        others = [self._other(path) for path in paths]
        real = self._real()
        try:
            whole_file.make_folders(real.parent, self._disk)
            with self._lock.held():
                own = self._read(is_locked=True)
                documents = [*([own] if own else []), *others]
                histories = [Progress(each.learner, each.events, each.notices) for each in documents]
                progress = merged(histories, adopt=adopt)
                texts = _texts(documents)
                first_line = _with_learner(own.header, progress.learner) if own else header(progress.learner)
                if own:
                    self._put_aside(real, own)
                self._rewrite(real, first_line, [texts[event.id] for event in progress.events])
        except OSError as error:
            raise self._failed(error) from error
        return progress

    def restore(self, backup: Path) -> Path | None:
        """Go back to a backup; gives the copy kept of the present file. Raises ProgressError."""
        real = self._real()
        try:
            whole_file.make_folders(real.parent, self._disk)
            with self._lock.held():
                kept = backups.restore(real, backup, at=self._clock(), disk=self._disk)
        except OSError as error:
            raise self._failed(error) from error
        self._known, self._added, self._tail = None, [], None
        return kept

    def _event(self, draft: Draft) -> Event:
        if complaint := progress_fields.complaint(draft.kind, draft.fields):
            raise ValueError(f"a draft of kind {draft.kind} is wrong: {complaint}")
        now = self._clock()
        now = now if now.tzinfo is not None else now.astimezone()
        at = now.replace(microsecond=now.microsecond // 1000 * 1000, tzinfo=timezone(now.utcoffset() or now - now))
        self._number += 1
        return Event(f"{self._writer}-{self._number}", at, draft.kind, dict(draft.fields))

    def _append(self, new: Sequence[tuple[Event, bytes]]) -> None:
        """One write at the end, after a look whether the end is where we think it is."""
        texts = [text for _, text in new]
        real = self._real()
        if self._tail is not None and self._added_to(real, texts):
            return
        self._catch_up(real)
        if not self._added_to(real, texts):
            raise OSError(f"{real.name} keeps changing under our hands")

    def _added_to(self, real: Path, texts: Sequence[bytes]) -> bool:
        """Whether the events are on the disk now; False, with nothing written, when the file is not what we know."""
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
                self._tail, events, others = news
                self._added += zip(events, others, strict=True)
            self._tail = appended(self._tail, texts, descriptor, self._disk)
        finally:
            self._disk.close(descriptor)
        return True

    def _catch_up(self, real: Path) -> None:
        """Bring the file, and what we know of it, to a state in which events can be added at its end."""
        document = self._read(is_locked=True)
        known = self._known_events()
        if document is None:
            self._rewrite(real, self._header(), self._bodies())
            return
        if known and document.learner != self._learner:
            raise ProgressError(
                f"{self.path} was replaced by another learner's file; move it away and go back with: cxdrill restore"
            )
        here = {event.id for event in document.events}
        missing = [each for each in known if each.id not in here]
        if known:
            merged([Progress("", document.events), Progress("", tuple(known))])  # raises where they contradict
        if document.is_ours and not missing:
            self._remember(document)
            return
        self._put_aside(real, document)
        texts = dict(zip((each.id for each in known), self._bodies(), strict=True)) if missing else {}
        self._rewrite(real, document.header, [*bodies_of(document), *(texts[each.id] for each in missing)])

    def _rewrite(self, real: Path, first_line: bytes, texts: Sequence[bytes]) -> None:
        content, _ = whole(first_line, texts)
        if len(parsed(content).events) != len(texts):
            raise AssertionError("the new text does not hold what it should")
        whole_file.replace(real, content, disk=self._disk)
        document = self._read(is_locked=True)
        if document is None or not document.is_ours:
            raise OSError(f"{real.name} keeps changing under our hands")
        self._remember(document)

    def _put_aside(self, real: Path, document: Document) -> None:
        """An exact copy of a file that is about to be written anew."""
        if document.is_damaged:
            whole_file.copy_aside(real, f"damaged-{self._clock():%Y%m%dT%H%M%S}", document.content, self._disk)
        else:
            self._back_up(document, None)

    def _back_up(self, document: Document, day: date | None) -> None:
        now = self._clock()
        backups.take(
            document.content,
            len(document.events),
            self.path,
            self.backup_folder,
            at=now if now.tzinfo else now.astimezone(),
            day=day or now.date(),
            disk=self._disk,
        )

    # What is known

    def _read(self, *, is_locked: bool = False) -> Document | None:
        lock = None if is_locked else self._lock
        document, found = document_at(self.path, self.backup_folder, lock, self._disk, is_known=self._known is not None)
        if document is not None and not document.learner:
            document = replace(document, learner=self._learner, header=header(self._learner))
        self._found = found
        return document

    def _remember(self, document: Document) -> None:
        self._known, self._added, self._learner = document, [], document.learner
        self._tail = None
        if document.is_ours and self._found is not None:
            self._tail = tail_of(document.content, document.crc, is_empty=not document.events, found=self._found)

    def _known_events(self) -> list[Event]:
        return [*(self._known.events if self._known else ()), *(event for event, _ in self._added)]

    def _bodies(self) -> list[bytes]:
        return [*(bodies_of(self._known) if self._known else ()), *(text for _, text in self._added)]

    def _header(self) -> bytes:
        return self._known.header if self._known else header(self._learner)

    def _other(self, path: Path) -> Document:
        if os.path.realpath(path) == os.path.realpath(self.path):
            raise ProgressError(f"{path} is the progress file itself; name another file to merge")
        document, _ = document_at(path, None, None, self._disk)
        if document is None:
            raise ProgressError(f"{path} does not exist; name a progress file to merge")
        return document

    def _real(self) -> Path:
        return Path(os.path.realpath(self.path))  # links are kept: what they lead to is written

    def _new_lock(self) -> Lock:
        real = self._real()
        return Lock(
            real.with_name(real.name + ".lock"),
            started_at=self._started_at,
            timeout_seconds=self._lock_timeout_seconds,
            disk=self._disk,
        )

    def _sweep(self, real: Path) -> None:
        for path in whole_file.leftovers(real, self._disk):
            self._disk.unlink(path)

    def _failed(self, error: OSError) -> ProgressError:
        return ProgressError(f"{self.path} could not be written ({_reason(error)}); {_remedy(error)}")


def _texts(documents: Sequence[Document]) -> dict[str, bytes]:
    """The text of every event; of two that say the same the smaller, so that the order of files does not matter."""
    texts: dict[str, bytes] = {}
    for document in documents:
        for event, text in zip(document.events, bodies_of(document), strict=True):
            known = texts.setdefault(event.id, text)
            if text < known:
                texts[event.id] = text
    return texts


def _with_learner(first_line: bytes, learner: str) -> bytes:
    import json

    top = json.loads(first_line + b"]}")
    return header(learner, {name: value for name, value in top.items() if name not in ("format", "learner", "events")})


def _reason(error: OSError) -> str:
    return error.strerror or str(error)


def _remedy(error: OSError) -> str:
    import errno

    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None)):
        return "the last answer is not saved: make room, or save elsewhere with --progress FILE"
    return "the last answer is not saved: check the folder and the disk, or save elsewhere with --progress FILE"
