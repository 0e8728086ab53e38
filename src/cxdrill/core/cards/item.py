"""A question as it is put to a person: the card and the order in which its parts are shown.

How an answer to it is read and judged is `core/cards/answer.py`'s concern.
"""

from __future__ import annotations

from random import Random

from msgspec import Struct

from cxdrill.core.cards.deck import Choice, Match, Multiple, Option, Order, Question


class Item(Struct, frozen=True):
    """A question and the order of its options, of an `order`'s items or of a `match`'s right sides.

    `order` holds the deck's positions from 0 in the order shown; it is empty for true-false and typed questions.
    """

    card: Question
    order: tuple[int, ...] = ()


def parts(card: Question) -> tuple[str, ...]:
    """The texts of a question that are shown in a drawn order, in the deck's order."""
    match card:
        case Choice() | Multiple():
            return tuple(option.text for option in card.options)
        case Order():
            return card.items
        case Match():
            return tuple(right for _, right in card.pairs)
    return ()


def shuffled(card: Question, rng: Random) -> Item:
    """The question with its parts in an order drawn from `rng.random()` alone.

    Python promises the same numbers for a seed on every version, but not the same `shuffle`. An `order` question is
    drawn again while it stands in the right order already.
    """
    size = len(parts(card))
    if isinstance(card, Choice | Multiple):
        return Item(card, _around_fixed(card.options, rng))
    order = drawn_order(size, rng)
    if isinstance(card, Order) and len(set(card.items)) > 1:
        while tuple(card.items[position] for position in order) == card.items:
            order = drawn_order(size, rng)
    return Item(card, order)


def drawn_order(size: int, rng: Random) -> tuple[int, ...]:
    """The numbers below `size` in an order drawn from `rng.random()` alone, each order equally likely."""
    keys = [rng.random() for _ in range(size)]
    return tuple(sorted(range(size), key=keys.__getitem__))


def is_order_of(card: Question, order: tuple[int, ...]) -> bool:
    """Whether `order` names each part of the question once."""
    return sorted(order) == list(range(len(parts(card))))


def _around_fixed(options: tuple[Option, ...], rng: Random) -> tuple[int, ...]:
    movable = [position for position, option in enumerate(options) if not option.is_fixed]
    drawn = iter([movable[place] for place in drawn_order(len(movable), rng)])
    return tuple(position if option.is_fixed else next(drawn) for position, option in enumerate(options))
