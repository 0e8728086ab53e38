"""`cxdrill decks`: what there is to study and to pass."""

from typing import TYPE_CHECKING

from cxdrill.cli import opening, options

if TYPE_CHECKING:
    from cxdrill.core.library import Library
    from cxdrill.core.stats import Counts


def decks_command(
    decks: options.Decks = None,
    progress: options.Progress = None,
    plain: options.Plain = False,
    json: options.Json = False,
) -> None:
    """List decks and exams, with what is due and new in each.

    Example: cxdrill decks --decks ./my-decks
    """
    from cxdrill.core.face import all_faces
    from cxdrill.core.stats import Counts, by_deck, counts
    from cxdrill.terminal.report import print_json, print_lines, width

    library, settings, now = opening.library(decks), opening.settings(), opening.now()
    history = opening.history(opening.loaded(opening.store(progress)).events, library)
    faces = by_deck(all_faces(library.cards()))
    counted = {deck: counts(each, history, settings, now) for deck, each in faces.items()}
    counted = {deck.id: counted.get(deck.id, Counts()) for deck in library.decks}
    if json:
        print_json(_plain(library, counted))
        return
    from cxdrill.terminal.decks_view import decks_lines

    print_lines(decks_lines(library, counted, width()), plain=plain or settings.plain)


def _plain(library: "Library", counted: "dict[str, Counts]") -> dict[str, object]:
    return {
        "decks": [
            {
                "deck": deck.id,
                "title": deck.title,
                "path": deck.path,
                "cards": len(deck.cards),
                "questions": len(deck.questions),
                "due": counted[deck.id].due,
                "new": counted[deck.id].new,
            }
            for deck in library.decks
        ],
        "exams": [
            {"exam": exam.id, "title": exam.title, "items": exam.items, "path": exam.path} for exam in library.exams
        ],
    }
