"""Everything there is to study and to pass: the decks and exams of all sources together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.deck import Deck
from cxdrill.errors import WrongUsage, unknown

if TYPE_CHECKING:
    from cxdrill.core.exams.exam import Exam


class Library(Struct, frozen=True):
    """Decks and exams, each in the order of their ids; ids are unique."""

    decks: tuple[Deck, ...]
    exams: Sequence[Exam] = ()

    def deck(self, deck_id: str) -> Deck:
        """The deck of that id; raises WrongUsage with the nearest names."""
        for deck in self.decks:
            if deck.id == deck_id:
                return deck
        raise WrongUsage(unknown("deck", deck_id, (deck.id for deck in self.decks)))

    def exam(self, exam_id: str) -> Exam:
        """The exam of that id; raises WrongUsage with the nearest names."""
        for exam in self.exams:
            if exam.id == exam_id:
                return exam
        raise WrongUsage(unknown("exam", exam_id, (exam.id for exam in self.exams)))

    def for_learners(self) -> Library:
        """The library without the cards that are kept for a check."""
        decks = (replace(deck, cards=tuple(card for card in deck.cards if not card.is_reserved)) for deck in self.decks)
        return replace(self, decks=tuple(decks))

    def cards(self) -> Iterator[Card]:
        """Every card of every deck."""
        for deck in self.decks:
            yield from deck.cards
