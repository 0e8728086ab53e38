"""An exam before it is taken and over a class: its rules, who passes how often, its verdicts, a panel's pass mark."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from cxdrill.core.exams.blueprint import fresh_needed
from cxdrill.core.exams.exam import Away, Exam, Feedback, Rules, Scoring
from cxdrill.core.exams.odds import TOO_EASY_FOR, ExamOdds, Luck
from cxdrill.core.exams.score import needed
from cxdrill.terminal import paint
from cxdrill.terminal.paint import StyledLine
from cxdrill.terminal.wording import count, duration, percent

if TYPE_CHECKING:  # for who sets or takes an exam, not for who takes it
    from cxdrill.core.analysis.comparison import ClassDecisions
    from cxdrill.core.exams.panel import GroupCuts, Panel

TINY = 1e-5  # shares below this are not written out
_AFTERWARDS = {
    Feedback.NONE: "that you handed it in",
    Feedback.SCORE: "whether you passed, and your score",
    Feedback.TOPICS: "your result by topic",
    Feedback.FULL: "your result by topic, and what you missed with the reasons",
}


def rule_sentences(
    rules: Rules, items: int, made: int, allowed: int | None, cooldown_seconds: int, *,
    has_critical: bool, partly: Sequence[str] = (),
) -> list[str]:  # fmt: skip
    """What is asked, what passes, how often it can be tried, and what is shown; `made` attempts have been used up.

    `partly` names what can earn a part of its point.
    """
    time = ", no time limit"
    if rules.time_limit_seconds is not None:
        away = "the clock runs on while you are away" if rules.away is Away.COUNTS else "time away is not counted"
        time = f" in {duration(rules.time_limit_seconds)}; {away}"
    passing = f"You pass with {count(needed(items, rules.pass_mark.value), 'point')} ({rules.pass_mark.text})."
    limit = f" of {allowed}" if allowed else " (there is no limit)"
    wait = f"; the next one opens {duration(cooldown_seconds)} later" * bool(cooldown_seconds and made + 1 != allowed)
    is_over = allowed is not None and made >= allowed
    tries = f"You have used {made} of {allowed} attempts." if is_over else f"This is attempt {made + 1}{limit}{wait}."
    topics = ", ".join(f"{share.text} of {topic}" for topic, share in sorted(rules.minimum.items()))
    fresh = fresh_needed(rules, items)
    sentences = [
        f"{count(items, 'question')}{time}.",
        f"{passing} {tries}",
        _worth(partly, has_minus=rules.scoring is Scoring.PLUS_MINUS),
        f"You also need {topics}." if topics else "",
        f"At least {count(fresh, 'question')} will be new to you: no drill has asked them in these words."
        * bool(fresh),
        "An unanswered question earns nothing, so it pays to guess.",
        "A question that has to be fully right for you to pass says so." if has_critical else "",
        f"You see no results before the end; then you see {_AFTERWARDS[rules.feedback]}.",
        "If you pass, you get a certificate. If you leave before your first answer, the attempt does not count.",
    ]
    return [sentence for sentence in sentences if sentence]


def _worth(partly: Sequence[str], *, has_minus: bool) -> str:
    """The points of a question, and what earns a part of one."""
    each = "Each question is worth one point"
    parts = " or ".join([*partly, *["a choice of several options"] * has_minus])
    if not parts:
        return f"{each}, if all of your answer is right."
    minus = " There, each wrong option takes from it." if has_minus else ""
    whole = "everything else, an order or a match too, counts only if all of it is right"
    return f"{each}. {parts.capitalize()} can earn a part of it; {whole}.{minus}"


def odds_lines(exam: Exam, odds: ExamOdds) -> list[StyledLine]:
    """What it comes to in words, a row for each share of knowledge, then one for each topic."""
    limit = "" if exam.attempts else " (no limit is set)"
    heading = f"{count(odds.items, 'item')}, {odds.needed} needed, {count(odds.tries, 'try', 'tries')}{limit}"
    shares = [tuple(map(share_text, (float(row.known), row.once, row.within))) for row in odds.rows]
    topics = [(topic.topic, str(topic.drawn), str(topic.pool)) for topic in odds.topics]
    row, blind = odds.row(TOO_EASY_FOR), odds.row(Fraction(0))
    more = f"; within {count(odds.tries, 'try', 'tries')} {often(row.within)}" if odds.tries > 1 else ""
    in_words = (
        f"Somebody who knows {share_text(float(row.known))} and guesses at the rest passes {often(row.once)}{more}.",
        f"Somebody who knows nothing and guesses at everything passes {often(blind.once)}.",
    )
    return paint.stacked(
        [paint.joined(paint.words(exam.title, paint.TITLE), "  ", heading)],
        [*map(paint.words, in_words)],
        paint.table(("truly knows", "passes once", f"within {odds.tries}"), shares),
        paint.table(("topic", "drawn", "pool"), topics),
    )


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


def decision_lines(found: ClassDecisions | None, width: int) -> list[StyledLine]:
    """How many verdicts over a class are right, and what would make them better."""
    if found is None:
        few = "The results are too few, of forms too different, or too much alike to tell how good its verdicts are."
        return paint.wrapped(paint.words(few), width)
    verdicts, shares, longer = found.verdicts, found.shares, found.items_to_halve
    people = count(found.people, "person", "people")
    facts = [
        f"In a class like this ({people}, on average {percent(shares.mean)} right, true spread "
        f"{percent(shares.deviation)}) {percent(verdicts.passing)} pass.",
        f"Of 100 people {_hundred(verdicts.false_passes)} pass who should not, and {_hundred(verdicts.false_fails)} "
        "fail who should pass.",
        f"The verdict is right for {_hundred(verdicts.accuracy)} of 100 (accuracy {verdicts.accuracy:.3f}); in a "
        f"second form {_hundred(verdicts.consistency)} would get the same (consistency {verdicts.consistency:.3f}).",
        f"{longer} items would halve the wrong verdicts." if longer else "Even 1,000 items would not halve them.",
    ]
    return paint.sentences(facts, width)


def _hundred(share: float) -> str:
    return str(round(share * 100))


def luck_lines(found: Luck | None, width: int) -> list[StyledLine]:
    """How much a form decides for somebody just at the pass mark."""
    if found is None:
        return []
    even, drawn = (" to ".join(f"{round(each * 100)}" for each in ends) for ends in (found.even, found.drawn))
    words = (
        f"Luck of the form: on nine of ten forms somebody just at the pass mark passes {even} times in 100; drawn "
        f"without regard to facilities it would be {drawn}."
    )
    return paint.wrapped(paint.words(words), width)


def panel_lines(
    exam: Exam, found: Panel, first: Panel | None, groups: GroupCuts | None, width: int
) -> list[StyledLine]:
    """The cut in words and as the line to paste; `first` is the panel before its second round."""
    judges, needed = len(found.judges), found.needed(exam.items)
    error = "one judge alone has no error" if found.error is None else f"standard error {_percent(found.error)}"
    facts = [
        f"{count(judges, 'judge')}: just-qualified people get {_percent(found.cut)} right ({error}), "
        f"{needed} of {exam.items} points; the exam asks for {exam.pass_mark.text}."
    ]
    facts += [f"In the first round it was {_percent(first.cut)}."] if first else []
    facts += _groups(groups) if groups else []
    panel = [(name, _percent(each.mean), str(each.count)) for name, each in found.judges.items()]
    topics = [(topic, _percent(each.mean), _percent(each.deviation)) for topic, each in found.topics.items()]
    disputed = [(key, ", ".join(map(str, sorted(each)))) for key, each in found.disputed]
    ending = [*map(paint.words, ("For the exam's file:", *pass_mark_lines(exam, found)))]
    if found.missing:
        words = f"Nobody has rated the topic {', '.join(found.missing)}, so there is no pass mark yet."
        ending = paint.wrapped(words, width, paint.DUE)
    return paint.stacked(
        [paint.words(exam.title, paint.TITLE)],
        paint.sentences(facts, width),
        paint.section("Judges", paint.table(("judge", "cut", "rated"), panel)),
        paint.section("Topics", paint.table(("topic", "mean", "spread"), topics)),
        paint.section("Judges differ most on", paint.table(("question", "ratings"), disputed)),
        ending,
    )


def pass_mark_lines(exam: Exam, found: Panel) -> list[str]:
    """The reason as a comment, and the line to paste."""
    share = int(found.needed(exam.items) / exam.items * 100 * 10**4) / 10**4  # down, so that just these points reach it
    error = "" if found.error is None else f", standard error {_percent(found.error)}"
    return [
        f"# {count(len(found.judges), 'judge')} expect {_percent(found.cut)} of just-qualified people{error}",
        f"pass_mark: {share:g}%",
    ]


def _groups(groups: GroupCuts) -> list[str]:
    number, facts = groups.counts, []
    if groups.borderline is not None:
        people = count(number["borderline"], "person", "people")
        facts.append(f"The borderline group ({people}) scored {_percent(groups.borderline)} in the middle.")
    if groups.contrasting is not None:
        people = f"Qualified ({number['qualified']}) and unqualified people ({number['unqualified']})"
        facts.append(f"{people} part best at {_percent(groups.contrasting)}.")
    return facts


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.1f}%"
