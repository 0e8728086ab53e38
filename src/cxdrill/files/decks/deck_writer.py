"""A deck as YAML text in the style of the shipped decks, by the table of fields; the loader reads the same back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.fields import Field, Kind
from cxdrill.core.cards.registry import shapes
from cxdrill.files.decks.deck_fields import DECK
from cxdrill.files.decks.yaml_text import WIDTH, flow, scalar


def deck_yaml(deck: Deck) -> str:
    """The text of the deck's file."""
    return "\n".join(field_lines(DECK.fields.values(), deck, 0)) + "\n"


def field_lines(fields: Iterable[Field], value: Any, indent: int, out: tuple[str, ...] = ()) -> Iterator[str]:
    """The lines of a value's fields; a field that says nothing has none."""
    for field in fields:
        held = getattr(value, field.target)
        name = f"{' ' * indent}{field.name}:"
        if field.name in out:
            continue
        if isinstance(held, bool | int):
            if held or field.required:
                yield f"{name} {str(held).lower()}"
        elif isinstance(held, str):
            yield from (f"{name} {scalar(held, indent)}",) if held else ()
        elif isinstance(held, tuple):
            yield from _list(field, held, name, indent, value)
        elif inner := list(_mapping(field, held, indent + 2)):
            yield from (name, *inner)


def _mapping(field: Field, held: Any, indent: int) -> Iterator[str]:
    if isinstance(held, Mapping):
        for name, text in held.items():
            yield f"{' ' * indent}{flow(name)}: {scalar(text, indent)}"
    elif field.entry:
        yield from field_lines(field.entry.fields.values(), held, indent)


def _list(field: Field, held: tuple[Any, ...], name: str, indent: int, owner: Any) -> Iterator[str]:
    """Short texts on one line, and others where they fit; everything else a line or more each."""
    if not held:
        yield from (f"{name} []",) if field.kind is Kind.CARDS else ()
        return
    if field.kind is Kind.NAMES or (field.kind is Kind.TEXTS and not field.required):
        line = f"{name} [{', '.join(map(flow, held))}]"
        if field.kind is Kind.NAMES or len(line) <= WIDTH:
            yield line
            return
    yield name
    for each in held:
        if field.kind is Kind.CARDS:
            yield from card_lines(each, owner, indent + 4)
        elif field.kind is Kind.PAIRS:
            yield from _pair(each, indent)
        elif field.entry:
            yield from _dashed(field_lines(field.entry.fields.values(), each, indent + 4))
        else:
            yield f"{' ' * indent}  - {scalar(each, indent + 2)}"


def card_lines(card: Card, deck: Deck, indent: int) -> Iterator[str]:
    """The lines of a card in the list of its deck; `indent` is that of its fields."""
    return _dashed(field_lines(shapes()[card.type].fields.values(), card, indent, left_out(card, deck)))


def left_out(value: Card | Deck, deck: Deck) -> tuple[str, ...]:
    """The fields of a card that its deck or its other fields say already."""
    if not isinstance(value, Card):
        return ()
    found = ["type"] if value.implied_by else []  # the loader tells those by their fields
    found += ["topic"] if value.topic == value.deck else []
    return (*found, "accents") if value.accents == deck.accents else tuple(found)


def _dashed(lines: Iterator[str]) -> Iterator[str]:
    """The lines of a mapping as an entry of a list: a dash before the first field."""
    first = next(lines)
    bare = first.lstrip()
    yield f"{' ' * (len(first) - len(bare) - 2)}- {bare}"
    yield from lines


def _pair(pair: tuple[str, str], indent: int) -> Iterator[str]:
    line = f"{' ' * indent}  - [{flow(pair[0])}, {flow(pair[1])}]"
    if len(line) <= WIDTH:
        yield line
        return
    left, right = (scalar(text, indent + 4) for text in pair)
    yield f"{' ' * indent}  - - {left}"
    yield f"{' ' * indent}    - {right}"
