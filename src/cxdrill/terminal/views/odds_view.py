"""What an exam is worth, as lines: who passes how often, and how many questions each draw can choose from."""

from __future__ import annotations

from fractions import Fraction

from cxdrill.core.exams.exam import Exam
from cxdrill.core.exams.odds import ExamOdds
from cxdrill.terminal import paint
from cxdrill.terminal.paint import StyledLine
from cxdrill.terminal.wording import count

TINY = Fraction(1, 100_000)  # shares below this are not written out


def odds_lines(exam: Exam, odds: ExamOdds) -> list[StyledLine]:
    """A row for each share of knowledge, then one for each topic."""
    limit = "" if exam.attempts else " (no limit is set)"
    heading = f"{count(odds.items, 'item')}, {odds.needed} needed, {count(odds.tries, 'try', 'tries')}{limit}"
    within = f"within {odds.tries}"
    lines = [
        paint.joined(paint.words(exam.title, paint.TITLE), "  ", paint.words(heading, paint.DIM)),
        paint.words(""),
        paint.words(f"truly knows   passes once   {within:>12}", paint.DIM),
    ]
    for row in odds.rows:
        lines.append(
            paint.words(f"{share_text(row.known):>11}   {share_text(row.once):>11}   {share_text(row.within):>12}")
        )
    longest = max((len(topic.topic) for topic in odds.topics), default=5)
    lines += [paint.words(""), paint.words(f"{'topic':<{longest}}   drawn   pool", paint.DIM)]
    for topic in odds.topics:
        lines.append(paint.words(f"{topic.topic:<{longest}}   {topic.drawn:>5}   {topic.pool:>4}"))
    return lines


def share_text(share: Fraction) -> str:
    """A share in percent with three digits: `11.1 %`, `0.0123 %`."""
    if 0 < share < TINY:
        return "under 0.001 %"
    if 1 - TINY < share < 1:
        return "over 99.999 %"
    return f"{float(share * 100):.3g} %"
