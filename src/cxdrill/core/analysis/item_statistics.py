"""Statistics of one item: how hard it is, how well it tells the able from the others, how long it takes, its options.

The formulas are those of classical test theory; x is the points on the item, R the points on the rest of the form,
T = x + R. Of options: who chose which, whether the distractors work, and whether the key may be wrong.
"""

from collections.abc import Sequence
from math import exp, fsum, lgamma, log, sqrt
from operator import mul

from msgspec import Struct
from msgspec.structs import replace

from cxdrill.core.analysis import moments
from cxdrill.core.analysis.moments import Interval, membership_correlation
from cxdrill.core.analysis.responses import Column, share
from cxdrill.core.analysis.sheet import Asked, Sample, counts_alone, sample

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
    """A distractor that more of the top group chose than the key.

    `index` adds how much more of the top group chose it to how much more choosing it goes with the score on the other
    items; it runs from -3 to 3, and the higher it is the likelier the key is wrong.
    """

    option: OptionStatistics
    key: OptionStatistics
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


def suspicion(table: tuple[OptionStatistics, ...]) -> Suspicion | None:
    """The distractor most likely to be the real key, where more of the top group chose it than the key."""
    keys = [row for row in table if row.is_key]
    if not keys:
        return None
    key = min(keys, key=_pull)
    likely = max(
        (row for row in table if not row.is_key and (row.top or 0.0) > (key.top or 0.0)), key=_pull, default=None
    )
    return Suspicion(likely, key, _pull(likely) - _pull(key)) if likely else None


def _pull(row: OptionStatistics) -> float:
    """How much the better are drawn to an option."""
    return (row.top or 0.0) + (row.correlation or 0.0)


def _option(column: Column, place: int, wrong: set[int], answered: int) -> OptionStatistics:
    asked, rows, size = column.asked.options[place], column.chosen.get(place, []), column.size
    count, mistaken = column.number(rows), column.number(row for row in rows if row in wrong)
    others = sum(not option.is_key for option in column.asked.options)
    return OptionStatistics(
        text=asked.text,
        is_key=asked.is_key,
        count=count,
        share=count / size if size else None,
        top=share(column.groups.top, rows, column.groups.size),
        bottom=share(column.groups.bottom, rows, column.groups.size),
        among_wrong=mistaken / answered if answered and not asked.is_key else None,
        correlation=membership_correlation(rows, column.rest_spread) if column.rests else None,
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
    options: tuple[OptionStatistics, ...]
    suspicion: Suspicion | None = None

    @property
    def warnings(self) -> tuple[str, ...]:
        """The reasons why an author should look at the item, the gravest first."""
        guess = self.asked.guess
        reasons = {
            "possible-wrong-key": self.suspicion is not None,
            "negative-discrimination": self.item_rest is not None and self.item_rest < 0,
            "below-guessing": guess is not None and self.facility is not None and self.facility < guess,
            "right-after-all": any(is_frequent(option) for option in self.options if self.asked.type == "typed"),
            "distractor-without-work": any(option.is_functioning is False for option in self.options),
            "several-wordings": len(self.asked.texts) > 1,
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
    return replace(counts_alone(item), options=tuple(map(counts_alone, item.options)))


def effective_weights(columns: Sequence[Column]) -> list[float | None]:
    """The weights of the items of a fixed form, in per cent; None where an item pulls the other way."""
    pulls = [moments.covariance(column.mark_spread, column.total_spread) for column in columns]
    roots = [None if pull is None or pull < 0 else sqrt(pull) for pull in pulls]
    whole = sum(root for root in roots if root is not None)
    return [100 * root / whole if root is not None and whole else None for root in roots]


def efficiency(column: Column) -> float | None:
    """The covariance of item and rest in per cent of the largest, which sorting gives; None where one is constant."""
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
