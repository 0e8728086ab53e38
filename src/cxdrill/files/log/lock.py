"""The kernel's lock round every write. It dies with its process, so a file left behind never locks anybody out.

On POSIX it is one call of the standard library. Loading filelock for it would take a tenth of the time to the first
question of an exam, and where the file system knows no such locks it would go on with one that outlives its process.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from errno import EACCES, EAGAIN, EWOULDBLOCK
from functools import partial
from pathlib import Path

from cxdrill.errors import ProgressError
from cxdrill.files.disk import READ, REAL_DISK, WRITE, Disk

if sys.platform != "win32":
    import fcntl

_MAKE = WRITE | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
# The first byte is left alone: Windows locks it against reading too.
_OWNER_AT = 1
_OWNER_BYTES = 80
POLL_SECONDS = 0.02


class CannotLock(ProgressError):
    """There is no lock to be had here, now or later."""


class Lock:
    """A lock file beside the file it guards, naming the process that wrote last."""

    def __init__(
        self, path: Path, *, started_at: datetime, timeout_seconds: float = 2.0, disk: Disk = REAL_DISK
    ) -> None:
        self.path = path
        self._timeout_seconds = timeout_seconds
        self._disk = disk
        owner = f"process {os.getpid()}, started {started_at.isoformat(timespec='seconds')}"
        self._owner = owner.encode().ljust(_OWNER_BYTES - 1)[: _OWNER_BYTES - 1] + b"\n"

    def make(self) -> None:
        """Make the lock file where there is none; raises CannotLock when it could never be locked by this user."""
        try:
            with self._disk.opened(self.path, _MAKE) as descriptor:
                if sys.platform != "win32" and self._disk.fstat(descriptor).st_mode & 0o600 != 0o600:
                    self._disk.chmod(descriptor, 0o600)  # the umask took some away
        except OSError as error:
            raise self._refusal(error) from error

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock; raises ProgressError when another process keeps it too long or nothing can be locked here."""
        give_back = self._taken()
        try:
            self._sign()
            yield
        finally:
            give_back()

    def _taken(self) -> Callable[[], None]:
        try:
            return taken(self.path, self._timeout_seconds)
        except Busy:
            words = f"{self.path.with_suffix('')} is being written by {self.owner()}"
            raise ProgressError(f"{words}; end that session, then try again") from None
        except (OSError, NotImplementedError) as error:
            raise self._refusal(error) from error

    def _refusal(self, error: Exception) -> CannotLock:
        why = getattr(error, "strerror", None) or error
        remedy = "keep the progress file on a local disk: --progress FILE"
        if isinstance(error, PermissionError):
            remedy = "make its folder yours to write in, or keep the progress file elsewhere: --progress FILE"
        return CannotLock(f"{self.path} cannot be locked ({why}); {remedy}")

    def owner(self) -> str:
        """Who holds the lock, in words."""
        try:
            with self._disk.opened(self.path, READ) as descriptor:
                text = self._disk.read(descriptor, _OWNER_BYTES, _OWNER_AT)
        except OSError:
            text = b""
        line = text.decode("ascii", "replace").strip()
        return line if line.startswith("process ") and line.isprintable() else "another process"

    def _sign(self) -> None:
        # Only a courtesy to whoever waits: a failure here must not cost an answer.
        with suppress(OSError), self._disk.opened(self.path, WRITE) as descriptor:
            self._disk.write(descriptor, self._owner, _OWNER_AT)


class Busy(Exception):
    """Another process holds the lock."""


def taken(path: Path, timeout_seconds: float) -> Callable[[], None]:
    """Takes the lock on the file at `path`, which is made where it is not there; the result gives it back.

    Raises Busy where another process has it all this time, OSError or NotImplementedError where there are no locks.
    """
    if sys.platform == "win32":
        return _by_filelock(path, timeout_seconds)
    ends_at = time.monotonic() + timeout_seconds
    while True:
        # Not blocking: a lease that another program has on the file would hold up the opening of it.
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK, 0o600)
        try:
            if _is_locked(descriptor):
                give_back = partial(os.close, descriptor)
                descriptor = -1
                return give_back
        finally:
            if descriptor >= 0:
                os.close(descriptor)
        if time.monotonic() >= ends_at:
            raise Busy
        time.sleep(POLL_SECONDS)


def _by_filelock(path: Path, timeout_seconds: float) -> Callable[[], None]:
    import filelock

    lock = filelock.FileLock(path, timeout=timeout_seconds, mode=0o600)
    try:
        lock.acquire(poll_interval=POLL_SECONDS)
    except filelock.Timeout:
        raise Busy from None
    release: Callable[[], None] = lock.release
    return release


def _is_locked(descriptor: int) -> bool:
    if sys.platform != "win32":
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in (EACCES, EAGAIN, EWOULDBLOCK):  # some file systems answer with the first
                return False
            raise
    return os.fstat(descriptor).st_nlink > 0  # a file that was removed meanwhile guards nothing
