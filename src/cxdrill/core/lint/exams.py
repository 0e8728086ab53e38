"""Rules about an exam and the decks it draws from; that there are questions enough at all is a rule of structure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.library import Library
from cxdrill.core.exams.blueprint import topic_draws
from cxdrill.core.exams.exam import Exam
from cxdrill.core.exams.odds import TOO_EASY_FOR, exam_odds
from cxdrill.core.lint.finding import Finding
from cxdrill.core.problem import Severity

SMALL_POOL = 2  # times the draw: below it, two attempts ask much the same
FAIR_POOL = 3


def pools(exam: Exam, library: Library) -> Iterator[Finding]:
    """Topics of which the decks hold little more than one attempt draws."""
    for draw in topic_draws(exam, library):
        if draw.drawn <= draw.pool < FAIR_POOL * draw.drawn:
            small = draw.pool < SMALL_POOL * draw.drawn
            times = SMALL_POOL if small else FAIR_POOL
            what = f'draws {draw.drawn} of {draw.pool} questions of "{draw.topic}", under {times} times as many'
            level = Severity.WARNING if small else Severity.NOTE
            yield Finding("Q401", exam, f"blueprint.{draw.topic}", what, level=level)


def odds(exam: Exam, library: Library) -> Iterator[Finding]:
    """An exam that somebody who knows too little passes too often."""
    found = exam_odds(exam, library)
    if found.is_too_easy:
        row = next(row for row in found.rows if row.known == TOO_EASY_FOR)
        more = f", {_percent(row.within)} within {found.tries}" if found.tries > 1 else ""
        what = f"passes somebody who knows {_percent(row.known)} with {_percent(row.once)} in one try{more}"
        yield Finding("Q403", exam, "pass_mark", what)


def undrawn_topics(exams: Sequence[Exam], decks: Sequence[Deck]) -> Iterator[Finding]:
    """Questions that no exam draws, in a deck of which exams draw others."""
    drawn = {topic for exam in exams for topic in exam.blueprint}
    for deck in decks:
        if any(card.topic in drawn for card in deck.questions):
            for card in deck.questions:
                if card.topic not in drawn:
                    yield Finding("Q402", card, "topic", f'has the topic "{card.topic}", which no exam draws')


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):.3g} %"
