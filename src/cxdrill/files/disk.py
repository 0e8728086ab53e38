"""The one door to the disk for everything that must not be lost, so that tests can make any single call fail.

Each method is one call of the operating system; what a save or a backup consists of is left to its callers.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
READ = _READ | getattr(os, "O_NONBLOCK", 0)  # a pipe put in the file's place must not block us
WRITE = os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
CREATE = WRITE | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)

_NO_SYNC = (errno.EINVAL, errno.EBADF, errno.ENOTSUP, errno.ENOSYS)
_REPLACE_TRIES = 20  # on Windows a virus scanner may hold a file open for a moment


class Disk:
    """The calls that touch the disk; every one may raise OSError."""

    is_doubtful = False  # a file was written where the system cannot tell whether it is on the disk itself

    close = staticmethod(os.close)  # an error here means that a write may not have arrived
    truncate = staticmethod(os.ftruncate)
    link, unlink, mkdir = staticmethod(os.link), staticmethod(os.unlink), staticmethod(os.mkdir)
    stat, lstat, fstat = staticmethod(os.stat), staticmethod(os.lstat), staticmethod(os.fstat)
    names = staticmethod(os.listdir)

    def open(self, path: Path, flags: int, mode: int = 0o600) -> int:
        """A descriptor for the file; a new one is this user's alone."""
        return os.open(path, flags, mode)

    @contextmanager
    def opened(self, path: Path, flags: int) -> Iterator[int]:
        """The same, closed when the block ends."""
        descriptor = self.open(path, flags)
        try:
            yield descriptor
        finally:
            self.close(descriptor)

    def read(self, descriptor: int, size: int, offset: int) -> bytes:
        """Up to `size` bytes from `offset` on."""
        if sys.platform == "win32":
            os.lseek(descriptor, offset, os.SEEK_SET)
            return os.read(descriptor, size)
        return os.pread(descriptor, size, offset)

    def write(self, descriptor: int, content: bytes, offset: int) -> int:
        """The number of bytes of `content` written at `offset`: maybe not all."""
        if sys.platform == "win32":
            os.lseek(descriptor, offset, os.SEEK_SET)
            return os.write(descriptor, content)
        return os.pwrite(descriptor, content, offset)

    def fsync(self, descriptor: int) -> None:
        """Return when the file's content is on the disk itself."""
        if sys.platform == "darwin":
            try:
                fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)  # macOS: fsync alone stops at the drive's own cache
                return
            except OSError:
                pass  # network volumes know no F_FULLFSYNC; fsync below tells whether there is a real error
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno not in _NO_SYNC:
                raise
            self.is_doubtful = True

    def sync_folder(self, folder: Path) -> None:
        """Return when names are on the disk; Windows need not, shared and unreadable folders cannot."""
        if sys.platform == "win32":
            return
        try:
            descriptor = os.open(folder, _READ)
        except PermissionError:
            return
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno not in _NO_SYNC:
                raise
        finally:
            os.close(descriptor)

    def chmod(self, target: int | Path, mode: int) -> None:
        """Set the permissions of an open file or a folder, where the system has them."""
        if sys.platform != "win32":
            os.chmod(target, mode)

    def rename(self, source: Path, target: Path) -> None:
        """Put `source` in the place of `target` in one step."""
        tries = _REPLACE_TRIES if sys.platform == "win32" else 1
        for left in reversed(range(tries)):
            try:
                os.replace(source, target)
                return
            except PermissionError:
                if not left:
                    raise
                time.sleep(0.02)


REAL_DISK = Disk()
