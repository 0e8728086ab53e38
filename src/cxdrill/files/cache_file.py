"""One cache in the user's cache folder: an index, and chunks that are read and checked one by one.

Nothing here is ever a reason to fail, and nothing is believed that is not the caller's own, whole, and of this very
version of cxdrill and Python. What index and chunks mean is left to `deck_cache` and `state_cache`.

Layout: magic, stamp and index with a checksum over both, then the chunks, each with its checksum in the index.
"""

from __future__ import annotations

import marshal
import os
import stat
import struct
import sys
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from cxdrill import __version__

MAGIC = b"cxdrill cache\n"
_HEAD = struct.Struct("<IIQ")  # checksum of stamp and index, length of the stamp, length of the index
_PLACE = struct.Struct("<QII")  # of a chunk: where it begins after the index, how long it is, its checksum
_CAN_STAY_OPEN = os.name != "nt"  # there an open file cannot be replaced
_KEPT = 8  # caches of one kind; the oldest go

_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | _NO_LINK


class Damaged(Exception):
    """A chunk is not what was written."""


class CacheFile:
    """An open cache: its index as it was written, and its chunks."""

    def __init__(self, descriptor: int, index: Any, places: bytes, start: int) -> None:
        self.index = index
        self.written_ns = os.fstat(descriptor).st_mtime_ns
        self._descriptor, self._places, self._start = descriptor, places, start
        self._content = b""
        if not _CAN_STAY_OPEN:
            self._content = _read(descriptor, os.fstat(descriptor).st_size, 0)
            os.close(descriptor)
            self._descriptor = -1

    def chunk(self, number: int) -> bytes:
        """The bytes of one chunk; raises Damaged."""
        at, length, checksum = _PLACE.unpack_from(self._places, number * _PLACE.size)
        try:
            start = self._start + at
            is_open = self._descriptor >= 0
            content = _read(self._descriptor, length, start) if is_open else self._content[start : start + length]
        except OSError as error:
            raise Damaged from error
        if len(content) != length or zlib.crc32(content) != checksum:
            raise Damaged
        return content

    def vouch_now(self) -> None:
        """Note that the sources were compared with the cache just now, byte for byte."""
        with suppress(OSError, TypeError, NotImplementedError):
            os.utime(self._descriptor)

    def __del__(self) -> None:
        if self._descriptor >= 0:
            with suppress(OSError):
                os.close(self._descriptor)


def opened(folder: Path, name: str, key: Any) -> CacheFile | None:
    """The cache that was written under that name for that key, by this version; None for whatever else is there."""
    try:
        descriptor = _own_file(folder, name)
        if descriptor is None:
            return None
        try:
            found = _checked(descriptor, _stamp(key))
        except BaseException:
            os.close(descriptor)
            raise
        if found is None:
            os.close(descriptor)
        return found
    except (OSError, ValueError, TypeError, EOFError, struct.error):
        return None


def write(folder: Path, name: str, key: Any, index: Any, chunks: Iterable[bytes]) -> bool:
    """Put a cache in the place of the one of that name; False where that cannot be done."""
    beside = f".{name}.{os.urandom(6).hex()}.tmp"
    try:
        _make(folder)
        if not _is_own_folder(os.lstat(folder)):
            return False
        descriptor = os.open(folder / beside, _CREATE, 0o600)
        try:
            with open(descriptor, "wb") as file:
                file.writelines(_parts(_stamp(key), index, list(chunks)))
            os.replace(folder / beside, folder / name)
        except BaseException:
            with suppress(OSError):
                os.unlink(folder / beside)
            raise
        _prune(folder, name.partition("-")[0])
    except (OSError, ValueError, TypeError):
        return False
    return True


def _parts(stamp: bytes, index: Any, chunks: Sequence[bytes]) -> list[bytes]:
    places, at = bytearray(), 0
    for chunk in chunks:
        places += _PLACE.pack(at, len(chunk), zlib.crc32(chunk))
        at += len(chunk)
    body = marshal.dumps((index, bytes(places)))
    return [MAGIC, _HEAD.pack(zlib.crc32(body, zlib.crc32(stamp)), len(stamp), len(body)), stamp, body, *chunks]


def _checked(descriptor: int, stamp: bytes) -> CacheFile | None:
    start = len(MAGIC) + _HEAD.size
    head = _read(descriptor, start, 0)
    if len(head) != start or not head.startswith(MAGIC):
        return None
    checksum, stamp_length, length = _HEAD.unpack_from(head, len(MAGIC))
    size = os.fstat(descriptor).st_size
    if stamp_length != len(stamp) or length > size or _read(descriptor, stamp_length, start) != stamp:
        return None
    body = _read(descriptor, length, start + stamp_length)
    if len(body) != length or zlib.crc32(body, zlib.crc32(stamp)) != checksum:
        return None  # marshal must never see anything but what it wrote
    index, places = marshal.loads(body)
    return CacheFile(descriptor, index, places, start + stamp_length + length)


def _own_file(folder: Path, name: str) -> int | None:
    """A descriptor for a plain file that nobody else can have written, reached through no link."""
    if not _is_own_folder(os.lstat(folder)):
        return None
    descriptor = os.open(folder / name, _READ | _NO_LINK)
    found = os.fstat(descriptor)
    if stat.S_ISREG(found.st_mode) and _is_own(found):
        return descriptor
    os.close(descriptor)
    return None


def _is_own_folder(found: os.stat_result) -> bool:
    return stat.S_ISDIR(found.st_mode) and _is_own(found)


def _is_own(found: os.stat_result) -> bool:
    """Whether it belongs to this user and nobody else may touch it; Windows keeps a user's folders apart itself."""
    return os.name == "nt" or (found.st_uid == os.geteuid() and not found.st_mode & 0o077)


def _make(folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)


def _prune(folder: Path, kind: str) -> None:
    """Leave the newest caches of a kind, and nothing unfinished that is an hour old."""
    with os.scandir(folder) as entries:
        found = sorted((entry.stat(follow_symlinks=False).st_mtime, entry.name) for entry in entries)
    unfinished = [
        name for at, name in found if name.startswith(".") and name.endswith(".tmp") and at < found[-1][0] - 3600
    ]
    old = [name for _, name in found if name.startswith(f"{kind}-")][:-_KEPT]
    for name in unfinished + old:
        with suppress(OSError):
            os.unlink(folder / name)


def _read(descriptor: int, length: int, offset: int) -> bytes:
    if sys.platform == "win32":
        os.lseek(descriptor, offset, os.SEEK_SET)
        return os.read(descriptor, length)
    return os.pread(descriptor, length, offset)


def _stamp(key: Any) -> bytes:
    """Everything that must agree: the program, its modules, Python, and the caller's key."""
    return marshal.dumps((__version__, _modules(), sys.version, sys.byteorder, marshal.version, key), 2)


@cache
def _modules() -> int:
    """When the newest module that may have a hand in it changed: a version under development has one number only."""
    package = os.path.dirname(os.path.dirname(__file__))
    newest = 0
    folders = [os.path.join(package, "core"), os.path.join(package, "files")]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    newest = max(newest, entry.stat().st_mtime_ns)
                elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                    folders.append(entry.path)
    return newest
