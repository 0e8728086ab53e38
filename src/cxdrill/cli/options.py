"""Options that several commands share, so that they read the same everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

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
