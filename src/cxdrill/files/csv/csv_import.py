"""CSV bytes to decks, with every row that is wrong: tables with our columns.

A column that the file does not have leaves that field of a card as the library's deck has it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from cxdrill.core.cards.card import OF_EVERY_CARD, Card
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.fields import Field, Kind
from cxdrill.core.cards.registry import CARD_TYPES, implied_types
from cxdrill.core.ids import slug
from cxdrill.core.plain import grouped
from cxdrill.files.csv.csv_cells import (
    COLUMNS,
    COMMON,
    DECK,
    NUMBER,
    OF_DECK,
    SOURCE,
    columns_of,
    is_in_rows,
    part_types,
)
from cxdrill.files.csv.csv_draft import Row, TableDraft, values_in_rows
from cxdrill.files.csv.csv_file import RowProblem, Rows, Table, csv_text, table
from cxdrill.files.csv.deck_csv import card_cells, deck_cells
from cxdrill.files.decks.problem_list import Guesses, quoted

_ID, _KEY = Field("id", Kind.ID, "", required=True), Field("id", Kind.NAME, "", required=True)
_TEXT = Field("text", Kind.TEXT, "", required=True)


class Imported(Struct, frozen=True):
    """The decks that a file holds, in its order, or every problem of every row. `notices` are whole sentences."""

    decks: tuple[Deck, ...]
    problems: tuple[RowProblem, ...]
    notices: tuple[str, ...] = ()


def imported(
    source: bytes | Rows, path: str, *, deck_id: str = "", known: Mapping[str, Deck] | None = None, is_raw: bool = False
) -> Imported:
    """The decks in the bytes of a file, or in rows; `deck_id` is for rows that name none, `known` are decks by id.

    `is_raw` is for files without the guard against formulas. Raises DataError where the file is no text.
    """
    found = table(csv_text(source, path) if isinstance(source, bytes) else source, is_raw=is_raw)
    reading = _Reading(found, deck_id, known or {})
    decks = reading.decks()
    problems = tuple(sorted(reading.problems))
    if not problems and not decks:
        problems = (RowProblem(1, "", "the file has no cards; give a header and a row for each card"),)
    return Imported(() if problems else decks, problems, found.notices)


class _Reading:
    """Reads the rows of one file into drafts."""

    def __init__(self, found: Table, deck_id: str, known: Mapping[str, Deck]) -> None:
        self.table, self.deck_id, self.known = found, deck_id, known
        self.problems = list(found.problems)
        self.drafts: dict[str, TableDraft] = {}
        self.ids: set[str] = set()  # that any row names
        self.nearest = Guesses()
        fields = {name: kind.own_fields for name, kind in CARD_TYPES.items()}
        self.used = {**COLUMNS, **{name: COMMON.union(columns_of(each)) for name, each in fields.items()}}
        self.part_types = {name for each in fields.values() for name in part_types(each)}
        self.parts: dict[tuple[str, str], list[Row]] = {}  # by deck and card: the rows of its turns and replies

    def decks(self) -> tuple[Deck, ...]:
        rows = [self._row(number, cells) for number, cells in self.table.rows]
        self.ids = {row.id.strip() for row in rows}
        parts = [row for row in rows if row.type in self.part_types]  # which may stand anywhere
        self.parts = grouped(((row.cells.get("deck", self.deck_id), row.id.partition("/")[0]), row) for row in parts)
        for row in rows:
            if row.type not in self.part_types:
                self._read(row)
        for (_, card), strays in self.parts.items():
            for row in strays:
                row.refuse("id", f"there is no dialogue {quoted(card)} in the file that this could belong to")
        return tuple(each.made() for each in self.drafts.values())

    def _row(self, number: int, cells: Mapping[str, str]) -> Row:
        return Row(number, cells, self.problems, self.nearest)

    def _read(self, row: Row) -> None:
        deck = self.deck_id
        if "deck" in row.cells:
            deck = row.value(_ID, "deck")
        elif not deck:
            row.refuse("deck", "no deck is named; fill the column deck, or say which deck with --deck ID")
        kind = self._kind(row)
        if not deck or not kind or not row.is_right:
            return
        if deck not in self.drafts:
            self.drafts[deck] = TableDraft(deck, self.known.get(deck), self.ids)
        begun = self.drafts[deck]
        if kind in CARD_TYPES:
            self._read_card(row, begun)
        elif kind == DECK:
            row = self._with_absent(row, deck_cells(begun.known) if begun.known else {})
            self._refuse_strangers(row, DECK)
            if begun.takes(row, DECK, ""):
                begun.deck = replace(begun.deck, **row.values(OF_DECK))
        else:
            self._refuse_strangers(row, kind)
            key, column = (_KEY, "title") if kind == SOURCE else (_ID, "prompt")
            id = row.value(key, "id")
            if id and begun.takes(row, kind, id):
                begun.texts[kind][id] = row.value(_TEXT, column)

    def _kind(self, row: Row) -> str:
        """The type of the row: named, or told by what the row has; empty where it is unknown."""
        named = row.type
        if not named:
            return implied_types()["options" if "option_1" in row.cells else "answer"]
        if named in self.used:
            return named
        likely = self.nearest(named, self.used)
        remedy = f"did you mean {likely}?" if likely else f"the types are {', '.join(self.used)}"
        row.refuse("type", f"there is no type {quoted(named)}; {remedy}")
        return ""

    def _refuse_strangers(self, row: Row, kind: str) -> None:
        """Note every cell that a row of this type has no use for, so that nothing is dropped in silence."""
        for column in row.cells:
            if column not in self.used[kind] and re.sub(r"_[0-9]+$", NUMBER, column) not in self.used[kind]:
                remedy = "mark the right option in its correct column" if column == "answer" else "empty the cell"
                row.refuse(column, f"a row of type {kind} has nothing here; {remedy}")

    def _read_card(self, row: Row, begun: TableDraft) -> None:
        prompt, named = row.cells.get("prompt", ""), row.id.strip()
        old = begun.by_id.get(named) if named else begun.unnamed(prompt, row.type, self._kind(row))
        id = old.id if old else row.value(_ID, "id") if named else begun.free(slug(prompt) or "card")
        if old:
            before = card_cells(old)
            if row.cells.get("type", old.type).strip().casefold() != old.type:
                before = {name: text for name, text in before.items() if name in COMMON}
            row = self._with_absent(row, before)
        kind = self._kind(row)
        self._refuse_strangers(row, kind)
        card = self._card(row, CARD_TYPES[kind], begun.deck.id, id, old)
        if id and begun.takes(row, "card", id) and card:
            begun.cards[id] = card

    def _card(self, row: Row, kind: type[Card], deck: str, id: str, old: Card | None) -> Card | None:
        """The card, or None where something is wrong with it.

        Where the file has no rows of its turns and replies, those of the card as it was stay.
        """
        rows = self.parts.pop((deck, id), [])
        parts = grouped(((each.type, id), each) for each in rows for id in ("", each.id))
        values = {"deck": deck, "id": id, **row.values((*OF_EVERY_CARD, *kind.own_fields))}
        values["topic"] = values["topic"] or deck
        for field in filter(is_in_rows, kind.own_fields):
            was = getattr(old, field.target, ()) if old is not None and old.type == kind.type and not parts else ()
            values[field.target] = was or values_in_rows(field, parts, "")
            count = len(values[field.target])
            if field.required and count < field.least and field.entry:
                row.refuse("id", f"the card has {count} rows of type {field.entry.name}; add them below it")
        is_right = row.is_right and all(each.is_right for each in rows)
        for fault in kind.faults(values if is_right else {}):
            column = "correct_1" if fault.field == "options" else "prompt"
            row.refuse(column, f"{fault.message}; {fault.cell_remedy or fault.remedy}")
        return kind(**values) if is_right and row.is_right else None

    def _with_absent(self, row: Row, old: Mapping[str, str]) -> Row:
        """The row with the old cells of columns that the file does not have."""
        has_options = "option_1" in self.table.columns
        absent = (each for each in old if each not in self.table.columns and not (has_options and each[-1].isdigit()))
        return self._row(row.number, {**{each: old[each] for each in absent if old[each]}, **row.cells})
