"""The card types, by the names that decks give them, and cards as plain values and back, for records and the index.

A new type is its module and its place in this list. Everything but the places in the file survives the round trip
exactly. What is left at its default is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec

from cxdrill.core.cards.card import OF_EVERY_CARD, Card
from cxdrill.core.cards.choice import Choice, Multiple, TrueFalse
from cxdrill.core.cards.cloze import Cloze
from cxdrill.core.cards.dialogue import Dialogue
from cxdrill.core.cards.fields import Field, Kind, Shape, shape
from cxdrill.core.cards.flashcard import Flashcard, Say
from cxdrill.core.cards.judgement import Judgement
from cxdrill.core.cards.order import Match, Order
from cxdrill.core.cards.typed import Typed
from cxdrill.core.plain import canonical, plain, value_from

CARD_TYPES: dict[str, type[Card]] = {
    kind.type: kind
    for kind in (Flashcard, Cloze, Choice, Multiple, TrueFalse, Typed, Order, Match, Judgement, Dialogue, Say)
}


def shapes() -> Mapping[str, Shape]:
    """The fields of each type: its own, and those of every card."""
    return _shapes(tuple(CARD_TYPES.items()))


@lru_cache(maxsize=2)
def _shapes(types: tuple[tuple[str, type[Card]], ...]) -> Mapping[str, Shape]:
    first = (
        Field("id", Kind.ID, "The card's id, unique in the deck", required=True),
        Field("type", Kind.WORD, "The card's type", words=tuple(name for name, _ in types)),
    )
    return {name: shape(name, *first, *kind.own_fields, *OF_EVERY_CARD) for name, kind in types}


def implied_types() -> Mapping[str, str]:
    """The type of a card that names none, by the field it has; the first that is there counts."""
    kinds = sorted(CARD_TYPES.values(), key=lambda kind: kind.implied_by == "answer")
    return {kind.implied_by: kind.type for kind in kinds if kind.implied_by}


def likely_types() -> Mapping[str, str]:
    """The type that an author seems to mean by a field, for a remedy."""
    return {kind.likely_by: kind.type for kind in CARD_TYPES.values() if kind.likely_by}


def card_plain(card: Card) -> dict[str, Any]:
    """The card as a mapping that JSON can hold: `type`, then its attributes by their names."""
    return {name: value for name, value in plain(msgspec.structs.replace(card, places={})).items() if name != "order"}


def card_from_plain(data: Mapping[str, Any]) -> Card:
    """The card that `card_plain` made plain; raises ValueError if it is not one."""
    try:
        return value_from(data, CARD_TYPES[data["type"]])
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"not a card: {error}") from error


def card_text(card: Card) -> bytes:
    """The card as one line of canonical JSON, the same for equal cards."""
    return canonical(card_plain(card))


def card_from_text(text: bytes) -> Card:
    """The card that `card_text` wrote; raises ValueError if it is not one."""
    return card_from_plain(msgspec.json.decode(text))
