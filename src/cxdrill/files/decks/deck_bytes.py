"""The bytes of a deck file, never more than a deck may have, and never from a device, a FIFO or a folder."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from cxdrill.files.decks.problem_list import ProblemList
from cxdrill.files.decks.yaml_bytes import MAX_BYTES

# Looked at before opening, since opening a FIFO may wait for ever and opening a device may do anything.
_OPEN = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a FIFO"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def read(path: Path, problems: ProblemList) -> bytes | None:
    """The file's bytes; None, and a problem noted, where it is no file, cannot be read or is too big."""
    try:
        if not _is_fit(os.stat(path), problems):
            return None
        descriptor = os.open(path, _OPEN)
        with open(descriptor, "rb") as file:
            if not _is_fit(os.fstat(descriptor), problems):
                return None
            raw = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or str(error)
        remedy = "check the name and who may read it"
        problems.add("S101", (1, 1), f"the file cannot be read: {reason}", remedy)
        return None
    return raw  # more than MAX_BYTES, if it grew meanwhile, is told by `yaml_bytes`


def _is_fit(status: os.stat_result, problems: ProblemList) -> bool:
    """Whether it is a file of a size that decks have."""
    if not stat.S_ISREG(status.st_mode):
        kind = next((name for is_kind, name in _KINDS if is_kind(status.st_mode)), "no file")
        problems.add("S101", (1, 1), f"this is {kind}, not a file", "name a deck file")
    elif status.st_size > MAX_BYTES:
        limit = MAX_BYTES // 1_000_000
        problems.add("S102", (1, 1), f"the file has over {limit} MB", "split it into several decks")
    else:
        return True
    return False
