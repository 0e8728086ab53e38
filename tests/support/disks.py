"""Disks for tests: one that notes every call, one that fails at call N, one that loses power at call N."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cxdrill.files.disk import Disk

CALLS = (
    *("open", "close", "read", "write", "truncate", "fsync", "sync_folder", "chmod"),
    *("rename", "link", "unlink", "mkdir", "stat", "lstat", "fstat", "names"),
)


@contextmanager
def quick_folder() -> Iterator[Path]:
    """A folder in memory where the system has such a thing: thousands of small files are made and removed."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


class PowerCut(BaseException):
    """The process is gone: nobody handles this."""


class QuickDisk(Disk):
    """A disk that does not wait: a test cannot see the difference, and there are thousands of writes."""

    def fsync(self, descriptor: int) -> None:
        """Nothing to wait for."""

    def sync_folder(self, folder: Path) -> None:
        """Nothing to wait for."""


QUICK_DISK = QuickDisk()


class WatchedDisk(QuickDisk):
    """A disk that keeps a list of its calls, each with the path it is about."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []
        self._paths: dict[int, Path] = {}

    def meet(self, name: str, arguments: tuple[Any, ...]) -> None:
        """Called before each call; may raise in its place."""

    def _called(self, name: str, *arguments: Any) -> Any:
        path = self._paths.get(arguments[0], arguments[0]) if isinstance(arguments[0], int) else arguments[0]
        self.calls.append((name, Path(path).name))
        try:
            self.meet(name, arguments)
        except BaseException:
            if name == "close":
                os.close(arguments[0])
            raise
        result = getattr(super(), name)(*arguments)
        if name == "open":
            self._paths[result] = Path(arguments[0])
        return result


def _watched(name: str) -> Any:
    def call(self: WatchedDisk, *arguments: Any) -> Any:
        return self._called(name, *arguments)

    return call


for _name in CALLS:
    setattr(WatchedDisk, _name, _watched(_name))


class FailingDisk(WatchedDisk):
    """Raises OSError at one call, or from that call on; a write that fails has written half before."""

    def __init__(self, number: int, *, at: int, is_lasting: bool = False) -> None:
        super().__init__()
        self.number, self.at, self.is_lasting = number, at, is_lasting
        self.has_failed = False

    def meet(self, name: str, arguments: tuple[Any, ...]) -> None:
        count = len(self.calls)
        if count == self.at or (self.is_lasting and count > self.at):
            self.has_failed = True
            if name == "write":
                descriptor, content, offset = arguments
                os.pwrite(descriptor, content[: len(content) // 2], offset)
            raise OSError(self.number, os.strerror(self.number))


class MortalDisk(WatchedDisk):
    """Dies at one call. `restart` then leaves what had reached the disk: synced content under synced names."""

    def __init__(self, folder: Path, *, at: int | None = None) -> None:
        super().__init__()
        self.folder, self.at = folder, at
        self._content: dict[int, bytes] = {}
        self._names: dict[Path, dict[str, int]] = {}
        for each in [folder, *(path for path in folder.rglob("*") if path.is_dir())]:
            self._note_folder(each)
            for path in each.iterdir():
                if path.is_file():
                    self._content[path.stat().st_ino] = path.read_bytes()

    def meet(self, name: str, arguments: tuple[Any, ...]) -> None:
        if self.at is not None and len(self.calls) >= self.at:
            raise PowerCut
        if name == "fsync":
            path = self._paths[arguments[0]]
            self._content[os.fstat(arguments[0]).st_ino] = path.read_bytes()
        if name == "sync_folder":
            self._note_folder(Path(arguments[0]))

    def open(self, path: Path, flags: int, mode: int = 0o600) -> int:
        descriptor = int(self._called("open", path, flags, mode))
        if flags & os.O_CREAT:
            self._content[os.fstat(descriptor).st_ino] = b""  # inode numbers are used again
        return descriptor

    def restart(self, torn: float = 0.0) -> None:
        """Take away what never reached the disk; of content on its way the share `torn` arrived, then zeros."""
        for folder in sorted((path for path in [self.folder, *self.folder.rglob("*")] if path.is_dir()), reverse=True):
            names = self._names.get(folder, {})
            files = {path.stat().st_ino: path.read_bytes() for path in folder.iterdir() if path.is_file()}
            for path in folder.iterdir():
                if path.is_file():
                    path.unlink()
            for name, inode in names.items():
                if name.endswith(".lock") or (folder / name).is_dir():
                    continue
                synced = self._content.get(inode, b"")
                (folder / name).write_bytes(_mixed(synced, files.get(inode, synced), torn))

    def _note_folder(self, folder: Path) -> None:
        self._names[folder] = {path.name: path.stat().st_ino for path in folder.iterdir()}


def _mixed(old: bytes, new: bytes, torn: float) -> bytes:
    if old == new or not torn:
        return old
    same = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), len(old))
    reached = same + round((len(new) - same) * torn)
    return new[:reached] + old[reached:] if len(new) <= len(old) else new[:reached].ljust(len(new), b"\0")
