"""Copies of good states of the progress file, and the way back: the last five, and one a study day for 14 days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from msgspec import Struct

from cxdrill.errors import DataError, ProgressError
from cxdrill.files.disk import READ, REAL_DISK, Disk
from cxdrill.files.events.document import format_of, parsed, refuse_newer
from cxdrill.files.events.entries import Unsound
from cxdrill.files.events.layout import CLOSING, CRC_FIELD, SIZE_LIMIT
from cxdrill.files.whole_file import (
    STALE_SECONDS,
    checksum,
    clear_leftovers,
    content_of,
    copy_aside,
    create,
    make_folders,
    replace,
    temporary,
)

NEWEST_KEPT = 5
DAYS_KEPT = 14
_NAME = r"(?P<label>.+)\.(?P<day>\d{4}-\d\d-\d\d)\.(?P<at>\d{8}T\d{6}\.\d{3})Z\.(?P<events>\d+)\.json"
_AT = "%Y%m%dT%H%M%S.%f"
_COPIED_AT = "%Y%m%dT%H%M%S"
BEFORE_RESTORE = "before-restore"
_REVIEW, _CHECK = b'"kind": "review"', b'"kind": "exam-finished"'


class Backup(Struct, frozen=True):
    """One copy: where, when it was taken, and how many events, reviews and finished checks are in it."""

    path: Path
    at: datetime
    events: int
    reviews: int
    checks: int = 0


class _Named(Struct, frozen=True, order=True):
    """What the name of a backup tells without opening it; ordered by time."""

    at: datetime
    events: int
    day: date
    path: Path


def folder_of(progress: Path) -> Path:
    """Where backups of a progress file are kept when nothing else is said."""
    return progress.parent / "backups"


def exist(progress: Path, folder: Path, disk: Disk = REAL_DISK) -> bool:
    """Whether there is any backup of that progress file."""
    return bool(_named(progress, folder, disk))


def fullest(progress: Path, folder: Path, disk: Disk = REAL_DISK) -> tuple[Path, int] | None:
    """The backup with the most events, and how many; None where there is none since the learner last went back to one.

    Who restores an older state wants it that way, and leaves a copy of the file as it was.
    """
    known = _named(progress, folder, disk)
    if not known:
        return None
    start = f"{progress.name}.{BEFORE_RESTORE}-"
    restored = max((name[len(start) :] for name in disk.names(progress.parent) if name.startswith(start)), default="")
    later = [each for each in known if each.at.strftime(_COPIED_AT) > restored]
    best = max(later, key=lambda each: each.events, default=None)
    return (best.path, best.events) if best else None


def candidates(progress: Path, folder: Path, disk: Disk = REAL_DISK) -> tuple[Path, ...]:
    """The backups that may hold what a damaged file has lost: the newest, and those with more events than any newer."""
    chosen: list[_Named] = []
    try:
        for each in reversed(_named(progress, folder, disk)):
            if not chosen or each.events > chosen[-1].events:
                chosen.append(each)
    except OSError:
        return ()
    return tuple(each.path for each in chosen)


def listing(progress: Path, folder: Path, disk: Disk = REAL_DISK) -> tuple[Backup, ...]:
    """The backups of a progress file, newest first. Raises ProgressError when the folder cannot be read."""
    try:
        known = reversed(_named(progress, folder, disk))
        return tuple(Backup(each.path, each.at, each.events, *_counts(each.path, disk)) for each in known)
    except OSError as error:
        raise ProgressError(f"{folder} cannot be read ({error.strerror}); check its permissions") from error


def take(
    content: bytes, events: int, progress: Path, folder: Path, *, at: datetime, day: date, disk: Disk = REAL_DISK
) -> Path | None:
    """Keep a copy of a good state, unless the newest copy is that state; older copies that are not needed any more go.

    `day` is the study day it belongs to. The copy is read back before any other goes. Raises OSError.
    """
    make_folders(folder, disk)
    known = _named(progress, folder, disk)
    if known and _is_same(known[-1].path, content, disk):
        return None
    moment = at.astimezone(UTC)
    if known:
        # A clock set back must not make the newest state the first to go.
        moment = max(moment, known[-1].at + timedelta(milliseconds=1))
    stamp = moment.strftime(_AT)[:-3]
    target = folder / f"{_label(progress)}.{day.isoformat()}.{stamp}Z.{events}.json"
    beside = temporary(folder / progress.name)
    create(beside, content, mode=0o600, disk=disk)
    disk.rename(beside, target)
    disk.sync_folder(folder)
    clear_leftovers(folder / progress.name, disk, before=at.timestamp() - STALE_SECONDS)
    for each in _superfluous(_named(progress, folder, disk), day):
        with suppress(OSError):
            disk.unlink(each.path)
    return target


def is_newest(progress: Path, folder: Path, size: int, crc: int, disk: Disk = REAL_DISK) -> bool:
    """Whether the newest copy is a file of that size with that CRC-32 before its closing; reads it piece by piece."""
    try:
        known = _named(progress, folder, disk)
        if not known or disk.stat(known[-1].path).st_size != size:
            return False
        descriptor = disk.open(known[-1].path, READ)
        try:
            found = checksum(descriptor, size - len(CLOSING), disk)
        finally:
            disk.close(descriptor)
    except OSError:
        return False  # told by whoever makes a new one
    return found is not None and found[0] == crc


def restore(progress: Path, backup: Path, *, at: datetime, disk: Disk = REAL_DISK) -> Path | None:
    """Put a backup in the place of the progress file; gives the copy that was kept of the present one.

    The caller holds the lock. Raises ProgressError when the backup is not sound, and OSError.
    """
    try:
        content = content_of(backup, limit=SIZE_LIMIT, disk=disk)
        learner = parsed(content).learner
    except (OSError, Unsound, DataError) as error:
        raise ProgressError(f"{backup} cannot be restored ({error}); choose another backup") from error
    kept = None
    try:
        present = content_of(progress, limit=SIZE_LIMIT, disk=disk)
    except FileNotFoundError:
        make_folders(progress.parent, disk)
    else:
        _refuse_another(progress, present, learner)
        # In UTC, as the names of backups are.
        kept = copy_aside(progress, f"{BEFORE_RESTORE}-{at.astimezone(UTC):{_COPIED_AT}}", present, disk)
    replace(progress, content, disk=disk)
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


def _label(progress: Path) -> str:
    """The beginning of the names of its backups, which no other file of the folder shares."""
    return progress.stem if progress.suffix == ".json" else f"{progress.name}."


def _named(progress: Path, folder: Path, disk: Disk) -> list[_Named]:
    try:
        names = disk.names(folder)
    except (FileNotFoundError, NotADirectoryError):
        return []
    found: list[_Named] = []
    for name in names:
        parts = re.fullmatch(_NAME, name)
        if parts and parts["label"] == _label(progress):
            with suppress(ValueError):
                at = datetime.fromisoformat(parts["at"]).replace(tzinfo=UTC)
                found.append(_Named(at, int(parts["events"]), date.fromisoformat(parts["day"]), folder / name))
    return sorted(found)


def _superfluous(known: Sequence[_Named], today: date) -> list[_Named]:
    """Which copies may go: none of the last five, none that ends one of the last 14 days, none with more history than
    every newer copy that stays."""
    last_of_day = {each.day: each for each in known}
    needed = set(known[-NEWEST_KEPT:])
    needed |= {each for each in last_of_day.values() if each.day > today - timedelta(days=DAYS_KEPT)}
    going: list[_Named] = []
    most = -1
    for each in reversed(known):
        if each in needed or each.events > most:
            most = max(most, each.events)
        else:
            going.append(each)
    return going


def _is_same(path: Path, content: bytes, disk: Disk) -> bool:
    try:
        return disk.stat(path).st_size == len(content) and content_of(path, limit=SIZE_LIMIT, disk=disk) == content
    except (OSError, DataError):
        return False


def _counts(path: Path, disk: Disk) -> tuple[int, int]:
    """How many reviews and finished checks a backup holds."""
    try:
        content = content_of(path, limit=SIZE_LIMIT, disk=disk)
        if CRC_FIELD in content:
            return content.count(_REVIEW), content.count(_CHECK)
        kinds = [event.kind for event in parsed(content).events]
        return kinds.count("review"), kinds.count("exam-finished")
    except (OSError, DataError, Unsound):
        return 0, 0
