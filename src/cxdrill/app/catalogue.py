"""Work of `cxdrill decks` and `cxdrill notes`: what there is to study and to read."""

from __future__ import annotations

from pathlib import Path

from cxdrill.app import clock
from cxdrill.app.agenda import agenda
from cxdrill.app.context import Context
from cxdrill.app.named import chosen_decks
from cxdrill.app.shape import shape, shapes
from cxdrill.core.study.counts import Counts
from cxdrill.errors import WrongUsage
from cxdrill.files.index.index import Index
from cxdrill.terminal import paint
from cxdrill.terminal.report import is_drawable, print_json, print_plain, show
from cxdrill.terminal.views.catalogue_view import decks_lines


def list_decks(decks: list[Path] | None, progress: Path | None, *, plain: bool, json: bool) -> None:
    """Lists decks and exams with what is due and new."""
    context = Context(decks, progress, plain=plain)
    index = context.index
    context.load()
    asked = agenda(context, clock.now())
    counted = index.counts(index.history(()), asked)
    if json:
        print_json(_plain(index, counted))
        return
    show("Decks", lambda width: decks_lines(index.decks, index.exams, counted, width), plain=context.plain)


def _plain(index: Index, counted: dict[str, Counts]) -> dict[str, object]:
    heads = "deck=id title path cards=card_count questions=question_count"
    return {
        "decks": [shape(deck, heads) | shape(counted[deck.id], "due new") for deck in index.decks],
        "exams": shapes(index.exams, "exam=id title items path"),
    }


def read_notes(deck: str, decks: list[Path] | None, *, plain: bool) -> None:
    """Shows a deck's notes."""
    context = Context(decks, named=[deck], plain=plain)
    chosen = chosen_decks(context.index.decks, context.named)[0]
    if not chosen.notes.strip():
        raise WrongUsage(f'the deck "{chosen.id}" has no notes; its author can add them under "notes:"')
    if not is_drawable(plain=context.plain):
        print_plain([chosen.notes.rstrip()])
        return
    from cxdrill.terminal.notes import NotesView

    notes = NotesView(chosen.notes)
    show("Notes", lambda width: [paint.words(chosen.title, paint.TITLE), paint.words(""), *notes.lines(width)])
