"""The worth of an exam before anyone sits it: the chance that someone with gaps passes all the same.

Somebody who knows a share of the topics knows each question with that chance and guesses blindly at the others; tries
are independent. The rest is exact: the draw without replacement, one question of a fact, partial credit, critical
questions and minimums of topics. A topic of more than 60 questions is drawn with replacement, which hardly differs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import accumulate, repeat
from math import ceil, comb, expm1, lcm, log1p
from operator import add

from msgspec import Struct
from msgspec.structs import replace

from cxdrill.core.exams.balance import WHOLE
from cxdrill.core.exams.blueprint import TopicDraw, topic_draws
from cxdrill.core.exams.exam import Exam
from cxdrill.core.exams.form import Pools, drawn_form, pools
from cxdrill.core.exams.library import Library
from cxdrill.core.exams.score import needed
from cxdrill.core.plain import grouped

KNOWN = tuple(Fraction(tens, 10) for tens in range(11))
TRIES_WITHOUT_LIMIT = 3
TOO_EASY_FOR = Fraction(70, 100)  # someone who knows this much ...
FORMS = 100  # drawn to tell how much a form decides
TOO_OFTEN = 0.3  # ... should not pass within the tries more often than this
FINEST = 120  # parts of a point that are told apart
_MOST_PARTS = 6000  # of the points of a whole exam
_MOST_EXACT = 60  # questions of a topic that are drawn one by one

Scores = list[float]
"""The chance of each number of points. What fails the exam whatever the score is left out: the sum may be below 1."""
Blind = tuple[tuple[int, Fraction], ...]
"""The parts of a point that a blind answer earns, each with its chance, without what fails the exam."""
NOTHING: Blind = ((0, Fraction(1)),)


class Odds(Struct, frozen=True):
    """The chance to pass of someone who truly knows the share `known` of the topics, in one try and within all."""

    known: Fraction
    once: float
    within: float


class ExamOdds(Struct, frozen=True):
    """An exam's odds: a row for each tenth that can be known, and what each topic draws out of which pool."""

    items: int
    needed: int
    tries: int
    rows: tuple[Odds, ...]
    topics: tuple[TopicDraw, ...]

    def row(self, known: Fraction) -> Odds:
        return next(row for row in self.rows if row.known == known)

    @property
    def is_too_easy(self) -> bool:
        """Whether someone who knows 70 % passes within the tries with more than 30 %."""
        return self.row(TOO_EASY_FOR).within > TOO_OFTEN


def exam_odds(exam: Exam, library: Library, known: Sequence[Fraction] = KNOWN) -> ExamOdds:
    """The odds of an exam; three tries are taken where it sets no limit."""
    tries, draws = exam.attempts or TRIES_WITHOUT_LIMIT, topic_draws(exam, library)
    parts, pools = _pools(exam, library)
    chances = ((share, _chance(exam, draws, pools, parts, float(share))) for share in known)
    rows = tuple(Odds(share, once, within(once, tries)) for share, once in chances)
    return ExamOdds(exam.items, needed(exam.items, exam.pass_mark.value), tries, rows, draws)


class Luck(Struct, frozen=True):
    """Between what chances to pass nine of ten forms leave somebody just at the pass mark."""

    even: tuple[float, float]  # with forms of equal weight
    drawn: tuple[float, float]  # without


def luck_of_the_form(exam: Exam, library: Library) -> Luck | None:
    """How much a form decides; None where no facilities are known."""
    source = pools(exam, library)
    if (known := source.weights) is None:
        return None

    def ends(of: Pools) -> tuple[float, float]:
        chances = []
        for seed in range(FORMS):
            scores = [1.0]
            for item in drawn_form(of, seed).items:
                right = (known.middles[item.card.topic][0] + (known.of(item.card.key) or (0, 0))[0]) / WHOLE
                scores = joined(scores, [1 - right, right])
            chances.append(sum(scores[needed(exam.items, exam.pass_mark.value) :]))
        chances.sort()
        return chances[FORMS // 20], chances[-FORMS // 20]

    return Luck(ends(source), ends(replace(source, weights=None)))


def within(once: float, tries: int) -> float:
    """The chance to pass at least once in some independent tries."""
    return -expm1(tries * log1p(-once)) if once < 1 else 1.0  # also right where hardly anyone passes


def at_least(hits: int, tries: int, chance: float) -> float:
    """The chance of so many hits or more in independent tries (binomial)."""
    return sum(comb(tries, count) * chance**count * (1 - chance) ** (tries - count) for count in range(hits, tries + 1))


def joined(first: Scores, second: Scores) -> Scores:
    """The chance of each sum of two scores."""
    short, long = sorted((first, second), key=len)
    total = [0.0] * (len(first) + len(second) - 1)
    for place, mass in enumerate(short):
        if mass:
            end = place + len(long)
            total[place:end] = [sum_ + mass * each for sum_, each in zip(total[place:end], long, strict=True)]
    return total


def _chance(
    exam: Exam, draws: Iterable[TopicDraw], pools: dict[str, Counter[Blind]], parts: int, known: float
) -> float:
    total = [1.0]
    for draw in (draw for draw in draws if draw.drawn):
        scores = _scores(pools.get(draw.topic) or Counter([NOTHING]), draw.drawn, parts, known)
        minimum = exam.minimum.get(draw.topic)
        least = ceil(minimum.value * draw.drawn * parts) if minimum else 0
        total = joined(total, [0.0] * min(least, len(scores)) + scores[least:])
    return min(1.0, sum(total[ceil(exam.pass_mark.value * exam.items * parts) :]))


def _pools(exam: Exam, library: Library) -> tuple[int, dict[str, Counter[Blind]]]:
    """The parts that a point has, and for each topic its questions by what a blind answer earns."""
    asked = [card for card in library.questions().values() if card.topic in exam.blueprint]
    facts = grouped(((card.topic, card.fact or card.key), card) for card in asked)
    guesses = {card.key: card.points_by_guessing(exam.scoring) for card in asked}
    finest = max(1, min(FINEST, _MOST_PARTS // exam.items))
    parts = min(finest, lcm(*(points.denominator for guess in guesses.values() for points in guess)))
    pools: dict[str, Counter[Blind]] = defaultdict(Counter)
    for (topic, _), cards in facts.items():
        mixed: defaultdict[int, Fraction] = defaultdict(Fraction)
        for card in cards:
            # What is left of 1 earns nothing, which is forgiven where the question is not critical.
            shares = {Fraction(0): Fraction(0), **guesses[card.key]}
            shares[Fraction(0)] += 1 - sum(shares.values())
            for points, share in shares.items():
                if points == 1 or not card.is_critical:
                    whole, rest = divmod(points * parts, 1)
                    mixed[int(whole)] += share * (1 - rest) / len(cards)
                    mixed[int(whole) + 1] += share * rest / len(cards)
        pools[topic][tuple(sorted(each for each in mixed.items() if each[1]))] += 1
    return parts, pools


def _scores(pool: Counter[Blind], drawn: int, parts: int, known: float) -> Scores:
    """The chance of each score in questions drawn from a pool, group after group of those that are alike."""
    if drawn > _MOST_EXACT:
        singles = [(_single(blind, parts, known), number / pool.total()) for blind, number in pool.items()]
        return _power([sum(single[at] * share for single, share in singles) for at in range(parts + 1)], drawn)
    times = -(-drawn // pool.total()) or 1  # a pool that is too small is drawn from again
    left = pool.total() * times
    by_taken: dict[int, Scores] = {0: [1.0]}
    for blind, number in pool.items():
        size, coming = number * times, dict[int, Scores]()
        left -= size
        single = _single(blind, parts, known)
        powers = list(accumulate(repeat(single, min(size, drawn)), joined, initial=[1.0]))
        for taken, scores in by_taken.items():
            rest = drawn - taken
            for more in range(max(0, rest - left), min(size, rest) + 1):
                share = comb(size, more) * comb(left, rest - more) / comb(size + left, rest)
                part = [share * each for each in joined(scores, powers[more])]
                before = coming.get(taken + more)
                coming[taken + more] = list(map(add, before, part)) if before else part
        by_taken = coming
    return by_taken[drawn]


def _single(blind: Blind, parts: int, known: float) -> Scores:
    scores = [0.0] * (parts + 1)
    for points, share in blind:
        scores[points] += (1 - known) * float(share)
    scores[parts] += known
    return scores


def _power(scores: Scores, times: int) -> Scores:
    if times == 1:
        return scores
    half = _power(scores, times // 2)
    return joined(joined(half, half), scores) if times % 2 else joined(half, half)
