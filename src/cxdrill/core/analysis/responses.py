"""Attempts as counts: how many replied what at which score; all statistics of a class come of these.

A class in memory and a class in a database are counted to the same values, so nothing after them is done twice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from math import floor
from statistics import median
from typing import NamedTuple

from msgspec import Struct

from cxdrill.core.analysis.moments import spread
from cxdrill.core.analysis.sheet import Asked, Pair, Reply, Sheet
from cxdrill.core.plain import grouped

SHARE = 0.27  # of the people: those with the highest and with the lowest scores (Kelley 1939)
DIGITS = 12  # sums of the same points in another order may differ in the last bit; ties must not


class Cell(NamedTuple):
    """A reply to one item, the points of the whole attempt, and the most there were."""

    reply: Reply
    total: float
    most: float


class Total(NamedTuple):
    """An attempt: its points, the most there were, and its number of items."""

    total: float
    most: float
    items: int


class Tally(Struct, frozen=True, kw_only=True):
    """The attempts at one exam, counted."""

    asked: tuple[Asked, ...]  # the items that anybody saw
    forms: Mapping[Total, int]
    cells: Mapping[str, Mapping[Cell, int]]  # by card
    topics: Mapping[str, Mapping[tuple[float, float], int]]  # attempts by the points in each topic and the most there
    people: int  # different learners
    seen_by: Mapping[str, int] = {}  # different learners of each card, where some had several attempts
    seconds: Mapping[str, float] = {}  # the median of each card
    verdicts: tuple[int, int] = (0, 0)  # passed, and those of which it is known
    fresh: Mapping[str, Pair] = {}  # each card in drilled and in fresh words, where that is known

    @property
    def is_fixed(self) -> bool:
        """Whether everybody had the same items, as alpha and the effective weights need it."""
        return all(form.items == len(self.asked) for form in self.forms)

    def columns(self) -> tuple[Column, ...]:
        return tuple(Column(each, self.cells[each.key]) for each in self.asked)


class Groups(NamedTuple):
    """How many of each row are in the two groups, of which each has `size` people."""

    top: list[float]
    bottom: list[float]
    size: int


class Column:
    """One item: its replies, by how many, and what these scored in all and on the rest, as shares of the points."""

    def __init__(self, asked: Asked, cells: Mapping[Cell, int]) -> None:
        self.asked, self.counts, self.size = asked, list(cells.values()), sum(cells.values())
        self.replies = [cell.reply for cell in cells]
        self.marks = [reply.points for reply in self.replies]
        self.totals = [round(cell.total / cell.most, DIGITS) if cell.most else 0.0 for cell in cells]
        self.left = [cell.total - cell.reply.points for cell in cells]  # points on the other items
        lengths = [cell.most - asked.maximum for cell in cells]
        has_rest = all(most > 0 for most in lengths)  # else a form has no other item
        self.rests = [points / most for points, most in zip(self.left, lengths, strict=True)] if has_rest else []
        self.mark_spread = spread(self.marks, self.counts)  # of the points on the item
        self.total_spread = spread(self.totals, self.counts)  # of the whole scores
        self.rest_spread = spread(self.rests, self.counts)  # of the scores on the other items
        self.groups = groups(self.totals, self.counts)  # of those who saw the item, by their whole score
        chosen = ((place, row) for row, reply in enumerate(self.replies) for place in reply.chosen)
        self.chosen = grouped(chosen)  # option, by place: the rows of those who chose it

    def number(self, rows: Iterable[int]) -> int:
        return sum([self.counts[row] for row in rows])


def by_topic(sheet: Sheet, about: Mapping[str, Asked]) -> dict[str, tuple[float, float]]:
    """The points of a sheet in each topic, and the most there were."""
    earned: dict[str, tuple[float, float]] = {}
    for key, reply in sheet.answers():
        points, most = earned.get(about[key].topic, (0.0, 0.0))
        earned[about[key].topic] = points + reply.points, most + about[key].maximum
    return earned


def tallied(sheets: Sequence[Sheet], asked: Sequence[Asked]) -> Tally:
    """The counts of these sheets; items that nobody saw are left out."""
    about = {each.key: each for each in asked}
    forms: Counter[Total] = Counter()
    topics: dict[str, Counter[tuple[float, float]]] = defaultdict(Counter)
    cells: dict[str, Counter[Cell]] = defaultdict(Counter)
    for sheet in sheets:
        earned = by_topic(sheet, about)
        total, most = (
            (round(sum(each), DIGITS) for each in zip(*earned.values(), strict=True)) if earned else (0.0, 0.0)
        )
        forms[Total(total, most, len(sheet.keys))] += 1
        for topic, (points, worth) in earned.items():
            topics[topic][round(points, DIGITS), worth] += 1
        for key, reply in sheet.answers():
            cells[key][Cell(reply, total, most)] += 1
    people, passed = len({sheet.learner for sheet in sheets}), [sheet.is_passed for sheet in sheets]
    timed = ((sheet.keys, sheet.ms) for sheet in sheets if sheet.ms)
    spent = grouped(pair for both in timed for pair in zip(*both, strict=True))
    seen = grouped((key, sheet.learner) for sheet in sheets for key in sheet.keys) if people < len(sheets) else {}
    return Tally(
        asked=tuple(each for each in asked if each.key in cells),
        forms=forms,
        cells=cells,
        topics=topics,
        people=people,
        seen_by={key: len(set(names)) for key, names in seen.items()},
        seconds={key: median(each) / 1000 for key, each in spent.items()},
        verdicts=(passed.count(True), len(passed) - passed.count(None)),
        fresh=fresh_pairs(sheets),
    )


def fresh_pairs(sheets: Iterable[Sheet]) -> dict[str, Pair]:
    """For each card the share right in words that were drilled and in fresh ones, where that is known."""
    rows = (row for sheet in sheets for row in zip(sheet.keys, sheet.replies, sheet.fresh, strict=False))
    points = grouped(((key, is_fresh), reply.points) for key, reply, is_fresh in rows)
    return {key: Pair.of(points.get((key, False), []), points.get((key, True), [])) for key, _ in points}


def groups(scores: Sequence[float], counts: Sequence[int]) -> Groups:
    """The top and the bottom 27 %, one person at least; people tied at a cut share its places, in whatever order."""
    if not scores:
        return Groups([], [], 0)
    size = max(1, floor(SHARE * sum(counts) + 0.5))
    return Groups(_highest(scores, counts, size), _highest([-score for score in scores], counts, size), size)


def _highest(scores: Sequence[float], counts: Sequence[int], size: int) -> list[float]:
    """How many of each row are among the `size` with the highest scores."""
    numbers: Counter[float] = Counter()
    for score, count in zip(scores, counts, strict=True):
        numbers[score] += count
    ordered = sorted(numbers, reverse=True)
    upto = accumulate(numbers[score] for score in ordered)
    cut, reached = next((score, whole) for score, whole in zip(ordered, upto, strict=True) if whole >= size)
    part = 1 - (reached - size) / numbers[cut]
    pairs = zip(scores, counts, strict=True)
    return [count * (1.0 if score > cut else part if score == cut else 0.0) for score, count in pairs]


def share(weights: Sequence[float], rows: Iterable[int], size: int) -> float | None:
    """The share of a group that the people at `rows` make."""
    return sum([weights[row] for row in rows]) / size if size else None
