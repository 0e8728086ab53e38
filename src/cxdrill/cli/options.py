"""Options that several commands share, so that they read the same everywhere, and what the shell completes.

Ids of decks and exams are completed from the first lines of the files and nothing else.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from cxdrill.files import places

_HEAD = 4096  # bytes; ids stand at the top
_ID = re.compile(r"^(deck|exam):[ \t]*[\"']?([a-z0-9-]+)", re.MULTILINE)


def complete_decks(incomplete: str) -> list[str]:
    """Deck ids that begin with what was typed."""
    return sorted({name for kind, name in _ids() if kind == "deck" and name.startswith(incomplete)})


def complete_exams_and_decks(incomplete: str) -> list[str]:
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


Decks = Annotated[
    list[Path] | None,
    typer.Option("--decks", metavar="FOLDER", help="Read decks from this folder only; may be given several times."),
]
Progress = Annotated[
    Path | None, typer.Option("--progress", metavar="FILE", help="Keep progress in this file instead of the usual one.")
]
Plain = Annotated[
    bool, typer.Option("--plain", help="One line at a time: no drawing, no colour. For screen readers and scripts.")
]
Json = Annotated[bool, typer.Option("--json", help="Print the same as one JSON object.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite the output file if it exists.")]
DeckNames = Annotated[
    list[str] | None,
    typer.Argument(metavar="[DECK...]", help="Ids or files; all where left out.", autocompletion=complete_decks),
]
ExamName = Annotated[
    str | None,
    typer.Argument(help="The exam; needed where there are several.", autocompletion=complete_exams_and_decks),
]
