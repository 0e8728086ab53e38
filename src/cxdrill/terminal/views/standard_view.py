"""A panel's cut score with its error, its judges and topics, and the questions on which they differ."""

from __future__ import annotations

from cxdrill.core.exams.exam import Exam
from cxdrill.core.exams.panel import GroupCuts, Panel, Spread
from cxdrill.terminal import paint
from cxdrill.terminal.paint import StyledLine
from cxdrill.terminal.wording import count


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
    lines = [paint.words(exam.title, paint.TITLE), paint.words(""), *paint.sentences(facts, width)]
    lines += paint.section(
        "Judges", paint.table(("judge", "cut", "rated"), [_row(name, each) for name, each in found.judges.items()])
    )
    topics = [(topic, _percent(each.mean), _apart(each)) for topic, each in found.topics.items()]
    lines += paint.section("Topics", paint.table(("topic", "mean", "spread"), topics))
    disputed = [(key, ", ".join(map(str, sorted(each)))) for key, each in found.disputed]
    lines += paint.section("Judges differ most on", paint.table(("question", "ratings"), disputed) if disputed else [])
    if found.missing:
        words = f"Nobody has rated the topic {', '.join(found.missing)}, so there is no pass mark yet."
        return [*lines, paint.words(""), *paint.wrapped(words, width, paint.DUE)]
    return [
        *lines,
        paint.words(""),
        paint.words("For the exam's file:"),
        *map(paint.words, pass_mark_lines(exam, found)),
    ]


def pass_mark_lines(exam: Exam, found: Panel) -> list[str]:
    """The reason as a comment, and the line to paste."""
    share = found.needed(exam.items) / exam.items * 100
    error = "" if found.error is None else f", standard error {_percent(found.error)}"
    return [
        f"# {count(len(found.judges), 'judge')} expect {_percent(found.cut)} of just-qualified people{error}",
        f"pass_mark: {_exact(share)}%",
    ]


def _exact(share: float) -> str:
    """The share of whole points, rounded down so that just these points reach it."""
    return f"{int(share * 10**4) / 10**4:g}"


def _groups(groups: GroupCuts) -> list[str]:
    number, facts = groups.counts, []
    if groups.borderline is not None:
        people = count(number["borderline"], "person", "people")
        facts.append(f"The borderline group ({people}) scored {_percent(groups.borderline)} in the middle.")
    if groups.contrasting is not None:
        people = f"Qualified ({number['qualified']}) and unqualified people ({number['unqualified']})"
        facts.append(f"{people} part best at {_percent(groups.contrasting)}.")
    return facts


def _row(name: str, each: Spread) -> tuple[str, ...]:
    return name, _percent(each.mean), str(each.count)


def _apart(each: Spread) -> str:
    return "–" if each.deviation is None else _percent(each.deviation)


def _percent(share: float) -> str:
    return f"{share * 100:.1f}%"
