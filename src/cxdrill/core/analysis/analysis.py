"""One exam's item analysis as a whole, cut down to what the number of people can carry."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from cxdrill.core.analysis.comparison import fresh_gap
from cxdrill.core.analysis.exam_statistics import (
    ExamStatistics,
    TopicStatistics,
    alphas_without,
    exam_statistics,
    topic_statistics,
)
from cxdrill.core.analysis.item_statistics import ItemStatistics, counted, item_statistics, with_weights
from cxdrill.core.analysis.responses import Tally, tallied
from cxdrill.core.analysis.sheet import ExamSheets, Flag, Pair, Sample


class Analysis(Struct, frozen=True):
    """The statistics of one exam."""

    about: ExamSheets
    exam: ExamStatistics
    items: tuple[ItemStatistics, ...]  # by card
    topics: tuple[TopicStatistics, ...]  # by name
    gap: Pair | None = None  # in drilled and in fresh words, where that is known
    pairs: Mapping[str, Pair] = field(default_factory=dict)  # the same for each card

    @property
    def suspects(self) -> tuple[ItemStatistics, ...]:
        """The items whose key may be wrong, the likeliest first."""
        suspects = [(-item.suspicion.index, item.asked.key, item) for item in self.items if item.suspicion]
        return tuple(item for *_, item in sorted(suspects, key=lambda row: row[:2]))

    def flags_of(self, card: str) -> tuple[Flag, ...]:
        """The flags that learners raised on one card, in whichever way it was asked."""
        return tuple(flag for flag in self.about.flags if flag.card.partition("~")[0] == card)


def analysis(about: ExamSheets, counted_so: Tally | None = None) -> Analysis:
    """The analysis of one exam, of its sheets or of what a database counted; below 10 people it only counts."""
    tally = counted_so or tallied(about.sheets, about.asked)
    columns = tally.columns()
    items = tuple(
        item_statistics(column, tally.seconds.get(column.asked.key), tally.seen_by.get(column.asked.key))
        for column in columns
    )
    exam, topics = exam_statistics(tally, columns), topic_statistics(tally, columns)
    if exam.is_fixed and exam.sample is not Sample.COUNTS:
        pairs = zip(with_weights(items, columns), alphas_without(columns), strict=True)
        items = tuple(replace(item, alpha_without=others) for item, others in pairs)
    items = tuple(counted(item) if item.sample is Sample.COUNTS else item for item in items)
    gap = fresh_gap(tally)
    return Analysis(about, exam, items, topics, gap, tally.fresh if gap else {})
