"""How much an exam is worth before anyone sits it: the chance that someone with gaps passes all the same.

Takes every item as equally hard and every try as independent, and leaves out critical items and minimums per topic,
which only make passing harder.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb

from msgspec import Struct

from cxdrill.core.cards.library import Library
from cxdrill.core.exams.blueprint import TopicDraw, topic_draws
from cxdrill.core.exams.exam import Exam
from cxdrill.core.exams.score import needed

KNOWN = (Fraction(60, 100), Fraction(70, 100), Fraction(80, 100), Fraction(90, 100))
TRIES_WITHOUT_LIMIT = 3
TOO_EASY_FOR = Fraction(70, 100)  # someone who knows this much ...
TOO_OFTEN = Fraction(30, 100)  # ... should not pass within the tries more often than this


class Odds(Struct, frozen=True):
    """The chance to pass of someone who truly knows the share `known` of the topics, in one try and within all."""

    known: Fraction
    once: Fraction
    within: Fraction


class ExamOdds(Struct, frozen=True):
    """An exam's odds: the rows for 60, 70, 80 and 90 %, and what each topic draws out of which pool."""

    items: int
    needed: int
    tries: int
    rows: tuple[Odds, ...]
    topics: tuple[TopicDraw, ...]

    @property
    def is_too_easy(self) -> bool:
        """Whether someone who knows 70 % passes within the tries with more than 30 %."""
        return any(row.known == TOO_EASY_FOR and row.within > TOO_OFTEN for row in self.rows)


def exam_odds(exam: Exam, library: Library) -> ExamOdds:
    """The odds of an exam; three tries are taken where it sets no limit."""
    enough = needed(exam.items, exam.pass_mark.value)
    tries = exam.attempts or TRIES_WITHOUT_LIMIT
    chances = ((known, chance(exam.items, enough, known)) for known in KNOWN)
    rows = tuple(Odds(known, once, within(once, tries)) for known, once in chances)
    return ExamOdds(exam.items, enough, tries, rows, topic_draws(exam, library))


def chance(items: int, enough: int, known: Fraction) -> Fraction:
    """The exact chance to get at least `enough` of `items` right, each with the chance `known` (binomial)."""
    right, wrong, whole = known.numerator, known.denominator - known.numerator, known.denominator
    ways = sum(comb(items, score) * right**score * wrong ** (items - score) for score in range(enough, items + 1))
    return Fraction(ways, whole**items)


def within(once: Fraction, tries: int) -> Fraction:
    """The chance to pass at least once in some independent tries."""
    return 1 - (1 - once) ** tries
