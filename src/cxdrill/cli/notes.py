"""`cxdrill notes`: a deck's study notes, to read before the first card."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cxdrill.cli import completion, opening, options
from cxdrill.errors import WrongUsage


def notes_command(
    deck: Annotated[str, typer.Argument(metavar="DECK", help="A deck id or file.", autocompletion=completion.decks)],
    decks: options.Decks = None,
    plain: options.Plain = False,
) -> None:
    """Read a deck's study notes; they are paged where they are longer than the window.

    Example: cxdrill notes customer-types
    """
    from cxdrill.terminal.report import is_drawable, print_plain

    chosen = opening.chosen_decks(opening.index(decks, [deck]).decks, [deck])[0]
    if not chosen.notes.strip():
        raise WrongUsage(f'the deck "{chosen.id}" has no notes; its author can add them under "notes:"')
    if not is_drawable(plain=plain or opening.settings().plain):
        print_plain([chosen.notes.rstrip()])
        return
    from cxdrill.terminal.views.notes_view import show_notes

    show_notes(chosen.title, chosen.notes, is_paged=sys.stdin.isatty())
