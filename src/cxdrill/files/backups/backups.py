"""Copies of good states of the progress file, and the way back: the last five, and one a study day for 14 days."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from msgspec import Struct, structs

from cxdrill.errors import DataError, ProgressError
from cxdrill.files import whole_file
from cxdrill.files.disk import READ, REAL_DISK, Disk
from cxdrill.files.events.document import parsed
from cxdrill.files.events.entries import Unsound
from cxdrill.files.events.layout import CLOSING, CRC_FIELD, SIZE_LIMIT, format_of, refuse_newer

NEWEST_KEPT = 5
DAYS_KEPT = 14
_NAME = r"(?P<label>.+)\.(?P<day>\d{4}-\d\d-\d\d)\.(?P<at>\d{8}T\d{6}\.\d{3})Z\.(?P<events>\d+)\.json"
_AT = "%Y%m%dT%H%M%S.%f"
_COPIED_AT = "%Y%m%dT%H%M%S"
BEFORE_RESTORE = "before-restore"
_REVIEW, _CHECK = b'"kind": "review"', b'"kind": "exam-finished"'


class Backup(Struct, frozen=True, order=True):
    """One copy: when it was taken, of which study day it is, and how many events are in it; ordered by time."""

    at: datetime
    events: int
    day: date
    path: Path
    reviews: int = 0  # looked at in a listing alone, as finished checks are
    checks: int = 0


class Backups(Struct, frozen=True):
    """The copies of one progress file, in a folder beside it."""

    progress: Path
    disk: Disk = REAL_DISK

    @property
    def folder(self) -> Path:
        return self.progress.parent / "backups"

    def exist(self) -> bool:
        """Whether there is any."""
        return bool(self._named())

    def fullest(self) -> tuple[Path, int] | None:
        """The one with the most events, and how many; None where there is none since the learner went back to one.

        Who restores an older state wants it that way, and leaves a copy of the file as it was.
        """
        known = self._named()
        if not known:
            return None
        start = f"{self.progress.name}.{BEFORE_RESTORE}-"
        names = self.disk.names(self.progress.parent)
        restored = max((name[len(start) :] for name in names if name.startswith(start)), default="")
        later = [each for each in known if each.at.strftime(_COPIED_AT) > restored]
        best = max(later, key=lambda each: each.events, default=None)
        return (best.path, best.events) if best else None

    def candidates(self) -> tuple[Path, ...]:
        """Those that may hold what a damaged file has lost: the newest, and those with more events than any newer."""
        chosen: list[Backup] = []
        try:
            for each in reversed(self._named()):
                if not chosen or each.events > chosen[-1].events:
                    chosen.append(each)
        except OSError:
            return ()
        return tuple(each.path for each in chosen)

    def listing(self) -> tuple[Backup, ...]:
        """All of them, newest first. Raises ProgressError when the folder cannot be read."""
        try:
            return tuple(_counted(each, self.disk) for each in reversed(self._named()))
        except OSError as error:
            raise ProgressError(f"{self.folder} cannot be read ({error.strerror}); check its permissions") from error

    def take(self, content: bytes, events: int, *, at: datetime, day: date) -> None:
        """Keep a copy of a good state, unless the newest is that state; older ones that are not needed any more go.

        `day` is the study day it belongs to. The copy is read back before any other goes. Raises OSError.
        """
        whole_file.make_folders(self.folder, self.disk)
        known = self._named()
        if self.has_newest(len(content), zlib.crc32(memoryview(content)[: -len(CLOSING)])):
            return
        moment = at.astimezone(UTC)
        if known:
            # A clock set back must not make the newest state the first to go.
            moment = max(moment, known[-1].at + timedelta(milliseconds=1))
        stamp = moment.strftime(_AT)[:-3]
        target = self.folder / f"{self._label}.{day.isoformat()}.{stamp}Z.{events}.json"
        unfinished = self.folder / self.progress.name
        beside = whole_file.temporary(unfinished)
        whole_file.create(beside, content, mode=0o600, disk=self.disk)
        self.disk.rename(beside, target)
        self.disk.sync_folder(self.folder)
        whole_file.clear_leftovers(unfinished, self.disk, before=at.timestamp() - whole_file.STALE_SECONDS)
        for each in _superfluous(self._named(), day):
            with suppress(OSError):
                self.disk.unlink(each.path)

    def has_newest(self, size: int, crc: int) -> bool:
        """Whether the newest is a file of that size with that CRC-32 before its closing; reads it piece by piece."""
        try:
            known = self._named()
            if not known or self.disk.stat(known[-1].path).st_size != size:
                return False
            with self.disk.opened(known[-1].path, READ) as descriptor:
                found = whole_file.checksum(descriptor, size - len(CLOSING), self.disk)
        except OSError:
            return False  # told by whoever makes a new one
        return found is not None and found[0] == crc

    @property
    def _label(self) -> str:
        """The beginning of their names, which no other file of the folder shares."""
        return self.progress.stem if self.progress.suffix == ".json" else f"{self.progress.name}."

    def _named(self) -> list[Backup]:
        try:
            names = self.disk.names(self.folder)
        except (FileNotFoundError, NotADirectoryError):
            return []
        found: list[Backup] = []
        for name in names:
            parts = re.fullmatch(_NAME, name)
            if parts and parts["label"] == self._label:
                with suppress(ValueError):
                    at, day = datetime.fromisoformat(parts["at"]).replace(tzinfo=UTC), date.fromisoformat(parts["day"])
                    found.append(Backup(at, int(parts["events"]), day, self.folder / name))
        return sorted(found)


def restore(progress: Path, backup: Path, *, at: datetime, disk: Disk = REAL_DISK) -> Path | None:
    """Put a backup in the place of the progress file; gives the copy that was kept of the present one.

    The caller holds the lock. Raises ProgressError when the backup is not sound, and OSError.
    """
    try:
        content = whole_file.content_of(backup, limit=SIZE_LIMIT, disk=disk)
        learner = parsed(content).learner
    except (OSError, Unsound, DataError) as error:
        raise ProgressError(f"{backup} cannot be restored ({error}); choose another backup") from error
    kept = None
    try:
        present = whole_file.content_of(progress, limit=SIZE_LIMIT, disk=disk)
    except FileNotFoundError:
        whole_file.make_folders(progress.parent, disk)
    else:
        _refuse_another(progress, present, learner)
        # In UTC, as the names of backups are.
        kept = whole_file.copy_aside(progress, f"{BEFORE_RESTORE}-{at.astimezone(UTC):{_COPIED_AT}}", present, disk)
    whole_file.replace(progress, content, disk=disk)
    return kept


def _refuse_another(path: Path, content: bytes, learner: str) -> None:
    """Raises ProgressError for a file of a newer format or of another learner; what is no good may be replaced."""
    try:
        try:
            present = parsed(content)
        except Unsound:
            refuse_newer(format_of(content))
            return
    except ProgressError as error:
        raise ProgressError(f"{path}: {error}, or move the file away first") from None
    if present.events and present.learner != learner:
        raise ProgressError(f"{path} belongs to another learner than that backup; move the file away first")


def _superfluous(known: Sequence[Backup], today: date) -> list[Backup]:
    """The copies that may go: none of the last five, none that ends one of the last 14 days, none with more history
    than every newer copy that stays."""
    last_of_day = {each.day: each for each in known}
    needed = set(known[-NEWEST_KEPT:])
    needed |= {each for each in last_of_day.values() if each.day > today - timedelta(days=DAYS_KEPT)}
    going: list[Backup] = []
    most = -1
    for each in reversed(known):
        if each in needed or each.events > most:
            most = max(most, each.events)
        else:
            going.append(each)
    return going


def _counted(backup: Backup, disk: Disk) -> Backup:
    try:
        content = whole_file.content_of(backup.path, limit=SIZE_LIMIT, disk=disk)
        if CRC_FIELD in content:
            return structs.replace(backup, reviews=content.count(_REVIEW), checks=content.count(_CHECK))
        kinds = [event.kind for event in parsed(content).events]
        return structs.replace(backup, reviews=kinds.count("review"), checks=kinds.count("exam-finished"))
    except (OSError, DataError, Unsound):
        return backup
