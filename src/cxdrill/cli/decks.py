"""`cxdrill decks`: what there is to study and to pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxdrill.cli import opening, options

if TYPE_CHECKING:
    from cxdrill.core.counts import Counts
    from cxdrill.files.index.index import Index


def decks_command(
    decks: options.Decks = None,
    progress: options.Progress = None,
    plain: options.Plain = False,
    json: options.Json = False,
) -> None:
    """List decks and exams, with what is due and new in each.

    Example: cxdrill decks --decks ./my-decks
    """
    from cxdrill.terminal.report import print_json, print_lines, room

    index, settings, now = opening.index(decks, (), progress), opening.settings(), opening.now()
    opening.loaded(opening.store(progress, index), index)
    counted = index.counts(index.history(()), settings, now)
    if json:
        print_json(_plain(index, counted))
        return
    from cxdrill.terminal.views.decks_view import decks_lines

    plain = plain or settings.plain
    print_lines(decks_lines(index.decks, index.exams, counted, room(plain=plain)), plain=plain)


def _plain(index: Index, counted: dict[str, Counts]) -> dict[str, object]:
    return {
        "decks": [
            {
                "deck": deck.id,
                "title": deck.title,
                "path": deck.path,
                "cards": deck.card_count,
                "questions": deck.question_count,
                "due": counted[deck.id].due,
                "new": counted[deck.id].new,
            }
            for deck in index.decks
        ],
        "exams": [
            {"exam": exam.id, "title": exam.title, "items": exam.items, "path": exam.path} for exam in index.exams
        ],
    }
