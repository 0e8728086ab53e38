"""`cxdrill roleplay`: a dialogue played by two people, marked by an observer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxdrill.cli import options


def roleplay_command(
    card: Annotated[str, typer.Argument(metavar="CARD", help="A dialogue: its key, such as hotel-desk/midnight.")],
    briefs: Annotated[
        Path | None, typer.Option("--briefs", metavar="FILE", help="Write the briefs: .html, .md or .txt.")
    ] = None,
    observer: Annotated[str, typer.Option("--observer", help="Who marks the steps.")] = "",
    decks: options.Decks = None,
    progress: options.Progress = None,
    force: options.Force = False,
) -> None:
    """Play a dialogue with two people: who reads what, a quiet clock, and a mark for each step.

    Example: cxdrill roleplay hotel-desk/midnight --briefs midnight.html
    """
    from cxdrill.app.roleplay import run

    run(card, briefs, observer, decks, progress, force=force)
