"""A deck as its author wrote it, and the ways its cards are asked: the front, the other way round, or one hidden part.

Each face has a schedule of its own under its own key; faces of one card are siblings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from msgspec import Struct, field

from cxdrill.core.cards.card import NO_WAIVER, Card, Waiver, Written
from cxdrill.core.cards.question import Question
from cxdrill.core.cards.sheet import told


class Scenario(Struct, frozen=True):
    """A situation that several questions share; shown above each of them."""

    id: str
    text: str


class DeckText(Written, frozen=True, kw_only=True, eq=False):
    """A deck beside its cards."""

    kind: ClassVar[str] = "deck"
    id: str
    title: str
    summary: str = ""
    language: str = ""  # as BCP 47 writes it; English where left out
    was: str = ""  # the id that the deck had before
    accents: str = ""  # `any` or `strict`, for every card that says nothing else
    sources: Mapping[str, str] = field(default_factory=dict)  # key of a source: its title
    notes: str = ""  # study notes, Markdown
    scenarios: tuple[Scenario, ...] = ()
    waiver: Waiver = NO_WAIVER
    path: str = ""

    def manners(self) -> dict[str, str]:
        """The fields that its cards take over from it."""
        return {name: value for name, value in {"language": self.language, "accents": self.accents}.items() if value}

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every text outside its cards by its field."""
        yield from (("title", self.title), ("summary", self.summary), ("notes", self.notes))
        yield from ((f"scenarios[{number}].text", each.text) for number, each in enumerate(self.scenarios))

    def scenario_text(self, card: Card) -> str:
        """The situation that `card` belongs to, or nothing."""
        return next((scenario.text for scenario in self.scenarios if scenario.id == card.scenario), "")

    def _own(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in DeckText.__struct_fields__ if name != "places"}


class DeckHead(DeckText, frozen=True, kw_only=True, eq=False):
    """A deck without its cards, of which it says how many there are."""

    card_count: int = 0
    question_count: int = 0
    face_count: int = 0

    def deck(self, cards: Sequence[Card]) -> Deck:
        return Deck(**self._own(), cards=tuple(cards))


class Deck(DeckText, frozen=True, kw_only=True, eq=False):
    cards: tuple[Card, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """The cards that can be judged, in the deck's order."""
        return tuple(card for card in self.cards if isinstance(card, Question))

    def head(self, face_count: int = 0) -> DeckHead:
        own, questions = self._own(), len(self.questions)
        return DeckHead(**own, card_count=len(self.cards), question_count=questions, face_count=face_count)


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
        """The text revealed; nothing where an answer is judged instead."""
        return self.card.revealed(self.suffix)

    @property
    def media(self) -> str:
        """Words for the picture and the sound that are asked with, where there are any."""
        return told(self.card) if self.card.shows_media(self.suffix) else ""


def faces(card: Card) -> tuple[Face, ...]:
    return tuple(Face(card, suffix) for suffix in card.suffixes())


def card_key(face_key: str) -> str:
    return face_key.partition("~")[0]


def former_keys(cards: Sequence[Card], former_deck: str = "") -> dict[str, str]:
    """The present key by every former one (`was` of card or deck); an id borne today keeps its history to itself."""
    present = {card.id for card in cards}
    former = {f"{former_deck}/{card.id}": card.key for card in cards} if former_deck else {}
    for card in cards:
        if "/" in card.was:
            former[card.was] = card.key
        elif card.was and card.was not in present:
            former |= {f"{deck}/{card.was}": card.key for deck in (former_deck, card.deck) if deck}
    return former
