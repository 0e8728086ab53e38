"""One exam's item analysis as a whole, cut down to what the number of people can carry, with its scores and topics."""

from collections.abc import Mapping, Sequence
from math import fsum, sqrt
from statistics import median

from msgspec import Struct, field
from msgspec.structs import replace

from cxdrill.core.analysis import moments
from cxdrill.core.analysis.comparison import fresh_gap
from cxdrill.core.analysis.item_statistics import ItemStatistics, counted, effective_weights, item_statistics
from cxdrill.core.analysis.moments import Interval, Spread, spread
from cxdrill.core.analysis.responses import Column, Tally, Total, tallied
from cxdrill.core.analysis.sheet import ExamSheets, Pair, Sample, counts_alone, sample
from cxdrill.core.plain import grouped

_JSON_NAMES = {
    "is_fixed": "fixed_form",
    "deviation": "sd",
    "standard_error": "sem",
    "pass_interval": "pass_rate_interval",
}


class ExamStatistics(Struct, frozen=True, kw_only=True, rename=_JSON_NAMES):
    """One exam over the attempts that count; None is what they do not tell. JSON has other names for some fields."""

    attempts: int
    people: int
    sample: Sample
    is_fixed: bool  # everybody had the same items
    items: int | None  # in a form; None where forms differ in length
    maximum: float  # of the scores: points, or 100 where forms differ in length
    scores: tuple[float, ...]  # sorted
    mean: float | None = None
    median: float | None = None
    deviation: float | None = None
    skewness: float | None = None
    kurtosis: float | None = None
    alpha: float | None = None  # fixed forms only; below 0 where items contradict each other
    is_dichotomous: bool = False  # every item right or wrong: alpha is KR-20
    standard_error: float | None = None  # of a single score: SD sqrt(1 - alpha)
    error_ratio: float | None = None  # 100 sqrt(1 - alpha)
    passed: int | None  # None where nothing says who passed
    pass_rate: float | None = None
    pass_interval: Interval | None = None  # 95 %, after Wilson


class TopicStatistics(Struct, frozen=True, kw_only=True, rename={"deviation": "sd"}):
    """One topic: shares of its points."""

    topic: str
    items: int
    attempts: int
    facility: float | None = None
    deviation: float | None = None  # of the shares
    alpha: float | None = None  # of the topic's items; fixed forms only


class Analysis(Struct, frozen=True):
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


def analysis(about: ExamSheets, counted_so: Tally | None = None) -> Analysis:
    """The analysis of one exam, of its sheets or of what a database counted; below 10 people it only counts."""
    tally = counted_so or tallied(about.sheets, about.asked)
    columns, gap = tally.columns(), fresh_gap(tally)
    exam, of_topic = exam_statistics(tally, columns), grouped((column.asked.topic, column) for column in columns)
    items = [
        item_statistics(column, tally.seconds.get(column.asked.key), tally.seen_by.get(column.asked.key))
        for column in columns
    ]
    if exam.is_fixed:
        rows = zip(items, effective_weights(columns), alphas_without(columns), strict=True)
        items = [replace(item, effective_weight=weight, alpha_without=others) for item, weight, others in rows]
    topics = [topic_statistics(topic, of_topic[topic], tally) for topic in sorted(of_topic)]
    if exam.sample is Sample.COUNTS:
        exam, topics = counts_alone(exam), [counts_alone(topic) for topic in topics]
    items = [counted(item) if item.sample is Sample.COUNTS else item for item in items]
    return Analysis(about, exam, tuple(items), tuple(topics), gap, tally.fresh if gap else {})


def exam_statistics(tally: Tally, columns: Sequence[Column]) -> ExamStatistics:
    scores, maximum, items = _scores(tally.forms)
    spread, (passed, judged) = moments.spread(scores), tally.verdicts
    deviation, consistency = moments.deviation(spread), alpha(columns, spread) if tally.is_fixed else None
    error = None if consistency is None else sqrt(max(0.0, 1 - consistency))
    return ExamStatistics(
        attempts=len(scores),
        people=tally.people,
        sample=sample(tally.people),
        is_fixed=tally.is_fixed,
        items=items,
        maximum=maximum,
        scores=scores,
        mean=moments.mean(scores),
        median=float(median(scores)) if scores else None,
        deviation=deviation,
        skewness=moments.skewness(spread),
        kurtosis=moments.kurtosis(spread),
        alpha=consistency,
        is_dichotomous=tally.is_fixed and all(set(column.marks) <= {0.0, 1.0} for column in columns),
        standard_error=None if error is None or deviation is None else deviation * error,
        error_ratio=None if error is None else 100 * error,
        passed=passed if judged else None,
        pass_rate=passed / judged if judged else None,
        pass_interval=moments.wilson(passed / judged, judged) if judged else None,
    )


def alpha(columns: Sequence[Column], whole: Spread) -> float | None:
    """Cronbach's alpha, not clipped, KR-20 for 0 and 1; `whole` are the sums. None with too few of either."""
    variance, count = moments.variance(whole), len(columns)
    parts = fsum(moments.variance(column.mark_spread) or 0.0 for column in columns)
    return count / (count - 1) * (1 - parts / variance) if variance and count > 1 else None


def alphas_without(columns: Sequence[Column]) -> tuple[float | None, ...]:
    """For each item of a fixed form the alpha of the others."""
    others = ([*columns[:place], *columns[place + 1 :]] for place in range(len(columns)))
    return tuple(alpha(rest, spread(one.left, one.counts)) for one, rest in zip(columns, others, strict=True))


def topic_statistics(topic: str, columns: Sequence[Column], tally: Tally) -> TopicStatistics:
    """The statistics of one topic over the attempts that have any item of it."""
    pairs, counts = tally.topics[topic], list(tally.topics[topic].values())
    shares = [points / most if most else 0.0 for points, most in pairs]
    return TopicStatistics(
        topic=topic,
        items=len(columns),
        attempts=sum(counts),
        facility=moments.mean(shares, counts),
        deviation=moments.deviation(spread(shares, counts)),
        alpha=alpha(columns, spread([points for points, _ in pairs], counts)) if tally.is_fixed else None,
    )


def _scores(forms: Mapping[Total, int]) -> tuple[tuple[float, ...], float, int | None]:
    """Scores in points with their maximum; in per cent where forms differ in what they are worth."""
    lengths, maxima = {form.items for form in forms}, [form.most for form in forms]
    items = lengths.pop() if len(lengths) == 1 else None
    is_same = moments.is_constant(maxima)
    earned = (
        (form.total if is_same else 100 * form.total / form.most if form.most else 0.0, number)
        for form, number in forms.items()
    )
    scores = sorted(score for score, number in earned for _ in range(number))
    return tuple(scores), max(maxima, default=0.0) if is_same else 100.0, items
