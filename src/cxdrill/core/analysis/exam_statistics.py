"""Statistics of a whole exam and its topics: scores, their spread and shape, and how reliable they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import fsum, sqrt

from msgspec import Struct
from msgspec.structs import replace

from cxdrill.core.analysis import moments
from cxdrill.core.analysis.moments import Interval
from cxdrill.core.analysis.responses import Responses
from cxdrill.core.analysis.sheet import Sample, sample

Marks = Mapping[str, Sequence[float]]
"""The points on each item of a fixed form, people in one order."""


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
    scores: tuple[float, ...]  # in the order of attempts
    mean: float | None = None
    median: float | None = None
    deviation: float | None = None
    skewness: float | None = None
    kurtosis: float | None = None
    alpha: float | None = None  # fixed forms only; below 0 where items contradict each other
    is_dichotomous: bool = False  # every item right or wrong: alpha is KR-20
    standard_error: float | None = None  # of a single score: SD sqrt(1 - alpha)
    error_ratio: float | None = None  # 100 sqrt(1 - alpha)
    passed: int | None = None  # None where nothing says who passed
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


def exam_statistics(responses: Responses) -> ExamStatistics:
    """The statistics of all sheets together."""
    scores, maximum, items = _scores(responses)
    people = responses.people
    passed = [sheet.is_passed for sheet in responses.sheets if sheet.is_passed is not None]
    rate = sum(passed) / len(passed) if passed else None
    return ExamStatistics(
        attempts=len(scores),
        people=people,
        sample=sample(people),
        is_fixed=responses.is_fixed,
        items=items,
        maximum=maximum,
        scores=scores,
        passed=sum(passed) if passed else None,
        pass_rate=rate,
        pass_interval=None if rate is None else moments.wilson(rate, len(passed)),
    )


def with_moments(exam: ExamStatistics, marks: Marks | None) -> ExamStatistics:
    """The statistics with what needs more than a few people; `marks` of a fixed form, None where forms differ."""
    consistency = alpha(list(marks.values())) if marks else None
    spread = moments.deviation(exam.scores)
    error = None if consistency is None else sqrt(max(0.0, 1 - consistency))
    return replace(
        exam,
        mean=moments.mean(exam.scores),
        median=moments.median(exam.scores),
        deviation=spread,
        skewness=moments.skewness(exam.scores),
        kurtosis=moments.kurtosis(exam.scores),
        alpha=consistency,
        is_dichotomous=bool(marks) and all(set(column) <= {0.0, 1.0} for column in (marks or {}).values()),
        standard_error=None if error is None or spread is None else spread * error,
        error_ratio=None if error is None else 100 * error,
    )


def alpha(columns: Sequence[Sequence[float]]) -> float | None:
    """Cronbach's alpha, k / (k - 1) (1 - sum of variances / variance of the sum), not clipped; KR-20 for 0 and 1.

    None below two items or two people, and where all have the same score.
    """
    if len(columns) < 2 or len(columns[0]) < 2:
        return None
    return _alpha([moments.variance(column) or 0.0 for column in columns], _sums(columns))


def alphas_without(columns: Sequence[Sequence[float]]) -> tuple[float | None, ...]:
    """For each item the alpha of the others."""
    if len(columns) < 3 or len(columns[0]) < 2:
        return (None,) * len(columns)
    variances, totals = [moments.variance(column) or 0.0 for column in columns], _sums(columns)
    alphas = []
    for number, column in enumerate(columns):
        others = [*variances[:number], *variances[number + 1 :]]
        alphas.append(_alpha(others, [total - mark for total, mark in zip(totals, column, strict=True)]))
    return tuple(alphas)


def topic_statistics(responses: Responses, marks: Marks | None) -> tuple[TopicStatistics, ...]:
    """The statistics of each topic, by name, over the sheets that have any item of it."""
    topic_of = {each.key: each.topic for each in responses.asked}
    maximum = {each.key: each.maximum for each in responses.asked}
    keys: dict[str, list[str]] = defaultdict(list)
    for key, topic in topic_of.items():
        keys[topic].append(key)
    shares: dict[str, list[float]] = defaultdict(list)
    for sheet in responses.sheets:
        earned: dict[str, float] = defaultdict(float)
        most: dict[str, float] = defaultdict(float)
        for key, reply in zip(sheet.keys, sheet.replies, strict=True):
            earned[topic_of[key]] += reply.points
            most[topic_of[key]] += maximum[key]
        for topic, points in earned.items():
            shares[topic].append(points / most[topic] if most[topic] else 0.0)
    return tuple(_topic(topic, keys[topic], shares[topic], marks) for topic in sorted(keys))


def _topic(topic: str, keys: Sequence[str], shares: Sequence[float], marks: Marks | None) -> TopicStatistics:
    return TopicStatistics(
        topic=topic,
        items=len(keys),
        attempts=len(shares),
        facility=moments.mean(shares),
        deviation=moments.deviation(shares),
        alpha=alpha([marks[key] for key in keys]) if marks else None,
    )


def _scores(responses: Responses) -> tuple[tuple[float, ...], float, int | None]:
    """Scores in points with their maximum; in per cent where forms differ in what they are worth."""
    lengths = {len(sheet.keys) for sheet in responses.sheets}
    items = lengths.pop() if len(lengths) == 1 else None
    if moments.is_constant(responses.maxima):
        return responses.totals, max(responses.maxima, default=0.0), items
    pairs = zip(responses.totals, responses.maxima, strict=True)
    return tuple(100 * total / most if most else 0.0 for total, most in pairs), 100.0, items


def _sums(columns: Sequence[Sequence[float]]) -> list[float]:
    return [fsum(row) for row in zip(*columns, strict=True)]


def _alpha(variances: Sequence[float], totals: Sequence[float]) -> float | None:
    whole, count = moments.variance(totals), len(variances)
    return count / (count - 1) * (1 - fsum(variances) / whole) if whole else None
