"""Statistics of one item: how hard it is, how well it tells the able from the others, how long it takes.

The formulas are those of classical test theory; x is the points on the item, R the points on the rest of the form,
T = x + R. Whole exams are left to `analysis`, single options to `option_table`.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, sqrt
from operator import mul

from msgspec import Struct
from msgspec.structs import replace

from cxdrill.core.analysis import moments
from cxdrill.core.analysis.moments import Interval
from cxdrill.core.analysis.option_table import (
    OptionStatistics,
    Suspicion,
    counts_only,
    is_frequent,
    option_table,
    suspicion,
)
from cxdrill.core.analysis.responses import Column
from cxdrill.core.analysis.sheet import Asked, Sample, sample


class ItemStatistics(Struct, frozen=True, kw_only=True, rename={"count": "n", "deviation": "sd"}):
    """One item over those who saw it; None is what the replies do not tell."""

    asked: Asked
    count: int  # how many saw it
    open: int  # how many left it open, which scores nothing
    right: int  # how many earned all its points
    sample: Sample
    facility: float | None = None  # mean share of the points
    interval: Interval | None = None  # of the facility, 95 %, after Wilson
    deviation: float | None = None
    item_total: float | None = None  # r(x, T), which flatters: the item is in T
    item_rest: float | None = None  # r(x, R), the corrected point-biserial
    efficiency: float | None = None  # 100 cov(x, R) / cov(sorted x, sorted R)
    upper_lower: float | None = None  # facility of the top 27 % less that of the bottom 27 %
    effective_weight: float | None = None  # 100 sqrt(cov(x, T)) / sum of it over all items; fixed forms only
    alpha_without: float | None = None  # alpha of the other items; fixed forms only
    seconds: float | None = None  # median
    options: tuple[OptionStatistics, ...] = ()
    suspicion: Suspicion | None = None

    @property
    def warnings(self) -> tuple[str, ...]:
        """The reasons why an author should look at the item, the gravest first."""
        reasons = {
            "possible-wrong-key": self.suspicion is not None,
            "negative-discrimination": self.item_rest is not None and self.item_rest < 0,
            "below-guessing": _is_below(self.facility, self.asked.guess),
            "right-after-all": any(is_frequent(option) for option in self.options if self.asked.type == "typed"),
            "distractor-without-work": any(option.is_functioning is False for option in self.options),
            "several-wordings": self.asked.versions > 1,
        }
        return tuple(name for name, holds in reasons.items() if holds)


def item_statistics(column: Column, seconds: float | None = None, people: int | None = None) -> ItemStatistics:
    """The statistics of one item. `people`: how many different ones replied, where some did more than once."""
    asked, marks, count = column.asked, column.marks, column.size
    points = moments.mean(marks, column.counts)
    facility = None if points is None or not asked.maximum else points / asked.maximum
    table = option_table(column)
    return ItemStatistics(
        asked=asked,
        count=count,
        open=column.number(row for row, reply in enumerate(column.replies) if reply.is_open),
        right=column.number(row for row, mark in enumerate(marks) if mark >= asked.maximum),
        sample=sample(count if people is None else people),
        facility=facility,
        interval=None if facility is None else moments.wilson(min(max(facility, 0.0), 1.0), count),
        deviation=moments.deviation(column.mark_spread),
        item_total=moments.correlation(column.mark_spread, column.total_spread),
        item_rest=moments.correlation(column.mark_spread, column.rest_spread) if column.rests else None,
        efficiency=efficiency(column) if column.rests else None,
        upper_lower=upper_lower(column),
        seconds=seconds,
        options=table,
        suspicion=suspicion(table),
    )


def counted(item: ItemStatistics) -> ItemStatistics:
    """Only what was counted, for so few people that nothing else can be said."""
    kept = {name: getattr(item, name) for name in ("asked", "count", "open", "right", "sample")}
    return ItemStatistics(**kept, options=counts_only(item.options))


def with_weights(items: Sequence[ItemStatistics], columns: Sequence[Column]) -> tuple[ItemStatistics, ...]:
    """The items with their effective weights, which only a fixed form has; blank where an item pulls the other way."""
    pulls = [moments.covariance(column.mark_spread, column.total_spread) for column in columns]
    roots = [None if pull is None or pull < 0 else sqrt(pull) for pull in pulls]
    whole = sum(root for root in roots if root is not None)
    return tuple(
        replace(item, effective_weight=100 * root / whole if root is not None and whole else None)
        for item, root in zip(items, roots, strict=True)
    )


def efficiency(column: Column) -> float | None:
    """The discriminative efficiency in per cent: the covariance of item and rest against the largest possible.

    The largest is that of the same values sorted. None where either does not vary.
    """
    marks, rests = column.mark_spread, column.rest_spread
    if not marks.squares or not rests.squares:
        return None
    reached, largest = moments.covariance(marks, rests), moments.sorted_covariance(marks, rests)
    return 100 * reached / largest if reached is not None and largest else None


def upper_lower(column: Column) -> float | None:
    """The facility in the top group less that in the bottom group; None below two people."""
    if column.size < 2 or not column.asked.maximum:
        return None
    top, bottom, size = column.groups
    difference = fsum(map(mul, top, column.marks)) - fsum(map(mul, bottom, column.marks))
    return difference / size / column.asked.maximum


def _is_below(facility: float | None, guess: float | None) -> bool:
    return facility is not None and guess is not None and facility < guess
