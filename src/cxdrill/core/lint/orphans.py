"""History that no card claims any more: a card id was changed in a deck that somebody studied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.library import Library
from cxdrill.core.event import Event, standing
from cxdrill.core.lint.rules import location_of
from cxdrill.core.problem import Problem, Severity

HISTORY_RULES: Mapping[str, str] = {"H501": "No card that was reviewed has lost its id."}
"""Rules about decks and somebody's progress together. Never counted, since other learners have other histories."""
LIKELY = 0.4  # likeness of two ids from which one is suggested for the other


def orphans(events: Iterable[Event], library: Library) -> tuple[Problem, ...]:
    """A note for each card that was reviewed, whose deck is still there, and that no card has been since."""
    reviews = Counter(_card_key(event) for event in standing(events) if event.kind == "review")
    problems: list[Problem] = []
    for deck in library.decks:
        claimed = {card.key for card in deck.cards} | {f"{deck.id}/{card.was}" for card in deck.cards if card.was}
        lost = sorted(key for key in reviews if key.partition("/")[0] == deck.id and key not in claimed)
        fresh = [card for card in deck.cards if card.key not in reviews and not card.was]
        problems += [_problem(key.partition("/")[2], reviews, deck, fresh) for key in lost]
    return tuple(problems)


def _problem(lost: str, reviews: Mapping[str, int], deck: Deck, fresh: Sequence[Card]) -> Problem:
    times = reviews[f"{deck.id}/{lost}"]
    message = f'deck "{deck.id}" has no card "{lost}" any more, which your progress has reviewed {times} times'
    near = get_close_matches(lost, [card.id for card in fresh], n=1, cutoff=LIKELY)
    owner, field = next(((card, "id") for card in fresh if [card.id] == near), (deck, "deck"))
    remedy = f'if it is "{owner.id}" now, add "was: {lost}" to that card to keep its history'
    if owner is deck:
        remedy = f'if it has another id now, add "was: {lost}" to that card; if it is gone for good, this is fine'
    return Problem(location_of(owner, field), "H501", Severity.NOTE, message, remedy, len(owner.id))


def _card_key(event: Event) -> str:
    return str(event.fields.get("card", "")).partition("~")[0]
