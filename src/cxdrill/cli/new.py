"""`cxdrill new`: starts a deck that `cxdrill check` finds nothing wrong with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxdrill.cli import options


def new_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The deck's id: lower-case letters, digits and hyphens.")],
    title: Annotated[
        str, typer.Option("--title", metavar="TEXT", help="What people read; asked for at a terminal.")
    ] = "",
    from_csv: Annotated[
        Path | None, typer.Option("--from-csv", metavar="FILE", help="Take the cards from a CSV file.")
    ] = None,
    into: Annotated[Path | None, typer.Option("--into", metavar="FOLDER", help="Where the file goes.")] = None,
    decks: options.Decks = None,
    plain: options.Plain = False,
) -> None:
    """Start a deck: asks for its title and first cards at a terminal, else writes examples to write over.

    Example: cxdrill new hotel-desk

    Example: cxdrill new hotel-desk --from-csv cards.csv
    """
    from cxdrill.app.new import run

    run(name, title, from_csv, into, decks, plain=plain)
