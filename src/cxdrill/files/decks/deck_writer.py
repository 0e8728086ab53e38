"""A deck as YAML text in the style of the shipped decks; the loader reads the same deck back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from cxdrill.core.cards.card import OF_EVERY_CARD, Card, Waiver
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.fields import Field, Kind, Shape
from cxdrill.files.decks.yaml_text import WIDTH, flow, key, scalar


def deck_yaml(deck: Deck) -> str:
    """The text of the deck's file."""
    return "\n".join(_lines(deck)) + "\n"


class _Entry(Struct, frozen=True):
    """Writes the fields of one mapping, as the entry of a list or at the top of the file."""

    indent: int

    def value(self, field: Field, value: Any) -> Iterator[str]:
        """The value of a field, as its kind is written."""
        match field.kind:
            case Kind.FLAG if field.required:
                yield f"{' ' * self.indent}{field.name}: {'true' if value else 'false'}"
            case Kind.FLAG:
                yield from self.flag(field.name, value)
            case Kind.BETWEEN:
                if value or field.required:
                    yield f"{' ' * self.indent}{field.name}: {value}"
            case Kind.ENTRY:
                lines = list(_Entry(self.indent + 2).all_of(field.entry, value)) if field.entry else []
                yield from (f"{' ' * self.indent}{field.name}:", *lines) if lines else ()
            case Kind.NAMES:
                yield from self.names(field.name, value)
            case Kind.TEXTS if not field.required:
                yield from self.texts(field.name, value)
            case Kind.ENTRIES | Kind.PAIRS | Kind.TEXTS:
                if not value:
                    return
                yield f"{' ' * self.indent}{field.name}:"
                yield from self.entries(field, value)
            case _:
                yield from self.field(field.name, value)

    def entries(self, field: Field, values: Any) -> Iterator[str]:
        """The entries of a list, a line or more each."""
        if field.kind is Kind.TEXTS:
            yield from self.lines(values)
        for each in values if field.kind is Kind.PAIRS else ():
            yield from _pair(each, self.indent)
        for each in values if field.entry else ():
            assert field.entry
            yield from _dashed((*_Entry(self.indent + 4).all_of(field.entry, each),))

    def all_of(self, form: Shape, value: Any) -> Iterator[str]:
        """Every field of an entry."""
        for field in form.fields.values():
            yield from self.value(field, getattr(value, field.target))

    def field(self, name: str, text: str) -> Iterator[str]:
        """A field with a text; nothing where the text is empty."""
        if text:
            yield f"{' ' * self.indent}{name}: {scalar(text, self.indent)}"

    def flag(self, name: str, is_set: bool) -> Iterator[str]:
        """A field that is only there if it is true."""
        if is_set:
            yield f"{' ' * self.indent}{name}: true"

    def names(self, name: str, texts: tuple[str, ...]) -> Iterator[str]:
        """A list of short texts on one line."""
        if texts:
            yield f"{' ' * self.indent}{name}: [{', '.join(flow(text) for text in texts)}]"

    def texts(self, name: str, texts: tuple[str, ...]) -> Iterator[str]:
        """A list of texts: on one line where they fit, else a line each."""
        lines = list(self.names(name, texts))
        if lines and len(lines[0]) <= WIDTH:
            yield from lines
            return
        if texts:
            yield f"{' ' * self.indent}{name}:"
        yield from self.lines(texts)

    def lines(self, texts: tuple[str, ...]) -> Iterator[str]:
        """The entries of a list, a line each."""
        for text in texts:
            yield f"{' ' * self.indent}  - {scalar(text, self.indent + 2)}"

    def titles(self, name: str, texts: Mapping[str, str]) -> Iterator[str]:
        """Names with a text each."""
        if texts:
            yield f"{' ' * self.indent}{name}:"
        for each, text in texts.items():
            yield f"{' ' * self.indent}  {key(each)}: {scalar(text, self.indent + 2)}"

    def waiver(self, waiver: Waiver) -> Iterator[str]:
        """The rules set aside, and why."""
        if waiver.rules:
            yield f"{' ' * self.indent}lint:"
            inner = _Entry(self.indent + 2)
            yield from inner.names("ignore", waiver.rules)
            yield from inner.field("why", waiver.why)


def _lines(deck: Deck) -> Iterator[str]:
    top = _Entry(0)
    yield from top.field("deck", deck.id)
    yield from top.field("title", deck.title)
    yield from top.field("summary", deck.summary)
    yield from top.field("language", deck.language)
    yield from top.field("accents", deck.accents)
    yield from top.field("was", deck.was)
    yield from top.titles("sources", deck.sources)
    yield from top.waiver(deck.waiver)
    yield from top.field("notes", deck.notes)
    if deck.scenarios:
        yield "scenarios:"
    for scenario in deck.scenarios:
        entry = _Entry(4)
        yield from _dashed((*entry.field("id", scenario.id), *entry.field("text", scenario.text)))
    yield "cards:" if deck.cards else "cards: []"
    for card in deck.cards:
        yield from _dashed((*_card(card, deck, _Entry(4)),))


def _dashed(lines: tuple[str, ...]) -> Iterator[str]:
    """The lines of a mapping as an entry of a list: a dash before the first field."""
    first = lines[0]
    indent = len(first) - len(first.lstrip())
    yield f"{' ' * (indent - 2)}- {first.lstrip()}"
    yield from lines[1:]


def _card(card: Card, deck: Deck, entry: _Entry) -> Iterator[str]:
    yield from entry.field("id", card.id)
    if not card.implied_by:  # the loader tells the others by their fields
        yield from entry.field("type", card.type)
    for field in (*card.own_fields, *OF_EVERY_CARD):
        value = getattr(card, field.target)
        if (field.name == "topic" and value == card.deck) or (field.name == "accents" and value == deck.accents):
            continue
        yield from entry.value(field, value)


def _pair(pair: tuple[str, str], indent: int) -> Iterator[str]:
    line = f"{' ' * indent}  - [{flow(pair[0])}, {flow(pair[1])}]"
    if len(line) <= WIDTH:
        yield line
        return
    left, right = (scalar(text, indent + 4) for text in pair)
    yield f"{' ' * indent}  - - {left}"
    yield f"{' ' * indent}    - {right}"
