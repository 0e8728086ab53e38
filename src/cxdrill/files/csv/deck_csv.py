"""Decks as tables, CSV or a sheet each of a workbook: a row a card, before them the deck, its sources and scenarios.

The columns are described in decks/README.md; `csv_import` reads them back.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from cxdrill.core.cards.card import OF_EVERY_CARD, Card
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.fields import Field
from cxdrill.core.text import clean_line
from cxdrill.files.csv.csv_cells import (
    DECK,
    NUMBER,
    OF_DECK,
    SCENARIO,
    SOURCE,
    Cells,
    cells_of,
    columns_of,
    group,
    guarded,
    is_in_rows,
)
from cxdrill.files.exports.paper import Exported

# Columns that are there where any row fills them.
OPTIONAL = ("fact", "exam", "accents", "language", "image", "audio", "alt")
GROUP_COLUMNS = ("option", "correct", "why", "fixed")
GROUPS = 8  # how many options there is always room for
BOM = b"\xef\xbb\xbf"
MAX_SPREADSHEET_CELL = 32_767  # characters; Excel cuts longer cells off without a word

# The last column is filled in every row: where it is not, Excel leaves trailing separators out and rows get ragged.
# The first name must not begin with "ID": a spreadsheet would take the file for another format (SYLK).
FIRST_COLUMNS = ("type", "id", "prompt", "answer")
LAST_COLUMNS = (
    *("explanation", "accept", "reverse", "topic", "tags", "source", "scenario", "critical", "was"),
    *("lint_ignore", "lint_why", "title", "summary", "notes", "deck"),
)


def columns(decks: Collection[Deck]) -> tuple[str, ...]:
    """The header: room for eight options or for the longest card, and what the card types there need."""
    cards = [card for deck in decks for card in deck.cards]
    kinds: Iterable[type[Card]] = dict.fromkeys(map(type, cards))
    needed = [name for kind in kinds for name in columns_of(kind.own_fields)]
    needed += [name for name in OPTIONAL if any(getattr(each, name, "") for each in (*cards, *decks))]
    needed += [name for kind in kinds for name in columns_of(kind.own_fields, is_deep=True)]
    usual = (*FIRST_COLUMNS, *LAST_COLUMNS)
    single = [name for name in dict.fromkeys(needed) if name not in usual and not name.endswith(NUMBER)]
    has_media = any(field for card in cards for field, _ in card.media())
    numbered = (name.removesuffix(NUMBER) for name in needed if name.endswith(NUMBER))
    names = dict.fromkeys((*GROUP_COLUMNS, *(name for name in numbered if has_media or name not in OPTIONAL)))
    lists = [getattr(card, field.target) for card in cards for field in card.own_fields if group(field)]
    room = max((GROUPS, *map(len, lists)))
    groups = (f"{name}_{number}" for number in range(1, room + 1) for name in names)
    return (*FIRST_COLUMNS, *groups, *single, *LAST_COLUMNS)


def rows(decks: Iterable[Deck]) -> Iterator[Cells]:
    """Every row of every deck, unguarded."""
    for deck in decks:
        yield deck_cells(deck)
        for key, title in deck.sources.items():
            yield {"deck": deck.id, "type": SOURCE, "id": key, "title": title}
        for scenario in deck.scenarios:
            yield {"deck": deck.id, "type": SCENARIO, "id": scenario.id, "prompt": scenario.text}
        for card in deck.cards:
            yield card_cells(card)
            yield from _part_rows(card.own_fields, card, {"deck": card.deck, "id": card.id})


def deck_cells(deck: Deck) -> Cells:
    return {"type": DECK, **cells_of(OF_DECK, deck)}


def card_cells(card: Card) -> Cells:
    cells = {"deck": card.deck, "type": card.type, "id": card.id, **cells_of((*OF_EVERY_CARD, *card.own_fields), card)}
    if card.topic == card.deck:
        del cells["topic"]
    return cells


def _part_rows(fields: Iterable[Field], value: Any, owner: Cells) -> Iterator[Cells]:
    """The rows of a card's parts, and of their own parts, each with `card/part` as its id."""
    for field in filter(is_in_rows, fields):
        for number, part in enumerate(getattr(value, field.target), 1):
            assert field.entry
            name = owner["id"]
            common = {**owner, "id": name if "/" in name else f"{name}/{getattr(part, 'id', number)}"}
            yield {**cells_of(field.entry.fields.values(), part), **common, "type": field.entry.name}
            yield from _part_rows(field.entry.fields.values(), part, common)


def exported_csv(decks: Sequence[Deck], *, is_raw: bool = False, has_mark: bool = False) -> Exported:
    """The decks as one CSV file: UTF-8, CRLF. `is_raw` leaves formulas runnable, `has_mark` is the sign Excel needs."""
    header, stream, notices = columns(decks), io.StringIO(newline=""), list[str]()
    write_row = csv.writer(stream, lineterminator="\r\n").writerow
    write_row(header)
    places = {name: place for place, name in enumerate(header)}
    for cells in rows(decks):
        row = [""] * len(header)
        for name, text in cells.items():
            row[places[name]] = text if is_raw else guarded(text)
        if write_row(row) > MAX_SPREADSHEET_CELL:
            notices += _overlong(cells)
    content = stream.getvalue().encode("utf-8")
    return Exported(BOM + content if has_mark else content, notices=tuple(notices))


def table_csv(rows: Iterable[Sequence[Any]]) -> bytes:
    """A table of a report in UTF-8 with CRLF; numbers with all their digits, what is not known empty."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_plain_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8", "replace")


def _plain_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    # A number is written by us and may begin with a minus sign: that is data, no formula.
    return repr(value) if isinstance(value, int | float) else guarded(str(value))


def _overlong(cells: Cells) -> Iterator[str]:
    where = f"{cells['deck']}/{cells['id']}" if "id" in cells else f"deck {cells['deck']}"
    words = f"characters and Excel cuts a cell off after {MAX_SPREADSHEET_CELL:,}; do not save this file from Excel"
    for name, text in cells.items():
        if len(text) > MAX_SPREADSHEET_CELL:
            yield f"{where}: the column {name} has {len(text):,} {words}"


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
                    words = f"{MAX_SPREADSHEET_CELL:,} characters, the most that a cell holds; use CSV for this deck"
                    notices.append(f"{deck.id}, row {number + 1}: the column {name} is cut off after {words}")
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
