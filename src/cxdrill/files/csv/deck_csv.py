"""Decks as CSV: one row a card, before them rows for the deck, its sources and its scenarios.

The columns are described in decks/README.md; `csv_import` reads them back.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from cxdrill.core.cards.card import NO_WAIVER, Card, Option, Waiver
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.fields import Field, Kind
from cxdrill.files.csv.csv_cells import MAX_SPREADSHEET_CELL, guarded, list_cell
from cxdrill.files.exports.exported import Exported

GROUPED = ("options", "items", "pairs")  # fields whose entries stand in numbered columns
GROUPS = 8  # how many options there is always room for
BOM = b"\xef\xbb\xbf"

# The last column is filled in every row: where it is not, Excel leaves trailing separators out and rows get ragged.
# The first name must not begin with "ID": a spreadsheet would take the file for another format (SYLK).
FIRST_COLUMNS = ("type", "id", "prompt", "answer")
LAST_COLUMNS = (
    *("explanation", "accept", "reverse", "topic", "tags", "source", "scenario", "critical", "was"),
    *("lint_ignore", "lint_why", "title", "summary", "notes", "deck"),
)
DECK, SOURCE, SCENARIO = "deck", "source", "scenario"  # the types of rows that are no cards
YES = "yes"

Cells = dict[str, str]
"""The cells of one row that are not empty, by column."""


def columns(decks: Iterable[Deck]) -> tuple[str, ...]:
    """The header: room for eight options, or for as many as the longest card has."""
    longest = max((_length(card) for deck in decks for card in deck.cards), default=0)
    groups = (group_columns(number) for number in range(1, max(longest, GROUPS) + 1))
    return (*FIRST_COLUMNS, *chain.from_iterable(groups), *LAST_COLUMNS)


@lru_cache(maxsize=1024)
def group_columns(number: int) -> tuple[str, str, str, str]:
    """The four columns of option `number`, counted from 1."""
    return f"option_{number}", f"correct_{number}", f"why_{number}", f"fixed_{number}"


def rows(decks: Iterable[Deck]) -> Iterator[Cells]:
    """Every row of every deck, unguarded."""
    for deck in decks:
        yield deck_cells(deck)
        for key, title in deck.sources.items():
            yield {"deck": deck.id, "type": SOURCE, "id": key, "title": title}
        for scenario in deck.scenarios:
            yield {"deck": deck.id, "type": SCENARIO, "id": scenario.id, "prompt": scenario.text}
        yield from map(card_cells, deck.cards)


def deck_cells(deck: Deck) -> Cells:
    """The cells of a deck's own row."""
    cells = {"deck": deck.id, "type": DECK, "title": deck.title, "summary": deck.summary, "notes": deck.notes}
    return {**cells, **_waiver_cells(deck.waiver)}


def exported_csv(decks: Sequence[Deck], *, is_raw: bool = False, has_mark: bool = False) -> Exported:
    """The decks as one CSV file: UTF-8, CRLF. `is_raw` leaves formulas runnable, `has_mark` is the sign Excel needs."""
    header = columns(decks)
    stream = io.StringIO(newline="")
    write_row = csv.writer(stream, lineterminator="\r\n").writerow
    write_row(header)
    places = {name: place for place, name in enumerate(header)}
    notices: list[str] = []
    for cells in rows(decks):
        if write_row(_row(cells, places, is_raw)) > MAX_SPREADSHEET_CELL:
            notices += _overlong(cells)
    content = stream.getvalue().encode("utf-8")
    return Exported(BOM + content if has_mark else content, notices=tuple(notices))


def _row(cells: Cells, places: dict[str, int], is_raw: bool) -> list[str]:
    row = [""] * len(places)
    for name, text in cells.items():
        if text:
            # Most texts begin with a letter: told here, at half the cost of a call.
            row[places[name]] = text if is_raw or text[:1].isalnum() else guarded(text)
    return row


def _overlong(cells: Cells) -> Iterator[str]:
    where = f"{cells['deck']}/{cells['id']}" if "id" in cells else f"deck {cells['deck']}"
    for name, text in cells.items():
        if len(text) > MAX_SPREADSHEET_CELL:
            yield (
                f"{where}: the column {name} has {len(text):,} characters and Excel cuts a cell off after "
                f"{MAX_SPREADSHEET_CELL:,}; do not save this file from Excel"
            )


def _length(card: Card) -> int:
    """How many groups of columns a card fills."""
    return max((len(getattr(card, field.target)) for field in card.own_fields if field.name in GROUPED), default=0)


def card_cells(card: Card) -> Cells:
    """The cells of a card's row."""
    cells = {"deck": card.deck, "type": card.type, "id": card.id, "prompt": card.prompt}
    for field in card.own_fields:
        if field.target != "prompt":
            _put(cells, field, getattr(card, field.target))
    _put_common(cells, card)
    return cells


def _put(cells: Cells, field: Field, value: Any) -> None:
    """The value of a field in its cells."""
    match field.kind:
        case Kind.OPTIONS:
            _put_options(cells, value)
        case Kind.PAIRS:
            for number, (left, right) in enumerate(value, 1):
                name, _, other, _ = group_columns(number)
                cells[name], cells[other] = left, right
        case Kind.TEXTS if field.name in GROUPED:
            cells |= {group_columns(number)[0]: item for number, item in enumerate(value, 1)}
        case Kind.TEXTS | Kind.NAMES:
            cells[field.name] = list_cell(value)
        case Kind.FLAG if field.required:
            cells[field.name] = "true" if value else "false"
        case Kind.FLAG:
            cells[field.name] = YES if value else ""
        case _:
            cells[field.name] = value


def _put_options(cells: Cells, options: Iterable[Option]) -> None:
    for number, option in enumerate(options, 1):
        text, correct, why, fixed = group_columns(number)
        cells[text] = option.text
        if option.is_key:
            cells[correct] = YES
        if option.why:
            cells[why] = option.why
        if option.is_fixed:
            cells[fixed] = YES


def _put_common(cells: Cells, card: Card) -> None:
    cells["explanation"] = card.explanation
    cells["source"] = card.source
    cells["scenario"] = card.scenario
    cells["was"] = card.was
    if card.topic != card.deck:
        cells["topic"] = card.topic
    if card.tags:
        cells["tags"] = list_cell(card.tags)
    if card.is_critical:
        cells["critical"] = YES
    if card.waiver is not NO_WAIVER:
        cells.update(_waiver_cells(card.waiver))


def _waiver_cells(waiver: Waiver) -> Cells:
    return {"lint_ignore": list_cell(waiver.rules), "lint_why": waiver.why}
