"""Deck files that are looked at again: their hashes, and what is in them. Loaded only where one may have changed."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from cxdrill.files.decks.deck_bytes import read
from cxdrill.files.decks.deck_yaml import read_file
from cxdrill.files.decks.problem_list import ProblemList

__all__ = ["digest_of", "read_file"]


def digest_of(path: Path) -> bytes | None:
    """The hash of a file; None where it cannot be read."""
    raw = read(path, ProblemList(str(path)))
    return None if raw is None else sha256(raw).digest()
