"""One exam's item analysis as a whole, cut down to what the number of people can carry."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from cxdrill.core.analysis.comparison import Pair, fresh_gap, fresh_pairs
from cxdrill.core.analysis.exam_statistics import (
    ExamStatistics,
    TopicStatistics,
    alphas_without,
    exam_statistics,
    topic_statistics,
    with_moments,
)
from cxdrill.core.analysis.item_statistics import ItemStatistics, counted, item_statistics, with_weights
from cxdrill.core.analysis.responses import responses
from cxdrill.core.analysis.sheet import ExamSheets, Flag, Sample


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


def analysis(about: ExamSheets) -> Analysis:
    """The analysis of one exam; below 10 people it only counts."""
    matrix = responses(about.sheets, about.asked)
    columns, spent = tuple(matrix.columns()), matrix.seconds()
    people = matrix.learners() if matrix.people < len(matrix.sheets) else {}
    items = tuple(item_statistics(column, spent[column.asked.key], people.get(column.asked.key)) for column in columns)
    marks = {column.asked.key: column.marks for column in columns} if matrix.is_fixed else None
    exam, topics = exam_statistics(matrix), topic_statistics(matrix, marks)
    if exam.sample is Sample.COUNTS:
        topics = tuple(TopicStatistics(topic=each.topic, items=each.items, attempts=each.attempts) for each in topics)
        exam = replace(exam, pass_rate=None, pass_interval=None)
    else:
        exam = with_moments(exam, marks)
        if marks:
            without = alphas_without(list(marks.values()))
            pairs = zip(with_weights(items, columns), without, strict=True)
            items = tuple(replace(item, alpha_without=others) for item, others in pairs)
    items = tuple(counted(item) if item.sample is Sample.COUNTS else item for item in items)
    gap = fresh_gap(about)
    return Analysis(about, exam, items, topics, gap, fresh_pairs(about.sheets) if gap else {})
