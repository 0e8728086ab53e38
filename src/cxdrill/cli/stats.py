"""`cxdrill stats`: progress in numbers and plots."""

from __future__ import annotations

from typing import Annotated

import typer

from cxdrill.cli import completion, options


def stats_command(
    deck: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[DECK]...", help="Deck ids or files; all decks without.", autocompletion=completion.decks
        ),
    ] = None,
    decks: options.Decks = None,
    progress: options.Progress = None,
    plain: options.Plain = False,
    json: options.Json = False,
) -> None:
    """Show how you are doing: calendar, forecast, retention, difficulty, hardest cards.

    Example: cxdrill stats telephone-practices
    """
    from cxdrill.app.stats import run

    run(deck, decks, progress, plain=plain, json=json)
