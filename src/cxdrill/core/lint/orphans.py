"""History that no card claims any more: a card id was changed in a deck that somebody studied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.library import Library
from cxdrill.core.event import Event, standing
from cxdrill.core.lint.rules import place
from cxdrill.core.problem import Problem, Severity

ORPHAN_RULE = "H501"
LIKELY = 0.4  # likeness of two ids from which one is suggested for the other


def orphans(events: Iterable[Event], library: Library) -> tuple[Problem, ...]:
    """A note for each card that was reviewed, whose deck is still there, and that no card has been since."""
    reviews = Counter(_card_key(event) for event in standing(events) if event.kind == "review")
    found: list[Problem] = []
    for deck in library.decks:
        claimed = {card.key for card in deck.cards} | {f"{deck.id}/{card.was}" for card in deck.cards if card.was}
        lost = sorted(key for key in reviews if key.partition("/")[0] == deck.id and key not in claimed)
        fresh = [card for card in deck.cards if card.key not in reviews and not card.was]
        found += [_problem(key.partition("/")[2], reviews, deck, fresh) for key in lost]
    return tuple(found)


def _problem(lost: str, reviews: Mapping[str, int], deck: Deck, fresh: Sequence[Card]) -> Problem:
    times = reviews[f"{deck.id}/{lost}"]
    message = f'deck "{deck.id}" has no card "{lost}" any more, which your progress has reviewed {times} times'
    card = _nearest(lost, fresh)
    if card is None:
        remedy = f'if it has another id now, add "was: {lost}" to that card; if it is gone for good, this is fine'
        return Problem(place(deck, "deck"), ORPHAN_RULE, Severity.NOTE, message, remedy, len(deck.id))
    remedy = f'if it is "{card.id}" now, add "was: {lost}" to that card to keep its history'
    return Problem(place(card, "id"), ORPHAN_RULE, Severity.NOTE, message, remedy, len(card.id))


def _nearest(lost: str, fresh: Sequence[Card]) -> Card | None:
    from difflib import get_close_matches

    found = get_close_matches(lost, [card.id for card in fresh], n=1, cutoff=LIKELY)
    return next((card for card in fresh if found and card.id == found[0]), None)


def _card_key(event: Event) -> str:
    return str(event.fields.get("card", "")).partition("~")[0]
