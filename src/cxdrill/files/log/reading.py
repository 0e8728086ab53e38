"""From a path to a document: what is refused, what counts as a first run, and when damage is believed."""

from __future__ import annotations

import errno
import os
import stat
import zlib
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from cxdrill.errors import DataError, ProgressError
from cxdrill.files.backups.backups import Backups
from cxdrill.files.backups.keeper import healed
from cxdrill.files.disk import READ, Disk
from cxdrill.files.events.document import Document, LogEnd, grown, parsed
from cxdrill.files.events.entries import Unsound
from cxdrill.files.events.layout import CLOSING, SIZE_LIMIT
from cxdrill.files.log.lock import CannotLock, Lock
from cxdrill.files.whole_file import checksum, read_from, snapshot

_LARGE = 32 << 20  # bytes; more than that is looked at before it is read
_PEEKED = 4096

Found = tuple[Document, os.stat_result]


class BeyondReading(ProgressError):
    """What stands there is nothing that can be read: not one event, and no newer format."""


def document_at(
    path: Path,
    backups: Backups | None,
    lock: Lock | None,
    disk: Disk,
    *,
    is_known: bool = False,
    known: LogEnd | None = None,
    beside: bytes = b"",
) -> Found | None:
    """The progress file at `path`, with what the system said about it just before; None where there is none yet.

    Nothing is written. A view that looks damaged is read once more under `lock`, as somebody may be writing right
    now. `is_known`: we have read it before, so its absence is no first run. `known`: a beginning that need not be
    parsed. `beside`: a file whose events are left out where both begin alike. Raises ProgressError.
    """
    if known is not None and (grown_from := _grown(path, backups, known, disk)) is not None:
        return grown_from
    found = _content(path, backups, disk)
    if found is None:
        if not is_known and _has_backups(backups):
            raise ProgressError(f"{path} is gone, but there are backups of it; go back to one with: cxdrill restore")
        return None
    content, state = found
    try:
        return parsed(content, beside), state
    except ProgressError as error:
        raise ProgressError(f"{path}: {error}") from None
    except Unsound as error:
        why = Unsound(str(error))  # the error itself holds on to all that was decoded
    if lock is not None and lock.path.exists():
        del found, content, state
        with suppress(CannotLock), lock.held():
            return document_at(path, backups, None, disk, is_known=is_known)
        return document_at(path, backups, None, disk, is_known=is_known)  # who may not write may still read
    return _rescued(path, content, why, backups), state


def _grown(path: Path, backups: Backups | None, known: LogEnd, disk: Disk) -> Found | None:
    """The file at `path` where it begins with a known log, read piece by piece; None where it does not.

    Once another file stands there, its events are brought from the backup that the session began with.
    """
    size, crc, count = known
    try:
        if not count or not stat.S_ISREG(disk.stat(path).st_mode):
            return None
        with disk.opened(path, READ) as descriptor:
            state = disk.fstat(descriptor)
            if not size + len(CLOSING) <= state.st_size <= SIZE_LIMIT:
                return None
            start, passed = disk.read(descriptor, _PEEKED, 0), checksum(descriptor, size, disk)
            rest = read_from(descriptor, size, state.st_size - size, disk)
    except OSError:
        return None  # told by whoever reads it as a whole
    if passed is None or passed[0] != crc or len(rest) != state.st_size - size:
        return None

    def reread() -> bytes:
        for each in (path, *(backups.candidates() if backups else ())):
            with suppress(OSError, DataError):
                content, _ = snapshot(each, limit=SIZE_LIMIT, disk=disk)
                rows = memoryview(content)[: state.st_size - len(CLOSING)]  # it may have grown meanwhile
                if found is not None and zlib.crc32(rows) == found.crc:
                    return b"".join((rows, CLOSING))
        raise OSError(errno.EBUSY, "another program changed it")

    found = grown(start, rest, (passed[1] + rest)[-_PEEKED:], known, reread)
    return None if found is None else (found, state)


def _content(path: Path, backups: Backups | None, disk: Disk) -> tuple[bytes, os.stat_result] | None:
    try:
        if _LARGE < disk.stat(path).st_size <= SIZE_LIMIT and not _may_be_json(path, disk):
            raise _beyond_reading(path, has_backups=_has_backups(backups))
        return snapshot(path, limit=SIZE_LIMIT, disk=disk)
    except FileNotFoundError:
        try:
            disk.lstat(path)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unreadable(path, error) from error
        raise ProgressError(f"{path} is a link that leads nowhere; bring back what it leads to or remove it") from None
    except OSError as error:
        raise _unreadable(path, error) from error
    except DataError as error:
        raise ProgressError(str(error)) from None


def _rescued(path: Path, content: bytes, why: Unsound, backups: Backups | None) -> Document:
    from cxdrill.files.backups.damage import rescued

    try:
        document = rescued(content, why)
    except ProgressError as error:
        raise ProgressError(f"{path}: {error}") from None
    has_backups = _has_backups(backups)
    if document is None or (not document.events and has_backups):
        raise _beyond_reading(path, has_backups=has_backups)
    if has_backups and backups is not None:
        document = healed(document, backups)
    told = "; ".join(document.notices)
    remedy = f"the next save keeps a copy of it as {path.name}.damaged-TIME and repairs it"
    return replace(document, notices=(f"{path}: {told}; {remedy}",))


def _may_be_json(path: Path, disk: Disk) -> bool:
    """Whether a file begins like an object, in whatever encoding."""
    with disk.opened(path, READ) as descriptor:
        start = disk.read(descriptor, _PEEKED, 0)
    return start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"{")


def _beyond_reading(path: Path, *, has_backups: bool) -> BeyondReading:
    remedy = "go back to a backup with: cxdrill restore" if has_backups else "move it away to start anew"
    return BeyondReading(f"{path} is no progress file or damaged beyond reading, and was left as it is; {remedy}")


def _has_backups(backups: Backups | None) -> bool:
    if backups is None:
        return False
    try:
        return backups.exist()
    except OSError as error:
        raise _unreadable(backups.folder, error) from error


def _unreadable(path: Path, error: OSError) -> ProgressError:
    return ProgressError(f"{path} cannot be read ({error.strerror or error}); check its permissions and the disk")
