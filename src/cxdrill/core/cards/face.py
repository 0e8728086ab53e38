"""The ways a card is asked: its front, the other way round, or one hidden part of a cloze text.

Each face has a schedule of its own under its own key; faces of one card are siblings.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.sheet import told


class Face(Struct, frozen=True):
    """One way to ask a card. `suffix` is empty for the front, else `~reverse` or `~N` for the Nth cloze part."""

    card: Card
    suffix: str = ""

    @property
    def key(self) -> str:
        """`deck-id/card-id` with the suffix: the name that events use."""
        return self.card.key + self.suffix

    @property
    def prompt(self) -> str:
        return self.card.asked(self.suffix)

    @property
    def answer(self) -> str:
        """What is revealed; nothing where an answer is judged instead."""
        return self.card.revealed(self.suffix)

    @property
    def media(self) -> str:
        """What is said of the picture and the sound that are asked with, where there are any."""
        return told(self.card) if self.card.shows_media(self.suffix) else ""


def faces(card: Card) -> tuple[Face, ...]:
    """Every way a card is asked, in order."""
    return tuple(Face(card, suffix) for suffix in card.suffixes())


def card_key(face_key: str) -> str:
    """The key of the card that a face belongs to."""
    return face_key.partition("~")[0]


def former_keys(cards: Sequence[Card], former_deck: str = "") -> dict[str, str]:
    """For every card that had another id (`was`), stood in another deck or whose deck had another id: its former keys
    and its present one.

    An id that another card of the deck bears today keeps its history to itself.
    """
    present = {card.id for card in cards}
    former = {f"{former_deck}/{card.id}": card.key for card in cards} if former_deck else {}
    for card in cards:
        if "/" in card.was:
            former[card.was] = card.key
        elif card.was and card.was not in present:
            former |= {f"{deck}/{card.was}": card.key for deck in (former_deck, card.deck) if deck}
    return former
