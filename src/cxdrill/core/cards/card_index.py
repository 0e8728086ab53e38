"""What is known of a deck's cards without building one: their faces, topics and tags, and whom each face belongs to.

Queues and counts look at thousands of faces to find the few that are asked; only those few become cards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import overload

from msgspec import Struct

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.face import Face, all_faces
from cxdrill.core.cards.library import Library
from cxdrill.core.cards.question import Question


class CardIndex(Struct, frozen=True):
    """Cards are meant by their numbers from 0 in the deck's order, faces by theirs."""

    face_keys: Sequence[str]
    owners: Sequence[int]  # of each face its card
    questions: Mapping[str, Sequence[int]]  # topic: the faces of its questions, of which each has one
    topics: Mapping[str, Sequence[int]]  # topic: its cards
    tags: Mapping[str, Sequence[int]]
    scenarios: Mapping[str, Sequence[int]]  # id of a scenario: its cards
    former: Mapping[str, str]  # former key of a card that had another id: its present key

    @property
    def question_count(self) -> int:
        """How many of the cards are questions."""
        return sum(map(len, self.questions.values()))

    def number(self, face_key: str) -> int:
        """The card that a face belongs to; raises ValueError where the deck has no such face."""
        return self.owners[self.face_keys.index(face_key)]


class StoredCards(Sequence[Card]):
    """Cards kept as canonical texts, `text(number)`, and built when somebody looks at them, each time anew."""

    def __init__(self, count: int, index: CardIndex, text: Callable[[int], bytes]) -> None:
        self.card_index, self.text = index, text
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Card]:
        return map(self._build, range(self._count))

    @overload
    def __getitem__(self, place: int) -> Card: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Card, ...]: ...
    def __getitem__(self, place: int | slice) -> Card | tuple[Card, ...]:
        numbers = range(self._count)[place]
        return self._build(numbers) if isinstance(numbers, int) else tuple(map(self._build, numbers))

    def _build(self, number: int) -> Card:
        from cxdrill.core.cards.plain import card_from_text

        return card_from_text(self.text(number))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, tuple | StoredCards) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


def index_of(cards: Sequence[Card]) -> CardIndex:
    """The index of a deck's cards: the stored one, or one made now."""
    if isinstance(cards, StoredCards):
        return cards.card_index
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
    return CardIndex(keys, owners, questions, topics, tags, scenarios, _former(cards))


def card_texts(cards: Sequence[Card], numbers: Iterable[int]) -> Iterator[bytes]:
    """These cards as canonical texts: the stored ones, or such as are made now."""
    if isinstance(cards, StoredCards):
        return map(cards.text, numbers)
    from cxdrill.core.cards.plain import card_text

    return (card_text(cards[number]) for number in numbers)


def former_keys(library: Library) -> dict[str, str]:
    """For every card that had another id (`was`): its former key and its present one.

    An id that another card of the deck bears today keeps its history to itself.
    """
    return {former: key for deck in library.decks for former, key in index_of(deck.cards).former.items()}


def face_keys(decks: Iterable[Deck]) -> Iterator[str]:
    """The keys of every face of these decks, in order."""
    for deck in decks:
        yield from index_of(deck.cards).face_keys


def face_at(cards: Sequence[Card], index: CardIndex, place: int) -> Face:
    """The face at a place of the index."""
    card = cards[index.owners[place]]
    return Face(card, index.face_keys[place][len(card.key) :])


FaceSpot = tuple[Sequence[Card], CardIndex, int]
"""Where a face is found: the arguments of `face_at`."""


class FacesAt(Sequence[Face]):
    """Faces of which only the places are known until one is looked at."""

    def __init__(self, spots: Sequence[FaceSpot]) -> None:
        self._spots = spots

    def __len__(self) -> int:
        return len(self._spots)

    @overload
    def __getitem__(self, place: int) -> Face: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Face, ...]: ...
    def __getitem__(self, place: int | slice) -> Face | tuple[Face, ...]:
        if isinstance(place, slice):
            return tuple(face_at(*spot) for spot in self._spots[place])
        return face_at(*self._spots[place])


def _former(cards: Sequence[Card]) -> dict[str, str]:
    present = {card.id for card in cards}
    return {f"{card.deck}/{card.was}": card.key for card in cards if card.was and card.was not in present}
