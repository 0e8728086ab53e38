"""`cxdrill notes`: a deck's study notes, to read before the first card."""

from __future__ import annotations

import sys
from pathlib import Path

from cxdrill.app.context import Context
from cxdrill.app.named import chosen_decks
from cxdrill.errors import WrongUsage
from cxdrill.terminal.report import is_drawable, print_plain


def run(deck: str, decks: list[Path] | None, *, plain: bool) -> None:
    """Shows a deck's notes."""
    context = Context(decks, named=[deck], plain=plain)
    chosen = chosen_decks(context.index.decks, context.named)[0]
    if not chosen.notes.strip():
        raise WrongUsage(f'the deck "{chosen.id}" has no notes; its author can add them under "notes:"')
    if not is_drawable(plain=context.plain):
        print_plain([chosen.notes.rstrip()])
        return
    from cxdrill.terminal.views.notes_view import show_notes

    show_notes(chosen.title, chosen.notes, is_paged=sys.stdin.isatty())
