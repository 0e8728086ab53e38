"""One row of a table to a card: what must stand in its cells for its type, and what must not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.fields import Field, Kind, Shape
from cxdrill.core.cards.languages import TAG
from cxdrill.core.cards.registry import CARD_TYPES, implied_types
from cxdrill.files.csv.csv_cells import cell_list
from cxdrill.files.csv.csv_layout import nearest
from cxdrill.files.csv.csv_row import Row
from cxdrill.files.csv.deck_csv import (
    DECK,
    NUMBER,
    OPTIONAL,
    SCENARIO,
    SOURCE,
    group_name,
    is_in_rows,
    own_columns,
    part_shapes,
)
from cxdrill.files.decks.problem_list import quoted
from cxdrill.files.decks.text_readers import ID

PROMPT, ITEMS = "prompt", "items"
_ABOUT_DECK = ("deck", "type", "title", "summary", "language", "accents", "was", "notes", "lint_ignore", "lint_why")
COMMON = (
    *("deck", "type", "id", "prompt", "explanation", "topic", "tags", "source", "scenario", "critical", "was"),
    *("lint_ignore", "lint_why", *OPTIONAL),
)
_OF_ROWS = {
    DECK: frozenset(_ABOUT_DECK),
    SOURCE: frozenset(("deck", "type", "id", "title")),
    SCENARIO: frozenset(("deck", "type", "id", "prompt")),
}
_GROUPED = re.compile(r"(option|correct|why|fixed|value)_([0-9]+)")


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


def _used(kind: str) -> frozenset[str]:
    return frozenset((*COMMON, *(name.removesuffix(NUMBER) for name in own_columns(CARD_TYPES[kind]))))


def card(row: Row, kind: str, deck: str, id: str, parts: Sequence[Row] = (), old: Card | None = None) -> Card | None:
    """The card, or None where something is wrong with it.

    `parts` are the rows of its turns and replies; where there are none, those of the card as it was stay.
    """
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
        "fact": row.name("fact"),
        "exam": _exam(row),
        "accents": accents(row),
        "was": former(row),
        "waiver": row.waiver(),
    }
    own = {field.target: _value(row, kind, field) for field in CARD_TYPES[kind].own_fields if field.target != PROMPT}
    for field in CARD_TYPES[kind].own_fields:
        if is_in_rows(field) and field.entry:
            was = getattr(old, field.target, ()) if old is not None and old.type == kind and not parts else ()
            own[field.target] = was or _in_rows(row, field, parts)
    for fault in CARD_TYPES[kind].faults({**common, **own} if row.is_right else {}):
        column = "correct_1" if fault.field == "options" else PROMPT
        row.refuse(column, f"{fault.message}; {fault.cell_remedy or fault.remedy}")
    return CARD_TYPES[kind](**common, **own) if row.is_right else None


def accents(row: Row) -> str:
    """Whether accents count, as the row says it."""
    named = row.cells.get("accents", "").strip().casefold()
    if named not in ("", "any", "strict"):
        row.refuse("accents", f"accents cannot be {quoted(named)}; write any or strict, or leave it empty")
    return named


def former(row: Row) -> str:
    """The id that a card had before, or the deck's and the card's."""
    named = row.cells.get("was", "").strip()
    if named and not all(ID.fullmatch(part) for part in named.split("/", 1)):
        row.refuse("was", f"{quoted(named)} is no id; write old-id, or old-deck/old-id")
    return named


def language(row: Row) -> str:
    """The language of a deck, as its row says it."""
    named = row.cells.get("language", "").strip()
    if named and not TAG.fullmatch(named):
        row.refuse("language", f"{quoted(named)} is no language; write its short name, such as en, es or pt-BR")
    return named


def _value(row: Row, kind: str, field: Field) -> Any:
    """What the cells of a field say."""
    match field.kind:
        case _ if is_in_rows(field):
            return ()
        case Kind.ENTRY if field.entry:
            named = {name: f"{field.name}_{name}" for name in field.entry.fields}
            return field.entry.becomes(**{name: row.text(column, is_needed=False) for name, column in named.items()})
        case Kind.ENTRIES if field.entry:
            return tuple(_entry(row, field.entry, place) for place in _places(row, kind, field))
        case Kind.PAIRS:
            return tuple((row.text(f"option_{n}"), row.text(f"why_{n}")) for n in _places(row, kind, field))
        case Kind.TEXTS if field.name == ITEMS:
            return tuple(row.cells[f"option_{place}"] for place in _places(row, kind, field))
        case Kind.TEXTS | Kind.NAMES:
            return cell_list(row.cells.get(field.name, ""))
        case Kind.BETWEEN:
            return row.whole(field.name, field.least, field.most or 0, is_needed=field.required)
        case Kind.FLAG:
            return row.flag(field.name) if not field.required or row.text(field.name) else None
    return row.text(field.name, is_needed=field.required)


def part_types() -> frozenset[str]:
    """The types of rows that belong to a card."""
    return frozenset(form.name for kind in CARD_TYPES.values() for form in part_shapes(kind))


def _in_rows(row: Row, field: Field, parts: Sequence[Row]) -> tuple[Any, ...]:
    """The parts of a card out of rows of their own: each with those entries that name it."""
    form = field.entry
    assert form
    inner = next((each for each in form.fields.values() if is_in_rows(each)), None)
    entries: dict[str, list[Any]] = {}
    for part in parts:
        if inner and inner.entry and part.cells["type"].strip().casefold() == inner.entry.name:
            entries.setdefault(part.cells.get("id", ""), []).append(inner.entry.becomes(**_fields(part, inner.entry)))
    made = []
    for part in parts:
        if part.cells["type"].strip().casefold() == form.name:
            values = _fields(part, form)
            values |= {"id": part.cells.get("id", "").partition("/")[2]} if "id" in form.fields else {}
            values |= {inner.target: tuple(entries.get(part.cells.get("id", ""), ()))} if inner else {}
            made.append(form.becomes(**values))
    if field.required and len(made) < field.least:
        row.refuse("id", f"the card has {len(made)} rows of type {form.name}; add them below it")
    return tuple(made)


def _fields(part: Row, form: Shape) -> dict[str, Any]:
    """The values of a part from the columns that bear the names of its fields."""
    return {field.target: _part_value(part, form, field) for field in form.fields.values() if not is_in_rows(field)}


def _part_value(part: Row, form: Shape, field: Field) -> Any:
    if field.kind is Kind.NAMES:
        return part.names(field.name)
    if field.kind is Kind.TEXTS:
        return cell_list(part.cells.get(field.name, ""))
    if field.entry:
        has_any = any(column.startswith("option_") and text.strip() for column, text in part.cells.items())
        return _value(part, form.name, field) if has_any else ()
    return _cell(part, field, field.name)


def _exam(row: Row) -> str:
    word = row.name("exam").strip().casefold()
    if word and word != "only":
        row.refuse("exam", f"{quoted(word)} is not known here; write only, or leave the cell empty")
    return word


def _entry(row: Row, form: Shape, place: int) -> Any:
    """One of the options, from its numbered cells."""
    cells = ((field, f"{group_name(field)}_{place}") for field in form.fields.values())
    return form.becomes(**{field.target: _cell(row, field, column) for field, column in cells})


def _cell(row: Row, field: Field, column: str) -> Any:
    if field.kind is Kind.FLAG:
        return row.flag(column)
    if field.kind is Kind.BETWEEN:
        return row.whole(column, field.least, field.most or 0, is_needed=field.required)
    return row.text(column, is_needed=field.required)


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
