"""History that no card claims any more: of cards that were renamed or moved, and of decks that were renamed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.face import former_keys
from cxdrill.core.event import Event, standing
from cxdrill.core.exams.library import Library
from cxdrill.core.lint.rules import location_of
from cxdrill.core.problem import Problem, Severity

HISTORY_RULES: Mapping[str, str] = {"H501": "No card that was reviewed has lost its id."}
"""Rules about decks and somebody's progress together. Never counted, since other learners have other histories."""
LIKELY = 0.4  # likeness of two ids from which one is suggested for the other
SAME_DECK = 0.5  # share of a lost deck's reviewed cards whose ids stand in another, from which that is suggested for it


def orphans(events: Iterable[Event], library: Library, elsewhere: Collection[str] = ()) -> tuple[Problem, ...]:
    """A note for each card that was reviewed and that no card is any more, with the line that keeps its history.

    Of decks that are neither in the library nor `elsewhere` there is one note each, where another is likely to be it.
    """
    reviews = Counter(_card_key(event) for event in standing(events) if event.kind == "review")
    claimed = {card.key for card in library.cards()}
    claimed.update(key for deck in library.decks for key in former_keys(deck.cards, deck.was))
    lost: dict[str, list[str]] = defaultdict(list)
    for key in sorted(reviews.keys() - claimed):
        lost[key.partition("/")[0]].append(key.partition("/")[2])
    fresh = [card for card in library.cards() if card.key not in reviews and not card.was]
    present = {deck.id: deck for deck in library.decks}
    return tuple(
        problem
        for id, cards in lost.items()
        for problem in (
            _of_cards(present[id], cards, reviews, fresh)
            if id in present
            else _of_deck(id, cards, reviews, library, fresh)
        )
        if id not in elsewhere or id in present
    )


def _of_cards(deck: Deck, lost: Iterable[str], reviews: Mapping[str, int], fresh: list[Card]) -> Iterator[Problem]:
    """Notes of cards that left a deck: to another deck under the same id, or in it under a like one."""
    own = [card.id for card in fresh if card.deck == deck.id]
    for id in lost:
        moved = next((card for card in fresh if card.id == id and card.deck != deck.id), None)
        near = get_close_matches(id, own, n=1, cutoff=LIKELY)
        same = moved or next((card for card in fresh if card.deck == deck.id and [card.id] == near), None)
        was = f"{deck.id}/{id}" if moved else id
        times = _times(reviews[f"{deck.id}/{id}"])
        message = f'deck "{deck.id}" has no card "{id}" any more, and {times} of it count for nothing'
        if same is None:
            remedy = f'if it has another id now, add "was: {id}" to that card; if it is gone for good, this is fine'
            yield Problem(location_of(deck, "deck"), "H501", Severity.NOTE, message, remedy, len(deck.id))
        else:
            remedy = f'if it is "{same.key if moved else same.id}" now, add "was: {was}" to that card'
            yield Problem(location_of(same, "id"), "H501", Severity.NOTE, message, remedy, len(same.id))


def _of_deck(
    id: str, lost: list[str], reviews: Mapping[str, int], library: Library, fresh: list[Card]
) -> Iterator[Problem]:
    """The note of a deck that is gone, at the deck which has most of its cards; or notes of those that moved."""
    ids = {deck.id: {card.id for card in fresh if card.deck == deck.id} for deck in library.decks if not deck.was}
    likely = max(library.decks, key=lambda deck: len(ids.get(deck.id, set()).intersection(lost)), default=None)
    shared = ids.get(likely.id, set()).intersection(lost) if likely else set()
    if likely is None or not shared:
        return
    if len(shared) >= SAME_DECK * len(lost):
        times = _times(sum(reviews[f"{id}/{card}"] for card in lost))
        message = f'deck "{id}" is gone, and {times} of {len(lost)} of its cards count for nothing'
        remedy = f'if it is "{likely.id}" now, add "was: {id}" below "deck: {likely.id}"'
        yield Problem(location_of(likely, "deck"), "H501", Severity.NOTE, message, remedy, len(likely.id))
        return
    for card in (card for card in fresh if card.deck == likely.id and card.id in shared):
        message = f'card "{id}/{card.id}" is gone, and {_times(reviews[f"{id}/{card.id}"])} of it count for nothing'
        remedy = f'if it is "{card.key}" now, add "was: {id}/{card.id}" to that card'
        yield Problem(location_of(card, "id"), "H501", Severity.NOTE, message, remedy, len(card.id))


def _times(reviews: int) -> str:
    return f"your {reviews} review{'s' if reviews > 1 else ''}"


def _card_key(event: Event) -> str:
    return str(event.fields.get("card", "")).partition("~")[0]
