"""Decks as CSV: one row a card, before them rows for the deck, its sources and its scenarios.

The columns are described in decks/README.md; `csv_import` reads them back.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from cxdrill.core.cards.card import NO_WAIVER, Card, Waiver
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.fields import Field, Kind, Shape
from cxdrill.files.csv.csv_cells import MAX_SPREADSHEET_CELL, guarded, list_cell
from cxdrill.files.exports.exported import Exported

GROUPED = ("options", "items", "pairs")  # fields whose entries stand in numbered columns
NUMBER = "_N"
OPTIONAL = ("fact", "exam", "accents")  # columns that are there where any card fills them
GROUP_COLUMNS = ("option", "correct", "why", "fixed")
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


def columns(decks: Collection[Deck]) -> tuple[str, ...]:
    """The header: room for eight options or for the longest card, and what the card types there need."""
    cards = [card for deck in decks for card in deck.cards]
    longest = max(map(_length, cards), default=0)
    kinds = {type(card): None for card in cards}
    needed = [name for kind in kinds for name in own_columns(kind)]
    parts = (
        name for kind in kinds for form in part_shapes(kind) for name, each in form.fields.items() if not each.entry
    )
    grouped = [name for name in needed if name.removesuffix(NUMBER) != name]
    names = tuple(dict.fromkeys((*GROUP_COLUMNS, *(name.removesuffix(NUMBER) for name in grouped))))
    groups = (f"{name}_{number}" for number in range(1, max(longest, GROUPS) + 1) for name in names)
    of_decks = {"accents": [deck.accents for deck in decks], "language": [deck.language for deck in decks]}
    needed += [name for name in OPTIONAL if any(getattr(card, name) for card in cards)]
    needed += [name for name, values in of_decks.items() if any(values)]
    usual = (*FIRST_COLUMNS, *LAST_COLUMNS)
    others = dict.fromkeys(name for name in (*needed, *parts) if name not in usual and name not in grouped)
    return (*FIRST_COLUMNS, *groups, *others, *LAST_COLUMNS)


def own_columns(kind: type[Card]) -> tuple[str, ...]:
    """The columns of the fields that only a type has; numbered ones end in `_N`."""
    return tuple(name for field in kind.own_fields for name in columns_of(field))


def is_in_rows(field: Field) -> bool:
    """Whether the entries of a field take a row each, below that of the card."""
    return field.kind is Kind.ENTRIES and field.name not in GROUPED


def part_shapes(kind: type[Card]) -> tuple[Shape, ...]:
    """The shapes of the parts of a card type that stand in rows below a card: a dialogue's turns and their replies."""
    outer = [field.entry for field in kind.own_fields if is_in_rows(field) and field.entry]
    inner = (each for form in outer for each in form.fields.values() if is_in_rows(each))
    return (*outer, *(each.entry for each in inner if each.entry))


def part_rows(card: Card) -> Iterator[Cells]:
    """The rows of a card's parts, each with `card/part` as its id."""
    for field in card.own_fields:
        for number, part in enumerate(getattr(card, field.target) if is_in_rows(field) else (), 1):
            assert field.entry
            common = {"deck": card.deck, "id": f"{card.id}/{getattr(part, 'id', number)}"}
            yield {**_part_cells(field.entry, part), **common, "type": field.entry.name}
            for inner in field.entry.fields.values():
                for each in getattr(part, inner.target) if is_in_rows(inner) else ():
                    assert inner.entry
                    yield {**_part_cells(inner.entry, each), **common, "type": inner.entry.name}


def _part_cells(form: Shape, part: Any) -> Cells:
    cells: Cells = {}
    for field in form.fields.values():
        if not is_in_rows(field):
            _put(cells, field, getattr(part, field.target))
    return cells


def columns_of(field: Field) -> tuple[str, ...]:
    """The columns that hold a field; numbered ones end in `_N`."""
    if is_in_rows(field):
        return ()
    if field.kind is Kind.ENTRY and field.entry:
        return tuple(f"{field.name}_{each}" for each in field.entry.fields)
    if field.kind is Kind.PAIRS:
        return f"option{NUMBER}", f"why{NUMBER}"
    if field.entry:
        return tuple(f"{group_name(each)}{NUMBER}" for each in field.entry.fields.values())
    if field.name == "items":
        return (f"option{NUMBER}",)
    return ("prompt" if field.target == "prompt" else field.name,)


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
        for card in deck.cards:
            yield card_cells(card)
            yield from part_rows(card)


def deck_cells(deck: Deck) -> Cells:
    """The cells of a deck's own row."""
    cells = {"deck": deck.id, "type": DECK, "title": deck.title, "summary": deck.summary, "notes": deck.notes}
    return {**cells, **deck.manners(), "was": deck.was, **_waiver_cells(deck.waiver)}


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
    grouped = (field for field in card.own_fields if field.name in GROUPED)
    return max((len(getattr(card, field.target)) for field in grouped), default=0)


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
        case _ if is_in_rows(field):
            return
        case Kind.ENTRY if field.entry:
            cells |= {f"{field.name}_{name}": getattr(value, name) for name in field.entry.fields}
        case Kind.BETWEEN:
            cells[field.name] = str(value) if value or field.required else ""
        case Kind.ENTRIES if field.entry:
            for number, each in enumerate(value, 1):
                cells |= _entry_cells(field.entry, each, number)
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


def group_name(field: Field) -> str:
    """What the numbered columns of a field of an option are called: the text is the option itself."""
    return "option" if field.name == "text" else field.name


def _entry_cells(form: Shape, value: Any, number: int) -> Cells:
    """The numbered cells of an option."""
    cells = {}
    for field in form.fields.values():
        held = getattr(value, field.target)
        if held or field.kind is Kind.BETWEEN:
            cells[f"{group_name(field)}_{number}"] = YES if held is True else str(held)
    return cells


def _put_common(cells: Cells, card: Card) -> None:
    cells["explanation"] = card.explanation
    cells["source"] = card.source
    cells["scenario"] = card.scenario
    cells["was"] = card.was
    if card.topic != card.deck:
        cells["topic"] = card.topic
    if card.tags:
        cells["tags"] = list_cell(card.tags)
    cells |= {name: text for name in OPTIONAL if (text := getattr(card, name))}
    if card.is_critical:
        cells["critical"] = YES
    if card.waiver is not NO_WAIVER:
        cells.update(_waiver_cells(card.waiver))


def _waiver_cells(waiver: Waiver) -> Cells:
    return {"lint_ignore": list_cell(waiver.rules), "lint_why": waiver.why}
