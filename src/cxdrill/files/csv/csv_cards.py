"""One row of a table to a card: what must stand in its cells for its type, and what must not."""

from __future__ import annotations

import re
from typing import Any

from cxdrill.core.cards.card import Card, Option
from cxdrill.core.cards.fields import Field, Kind
from cxdrill.core.cards.registry import CARD_TYPES, implied_types
from cxdrill.files.csv.csv_cells import cell_list
from cxdrill.files.csv.csv_layout import nearest
from cxdrill.files.csv.csv_row import Row
from cxdrill.files.csv.deck_csv import DECK, SCENARIO, SOURCE
from cxdrill.files.decks.problem_list import quoted

PROMPT, ITEMS = "prompt", "items"
_ABOUT_DECK = ("deck", "type", "title", "summary", "notes", "lint_ignore", "lint_why")
COMMON = (
    *("deck", "type", "id", "prompt", "explanation", "topic", "tags", "source", "scenario", "critical", "was"),
    *("lint_ignore", "lint_why"),
)
_PARTS = {Kind.OPTIONS: ("option", "correct", "why", "fixed"), Kind.PAIRS: ("option", "why")}
_OF_ROWS = {
    DECK: frozenset(_ABOUT_DECK),
    SOURCE: frozenset(("deck", "type", "id", "title")),
    SCENARIO: frozenset(("deck", "type", "id", "prompt")),
}
_GROUPED = re.compile(r"(option|correct|why|fixed)_([0-9]+)")


def kind(row: Row) -> str:
    """The type of the row: named, or told by what the row has; empty where it is unknown."""
    named = row.cells.get("type", "").strip().casefold()
    if not named:
        return implied_types()["options" if "option_1" in row.cells else "answer"]
    types = (*_OF_ROWS, *CARD_TYPES)
    if named in types:
        return named
    likely = nearest(named, types)
    remedy = f"did you mean {likely}?" if likely else f"the types are {', '.join(types)}"
    row.refuse("type", f"there is no type {quoted(named)}; {remedy}")
    return ""


def refuse_strangers(row: Row, kind: str) -> None:
    """Note every cell that a row of this type has no use for, so that nothing is dropped in silence."""
    used = _OF_ROWS[kind] if kind in _OF_ROWS else _used(kind)
    for column in row.cells:
        grouped = _GROUPED.fullmatch(column)
        if (grouped[1] if grouped else column) in used:
            continue
        remedy = "mark the right option in its correct column" if column == "answer" else "empty the cell"
        row.refuse(column, f"a row of type {kind} has nothing here; {remedy}")


def columns_of(field: Field) -> tuple[str, ...]:
    """The columns that hold a field, without the numbers of grouped ones."""
    if field.name == ITEMS:
        return ("option",)
    return _PARTS.get(field.kind, (PROMPT if field.target == PROMPT else field.name,))


def _used(kind: str) -> frozenset[str]:
    return frozenset((*COMMON, *(column for field in CARD_TYPES[kind].own_fields for column in columns_of(field))))


def card(row: Row, kind: str, deck: str, id: str) -> Card | None:
    """The card, or None where something is wrong with it."""
    common: dict[str, Any] = {
        "deck": deck,
        "id": id,
        "prompt": row.text("prompt"),
        "topic": row.name("topic") or deck,
        "tags": row.names("tags"),
        "source": row.name("source"),
        "explanation": row.text("explanation", is_needed=False),
        "scenario": row.id("scenario", is_needed=False),
        "is_critical": row.flag("critical"),
        "was": row.id("was", is_needed=False),
        "waiver": row.waiver(),
    }
    own = {field.target: _value(row, kind, field) for field in CARD_TYPES[kind].own_fields if field.target != PROMPT}
    for fault in CARD_TYPES[kind].faults({**common, **own} if row.is_right else {}):
        column = "correct_1" if fault.field == "options" else PROMPT
        row.refuse(column, f"{fault.message}; {fault.cell_remedy or fault.remedy}")
    return CARD_TYPES[kind](**common, **own) if row.is_right else None


def _value(row: Row, kind: str, field: Field) -> Any:
    """What the cells of a field say."""
    match field.kind:
        case Kind.OPTIONS:
            return tuple(_option(row, place) for place in _places(row, kind, field))
        case Kind.PAIRS:
            return tuple((row.text(f"option_{n}"), row.text(f"why_{n}")) for n in _places(row, kind, field))
        case Kind.TEXTS if field.name == ITEMS:
            return tuple(row.cells[f"option_{place}"] for place in _places(row, kind, field))
        case Kind.TEXTS | Kind.NAMES:
            return cell_list(row.cells.get(field.name, ""))
        case Kind.FLAG:
            return row.flag(field.name) if not field.required or row.text(field.name) else None
    return row.text(field.name, is_needed=field.required)


def _option(row: Row, place: int) -> Option:
    text, why = row.text(f"option_{place}"), row.text(f"why_{place}", is_needed=False)
    return Option(text, row.flag(f"correct_{place}"), why, row.flag(f"fixed_{place}"))


def _places(row: Row, kind: str, bounds: Field) -> tuple[int, ...]:
    """The numbers of the options that are there; a cell beside an option that is not is told."""
    filled = {column for column, text in row.cells.items() if _GROUPED.fullmatch(column) and text.strip()}
    places = sorted(int(column.removeprefix("option_")) for column in filled if column.startswith("option_"))
    for column in sorted(filled):
        part, _, number = column.partition("_")
        if int(number) in places or (part in ("correct", "fixed") and not row.flag(column)):
            continue  # a spelt-out "no" beside nothing harms nobody
        row.refuse(column, f"there is no option {number} that this could belong to")
    if not bounds.least <= len(places) <= (bounds.most or len(places)):
        words = f"a row of type {kind} needs {bounds.least} to {bounds.most} {bounds.name}, here are {len(places)}"
        row.refuse("option_1", words)
    return tuple(places)
