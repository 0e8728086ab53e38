"""The kernel's exclusive lock on a file, which dies with its process: flock on POSIX, filelock on Windows.

On POSIX it is one call of the standard library. Loading filelock for it would take a tenth of the time to the first
question of an exam, and where the file system knows no such locks it would go on with one that outlives its process.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from errno import EACCES, EAGAIN, EWOULDBLOCK
from functools import partial
from pathlib import Path

POLL_SECONDS = 0.02


class Busy(Exception):
    """Another process holds the lock."""


def taken(path: Path, timeout_seconds: float) -> Callable[[], None]:
    """Takes the lock on the file at `path`, which is made where it is not there; the result gives it back.

    Raises Busy where another process has it all this time, OSError or NotImplementedError where there are no locks.
    """
    if sys.platform == "win32":
        return _by_filelock(path, timeout_seconds)
    from time import monotonic, sleep

    ends_at = monotonic() + timeout_seconds
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
        if monotonic() >= ends_at:
            raise Busy
        sleep(POLL_SECONDS)


if sys.platform == "win32":

    def _by_filelock(path: Path, timeout_seconds: float) -> Callable[[], None]:
        import filelock

        lock = filelock.FileLock(path, timeout=timeout_seconds, mode=0o600)
        try:
            lock.acquire(poll_interval=POLL_SECONDS)
        except filelock.Timeout:
            raise Busy from None
        return lock.release

else:

    def _is_locked(descriptor: int) -> bool:
        import fcntl

        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in (EACCES, EAGAIN, EWOULDBLOCK):  # some file systems answer with the first
                return False
            raise
        return os.fstat(descriptor).st_nlink > 0  # a file that was removed meanwhile guards nothing
