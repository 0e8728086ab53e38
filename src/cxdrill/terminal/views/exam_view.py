"""An exam before it is taken: its rules in sentences, and what it is worth: who passes how often, out of what pools."""

from __future__ import annotations

from fractions import Fraction

from cxdrill.core.exams.blueprint import fresh_needed
from cxdrill.core.exams.exam import Away, Exam, Feedback, Rules, Scoring
from cxdrill.core.exams.odds import TOO_EASY_FOR, ExamOdds
from cxdrill.core.exams.score import needed
from cxdrill.terminal import paint
from cxdrill.terminal.paint import StyledLine
from cxdrill.terminal.wording import count, duration

TINY = 1e-5  # shares below this are not written out
_AFTERWARDS = {
    Feedback.NONE: "that you handed it in",
    Feedback.SCORE: "whether you passed, and your score",
    Feedback.TOPICS: "your result by topic",
    Feedback.FULL: "your result by topic, and what you missed with the reasons",
}


def rule_sentences(
    rules: Rules, items: int, made: int, allowed: int | None, cooldown_seconds: int, *, has_critical: bool
) -> list[str]:
    """What is asked, what passes, how often it can be tried, and what is shown; `made` attempts have been used up."""
    time = "no time limit"
    if rules.time_limit_seconds is not None:
        away = ", also while you are away" if rules.away is Away.COUNTS else "; time away is not counted"
        time = f"{duration(rules.time_limit_seconds)}{away}"
    passing = f"{count(needed(items, rules.pass_mark.value), 'point')} to pass ({rules.pass_mark.text})"
    limit = f" of {allowed}" if allowed else ", with no limit"
    wait = f", the next after {duration(cooldown_seconds)}" if cooldown_seconds else ""
    topics = ", ".join(f"{share.text} of {topic}" for topic, share in sorted(rules.minimum.items()))
    fresh = fresh_needed(rules, items)
    too_many = "Where several options are to be chosen, each one too many takes from the points of that question."
    sentences = [
        f"{count(items, 'question')}, {time}.",
        f"{passing}; attempt {made + 1}{limit}{wait}.",
        f"Needed in topics: {topics}." if topics else "",
        f"{count(fresh, 'question')} or more are new to you: no drill has shown you their words." if fresh else "",
        "An unanswered question earns nothing, and guessing costs nothing.",
        "Some questions must be answered in full to pass; each of them says so." if has_critical else "",
        too_many if rules.scoring is Scoring.PLUS_MINUS else "",
        f"Nothing is shown before the end; afterwards {_AFTERWARDS[rules.feedback]}.",
        "A pass gives a certificate. Left without a single answer, an attempt does not count.",
    ]
    return [sentence for sentence in sentences if sentence]


def odds_lines(exam: Exam, odds: ExamOdds) -> list[StyledLine]:
    """What it comes to in words, a row for each share of knowledge, then one for each topic."""
    limit = "" if exam.attempts else " (no limit is set)"
    heading = f"{count(odds.items, 'item')}, {odds.needed} needed, {count(odds.tries, 'try', 'tries')}{limit}"
    shares = [tuple(map(share_text, (float(row.known), row.once, row.within))) for row in odds.rows]
    topics = [(topic.topic, str(topic.drawn), str(topic.pool)) for topic in odds.topics]
    return [
        paint.joined(paint.words(exam.title, paint.TITLE), "  ", paint.words(heading)),
        paint.words(""),
        *map(paint.words, _in_words(odds)),
        paint.words(""),
        *paint.table(("truly knows", "passes once", f"within {odds.tries}"), shares),
        paint.words(""),
        *paint.table(("topic", "drawn", "pool"), topics),
    ]


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
    """A share in percent with three digits: `11.1%`, `0.0123%`."""
    if 0 < share < TINY:
        return "under 0.001%"
    if 1 - TINY < share < 1:
        return "over 99.999%"
    return f"{share * 100:.3g}%"
