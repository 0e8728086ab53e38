"""Everything there is to study and to pass: the decks and exams of all sources, and what files beside an exam say.

These are the facilities that earlier takers gave its questions, and what judges think. A figure belongs to the words it
was earned with: a card that was reworded since has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Self

from msgspec import Struct, field
from msgspec.structs import replace

from cxdrill.core.cards.card import NO_WAIVER, Card, Waiver, Written
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.question import Question
from cxdrill.core.cards.registry import card_plain
from cxdrill.core.exams.exam import Exam, Share
from cxdrill.core.plain import digest
from cxdrill.errors import WrongUsage, unknown

_NOT_ASKED = frozenset(
    {"tags", "source", "explanation", "why", "is_critical", "fact", "exam", "was", "waiver", "topic", "language"}
)


class Facility(Struct, frozen=True):
    """The share of its points that a question earned, in thousandths, by how many answers, and in which words."""

    thousandths: int
    answers: int
    text: str  # `asked_text` of the card


class OfExam(Written, frozen=True, kw_only=True, eq=False):
    """A file beside an exam about its questions."""

    kind: ClassVar[str] = ""  # the field at the top of the file
    id: str  # of the exam
    waiver: Waiver = NO_WAIVER
    path: str = ""

    def words(self) -> dict[str, str | None]:
        """The cards it speaks of, each with the `asked_text` that it had; None where that is not known."""
        raise NotImplementedError

    def lost(self, cards: Mapping[str, Question]) -> tuple[str, ...]:
        """The cards that are gone or were reworded."""
        words = self.words().items()
        return tuple(key for key, text in words if key not in cards or text not in (None, asked_text(cards[key])))


class Facilities(OfExam, frozen=True, kw_only=True, eq=False):
    """The shares that takers of an exam earned; `drilled` and `fresh` are the shares right in met and in new words."""

    kind: ClassVar[str] = "facilities"
    takers: int = 0
    drilled: Share | None = None
    fresh: Share | None = None
    cards: Mapping[str, Facility] = field(default_factory=dict)  # by key

    def words(self) -> dict[str, str | None]:
        return {key: each.text for key, each in self.cards.items()}


def facility(share: Share, answers: int, text: str) -> Facility:
    return Facility(round(share.value * 1000), answers, text)


def asked_text(card: Question) -> str:
    """Twelve hex digits that depend on all that is asked, in every wording, and on the key alone."""
    return digest(_asked(card_plain(card)))[:12]


def _asked(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _asked(each) for name, each in value.items() if name not in _NOT_ASKED}
    return [_asked(each) for each in value] if isinstance(value, list) else value


Ratings = Mapping[str, Mapping[str, Share]]
"""By judge and by the key of a card."""


class Standard(OfExam, frozen=True, kw_only=True, eq=False):
    """The ratings of one exam, as their file has them."""

    kind: ClassVar[str] = "standard"
    judges: Ratings = field(default_factory=dict)
    second: Ratings = field(default_factory=dict)  # given with the others' ratings in sight
    texts: Mapping[str, str] = field(default_factory=dict)  # card: `asked_text` when it was rated

    def words(self) -> dict[str, str | None]:
        return {key: self.texts.get(key) for own in (*self.judges.values(), *self.second.values()) for key in own}

    def rated(self, judge: str, card: Question, share: Share, *, is_second: bool = False) -> Self:
        name = "second" if is_second else "judges"
        ratings: Ratings = getattr(self, name)
        more = {**ratings, judge: {**ratings.get(judge, {}), card.key: share}}
        return replace(self, texts={**self.texts, card.key: asked_text(card)}, **{name: more})

    def current(self, cards: Mapping[str, Question]) -> Self:
        """The standard without ratings of questions that are gone or were reworded."""
        lost = set(self.lost(cards))
        judges, second = (
            {judge: {key: each for key, each in own.items() if key not in lost} for judge, own in ratings.items()}
            for ratings in (self.judges, self.second)
        )
        texts = {key: text for key, text in self.texts.items() if key not in lost}
        return replace(self, judges=judges, second=second, texts=texts)

    def latest(self) -> Ratings:
        """Of each judge and card the rating given last: that of the second round where there is one."""
        names = dict.fromkeys((*self.judges, *self.second))
        return {name: {**self.judges.get(name, {}), **self.second.get(name, {})} for name in names}


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
        return next((each for each in self.facilities if each.id == exam_id), None)

    def standard_of(self, exam_id: str) -> Standard | None:
        return next((each for each in self.standards if each.id == exam_id), None)

    def for_learners(self) -> Self:
        decks = (replace(deck, cards=tuple(card for card in deck.cards if not card.is_reserved)) for deck in self.decks)
        return replace(self, decks=tuple(decks))

    def cards(self) -> Iterator[Card]:
        for deck in self.decks:
            yield from deck.cards

    def questions(self) -> dict[str, Question]:
        """The cards that can be judged, by key."""
        return {card.key: card for deck in self.decks for card in deck.questions}


FileValue = Deck | Exam | Facilities | Standard
"""The values that a file may hold."""
