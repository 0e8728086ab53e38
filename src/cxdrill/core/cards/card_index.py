"""The cards of a deck by topic and scenario, for what draws from many at once; and the ids that cards had before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.face import all_faces
from cxdrill.core.cards.question import Question


class CardIndex(Struct, frozen=True):
    """Cards are meant by their numbers from 0 in the deck's order, faces by theirs."""

    face_keys: Sequence[str]
    owners: Sequence[int]  # of each face its card
    questions: Mapping[str, Sequence[int]]  # topic: the faces of its questions, of which each has one
    topics: Mapping[str, Sequence[int]]  # topic: its cards
    tags: Mapping[str, Sequence[int]]
    scenarios: Mapping[str, Sequence[int]]  # id of a scenario: its cards

    @property
    def question_count(self) -> int:
        """How many of the cards are questions."""
        return sum(map(len, self.questions.values()))

    def number(self, face_key: str) -> int:
        """The card that a face belongs to; raises ValueError where the deck has no such face."""
        return self.owners[self.face_keys.index(face_key)]


def index_of(cards: Sequence[Card]) -> CardIndex:
    """The index of a deck's cards."""
    topics: dict[str, list[int]] = {}
    tags: dict[str, list[int]] = {}
    scenarios: dict[str, list[int]] = {}
    questions: dict[str, list[int]] = {}
    keys: list[str] = []
    owners: list[int] = []
    for number, card in enumerate(cards):
        if isinstance(card, Question):
            questions.setdefault(card.topic, []).append(len(keys))
        faces = [face.key for face in all_faces((card,))]
        keys += faces
        owners += [number] * len(faces)
        topics.setdefault(card.topic, []).append(number)
        for tag in dict.fromkeys(card.tags):
            tags.setdefault(tag, []).append(number)
        if card.scenario:
            scenarios.setdefault(card.scenario, []).append(number)
    return CardIndex(keys, owners, questions, topics, tags, scenarios)


def former_keys(cards: Sequence[Card]) -> dict[str, str]:
    """For every card that had another id (`was`): its former key and its present one.

    An id that another card of the deck bears today keeps its history to itself.
    """
    present = {card.id for card in cards}
    return {f"{card.deck}/{card.was}": card.key for card in cards if card.was and card.was not in present}
