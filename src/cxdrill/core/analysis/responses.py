"""The matrix of responses: who got what for which item, with totals, and the best and the weakest of a class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from math import floor
from typing import NamedTuple

from msgspec import Struct

from cxdrill.core.analysis.moments import Spread, spread
from cxdrill.core.analysis.sheet import Asked, Reply, Sheet

SHARE = 0.27  # of the people: those with the highest and with the lowest scores (Kelley 1939)
_DIGITS = 12  # sums of the same points in another order may differ in the last bit; ties must not


class Groups(NamedTuple):
    """The weight of each person in the two groups, from 0 to 1; each group's weights sum to `size`."""

    top: list[float]
    bottom: list[float]
    size: int


class Column:
    """One item: the replies of those who saw it, and what they scored in all and on the rest of their items.

    Scores are shares of the points there were, so that forms of different length can stand side by side.
    """

    def __init__(self, asked: Asked, replies: Sequence[Reply], totals: list[float], rests: list[float]) -> None:
        self.asked = asked
        self.replies = replies
        self.marks = [reply.points for reply in replies]
        self.totals = totals
        self.rests = rests  # empty where a form has no other item

    @cached_property
    def mark_spread(self) -> Spread:
        """How the points on the item vary."""
        return spread(self.marks)

    @cached_property
    def rest_spread(self) -> Spread:
        """How the scores on the other items vary."""
        return spread(self.rests)

    @cached_property
    def groups(self) -> Groups:
        """The top and the bottom group of those who saw the item, by their whole score."""
        return groups(self.totals)

    @cached_property
    def chosen(self) -> dict[int, list[int]]:
        """For each option, by place, the rows of those who chose it."""
        rows: dict[int, list[int]] = defaultdict(list)
        for row, reply in enumerate(self.replies):
            for place in reply.chosen:
                rows[place].append(row)
        return rows


class Responses(Struct, frozen=True):
    """The whole matrix. `is_fixed`: everybody had the same items, as alpha and the effective weights need it."""

    asked: tuple[Asked, ...]
    sheets: tuple[Sheet, ...]
    totals: tuple[float, ...]  # points of each sheet
    maxima: tuple[float, ...]  # points there were for each sheet
    people: int  # different learners
    is_fixed: bool

    def columns(self) -> Iterator[Column]:
        """The items one after the other."""
        rows: dict[str, list[int]] = defaultdict(list)
        replies: dict[str, list[Reply]] = defaultdict(list)
        for row, sheet in enumerate(self.sheets):
            for key, reply in zip(sheet.keys, sheet.replies, strict=True):
                rows[key].append(row)
                replies[key].append(reply)
        pairs = zip(self.totals, self.maxima, strict=True)
        shares = [round(total / most, _DIGITS) if most else 0.0 for total, most in pairs]
        for asked in self.asked:
            totals = [shares[row] for row in rows[asked.key]]
            yield Column(asked, replies[asked.key], totals, self._rests(asked, rows[asked.key], replies[asked.key]))

    def seconds(self) -> dict[str, list[float]]:
        """The time spent on each item, by those for whom it is recorded."""
        spent: dict[str, list[float]] = defaultdict(list)
        for sheet in self.sheets:
            if sheet.seconds:
                for key, seconds in zip(sheet.keys, sheet.seconds, strict=True):
                    spent[key].append(seconds)
        return spent

    def learners(self) -> dict[str, int]:
        """How many different people saw each item."""
        people: dict[str, set[str]] = defaultdict(set)
        for sheet in self.sheets:
            for key in sheet.keys:
                people[key].add(sheet.learner)
        return {key: len(names) for key, names in people.items()}

    def _rests(self, asked: Asked, rows: Sequence[int], replies: Sequence[Reply]) -> list[float]:
        totals, maxima, maximum = self.totals, self.maxima, asked.maximum
        if any(maxima[row] <= maximum for row in rows):
            return []
        pairs = zip(rows, replies, strict=True)
        return [(totals[row] - reply.points) / (maxima[row] - maximum) for row, reply in pairs]


def responses(sheets: Sequence[Sheet], asked: Sequence[Asked]) -> Responses:
    """The matrix of these sheets; items that nobody saw are left out."""
    maximum = {each.key: each.maximum for each in asked}
    sets = {frozenset(sheet.keys) for sheet in sheets}
    seen = frozenset().union(*sets)
    return Responses(
        asked=tuple(each for each in asked if each.key in seen),
        sheets=tuple(sheets),
        totals=tuple(sum(reply.points for reply in sheet.replies) for sheet in sheets),
        maxima=tuple(sum(maximum[key] for key in sheet.keys) for sheet in sheets),
        people=len({sheet.learner for sheet in sheets}),
        is_fixed=len(sets) <= 1,
    )


def groups(scores: Sequence[float]) -> Groups:
    """The groups, each of 27 % of the people rounded half up, at least one.

    People tied at a cut share the places left in equal parts, so the order of files decides nothing.
    """
    if not scores:
        return Groups([], [], 0)
    size, ordered = max(1, floor(SHARE * len(scores) + 0.5)), sorted(scores)
    low, high = ordered[size - 1], ordered[-size]
    low_part = (size - sum(score < low for score in ordered)) / ordered.count(low)
    high_part = (size - sum(score > high for score in ordered)) / ordered.count(high)
    top = [1.0 if score > high else high_part if score == high else 0.0 for score in scores]
    return Groups(top, [1.0 if score < low else low_part if score == low else 0.0 for score in scores], size)


def share(weights: Sequence[float], rows: Iterable[int], size: int) -> float | None:
    """The share of a group that the people at `rows` make."""
    return sum([weights[row] for row in rows]) / size if size else None
