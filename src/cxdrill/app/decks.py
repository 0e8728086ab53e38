"""`cxdrill decks`: what there is to study and to pass."""

from __future__ import annotations

from pathlib import Path

from cxdrill.app import clock
from cxdrill.app.context import Context
from cxdrill.app.shape import shape, shapes
from cxdrill.core.counts import Counts
from cxdrill.files.index.index import Index
from cxdrill.terminal.report import print_json, print_lines, room
from cxdrill.terminal.views.decks_view import decks_lines


def run(decks: list[Path] | None, progress: Path | None, *, plain: bool, json: bool) -> None:
    """Lists decks and exams with what is due and new."""
    context = Context(decks, progress, plain=plain)
    index = context.index
    context.load()
    counted = index.counts(index.history(()), context.settings, clock.now())
    if json:
        print_json(_plain(index, counted))
        return

    lines = decks_lines(index.decks, index.exams, counted, room(plain=context.plain))
    print_lines(lines, plain=context.plain)


def _plain(index: Index, counted: dict[str, Counts]) -> dict[str, object]:
    heads = "deck=id title path cards=card_count questions=question_count"
    return {
        "decks": [shape(deck, heads) | shape(counted[deck.id], "due new") for deck in index.decks],
        "exams": shapes(index.exams, "exam=id title items path"),
    }
