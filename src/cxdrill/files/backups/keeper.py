"""Copies kept of a progress file before anything happens to it: backups, and damaged files as they were found."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from threading import Thread

from cxdrill.files import whole_file
from cxdrill.files.backups import backups
from cxdrill.files.disk import Disk
from cxdrill.files.events.document import Document


class BackupKeeper:
    """The copies of the progress file at `path`; `folder` is that of the backups."""

    def __init__(self, path: Path, folder: Path | None, now: Callable[[], datetime], disk: Disk) -> None:
        self.path, self.folder = path, folder or backups.folder_of(path)
        self._now, self._disk = now, disk
        self._late: _LateBackup | None = None
        self._said: list[str] = []

    def move_to(self, path: Path) -> None:
        """From now on the copies are those of another file, with the folder of backups beside it."""
        self.path, self.folder = path, backups.folder_of(path)

    def begin(self, document: Document, day: date | None, *, is_later: bool) -> list[str]:
        """Keeps a backup if there is anything new, with `is_later` meanwhile; what there is to say of it.

        `day` is the study day that the backup stands for.
        """
        said = []
        try:
            if is_later:
                self._late = _LateBackup(lambda: self.back_up(document, day))
            else:
                self.back_up(document, day)
        except OSError as error:
            said.append(self._no_backup(error))
        return said

    def shrunken(self, document: Document) -> tuple[str, ...]:
        """A sentence where the file holds fewer events than a backup of it: an old copy may have been put in its place.

        Told until the events are back, or the learner goes back to a backup on purpose.
        """
        try:
            best = backups.fullest(self.path, self.folder, self._disk)
        except OSError:
            return ()
        if best is None or best[1] <= len(document.events):
            return ()
        remedy = f"bring the rest back with: cxdrill merge {shlex.quote(str(best[0]))}"
        fewer = f"{len(document.events)} events, fewer than the {best[1]} of a backup"
        return (f"{self.path} has {fewer}; {remedy}, or go back to a state of your choice with: cxdrill restore",)

    def wait(self) -> None:
        """Returns when a backup made meanwhile is done, or could not be made."""
        late, self._late = self._late, None
        try:
            if late is not None:
                late.done()
        except OSError as error:
            self._said.append(self._no_backup(error))

    def say(self, sentence: str) -> None:
        """Keeps a sentence for `said`."""
        self._said.append(sentence)

    def said(self) -> tuple[str, ...]:
        """What there is to say of a backup made meanwhile; waits for it."""
        self.wait()
        said, self._said = tuple(self._said), []
        return said

    def back_up(self, document: Document, day: date | None = None) -> None:
        """Keeps a backup; raises OSError."""
        if document.reread is not None and backups.is_newest(
            self.path, self.folder, document.size, document.crc, self._disk
        ):
            return
        at, count = self._now(), len(document.events)
        backups.take(document.text(), count, self.path, self.folder, at=at, day=day or at.date(), disk=self._disk)

    def put_aside(self, real: Path, document: Document) -> None:
        """An exact copy of a file that is about to be written anew; raises OSError."""
        if document.is_damaged:
            self.copy_damaged(real, document.text())
        else:
            self.back_up(document)

    def copy_damaged(self, real: Path, content: bytes) -> None:
        """A copy of a damaged file beside it; raises OSError."""
        whole_file.copy_aside(real, f"damaged-{self._now():%Y%m%dT%H%M%S}", content, self._disk)

    def _no_backup(self, error: OSError) -> str:
        return f"no backup could be made in {self.folder} ({error.strerror or error}); check that folder"


class _LateBackup:
    """A backup made in a thread while the first card is being read; whoever writes waits for it."""

    def __init__(self, back_up: Callable[[], None]) -> None:
        """Begins at once; `back_up` may raise OSError."""
        self._error: OSError | None = None
        self._thread = Thread(target=self._run, args=(back_up,), name="backup")
        self._thread.start()

    def done(self) -> None:
        """Returns when it is made; raises OSError where it could not be."""
        self._thread.join()
        if self._error is not None:
            raise self._error

    def _run(self, back_up: Callable[[], None]) -> None:
        try:
            back_up()
        except OSError as error:
            self._error = error
