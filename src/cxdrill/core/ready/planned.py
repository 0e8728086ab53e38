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
    """The only exam, or the one that the learner last planned, forecast or took; None where that is unclear."""
    if len(exams) == 1:
        return exams[0]
    known = {exam.id: exam for exam in exams}
    kinds = ("plan", "forecast", "exam-started", "undo")
    named = [str(event.fields.get("exam")) for event in standing([event for event in events if event.kind in kinds])]
    return next((known[name] for name in reversed(named) if name in known), None)


def planned_day(events: Iterable[Event], exam_id: str) -> date | None:
    """The day of the exam that the learner planned last; None where it was passed since."""
    kinds = ("plan", "exam-started", "exam-finished", "undo")
    by, attempts = None, set[object]()
    for event in standing([event for event in events if event.kind in kinds]):
        fields = event.fields
        if event.kind == "exam-finished":
            by = None if fields.get("passed") and fields.get("attempt") in attempts else by
        elif fields.get("exam") == exam_id and event.kind == "plan":
            by = day_of(fields.get("by"))
        elif fields.get("exam") == exam_id:
            attempts.add(event.id)
    return by


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
        raise WrongUsage(
            f'"{text}" is not a date; write the day of the check like {dated(example)}, friday or friday in 3 weeks'
        )
    by = meant[0]
    if by < today:
        raise WrongUsage(f"{dated(by)} is in the past; name today, {dated(today)}, or a day after it")
    if (by - today).days > LONGEST_DAYS:
        raise WrongUsage(
            f"{dated(by)} is more than two years ahead; name a day up to {dated(today + LONGEST_DAYS * ONE_DAY)}"
        )
    return by
