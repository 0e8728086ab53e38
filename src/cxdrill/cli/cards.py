"""`cxdrill cards`: finds cards with their state, and wakes those set aside."""

from __future__ import annotations

from typing import Annotated

import typer

from cxdrill.cli import options


def cards_command(
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help="Words that the card holds, in any field.")] = "",
    suspended: Annotated[bool, typer.Option("--suspended", help="Only cards set aside.")] = False,
    flagged: Annotated[bool, typer.Option("--flagged", help="Only cards flagged for the instructor.")] = False,
    hard: Annotated[bool, typer.Option("--hard", help="Only cards that keep slipping away.")] = False,
    wake: Annotated[
        str | None, typer.Option("--wake", metavar="CARD", help="Bring a card back that was set aside.")
    ] = None,
    decks: options.Decks = None,
    progress: options.Progress = None,
    plain: options.Plain = False,
    json: options.Json = False,
) -> None:
    """Find cards with their state, or wake one that was set aside.

    Example: cxdrill cards hold --suspended

    Example: cxdrill cards --wake telephone-practices/hold-limit
    """
    from cxdrill.app.cards import run

    run(text, wake, decks, progress, suspended=suspended, flagged=flagged, hard=hard, plain=plain, json=json)
