"""CSV bytes to decks, with every row that is wrong: tables with our columns, and plain lists of fronts and backs.

A column that the file does not have leaves that field of a card as the library's deck has it.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cxdrill.core.deck import Card, Deck, Flashcard, Scenario, Typed
from cxdrill.files import csv_cards
from cxdrill.files.csv_cells import unguarded
from cxdrill.files.csv_layout import RowProblem, nearest
from cxdrill.files.csv_row import Row
from cxdrill.files.csv_table import Table, table
from cxdrill.files.csv_text import csv_text
from cxdrill.files.deck_csv import DECK, SCENARIO, SOURCE, card_cells, deck_cells
from cxdrill.files.problem_list import quoted
from cxdrill.files.text_readers import ID, NAME

_BREAKS = re.compile(r"<br\s*/?>|</?(?:div|p)\s*/?>", re.IGNORECASE)
_TAGS = re.compile(r"<[a-zA-Z/!][^<>]*>")


@dataclass(frozen=True, slots=True)
class Imported:
    """The decks that a file holds, in its order, or every problem of every row. `notices` are whole sentences."""

    decks: tuple[Deck, ...]
    problems: tuple[RowProblem, ...]
    notices: tuple[str, ...] = ()


@dataclass(slots=True)
class _Draft:
    """One deck as far as its rows were read; numbers are those of rows."""

    deck: Deck
    known: Deck | None
    head_row: int = 0
    sources: dict[str, str] = field(default_factory=dict)
    scenarios: dict[str, Scenario] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)
    rows: dict[tuple[str, str], int] = field(default_factory=dict)  # of a kind and an id


def imported(
    content: bytes, path: str, *, deck_id: str = "", known: Mapping[str, Deck] | None = None, is_raw: bool = False
) -> Imported:
    """The decks in the file; `deck_id` is for rows that name none, `known` are the decks that exist, by id.

    `is_raw` is for files without the guard against formulas. Raises DataError where the file is no text.
    """
    found = table(csv_text(content, path))
    reading = _Reading(found, deck_id, known or {}, is_raw=is_raw or found.is_list)
    for number, cells in found.rows:
        reading.read(number, cells)
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
        self.drafts: dict[str, _Draft] = {}
        self.cards: list[tuple[int, dict[str, str], _Draft]] = []

    def read(self, number: int, cells: list[str]) -> None:
        """One row; cards wait until all sources and scenarios are known."""
        row = Row(number, self._cells(cells), self.problems)
        deck = self._deck_id(row)
        kind = csv_cards.kind(row)
        if not deck or not kind:
            return
        draft = self.drafts.setdefault(deck, self._draft(deck))
        if kind == DECK:
            self._read_deck(row, draft)
        elif kind == SOURCE:
            self._read_source(row, draft)
        elif kind == SCENARIO:
            self._read_scenario(row, draft)
        else:
            self._read_card(row, draft)

    def decks(self) -> tuple[Deck, ...]:
        """What was read, as decks."""
        return tuple(
            replace(
                draft.deck,
                sources=draft.sources,
                scenarios=tuple(draft.scenarios.values()),
                cards=self._checked(draft),
            )
            for draft in self.drafts.values()
        )

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

    def _draft(self, deck: str) -> _Draft:
        known = self.known.get(deck)
        new = Deck(id=deck, title=deck.replace("-", " ").capitalize(), cards=())
        return _Draft(known or new, known)

    def _is_new(self, row: Row, draft: _Draft, kind: str, id: str) -> bool:
        """Whether the row is the first of its id; the second is told."""
        first = draft.rows.setdefault((kind, id), row.number)
        if first != row.number:
            row.refuse(
                "id" if id else "type", f"the {kind} {quoted(id or draft.deck.id)} stands in row {first} already"
            )
        return first == row.number

    def _read_deck(self, row: Row, draft: _Draft) -> None:
        row = self._with_absent(row, deck_cells(draft.known) if draft.known else {})
        csv_cards.refuse_strangers(row, DECK)
        if self._is_new(row, draft, "deck", ""):
            summary, notes = row.text("summary", is_needed=False), row.text("notes", is_needed=False)
            title, waiver = row.text("title"), row.waiver()
            draft.deck = replace(draft.deck, title=title, summary=summary, notes=notes, waiver=waiver)

    def _read_source(self, row: Row, draft: _Draft) -> None:
        csv_cards.refuse_strangers(row, SOURCE)
        key = row.text("id")
        if key and not NAME.fullmatch(key):
            row.refuse("id", "the name of a source is longer than one line of 100 characters; shorten it")
        if key and self._is_new(row, draft, SOURCE, key):
            draft.sources[key] = row.text("title")

    def _read_scenario(self, row: Row, draft: _Draft) -> None:
        csv_cards.refuse_strangers(row, SCENARIO)
        id = row.id("id")
        if id and self._is_new(row, draft, SCENARIO, id):
            draft.scenarios[id] = Scenario(id, row.text("prompt"))

    def _read_card(self, row: Row, draft: _Draft) -> None:
        old = self._same_card(row, draft)
        id = old.id if old else self._new_id(row, draft)
        if old:
            row = self._with_absent(row, card_cells(old))
        kind = csv_cards.kind(row)
        csv_cards.refuse_strangers(row, kind)
        card = csv_cards.card(row, kind, draft.deck.id, id)
        if id and self._is_new(row, draft, "card", id) and card:
            draft.cards[id] = card

    def _same_card(self, row: Row, draft: _Draft) -> Card | None:
        """The card of the library that the row is about: by its id, in a list without ids by its prompt."""
        if draft.known is None:
            return None
        if "id" in self.table.columns:
            return next((card for card in draft.known.cards if card.id == row.cells.get("id", "").strip()), None)
        prompt = row.cells.get("prompt", "").strip()
        answered = (card for card in draft.known.cards if isinstance(card, Flashcard | Typed))
        return next((card for card in answered if card.prompt.strip() == prompt), None)

    def _new_id(self, row: Row, draft: _Draft) -> str:
        """The id in the row; in a file without ids one made of the prompt."""
        if "id" in self.table.columns:
            return row.id("id")
        taken = {card.id for card in draft.known.cards} if draft.known else set()
        stem = (
            re.sub(r"[^a-z0-9]+", "-", row.cells.get("prompt", "").casefold()[:200]).strip("-")[:48].strip("-")
            or "card"
        )
        id, number = stem, 1
        while id in taken or ("card", id) in draft.rows:
            number += 1
            id = f"{stem}-{number}"
        return id

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

    def _checked(self, draft: _Draft) -> tuple[Card, ...]:
        """The cards, after a look whether the sources and scenarios they name exist."""
        old_sources = dict(draft.known.sources) if draft.known else {}
        old_scenarios = {scenario.id for scenario in draft.known.scenarios} if draft.known else set()
        for id, card in draft.cards.items():
            row = Row(draft.rows["card", id], {}, self.problems)
            for column, name, known in (
                ("source", card.source, {*draft.sources, *old_sources}),
                ("scenario", card.scenario, {*draft.scenarios, *old_scenarios}),
            ):
                if name and name not in known:
                    likely = nearest(name, known)
                    remedy = f"did you mean {quoted(likely)}?" if likely else f"add a row of type {column} for it"
                    row.refuse(column, f"the deck has no {column} {quoted(name)}; {remedy}")
        return tuple(draft.cards.values())


def is_deck_id(text: str) -> bool:
    """Whether a deck can have that id."""
    return bool(ID.fullmatch(text))


def _plain(cell: str) -> str:
    """The text of a cell that holds HTML, as in exports of Anki."""
    return html.unescape(_TAGS.sub("", _BREAKS.sub("\n", cell))).strip()
