"""`cxdrill decks`: what there is to study and to pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxdrill.cli import opening, options

if TYPE_CHECKING:
    from cxdrill.core.cards.library import Library
    from cxdrill.core.counts import Counts


def decks_command(
    decks: options.Decks = None,
    progress: options.Progress = None,
    plain: options.Plain = False,
    json: options.Json = False,
) -> None:
    """List decks and exams, with what is due and new in each.

    Example: cxdrill decks --decks ./my-decks
    """
    from cxdrill.core.cards.card_index import face_keys
    from cxdrill.core.counts import counts
    from cxdrill.terminal.report import print_json, print_lines, room

    library, settings, now = opening.library(decks), opening.settings(), opening.now()
    history = opening.history(opening.loaded(opening.store(progress)).events, library)
    counted = {deck.id: counts(face_keys([deck]), history, settings, now) for deck in library.decks}
    if json:
        print_json(_plain(library, counted))
        return
    from cxdrill.terminal.views.decks_view import decks_lines

    plain = plain or settings.plain
    print_lines(decks_lines(library, counted, room(plain=plain)), plain=plain)


def _plain(library: Library, counted: dict[str, Counts]) -> dict[str, object]:
    from cxdrill.core.cards.card_index import index_of

    return {
        "decks": [
            {
                "deck": deck.id,
                "title": deck.title,
                "path": deck.path,
                "cards": len(deck.cards),
                "questions": index_of(deck.cards).question_count,
                "due": counted[deck.id].due,
                "new": counted[deck.id].new,
            }
            for deck in library.decks
        ],
        "exams": [
            {"exam": exam.id, "title": exam.title, "items": exam.items, "path": exam.path} for exam in library.exams
        ],
    }
