"""`cxdrill notes`: a deck's study notes, to read before the first card."""

from __future__ import annotations

from typing import Annotated

import typer

from cxdrill.cli import options


def notes_command(
    deck: Annotated[
        str, typer.Argument(metavar="DECK", help="A deck id or file.", autocompletion=options.complete_decks)
    ],
    decks: options.Decks = None,
    plain: options.Plain = False,
) -> None:
    """Read a deck's study notes; they are paged where they are longer than the window.

    Example: cxdrill notes customer-types
    """
    from cxdrill.app.catalogue import read_notes

    read_notes(deck, decks, plain=plain)
