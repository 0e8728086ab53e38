"""The table of an item's options: who chose which, whether the distractors work, and whether the key may be wrong."""

from __future__ import annotations

from math import exp, fsum, lgamma, log

from msgspec import Struct

from cxdrill.core.analysis.moments import membership_correlation
from cxdrill.core.analysis.responses import Column, share

FREQUENT, FEWEST_ALIKE = 0.1, 2  # of all who saw an item to type, giving the same answer
RARE = 0.05  # of all: a distractor that more choose does its work, after Haladyna and Downing (1993)
UNLIKELY = 0.05  # chance of so few choices, all distractors of an item taken together


_JSON_NAMES = {"is_key": "key", "count": "n", "correlation": "r", "is_functioning": "functioning"}


class OptionStatistics(Struct, frozen=True, kw_only=True, rename=_JSON_NAMES):
    """One option; shares are of all who saw the item, of a group, or (of distractors) of those who were wrong."""

    text: str
    is_key: bool
    count: int
    share: float | None = None
    top: float | None = None
    bottom: float | None = None
    among_wrong: float | None = None
    correlation: float | None = None  # of choosing it with the score on the other items
    is_functioning: bool | None = None  # of distractors: not idle (`_is_idle`)


class Suspicion(Struct, frozen=True):
    """A distractor that more of the top group chose than the key, both by their place in the table.

    `index` adds how much more of the top group chose it to how much more choosing it goes with the score on the other
    items; it runs from -3 to 3, and the higher it is the likelier the key is wrong.
    """

    option: int
    key: int
    index: float


def option_table(column: Column) -> tuple[OptionStatistics, ...]:
    """The options in the deck's order; typed answers by how often they were given, what is accepted first."""
    wrong = {row for row, mark in enumerate(column.marks) if mark < column.asked.maximum}
    answered = column.number(row for row in wrong if not column.replies[row].is_open)
    rows = [_option(column, place, wrong, answered) for place in range(len(column.asked.options))]
    is_typed = column.asked.type == "typed"
    return tuple(sorted(rows, key=lambda row: (not row.is_key, -row.count, row.text)) if is_typed else rows)


def is_frequent(row: OptionStatistics) -> bool:
    """Whether a typed answer that is not accepted is given so often that it may be right after all."""
    return not row.is_key and row.count >= FEWEST_ALIKE and (row.share or 0.0) >= FREQUENT


def counts_only(table: tuple[OptionStatistics, ...]) -> tuple[OptionStatistics, ...]:
    """How many chose each, without what so few people cannot carry."""
    return tuple(OptionStatistics(text=row.text, is_key=row.is_key, count=row.count) for row in table)


def suspicion(table: tuple[OptionStatistics, ...]) -> Suspicion | None:
    """The distractor most likely to be the real key, where more of the top group chose it than the key."""
    keys = [place for place, row in enumerate(table) if row.is_key]
    if not keys:
        return None
    key = min(keys, key=lambda place: _pull(table[place]))
    likely = [
        Suspicion(place, key, _pull(row) - _pull(table[key]))
        for place, row in enumerate(table)
        if not row.is_key and (row.top or 0.0) > (table[key].top or 0.0)
    ]
    return max(likely, key=lambda each: (each.index, -each.option), default=None)


def _pull(row: OptionStatistics) -> float:
    """How much the better are drawn to an option."""
    return (row.top or 0.0) + (row.correlation or 0.0)


def _option(column: Column, place: int, wrong: set[int], answered: int) -> OptionStatistics:
    asked, rows, size = column.asked.options[place], column.chosen.get(place, []), column.size
    count, mistaken = column.number(rows), column.number(row for row in rows if row in wrong)
    others = sum(not option.is_key for option in column.asked.options)
    r = membership_correlation(rows, column.rest_spread) if column.rests else None
    return OptionStatistics(
        text=asked.text,
        is_key=asked.is_key,
        count=count,
        share=count / size if size else None,
        top=share(column.groups.top, rows, column.groups.size),
        bottom=share(column.groups.bottom, rows, column.groups.size),
        among_wrong=mistaken / answered if answered and not asked.is_key else None,
        correlation=r,
        is_functioning=None
        if asked.is_key or not size or column.asked.type == "typed"
        else not _is_idle(mistaken, answered, others, count / size),
    )


def _is_idle(chosen: int, wrong: int, distractors: int, share: float) -> bool:
    """Whether hardly anybody falls for a distractor: under 5 % of all, and fewer than luck explains of the wrong ones.

    The exact one-sided binomial test (R. A. Fisher, Statistical Methods for Research Workers, 1925) against equal
    shares among the distractors, its level divided by their number (Bonferroni); it says nothing where all are right.
    """
    if share >= RARE or distractors < 2:
        return False
    yes, no = log(1 / distractors), log(1 - 1 / distractors)
    ways = (lgamma(wrong + 1) - lgamma(each + 1) - lgamma(wrong - each + 1) for each in range(chosen + 1))
    so_few = fsum(exp(way + each * yes + (wrong - each) * no) for each, way in enumerate(ways))
    return so_few < UNLIKELY / distractors
