"""Fresh items: questions and wordings that this learner has not met, of which an exam may ask for a share of its form.

Met is what the events say: drills show the wordings in turn, forms and practice say which they held.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from math import ceil

from cxdrill.core.cards.question import Question
from cxdrill.core.exams.draw import Pool, Taste, size
from cxdrill.core.exams.exam import Rules


def met_wording(key: str, number: int) -> str:
    """The name of a wording among what a form avoids."""
    return f"{key}@{number}"


def new_wordings(card: Question, avoided: Collection[str]) -> list[int]:
    """The wordings of a question that are not avoided, by number."""
    return [number for number in range(len(card.wordings) + 1) if met_wording(card.key, number) not in avoided]


def fresh_needed(rules: Rules, items: int) -> int:
    """How many items of a form are to be fresh."""
    return ceil(rules.fresh.value * items) if rules.fresh else 0


def taste(questions: Mapping[str, Question], avoided: Collection[str], fresh: int) -> Taste:
    """What a form passes over, and where some of it is to be fresh, what is."""
    if not fresh:
        return Taste(avoided)
    new = frozenset(key for key, card in questions.items() if new_wordings(card, avoided))
    return Taste(avoided, frozenset(key for key in new if questions[key].is_reserved), new)


def fresh_by_topic(fresh: int, topics: Sequence[Pool], liked: Taste) -> list[int]:
    """How many fresh items each topic gives: in proportion to its draw, and where it has fewer, others more."""
    if not fresh:
        return [0] * len(topics)
    most = [min(count, size(unit for unit in pool if all(key in liked.new for key in unit))) for count, pool in topics]
    items = sum(count for count, _ in topics) or 1
    given = [min(int(Fraction(fresh * count, items)), held) for (count, _), held in zip(topics, most, strict=True)]
    short = [Fraction(fresh * count, items) - got for (count, _), got in zip(topics, given, strict=True)]
    while sum(given) < min(fresh, sum(most)):
        place = max((place for place in range(len(most)) if given[place] < most[place]), key=lambda each: short[each])
        given[place] += 1
        short[place] -= 1
    return given
