"""The kernel's lock round every write. It dies with its process, so a file left behind never locks anybody out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from cxdrill.errors import ProgressError
from cxdrill.files.disk import READ, REAL_DISK, WRITE, Disk
from cxdrill.files.log.kernel_lock import Busy, taken

WRITING, CHECKING = ".lock", ".check.lock"  # after the name of the progress file: for each write, for a whole check
_MAKE = WRITE | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
# The first byte is left alone: Windows locks it against reading too.
_OWNER_AT = 1
_OWNER_BYTES = 80


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
            descriptor = self._disk.open(self.path, _MAKE, 0o600)
            try:
                if os.name != "nt" and self._disk.fstat(descriptor).st_mode & 0o600 != 0o600:
                    self._disk.chmod(descriptor, 0o600)  # the umask took some away
            finally:
                self._disk.close(descriptor)
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
            raise ProgressError(
                f"{self.path.with_suffix('')} is being written by {self.owner()}; end that session, then try again"
            ) from None
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
            descriptor = self._disk.open(self.path, READ)
            try:
                text = self._disk.read(descriptor, _OWNER_BYTES, _OWNER_AT)
            finally:
                self._disk.close(descriptor)
        except OSError:
            text = b""
        line = text.decode("ascii", "replace").strip()
        return line if line.startswith("process ") and line.isprintable() else "another process"

    def _sign(self) -> None:
        # Only a courtesy to whoever waits: a failure here must not cost an answer.
        with suppress(OSError):
            descriptor = self._disk.open(self.path, WRITE)
            try:
                self._disk.write(descriptor, self._owner, _OWNER_AT)
            finally:
                self._disk.close(descriptor)
