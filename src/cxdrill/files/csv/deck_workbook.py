"""Decks as an .xlsx workbook: a sheet a deck with the columns of CSV, each cell a text that nothing runs or changes."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from cxdrill.core.cards.deck import Deck
from cxdrill.core.text import clean_line
from cxdrill.files.csv.csv_cells import MAX_SPREADSHEET_CELL
from cxdrill.files.csv.deck_csv import columns, rows
from cxdrill.files.exports.paper import Exported

_LONGEST_NAME = 31  # characters of a sheet's name
_WIDTHS = {"prompt": 50, "answer": 40, "explanation": 40, "notes": 40, "option": 25, "why": 25}
_USUAL_WIDTH = 14


def exported_workbook(decks: Sequence[Deck]) -> Exported:
    """The decks as one workbook; a text that is too long for a cell is cut there, and told."""
    from xlsxwriter import Workbook

    stream, notices = io.BytesIO(), []
    book = Workbook(stream, {"in_memory": True})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    head = book.add_format({"num_format": "@", "bold": True})
    used: set[str] = set()
    for deck in decks:
        sheet = book.add_worksheet(_sheet_name(deck.title, used))
        sheet.freeze_panes(1, 0)
        places = {name: place for place, name in enumerate(columns([deck]))}
        for name, place in places.items():
            sheet.set_column(place, place, _WIDTHS.get(name.partition("_")[0], _USUAL_WIDTH), text)
            sheet.write_string(0, place, name, head)
        for number, cells in enumerate(rows([deck]), 1):
            for name, content in cells.items():
                if content and sheet.write_string(number, places[name], content, text) == -2:
                    sheet.write_string(number, places[name], content[:MAX_SPREADSHEET_CELL], text)
                    notices.append(
                        f"{deck.id}, row {number + 1}: the column {name} is cut off after {MAX_SPREADSHEET_CELL:,} "
                        f"characters, the most that a cell holds; use CSV for this deck"
                    )
    book.close()
    return Exported(stream.getvalue(), notices=tuple(notices))


def _sheet_name(title: str, used: set[str]) -> str:
    """The deck's title as a name that a workbook takes and that no other sheet has."""
    stem = re.sub(r"[\[\]:*?/\\]", " ", clean_line(title))[:_LONGEST_NAME].strip(" '") or "Deck"
    name, number = stem, 1
    while name.casefold() in used or name.casefold() == "history":
        number += 1
        name = f"{stem[: _LONGEST_NAME - len(str(number)) - 1]} {number}"
    used.add(name.casefold())
    return name
