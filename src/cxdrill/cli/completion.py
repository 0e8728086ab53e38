"""What the shell completes: ids of decks and exams, read from the first lines of the files and nothing else."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from cxdrill.files import places

_HEAD = 4096  # bytes; ids stand at the top
_ID = re.compile(r"^(deck|exam):[ \t]*[\"']?([a-z0-9-]+)", re.MULTILINE)


def decks(incomplete: str) -> list[str]:
    """Deck ids that begin with what was typed."""
    return sorted({name for kind, name in _ids() if kind == "deck" and name.startswith(incomplete)})


def exams_and_decks(incomplete: str) -> list[str]:
    """Exam ids, then deck ids, that begin with what was typed."""
    found = {(kind != "exam", name) for kind, name in _ids() if name.startswith(incomplete)}
    return [name for _, name in sorted(found)]


def _ids() -> Iterator[tuple[str, str]]:
    for folder in places.deck_sources([]).paths:
        try:
            names = sorted(entry.path for entry in os.scandir(folder) if entry.name.endswith((".yaml", ".yml")))
        except OSError:
            continue
        for name in names:
            if found := _ID.search(_head(Path(name))):
                yield found[1], found[2]


def _head(path: Path) -> str:
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            return file.read(_HEAD).decode("utf-8", "replace")
    except OSError:
        return ""
