"""`cxdrill schema`: the JSON Schema of deck and exam files."""

from __future__ import annotations

from cxdrill.files.decks.deck_schema import schema
from cxdrill.terminal.report import print_json


def run() -> None:
    """Prints the JSON Schema of decks and exams."""
    print_json(schema())
