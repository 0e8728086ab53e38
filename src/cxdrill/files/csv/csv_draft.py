"""A row of a table as the values that fields ask for, and the deck that rows are read into, beside that of its id."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.deck import Deck, Scenario
from cxdrill.core.cards.fields import Field, Kind, Shape
from cxdrill.core.cards.registry import CARD_TYPES
from cxdrill.core.ids import LONGEST
from cxdrill.core.plain import grouped
from cxdrill.files.csv.csv_cells import SCENARIO, SOURCE, cell_list, column, group, is_in_rows
from cxdrill.files.csv.csv_file import RowProblem
from cxdrill.files.decks.problem_list import Guesses, quoted
from cxdrill.files.decks.text_values import UnreadableText, text_value

# A spreadsheet writes its own word for true and false in the language of its user.
_YES = {"yes", "y", "true", "t", "1", "x", "wahr", "ja", "vrai", "oui", "verdadero", "si", "sí", "vero", "waar"}
_NO = {"no", "n", "false", "f", "0", "falsch", "nein", "faux", "non", "falso", "onwaar", "nee"}
_EMPTY = {Kind.FLAG: False, Kind.BETWEEN: 0}
_NUMBERED = re.compile(r"[a-z]+_[0-9]+")


class Row:
    """Reads the cells of one row (those that are not empty, by column) and collects what is wrong with it."""

    def __init__(self, number: int, cells: Mapping[str, str], problems: list[RowProblem], nearest: Guesses) -> None:
        self.number = number
        self.cells = cells
        self.problems = problems
        self.nearest = nearest
        self.type, self.id = cells.get("type", "").strip().casefold(), cells.get("id", "")
        self.is_right = True  # until something is wrong

    def refuse(self, column: str, message: str) -> None:
        self.is_right = False
        self.problems.append(RowProblem(self.number, column, message))

    def value(self, field: Field, name: str) -> Any:
        """The value of a field in the cell of that column."""
        text = self.cells.get(name, "")
        if field.kind is Kind.TEXTS:
            return cell_list(text)
        if field.kind is Kind.NAMES:
            return tuple(self._read(field, name, each) for each in cell_list(text))
        if not text.strip():
            if field.required:
                self.refuse(name, f"the {name} is missing; write it or delete the row")
            return _EMPTY.get(field.kind, "")
        if field.kind is Kind.FLAG:
            return self.flag(name)
        if field.kind is Kind.WORD:
            text = text.casefold()
        return self._read(field, name, text if field.kind in (Kind.TEXT, Kind.NAME) else text.strip())

    def _read(self, field: Field, name: str, text: str) -> Any:
        try:
            return text_value(field, text, self.nearest)
        except UnreadableText as error:
            self.refuse(name, f"the cell {error.words}; {error.remedy}")
            return text

    def flag(self, column: str) -> bool:
        word = self.cells.get(column, "").strip().casefold()
        if word and word not in _YES | _NO:
            self.refuse(column, f"the cell is {quoted(word)}, neither yes nor no; write yes or no")
        return word in _YES

    def values(self, fields: Iterable[Field], number: int = 0) -> dict[str, Any]:
        """The values of fields by the attributes that take them; those that stand in rows of their own are left out."""
        values: dict[str, Any] = {}
        for field in fields:
            if form := group(field):
                entries = [self.values(form.fields.values(), each) for each in self._numbers(field)]
                values[field.target] = tuple(form.becomes(**each) for each in entries)
            elif not field.entry:
                values[field.target] = self.value(field, column(field, number or ""))
            elif not is_in_rows(field):
                values[field.target] = self._entry(field.name, field.entry)
        return values

    def _entry(self, outer: str, form: Shape) -> Any:
        """A mapping in columns of its own, `lint_why`: where any of them is filled, all that are required must be."""
        names = {name: f"{outer}_{name}" for name in form.fields}
        empty = [name for name, each in names.items() if not self.cells.get(each, "").strip()]
        for name in form.required if len(empty) < len(names) else ():
            if name in empty:
                needed = " and ".join(names[each] for each in form.required)
                self.refuse(names[name], f"{needed} go together; fill both or none")
        optional = [replace(each, required=False) for each in form.fields.values()]
        return form.becomes(**{each.target: self.value(each, names[each.name]) for each in optional})

    def _numbers(self, field: Field) -> Sequence[int]:
        """The numbers of the options that are there; a cell beside an option that is not is told."""
        filled = [name for name, text in self.cells.items() if text.strip() and _NUMBERED.fullmatch(name)]
        numbers = sorted(int(name.removeprefix("option_")) for name in filled if name.startswith("option_"))
        for name in sorted(filled):
            kind, _, number = name.partition("_")
            # A spelt-out "no" beside nothing harms nobody.
            if int(number) not in numbers and (kind not in ("correct", "fixed") or self.flag(name)):
                self.refuse(name, f"there is no option {number} that this could belong to")
        if (numbers or field.required) and not field.least <= len(numbers) <= (field.most or len(numbers)):
            kind = self.type or "choice"
            words = f"a row of type {kind} needs {field.least} to {field.most} {field.name}, here are {len(numbers)}"
            self.refuse("option_1", words)
        return numbers


def values_in_rows(field: Field, parts: Mapping[tuple[str, str], list[Row]], owner: str) -> tuple[Any, ...]:
    """The parts of a card out of rows of their own: each with those entries that name it."""
    form = field.entry
    assert form
    made = []
    for row in parts.get((form.name, owner), ()):
        values = row.values(field for field in form.fields.values() if field.name != "id")
        values |= {"id": row.id.partition("/")[2]} if "id" in form.fields else {}
        inner = filter(is_in_rows, form.fields.values())
        made.append(form.becomes(**values, **{each.target: values_in_rows(each, parts, row.id) for each in inner}))
    return tuple(made)


class Draft:
    """A deck while cards are read into it, beside the cards that it has already."""

    def __init__(self, deck: Deck, named: Collection[str] = ()) -> None:
        """`named` are the ids in the source: a card of one of them is never meant by its prompt."""
        self.deck = deck
        self.cards: dict[str, Card] = {}
        self.by_id = {card.id: card for card in deck.cards}
        self.taken = set(self.by_id)  # ids that no other card can have
        self._doubles: dict[str, int] = {}  # how often an id was made of the same words
        others = (card for card in reversed(deck.cards) if card.id not in named)
        self._by_words = grouped((_folded(card.prompt), card) for card in others)  # the last first

    def alike(self, prompt: str, fits: Callable[[Card], bool]) -> Card | None:
        """The card that a prompt without an id means, once: of the nth such prompt the nth card that fits it."""
        cards = self._by_words.get(_folded(prompt), [])
        for is_exact in (True, False):
            for place in reversed(range(len(cards))):
                if fits(cards[place]) and (not is_exact or cards[place].prompt.strip() == prompt.strip()):
                    return cards.pop(place)
        return None

    def free(self, stem: str) -> str:
        """The id, or with a number the first that is free; it is taken now."""
        id = stem
        while id in self.taken:
            self._doubles[stem] = self._doubles.get(stem, 1) + 1
            id = f"{stem[: LONGEST - 6]}-{self._doubles[stem]}"
        self.taken.add(id)
        return id


def _folded(prompt: str) -> str:
    return " ".join(prompt.casefold().split())


class TableDraft(Draft):
    """A deck while rows of a table of ours are read into it."""

    def __init__(self, id: str, known: Deck | None, named: Collection[str]) -> None:
        super().__init__(known or Deck(id=id, title=id.replace("-", " ").capitalize(), cards=()), named)
        self.known = known
        self.texts: dict[str, dict[str, str]] = {SOURCE: {}, SCENARIO: {}}  # by their ids
        self.rows: dict[tuple[str, str], Row] = {}  # the row of a kind and an id

    def takes(self, row: Row, kind: str, id: str) -> bool:
        """Takes the row if it is the first of its kind and id, else tells so; gives whether it did."""
        first = self.rows.setdefault((kind, id), row)
        if kind == "card":
            self.taken.add(id)
        if first is not row:
            name = quoted(id or self.deck.id)
            row.refuse("id" if id else "type", f"the {kind} {name} stands in row {first.number} already")
        return first is row

    def unnamed(self, prompt: str, type: str, kind: str) -> Card | None:
        """The card that a row without an id means."""
        # A list of questions and answers says no type, and may mean what is typed as well as what is revealed.
        is_open = CARD_TYPES[kind].is_open and not type
        return self.alike(prompt, lambda card: card.type == kind or (is_open and card.is_open))

    def made(self) -> Deck:
        """The deck; cards that name a source or scenario that is nowhere are told."""
        sources, scenarios = self.texts[SOURCE], self.texts[SCENARIO]
        every = (scenario.id for scenario in self.deck.scenarios)
        names = {SOURCE: {*self.deck.sources, *sources}, SCENARIO: {*every, *scenarios}}
        for id, card in self.cards.items():
            row = self.rows["card", id]
            for kind, name in ((SOURCE, card.source), (SCENARIO, card.scenario)):
                if name and name not in names[kind]:
                    likely = row.nearest(name, sorted(names[kind]))
                    remedy = f"did you mean {quoted(likely)}?" if likely else f"add a row of type {kind} for it"
                    row.refuse(kind, f"the deck has no {kind} {quoted(name)}; {remedy}")
        head = replace(self.deck, sources=sources, scenarios=tuple(map(Scenario, scenarios, scenarios.values())))
        cards = tuple(self.cards.values())
        if manners := head.manners():
            cards = tuple(replace(card, **{**manners, "accents": card.accents or head.accents}) for card in cards)
        return replace(head, cards=cards)
