"""`cxdrill decks`: what there is to study and to pass."""

from __future__ import annotations

from cxdrill.cli import options


def decks_command(
    decks: options.Decks = None,
    progress: options.Progress = None,
    plain: options.Plain = False,
    json: options.Json = False,
) -> None:
    """List decks and exams, with what is due and new in each.

    Example: cxdrill decks --decks ./my-decks
    """
    from cxdrill.app.catalogue import list_decks

    list_decks(decks, progress, plain=plain, json=json)
