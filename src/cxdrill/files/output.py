"""Files written for the user: a whole new one or none, and never in the place of something that was not meant."""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from cxdrill.errors import DataError
from cxdrill.files import whole_file
from cxdrill.files.disk import READ, REAL_DISK, Disk
from cxdrill.files.places import CHECKING, WRITING

_PEEKED = 4096  # bytes of an existing file that show what it is
_PROGRESS = re.compile(rb'\s*\{\s*"format"\s*:\s*\d+\s*,\s*"learner"')
_DECK = re.compile(rb"^(deck|exam|facilities|standard)\s*:", re.MULTILINE)


def write_output(
    path: Path, content: bytes, *, force: bool, protected: Iterable[Path] = (), disk: Disk = REAL_DISK
) -> Path:
    """Write `content` to `path`, through links, and give the path of the file itself.

    An existing file is replaced only with `force` and keeps its permissions; when anything fails the old file is
    still there. Raises DataError for a file that exists, a folder, a device or pipe, for any of `protected` and its
    lock, for whatever reads like somebody's progress, and for a deck where `content` is none.
    """
    real = Path(os.path.realpath(path))
    try:
        mode = _mode_of_target(path, force, disk)
        _refuse_protected(path, real, protected)
        if mode is not None:
            _refuse_to_lose(path, real, content, disk)
        whole_file.clear_leftovers(real, disk, before=time.time() - whole_file.STALE_SECONDS)
        is_new = mode is None
        if mode is None:
            umask = os.umask(0o077)  # the only portable way to see it is to set it
            os.umask(umask)
            mode = 0o666 & ~umask
        whole_file.replace(real, content, mode=mode, disk=disk, is_new=is_new)
    except FileExistsError:
        raise DataError(f"{path} exists; name another file or overwrite it with --force") from None
    except OSError as error:
        raise DataError(f"{path} could not be written ({error.strerror or error}); name another place") from error
    return real


def write_together(contents: Mapping[Path, bytes], protected: Sequence[Path] = ()) -> None:
    """Writes all of the files or none: where one fails, those before it are as they were, and gone where they are new.

    Raises DataError as `write_output`, and OSError for a folder that cannot be made.
    """
    before: dict[Path, bytes | None] = {}
    folders = [path.parent for path in contents if not path.parent.exists()]
    try:
        for path, content in contents.items():
            whole_file.make_folders(path.parent)
            before[path] = path.read_bytes() if path.exists() else None
            write_output(path, content, force=before[path] is not None, protected=protected)
    except (DataError, OSError):
        for path, old in reversed(before.items()):
            if old is not None and path.read_bytes() != old:
                write_output(path, old, force=True, protected=protected)
            elif old is None and path.exists() and path.read_bytes() == contents[path]:
                path.unlink()
        for folder in folders:
            with suppress(OSError):  # other files are in it
                folder.rmdir()
        raise


def _mode_of_target(path: Path, force: bool, disk: Disk) -> int | None:
    try:
        found = disk.stat(path)
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(found.st_mode):
        raise DataError(f"{path} is a folder; name a file in it")
    if not stat.S_ISREG(found.st_mode):
        raise DataError(f"{path} is a device or a pipe; name a plain file, or leave it out to write to standard output")
    if not force:
        raise FileExistsError
    return stat.S_IMODE(found.st_mode)


def _refuse_protected(path: Path, real: Path, protected: Iterable[Path]) -> None:
    for each in protected:
        is_same = Path(os.path.realpath(each)) == real
        with suppress(FileNotFoundError):
            is_same = is_same or os.path.samefile(each, real)  # a second name, or another case of letters
        locks = [Path(os.path.realpath(each) + ending) for ending in (WRITING, CHECKING)]
        if is_same or real in locks:
            raise DataError(f"{path} is a deck or the progress file; name another file")


def _refuse_to_lose(path: Path, real: Path, content: bytes, disk: Disk) -> None:
    """Refuses to replace what nobody wants replaced, wherever it lies: a backup, another learner's file, any deck."""
    with disk.opened(real, READ) as descriptor:
        old = disk.read(descriptor, _PEEKED, 0)
    if _PROGRESS.match(old):
        raise DataError(f"{path} is a progress file or a copy of one; name another file")
    if real.suffix in (".yaml", ".yml") and _DECK.search(old) and not _DECK.search(content):
        raise DataError(f"{path} is a deck or an exam; name another file")
