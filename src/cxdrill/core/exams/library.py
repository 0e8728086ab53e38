"""Everything there is to study and to pass: the decks and exams of all sources together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.deck import Deck
from cxdrill.core.exams.exam import Exam
from cxdrill.core.exams.facilities import Facilities, Standard
from cxdrill.errors import WrongUsage, unknown


class Library(Struct, frozen=True):
    """Decks and exams, each in the order of their ids; ids are unique."""

    decks: tuple[Deck, ...]
    exams: Sequence[Exam] = ()
    facilities: Sequence[Facilities] = ()
    standards: Sequence[Standard] = ()

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

    def facilities_of(self, exam_id: str) -> Facilities | None:
        """What earlier takers of an exam earned on each question, where a file says so."""
        return next((each for each in self.facilities if each.id == exam_id), None)

    def standard_of(self, exam_id: str) -> Standard | None:
        """What judges think of the questions of an exam, where a file says so."""
        return next((each for each in self.standards if each.id == exam_id), None)

    def for_learners(self) -> Library:
        """The library without the cards that are kept for a check."""
        decks = (replace(deck, cards=tuple(card for card in deck.cards if not card.is_reserved)) for deck in self.decks)
        return replace(self, decks=tuple(decks))

    def cards(self) -> Iterator[Card]:
        for deck in self.decks:
            yield from deck.cards
