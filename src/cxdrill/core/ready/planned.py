"""Which exam and which day a learner is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from cxdrill.core.day import ONE_DAY, dated, days_meant
from cxdrill.core.event import Draft, Event, standing
from cxdrill.core.exams.exam import Exam
from cxdrill.core.study.review import day_of
from cxdrill.errors import WrongUsage

LONGEST_DAYS = 730


def is_expected(exams: Sequence[Exam], events: Sequence[Event], today: date) -> bool:
    """Whether the learner prepares for an exam whose day is still to come, or today."""
    exam = likely_exam(exams, events)
    by = planned_day(events, exam.id) if exam else None
    return by is not None and by >= today


def likely_exam(exams: Sequence[Exam], events: Iterable[Event]) -> Exam | None:
    """The exam that every command speaks of where none is named: the only one, or the one that a plan is made for.

    Else the one forecast or taken last; one that was passed since only where no other is left. None where that is open.
    """
    if len(exams) == 1:
        return exams[0]
    named, days, passed = _story(events)
    known = {exam.id: exam for exam in exams}
    open_ones = (name for name in (*reversed(days), *reversed(named)) if name not in passed)
    return next((known[name] for name in (*open_ones, *reversed(named)) if name in known), None)


def planned_day(events: Iterable[Event], exam_id: str) -> date | None:
    """The day of the exam that the learner planned last; None where it was passed since."""
    return _story(events)[1].get(exam_id)


def _story(events: Iterable[Event]) -> tuple[list[str], dict[str, date | None], set[str]]:
    """The exams planned, forecast or taken, the last one last; the days planned, so too; and the exams passed since."""
    kinds = ("plan", "forecast", "exam-started", "exam-finished", "undo")
    named, days, passed, attempts = list[str](), dict[str, date | None](), set[str](), dict[object, str]()
    for event in standing([event for event in events if event.kind in kinds]):
        exam = attempts.get(event.fields.get("attempt")) or str(event.fields.get("exam"))
        if event.kind != "exam-finished":
            attempts[event.id] = exam
            named.append(exam)
        elif event.fields.get("passed"):
            passed.add(exam)
        if event.kind == "plan" or exam in passed:
            days.pop(exam, None)
        if event.kind == "plan":
            days[exam] = day_of(event.fields.get("by"))
            passed.discard(exam)
    return named, days, passed


def plan_draft(exam_id: str, by: date, events: Iterable[Event]) -> Draft | None:
    """The day planned as an event, None where it is recorded already."""
    if planned_day(events, exam_id) == by:
        return None
    return Draft("plan", {"exam": exam_id, "by": by.isoformat()})


def plan_day(text: str, today: date) -> date:
    """The day that `--by` means, an ISO date or as people say it (`friday`, `in 3 weeks`); raises WrongUsage."""
    meant = days_meant(text, today)
    if len(meant) == 2:
        raise WrongUsage(f'"{text}" may be {dated(meant[0])} or {dated(meant[1])}; write it like one of these two')
    if not meant:
        example = today + 30 * ONE_DAY
        examples = f"in 3 weeks, next friday, {example.day} {example:%B}"
        raise WrongUsage(f'"{text}" is not a date; write the day of the check like: {examples}')
    by = meant[0]
    if by < today:
        raise WrongUsage(f"{dated(by)} is in the past; name today, {dated(today)}, or a day after it")
    if (by - today).days > LONGEST_DAYS:
        raise WrongUsage(
            f"{dated(by)} is more than two years ahead; name a day up to {dated(today + LONGEST_DAYS * ONE_DAY)}"
        )
    return by
