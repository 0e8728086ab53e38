"""The worth of an exam, as lines: who passes how often, and how many questions each draw can choose from."""

from __future__ import annotations

from fractions import Fraction

from cxdrill.core.exams.exam import Exam
from cxdrill.core.exams.odds import TOO_EASY_FOR, ExamOdds
from cxdrill.terminal import paint
from cxdrill.terminal.paint import StyledLine
from cxdrill.terminal.wording import count

TINY = 1e-5  # shares below this are not written out


def odds_lines(exam: Exam, odds: ExamOdds) -> list[StyledLine]:
    """What it comes to in words, a row for each share of knowledge, then one for each topic."""
    limit = "" if exam.attempts else " (no limit is set)"
    heading = f"{count(odds.items, 'item')}, {odds.needed} needed, {count(odds.tries, 'try', 'tries')}{limit}"
    within = f"within {odds.tries}"
    lines = [
        paint.joined(paint.words(exam.title, paint.TITLE), "  ", paint.words(heading, paint.DIM)),
        paint.words(""),
        *map(paint.words, _in_words(odds)),
        paint.words(""),
        paint.words(f"truly knows   passes once   {within:>12}", paint.DIM),
    ]
    for row in odds.rows:
        known, once, often = map(share_text, (float(row.known), row.once, row.within))
        lines.append(paint.words(f"{known:>11}   {once:>11}   {often:>12}"))
    longest = max((len(topic.topic) for topic in odds.topics), default=5)
    lines += [paint.words(""), paint.words(f"{'topic':<{longest}}   drawn   pool", paint.DIM)]
    for topic in odds.topics:
        lines.append(paint.words(f"{topic.topic:<{longest}}   {topic.drawn:>5}   {topic.pool:>4}"))
    return lines


def _in_words(odds: ExamOdds) -> list[str]:
    """One sentence each on somebody with gaps and on somebody who knows nothing; both guess where they do not know."""
    row, blind = odds.row(TOO_EASY_FOR), odds.row(Fraction(0))
    more = f"; within {count(odds.tries, 'try', 'tries')} {often(row.within)}" if odds.tries > 1 else ""
    return [
        f"Somebody who knows {share_text(float(row.known))} and guesses at the rest passes {often(row.once)}{more}.",
        f"Somebody who knows nothing and guesses at everything passes {often(blind.once)}.",
    ]


def often(share: float) -> str:
    """A share as people say it: `4 times in 10`, `1 time in 250`."""
    if share <= TINY / 10:
        return "never" if share == 0 else "less than 1 time in a million"
    if share < 0.05:
        return f"1 time in {float(f'{1 / share:.2g}'):,.0f}"
    if share >= 0.95:
        return "always" if share == 1 else "nearly always"
    return f"{count(max(1, round(share * 10)), 'time')} in 10"


def share_text(share: float) -> str:
    """A share in percent with three digits: `11.1 %`, `0.0123 %`."""
    if 0 < share < TINY:
        return "under 0.001 %"
    if 1 - TINY < share < 1:
        return "over 99.999 %"
    return f"{share * 100:.3g} %"
