"""Fresh items: questions and wordings that this learner has not met, of which an exam may ask for a share of its form.

Met is what the events say: drills show the wordings in turn, forms and practice say which they held.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import ceil
from random import Random

from cxdrill.core.cards.question import drawn_order
from cxdrill.core.exams.draw import Drawable, Pool, Taste, size
from cxdrill.core.exams.exam import Rules


def met_wording(key: str, number: int) -> str:
    """The name of a wording among what a form avoids."""
    return f"{key}@{number}"


def new_wordings(card: Drawable, avoided: Collection[str]) -> list[int]:
    """The wordings of a question that are not avoided, by number."""
    return [number for number in range(len(card.wordings) + 1) if met_wording(card.key, number) not in avoided]


def fresh_needed(rules: Rules, items: int) -> int:
    """How many items of a form are to be fresh."""
    return ceil(rules.fresh.value * items) if rules.fresh else 0


def taste(questions: Mapping[str, Drawable], avoided: Collection[str], fresh: int) -> Taste:
    """What a form passes over, and where some of it is to be fresh, what is."""
    if not fresh:
        return Taste(avoided)
    new = frozenset(key for key, card in questions.items() if new_wordings(card, avoided))
    return Taste(avoided, frozenset(key for key in new if questions[key].is_reserved), new)


def fresh_by_topic(fresh: int, topics: Sequence[Pool], liked: Taste, rng: Random) -> list[int]:
    """How many fresh items each topic gives: drawn so that every reserved question comes as often as the others.

    Where there are fewer reserved ones than wanted, the rest is drawn from what is new in other ways.
    """
    given = [0] * len(topics)
    for wanted in (liked.reserved, liked.new) if fresh else ():
        held = [size(unit for unit in pool if all(key in wanted for key in unit)) for _, pool in topics]
        room = [min(count, most) - got for (count, _), most, got in zip(topics, held, given, strict=True)]
        slots = [place for place, free in enumerate(room) for _ in range(free)]
        for slot in drawn_order(len(slots), rng)[: fresh - sum(given)]:
            given[slots[slot]] += 1
    return given
