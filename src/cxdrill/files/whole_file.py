"""Reading, making and replacing files as a whole, so that at any instant a good file stands under the name."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import zlib
from contextlib import suppress
from math import inf
from pathlib import Path

from cxdrill.errors import DataError
from cxdrill.files.disk import CREATE, READ, REAL_DISK, Disk

TEMPORARY = ".tmp"
STALE_SECONDS = 3600  # an unfinished file so long untouched is nobody's any more
_LONGEST_NAME = 60
_CHUNK = 1 << 28  # one call and no joining for any file that is not refused
_PIECE = 1 << 18
_MORE = 1 << 12  # asked for beyond what was expected, where mostly nothing is
_KINDS = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a FIFO", stat.S_IFSOCK: "a socket"}
_KINDS |= dict.fromkeys((stat.S_IFCHR, stat.S_IFBLK), "a device")


class Unfit(DataError):
    """The path leads to another `kind` of thing than a file, or, with no kind, to too large a file."""

    def __init__(self, path: Path, kind: str = "", *, size: int = 0, limit: int = 0) -> None:
        large = f"has {-(-size >> 20)} MB, more than the {limit >> 20} MB that can be read"
        super().__init__(f"{path} is {kind}; name a file" if kind else f"{path} {large}")
        self.kind = kind


def content_of(path: Path, *, limit: int, disk: Disk = REAL_DISK) -> bytes:
    """All bytes of a plain file; raises OSError, and DataError for a folder, a pipe, a device or too large a file."""
    return snapshot(path, limit=limit, disk=disk)[0]


def snapshot(path: Path, *, limit: int, disk: Disk = REAL_DISK) -> tuple[bytes, os.stat_result]:
    """As `content_of`, with what the system said about the file just before it was read."""
    _refuse_unfit(path, disk.stat(path), limit)  # before opening: opening a device may do something
    with disk.opened(path, READ) as descriptor:
        found = disk.fstat(descriptor)
        _refuse_unfit(path, found, limit)
        content = read_from(descriptor, 0, found.st_size, disk, most=limit)
    if len(content) > limit:  # it grew meanwhile
        raise Unfit(path, size=len(content), limit=limit)
    return content, found


def read_from(descriptor: int, offset: int, expected: int, disk: Disk, most: float = inf) -> bytes:
    """Everything from `offset` to the end, or a little more than `most`; `expected` is how much that probably is."""
    chunks: list[bytes] = []
    read = 0
    while read <= most and (chunk := disk.read(descriptor, min(max(expected, 1), _CHUNK), offset + read)):
        chunks.append(chunk)
        read += len(chunk)
        expected = max(expected - len(chunk), _MORE)
    return b"".join(chunks) if len(chunks) != 1 else chunks[0]


def checksum(descriptor: int, size: int, disk: Disk) -> tuple[int, bytes] | None:
    """The CRC-32 of the first `size` bytes, read piece by piece, and the last 4 KiB of them; None of a shorter file."""
    crc, at, end = 0, 0, b""
    while at < size:
        piece = disk.read(descriptor, min(_PIECE, size - at), at)
        if not piece:
            return None
        crc, at = zlib.crc32(piece, crc), at + len(piece)
        end = (end[-_MORE:] + piece[-_MORE:])[-_MORE:]
    return crc, end


def write_all(descriptor: int, content: bytes, offset: int, disk: Disk) -> None:
    """Write all of `content` at `offset`, however little one call takes."""
    while content:
        count = disk.write(descriptor, content, offset)
        if count <= 0:
            raise OSError(errno.EIO, "nothing could be written")
        content, offset = content[count:], offset + count


def create(path: Path, content: bytes, *, mode: int, disk: Disk = REAL_DISK) -> None:
    """A new file on disk, read back; the name must be free. The folder is not synced."""
    descriptor = disk.open(path, CREATE, mode)
    try:
        if sys.platform != "win32" and stat.S_IMODE(disk.fstat(descriptor).st_mode) != mode:
            disk.chmod(descriptor, mode)  # the umask took some away
        write_all(descriptor, content, 0, disk)
        disk.fsync(descriptor)
        at = 0
        while at < len(content):
            piece = disk.read(descriptor, _PIECE, at)
            if not piece or piece != content[at : at + len(piece)]:
                raise OSError(errno.EIO, "the disk does not give back what was written")
            at += len(piece)
    except OSError:
        with suppress(OSError):
            disk.close(descriptor)
        with suppress(OSError):
            disk.unlink(path)
        raise
    disk.close(descriptor)


def replace(
    path: Path, content: bytes, *, mode: int | None = None, disk: Disk = REAL_DISK, is_new: bool = False
) -> None:
    """Put a new file in the place of `path`: written beside it, synced, renamed, the folder synced.

    `mode` None keeps the permissions of the file that is there (0600 where there is none). With `is_new` a file
    that is there raises FileExistsError and stays.
    """
    if mode is None:
        mode = 0o600
        with suppress(FileNotFoundError):
            mode = stat.S_IMODE(disk.stat(path).st_mode)
    beside = temporary(path)
    create(beside, content, mode=mode, disk=disk)
    try:
        if is_new:
            _rename_to_free(beside, path, disk)
        else:
            disk.rename(beside, path)
    except OSError:
        with suppress(OSError):
            disk.unlink(beside)
        raise
    disk.sync_folder(path.parent)


def temporary(path: Path) -> Path:
    """A free name beside `path` for a file that is not finished yet."""
    return path.with_name(f"{_start(path)}{os.urandom(6).hex()}{TEMPORARY}")


def clear_leftovers(path: Path, disk: Disk = REAL_DISK, *, before: float = inf) -> None:
    """Removes unfinished files of `path` that a killed process left; `before`: only those last written before then.

    Without it the caller must know that nobody is writing one now.
    """
    unfinished = re.compile(re.escape(_start(path)) + "[0-9a-f]{12}" + re.escape(TEMPORARY))
    with suppress(OSError):
        for name in filter(unfinished.fullmatch, disk.names(path.parent)):
            with suppress(OSError):
                if disk.stat(path.with_name(name)).st_mtime < before:
                    disk.unlink(path.with_name(name))


def _start(path: Path) -> str:
    """The beginning of its unfinished files' names; a long name is told from others of that beginning by a sum."""
    name = path.name if len(path.name) <= _LONGEST_NAME else f"{path.name[:50]}{zlib.crc32(os.fsencode(path.name)):08x}"
    return f".{name}."


def copy_aside(path: Path, suffix: str, content: bytes, disk: Disk = REAL_DISK) -> Path:
    """Keep `content` as `NAME.SUFFIX` beside `path`, under a name that is free; on disk when this returns."""
    for attempt in range(1, 1000):
        target = path.with_name(f"{path.name}.{suffix}" + (f"-{attempt}" if attempt > 1 else ""))
        try:
            create(target, content, mode=0o600, disk=disk)
        except FileExistsError:
            continue
        disk.sync_folder(target.parent)
        return target
    raise OSError(errno.EEXIST, "too many copies beside", str(path))


def make_folders(folder: Path, disk: Disk = REAL_DISK) -> None:
    """Make `folder` and its missing parents for this user alone, each on disk when this returns."""
    missing: list[Path] = []
    for each in (folder, *folder.parents):
        with suppress(FileNotFoundError):
            disk.stat(each)
            break
        missing.append(each)
    for each in reversed(missing):
        with suppress(FileExistsError):
            disk.mkdir(each, 0o700)
            if sys.platform != "win32" and disk.stat(each).st_mode & 0o700 != 0o700:
                disk.chmod(each, 0o700)  # the umask took some away
        disk.sync_folder(each.parent)


def _rename_to_free(source: Path, target: Path, disk: Disk) -> None:
    try:
        disk.link(source, target)  # unlike a rename it fails where somebody was quicker
    except FileExistsError:
        raise
    except OSError:
        # No second names here (FAT, some network folders).
        with suppress(FileNotFoundError):
            disk.lstat(target)
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        disk.rename(source, target)
    else:
        disk.unlink(source)


def _refuse_unfit(path: Path, found: os.stat_result, limit: int) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise Unfit(path, _KINDS.get(stat.S_IFMT(found.st_mode), "something else"))
    if found.st_size > limit:
        raise Unfit(path, size=found.st_size, limit=limit)
