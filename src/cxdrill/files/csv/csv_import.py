"""CSV bytes to decks, with every row that is wrong: tables with our columns, and plain lists of fronts and backs.

A column that the file does not have leaves that field of a card as the library's deck has it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from cxdrill.core.cards.deck import Deck, Scenario
from cxdrill.files.csv import csv_cards
from cxdrill.files.csv.csv_cards import COMMON
from cxdrill.files.csv.csv_cells import unguarded
from cxdrill.files.csv.csv_draft import Draft, draft
from cxdrill.files.csv.csv_layout import RowProblem
from cxdrill.files.csv.csv_row import Row
from cxdrill.files.csv.csv_table import Table, table
from cxdrill.files.csv.csv_text import csv_text
from cxdrill.files.csv.deck_csv import DECK, SCENARIO, SOURCE, card_cells, deck_cells
from cxdrill.files.decks.problem_list import quoted
from cxdrill.files.decks.text_readers import ID, NAME

_BREAKS = re.compile(r"<br\s*/?>|</?(?:div|p)\s*/?>", re.IGNORECASE)
_TAGS = re.compile(r"<[a-zA-Z/!][^<>]*>")


class Imported(Struct, frozen=True):
    """The decks that a file holds, in its order, or every problem of every row. `notices` are whole sentences."""

    decks: tuple[Deck, ...]
    problems: tuple[RowProblem, ...]
    notices: tuple[str, ...] = ()


def imported(
    content: bytes, path: str, *, deck_id: str = "", known: Mapping[str, Deck] | None = None, is_raw: bool = False
) -> Imported:
    """The decks in the file; `deck_id` is for rows that name none, `known` are the decks that exist, by id.

    `is_raw` is for files without the guard against formulas. Raises DataError where the file is no text.
    """
    found = table(csv_text(content, path))
    reading = _Reading(found, deck_id, known or {}, is_raw=is_raw or found.is_list)
    for number, cells in found.rows:
        reading.read_part(number, cells)
    for number, cells in found.rows:
        reading.read(number, cells)
    reading.refuse_orphans()
    decks = reading.decks()
    problems = tuple(sorted(reading.problems))
    if not problems and not decks:
        problems = (RowProblem(1, "", "the file has no cards; give a header and a row for each card"),)
    return Imported(() if problems else decks, problems, found.notices)


class _Reading:
    """Reads the rows of one file into drafts."""

    def __init__(self, found: Table, deck_id: str, known: Mapping[str, Deck], *, is_raw: bool) -> None:
        self.table = found
        self.deck_id = deck_id
        self.known = known
        self.is_raw = is_raw
        self.problems = list(found.problems)
        self.drafts: dict[str, Draft] = {}
        self.parts: dict[tuple[str, str], list[Row]] = {}  # deck and card: the rows of its turns and replies

    def read_part(self, number: int, cells: list[str]) -> None:
        """Keep a row that belongs to a card, which may stand anywhere."""
        row = Row(number, self._cells(cells), self.problems)
        if row.cells.get("type", "").strip().casefold() in csv_cards.part_types():
            card = row.cells.get("id", "").partition("/")[0]
            self.parts.setdefault((row.cells.get("deck", self.deck_id), card), []).append(row)

    def refuse_orphans(self) -> None:
        """Tell the rows whose card is not in the file."""
        for (_, card), rows in self.parts.items():
            for row in rows:
                row.refuse("id", f"there is no dialogue {quoted(card)} in the file that this could belong to")

    def read(self, number: int, cells: list[str]) -> None:
        """One row."""
        row = Row(number, self._cells(cells), self.problems)
        if row.cells.get("type", "").strip().casefold() in csv_cards.part_types():
            return
        deck = self._deck_id(row)
        kind = csv_cards.kind(row)
        if not deck or not kind:
            return
        if deck not in self.drafts:
            self.drafts[deck] = draft(deck, self.known.get(deck))
        begun = self.drafts[deck]
        if kind == DECK:
            self._read_deck(row, begun)
        elif kind == SOURCE:
            self._read_source(row, begun)
        elif kind == SCENARIO:
            self._read_scenario(row, begun)
        else:
            self._read_card(row, begun)

    def decks(self) -> tuple[Deck, ...]:
        """What was read, as decks."""
        return tuple(each.deck(self.problems) for each in self.drafts.values())

    def _cells(self, cells: list[str]) -> dict[str, str]:
        named = {column: cell for column, cell in zip(self.table.columns, cells, strict=True) if column and cell}
        if self.table.is_html:
            return {column: _plain(cell) for column, cell in named.items()}
        return named if self.is_raw else {column: unguarded(cell) for column, cell in named.items()}

    def _deck_id(self, row: Row) -> str:
        if "deck" in row.cells:
            return row.id("deck") if row.is_right else ""
        if not self.deck_id:
            row.refuse("deck", "no deck is named; fill the column deck, or say which deck with --deck ID")
        return self.deck_id

    def _read_deck(self, row: Row, begun: Draft) -> None:
        row = self._with_absent(row, deck_cells(begun.known) if begun.known else {})
        csv_cards.refuse_strangers(row, DECK)
        if begun.is_first(row, "deck", ""):
            summary, notes = row.text("summary", is_needed=False), row.text("notes", is_needed=False)
            title, waiver = row.text("title"), row.waiver()
            language, accents = csv_cards.language(row), csv_cards.accents(row)
            begun.head = replace(begun.head, title=title, summary=summary, notes=notes, waiver=waiver)
            begun.head = replace(begun.head, language=language, accents=accents, was=row.id("was", is_needed=False))

    def _read_source(self, row: Row, begun: Draft) -> None:
        csv_cards.refuse_strangers(row, SOURCE)
        key = row.text("id")
        if key and not NAME.fullmatch(key):
            row.refuse("id", "the name of a source is longer than one line of 100 characters; shorten it")
        if key and begun.is_first(row, SOURCE, key):
            begun.sources[key] = row.text("title")

    def _read_scenario(self, row: Row, begun: Draft) -> None:
        csv_cards.refuse_strangers(row, SCENARIO)
        id = row.id("id")
        if id and begun.is_first(row, SCENARIO, id):
            begun.scenarios[id] = Scenario(id, row.text("prompt"))

    def _read_card(self, row: Row, begun: Draft) -> None:
        has_ids = "id" in self.table.columns
        old = begun.same_card(row, has_ids=has_ids)
        id = old.id if old else row.id("id") if has_ids else begun.made_id(row.cells.get("prompt", ""))
        if old:
            is_same_type = row.cells.get("type", old.type).strip().casefold() == old.type
            before = card_cells(old)
            row = self._with_absent(row, {name: before[name] for name in before if is_same_type or name in COMMON})
        kind = csv_cards.kind(row)
        csv_cards.refuse_strangers(row, kind)
        parts = self.parts.pop((begun.head.id, id), ())
        card = csv_cards.card(row, kind, begun.head.id, id, parts, old)
        if id and begun.is_first(row, "card", id) and card:
            begun.cards[id] = card

    def _with_absent(self, row: Row, old: Mapping[str, str]) -> Row:
        """The row with the old cells of columns that the file does not have."""
        present = set(self.table.columns)
        has_options = "option_1" in present
        kept = {
            column: text
            for column, text in old.items()
            if text and column not in present and not (has_options and column[-1].isdigit())
        }
        return Row(row.number, {**kept, **row.cells}, self.problems)


def is_deck_id(text: str) -> bool:
    """Whether a deck can have that id."""
    return bool(ID.fullmatch(text))


def _plain(cell: str) -> str:
    """The text of a cell that holds HTML, as in exports of Anki."""
    return html.unescape(_TAGS.sub("", _BREAKS.sub("\n", cell))).strip()
