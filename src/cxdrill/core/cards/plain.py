"""Cards as plain values (mappings, lists, text, true and false, whole numbers) and back, for records and the index.

Everything but the places in the file survives the round trip exactly. What is left at its default is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from cxdrill.core.canonical import canonical
from cxdrill.core.cards.card import Card
from cxdrill.core.cards.registry import CARD_TYPES
from cxdrill.core.plain import plain, value_from


def card_plain(card: Card) -> dict[str, Any]:
    """The card as a mapping that JSON can hold: `type`, then its attributes by their names."""
    without_places = msgspec.structs.replace(card, places={}) if card.places else card
    return dict(plain(without_places))


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
