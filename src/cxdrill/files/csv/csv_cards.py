"""One row of a table to a card: what must stand in its cells for its type, and what must not."""

from __future__ import annotations

import re
from typing import Any

from cxdrill.core.cards import cloze
from cxdrill.core.cards.deck import (
    Card,
    CardType,
    Choice,
    Cloze,
    Flashcard,
    Match,
    Multiple,
    Option,
    Order,
    TrueFalse,
    Typed,
)
from cxdrill.files.csv.csv_cells import cell_list
from cxdrill.files.csv.csv_layout import nearest
from cxdrill.files.csv.csv_row import Row
from cxdrill.files.csv.deck_csv import DECK, SCENARIO, SOURCE
from cxdrill.files.decks.deck_fields import CARDS
from cxdrill.files.decks.problem_list import quoted

_ABOUT_DECK = ("deck", "type", "title", "summary", "notes", "lint_ignore", "lint_why")
COMMON = (
    *("deck", "type", "id", "prompt", "explanation", "topic", "tags", "source", "scenario", "critical", "was"),
    *("lint_ignore", "lint_why"),
)
_USED = {
    DECK: frozenset(_ABOUT_DECK),
    SOURCE: frozenset(("deck", "type", "id", "title")),
    SCENARIO: frozenset(("deck", "type", "id", "prompt")),
    CardType.FLASHCARD: frozenset((*COMMON, "answer", "reverse")),
    CardType.CLOZE: frozenset(COMMON),
    CardType.CHOICE: frozenset((*COMMON, "option", "correct", "why", "fixed")),
    CardType.MULTIPLE: frozenset((*COMMON, "option", "correct", "why", "fixed")),
    CardType.TRUE_FALSE: frozenset((*COMMON, "answer")),
    CardType.TYPED: frozenset((*COMMON, "answer", "accept")),
    CardType.ORDER: frozenset((*COMMON, "option")),
    CardType.MATCH: frozenset((*COMMON, "option", "why")),
}
TYPES = {str(each): each for each in _USED}
_GROUPED = re.compile(r"(option|correct|why|fixed)_([0-9]+)")


def kind(row: Row) -> str:
    """The type of the row: named, or told by what the row has; empty where it is unknown."""
    named = row.cells.get("type", "").strip().casefold()
    if not named:
        return str(CardType.CHOICE if "option_1" in row.cells else CardType.FLASHCARD)
    if named in TYPES:
        return named
    likely = nearest(named, TYPES)
    remedy = f"did you mean {likely}?" if likely else f"the types are {', '.join(TYPES)}"
    row.refuse("type", f"there is no type {quoted(named)}; {remedy}")
    return ""


def refuse_strangers(row: Row, kind: str) -> None:
    """Note every cell that a row of this type has no use for, so that nothing is dropped in silence."""
    used = _USED[TYPES[kind]]
    for column in row.cells:
        grouped = _GROUPED.fullmatch(column)
        if (grouped[1] if grouped else column) in used:
            continue
        remedy = "mark the right option in its correct column" if column == "answer" else "empty the cell"
        row.refuse(column, f"a row of type {kind} has nothing here; {remedy}")


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
    card = _of_type(row, CardType(kind), common)
    return card if row.is_right else None


def _of_type(row: Row, kind: CardType, common: dict[str, Any]) -> Card | None:
    match kind:
        case CardType.FLASHCARD:
            return Flashcard(**common, answer=row.text("answer"), has_reverse=row.flag("reverse"))
        case CardType.CLOZE:
            if common["prompt"] and (fault := cloze.fault(common["prompt"])):
                row.refuse("prompt", f"{fault.message}; {fault.remedy}")
            return Cloze(**common)
        case CardType.CHOICE:
            return Choice(**common, options=_options(row, kind))
        case CardType.MULTIPLE:
            return Multiple(**common, options=_options(row, kind))
        case CardType.TRUE_FALSE:
            if row.text("answer"):
                return TrueFalse(**common, answer=row.flag("answer"))
            return None
        case CardType.TYPED:
            return Typed(**common, answer=row.text("answer"), accept=cell_list(row.cells.get("accept", "")))
        case CardType.ORDER:
            items = tuple(row.cells[f"option_{place}"] for place in _places(row, kind, "items"))
            return Order(**common, items=items)
    places = _places(row, kind, "pairs")
    return Match(**common, pairs=tuple((row.text(f"option_{each}"), row.text(f"why_{each}")) for each in places))


def _options(row: Row, kind: CardType) -> tuple[Option, ...]:
    options = tuple(
        Option(
            row.text(f"option_{place}"),
            row.flag(f"correct_{place}"),
            row.text(f"why_{place}", is_needed=False),
            row.flag(f"fixed_{place}"),
        )
        for place in _places(row, kind, "options")
    )
    keys = [option for option in options if option.is_key]
    if not keys and row.is_right:
        row.refuse("correct_1", "no option is correct; write yes beside the right one")
    elif len(keys) > 1 and kind is CardType.CHOICE:
        words = f"{len(keys)} options are correct, where a choice has one; leave one, or write the type multiple"
        row.refuse("correct_1", words)
    return options


def _places(row: Row, kind: CardType, name: str) -> tuple[int, ...]:
    """The numbers of the options that are there; a cell beside an option that is not is told."""
    filled = {column for column, text in row.cells.items() if _GROUPED.fullmatch(column) and text.strip()}
    places = sorted(int(column.removeprefix("option_")) for column in filled if column.startswith("option_"))
    for column in sorted(filled):
        part, _, number = column.partition("_")
        if int(number) in places or (part in ("correct", "fixed") and not row.flag(column)):
            continue  # a spelt-out "no" beside nothing harms nobody
        row.refuse(column, f"there is no option {number} that this could belong to")
    bounds = CARDS[kind].fields[name]
    if not bounds.least <= len(places) <= (bounds.most or len(places)):
        words = f"a row of type {kind} needs {bounds.least} to {bounds.most} {name}, here are {len(places)}"
        row.refuse("option_1", words)
    return tuple(places)
