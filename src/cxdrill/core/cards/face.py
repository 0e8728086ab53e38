"""The ways a card is asked: its front, the other way round, or one hidden part of a cloze text.

Each face has a schedule of its own under its own key; faces of one card are siblings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from cxdrill.core.cards.deck import Card, Cloze, Flashcard

REVERSE = "~reverse"


class Face(Struct, frozen=True):
    """One way to ask a card. `suffix` is empty for the front, else `~reverse` or `~N` for the Nth cloze part."""

    card: Card
    suffix: str = ""

    @property
    def key(self) -> str:
        """`deck-id/card-id` with the suffix: the name that events use."""
        return self.card.key + self.suffix

    @property
    def is_reverse(self) -> bool:
        """Whether the answer is shown and the prompt asked for."""
        return self.suffix == REVERSE

    @property
    def part(self) -> int | None:
        """The number of the cloze part that is asked."""
        return int(self.suffix[1:]) if isinstance(self.card, Cloze) and self.suffix else None

    @property
    def prompt(self) -> str:
        """What is shown first; of a cloze card the whole text, marks included."""
        return self.card.answer if self.is_reverse and isinstance(self.card, Flashcard) else self.card.prompt

    @property
    def answer(self) -> str:
        """What a flashcard reveals; nothing for other types."""
        if not isinstance(self.card, Flashcard):
            return ""
        return self.card.prompt if self.is_reverse else self.card.answer


def faces(card: Card) -> tuple[Face, ...]:
    """Every way a card is asked, in order."""
    if isinstance(card, Cloze):
        from cxdrill.core.cards.cloze import numbers

        return tuple(Face(card, f"~{number}") for number in numbers(card.prompt))
    if isinstance(card, Flashcard) and card.has_reverse:
        return Face(card), Face(card, REVERSE)
    return (Face(card),)


def all_faces(cards: Iterable[Card]) -> Iterator[Face]:
    """Every face of every card."""
    for card in cards:
        if isinstance(card, Cloze | Flashcard):
            yield from faces(card)
        else:
            yield Face(card)


def card_key(face_key: str) -> str:
    """The key of the card that a face belongs to."""
    return face_key.partition("~")[0]
