"""How the fields of a deck file are described: reading, writing, CSV and the JSON Schema all go by these tables.

A card type declares its own fields in its module; what decks and exams have stands in `files/decks/deck_fields.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct


class Kind(StrEnum):
    """The form that the value of a field must have."""

    TEXT = "a text"
    NAME = "a short text of one line"
    FILE = "the name of a file"
    ID = "an id"
    FORMER = "an id, or a deck's id and a card's id"
    LANGUAGE = "a language"
    FLAG = "true or false"
    WORD = "one of a few words"
    WHOLE = "a whole number"
    SHARE = "a percentage"
    DURATION = "a length of time"
    VALIDITY = "a number of years or days"
    TEXTS = "a list of texts"
    NAMES = "a list of short texts"
    TITLES = "names with a text each"
    PAIRS = "a list of pairs"
    BETWEEN = "a whole number in bounds"
    ENTRIES = "a list of entries"
    ENTRY = "a mapping"
    SCENARIOS = "a list of scenarios"
    CARDS = "a list of cards"
    BLUEPRINT = "topics with a number of items or a percentage each"
    SHARES = "topics with a percentage each"
    FIGURES = "cards with a mapping each"
    RATINGS = "judges with a number for each card"


class Shape(Struct, frozen=True):
    """The fields that may stand together, by name, and the value that they become."""

    name: str
    fields: Mapping[str, Field]
    required: tuple[str, ...] = ()
    becomes: Any = dict


class Field(Struct, frozen=True):
    """One field: `least` and `most` bound a list or a number, `words` are those of a WORD, `entry` an entry's shape."""

    name: str
    kind: Kind
    help: str
    required: bool = False
    least: int = 0
    most: int | None = None
    words: tuple[str, ...] = ()
    attribute: str = ""  # its name in the value it becomes, where that differs
    entry: Shape | None = None

    @property
    def holds(self) -> str:
        """Its kind in words: `a list of options`."""
        if self.kind is Kind.ENTRIES and self.entry:
            name = self.entry.name
            return f"a list of {name[:-1] + 'ies' if name.endswith('y') else name + 's'}"
        return str(self.kind)

    @property
    def target(self) -> str:
        """The attribute of the core value that takes it."""
        return self.attribute or self.name


class Fault(Struct, frozen=True):
    """A mistake of a card as a whole. `remedy` is for a deck file, `cell_remedy` for a table, where it differs."""

    rule: str
    field: str
    message: str
    remedy: str
    cell_remedy: str = ""


def shape(name: str, *fields: Field, becomes: Any = dict) -> Shape:
    required = tuple(each.name for each in fields if each.required)
    return Shape(name, {each.name: each for each in fields}, required, becomes)


def texts_in(field: Field, value: Any) -> Iterator[tuple[str, str]]:
    """The texts in the value of a field by where they stand; the `text` of an entry stands where the entry does."""
    if field.kind is Kind.TEXT:
        yield field.name, value
    elif field.kind in (Kind.TEXTS, Kind.PAIRS):
        for number, each in enumerate(value):
            yield from ((f"{field.name}[{number}]", text) for text in ([each] if isinstance(each, str) else each))
    elif field.entry:
        entries = [("", value)] if field.kind is Kind.ENTRY else [(f"[{at}]", each) for at, each in enumerate(value)]
        for place, each in entries:
            for inner in field.entry.fields.values():
                for name, text in texts_in(inner, getattr(each, inner.target)) if inner.name != "alt" else ():
                    yield f"{field.name}{place}" + (f".{name}" if name != "text" else ""), text


ACCENTS_FIELD = Field("accents", Kind.WORD, "any: a typed answer may leave accents out", words=("strict", "any"))
PROMPT = Field("prompt", Kind.TEXT, "What is asked", required=True)


def wordings_field(*fields: Field, becomes: Any) -> Field:
    """Other wordings of a question: each a prompt, and of the fields given those that it replaces."""
    form = shape("wording", PROMPT, *fields, becomes=becomes)
    return Field("wordings", Kind.ENTRIES, "The same asked in other words", least=1, most=9, entry=form)
