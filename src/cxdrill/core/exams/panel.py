"""The cut score of the judges of a standard setting, its error, and where they differ.

A judge's cut is the mean rating, topic by topic as the blueprint draws them (Angoff); the panel's is the mean of its
judges. Where people's results exist, two estimates from what groups of them scored stand beside it.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import sqrt
from statistics import fmean, median, stdev
from zlib import crc32

from msgspec import Struct

from cxdrill.core.cards.question import Question
from cxdrill.core.exams.blueprint import allotment
from cxdrill.core.exams.exam import Exam
from cxdrill.core.exams.form import Pools, drawn_form
from cxdrill.core.exams.library import Ratings
from cxdrill.core.exams.score import needed
from cxdrill.core.plain import grouped


def sample(exam: Exam, source: Pools) -> tuple[str, ...]:
    """The questions that every judge is asked, as the blueprint draws them: the same for all."""
    return drawn_form(source, crc32(f"{exam.id} standard".encode())).keys


class Average(Struct, frozen=True):
    """The mean of some figures in hundredths of all, how far they lie apart, and how many they are."""

    mean: float
    deviation: float | None
    count: int


class Panel(Struct, frozen=True):
    """The judges together. `missing` are topics of the exam that no judge has rated."""

    cut: float
    deviation: float | None
    error: float | None  # the standard error of the cut
    judges: Mapping[str, Average]  # each one's cut, and how many questions were rated
    topics: Mapping[str, Average]  # over the judges
    disputed: tuple[tuple[str, tuple[int, ...]], ...]  # the questions on which judges differ most, and their ratings
    missing: tuple[str, ...]

    def needed(self, items: int) -> int:
        return needed(items, Fraction(round(self.cut * 10**9), 10**9))


MOST_DISPUTED = 10


def panel(exam: Exam, ratings: Ratings, questions: Mapping[str, Question]) -> Panel | None:
    """The panel's cut score; None without any rating of a question that the exam can draw."""
    drawn = allotment(exam)
    own = {
        judge: grouped((questions[key].topic, float(share.value)) for key, share in cards.items() if key in questions)
        for judge, cards in ratings.items()
    }
    own = {judge: topics for judge, topics in own.items() if topics}
    if not own:
        return None
    cuts = {judge: _weighted(topics, drawn) for judge, topics in own.items()}
    whole = _average(list(cuts.values()))
    topics = {topic: [fmean(each[topic]) for each in own.values() if topic in each] for topic in drawn if drawn[topic]}
    by_card = grouped((key, float(share.value)) for cards in ratings.values() for key, share in cards.items())
    apart = sorted((-stdev(each), key) for key, each in by_card.items() if len(each) > 1)
    disputed = [key for difference, key in apart if difference < 0][:MOST_DISPUTED]
    return Panel(
        whole.mean,
        whole.deviation,
        None if whole.deviation is None else whole.deviation / sqrt(whole.count),
        {judge: Average(cuts[judge], None, sum(map(len, own[judge].values()))) for judge in sorted(own)},
        {topic: _average(each) for topic, each in topics.items() if each},
        tuple((key, tuple(round(each * 100) for each in by_card[key])) for key in disputed),
        tuple(topic for topic, each in topics.items() if not each),
    )


def _average(values: Sequence[float]) -> Average:
    return Average(fmean(values), stdev(values) if len(values) > 1 else None, len(values))


def _weighted(topics: Mapping[str, Sequence[float]], drawn: Mapping[str, int]) -> float:
    """The mean of the topics as the blueprint draws them, of those that were rated."""
    weights = {topic: drawn[topic] for topic in topics if drawn.get(topic)}
    return sum(fmean(topics[topic]) * weight for topic, weight in weights.items()) / (sum(weights.values()) or 1)


GROUPS = ("borderline", "qualified", "unqualified")


class GroupCuts(Struct, frozen=True):
    """Cut scores from what groups of people scored: the borderline group's median, and where two groups part."""

    borderline: float | None
    contrasting: float | None
    counts: Mapping[str, int]


def group_cuts(scores: Mapping[str, Sequence[float]]) -> GroupCuts:
    """The estimates; `scores` are the shares that the people of each group earned.

    Contrasting groups: the middle between two scores where fewest qualified are below and fewest others above.
    """
    middle, able, others = (scores.get(name, ()) for name in GROUPS)
    contrasting = None
    if able and others:
        every = sorted({*able, *others})
        places = [fmean(pair) for pair in pairwise(every)] or every
        wrong = {cut: sum(each < cut for each in able) + sum(each >= cut for each in others) for cut in places}
        least = min(wrong.values())
        contrasting = median([cut for cut, each in wrong.items() if each == least])
    counts = {name: len(scores.get(name, ())) for name in GROUPS}
    return GroupCuts(median(middle) if middle else None, contrasting, counts)
