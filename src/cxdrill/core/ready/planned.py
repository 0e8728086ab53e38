"""Which exam and which day a learner is about, and the cards that `study --plan` asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from cxdrill.core.day import ONE_DAY, dated, day_meant, study_day
from cxdrill.core.event import Draft, Event, standing
from cxdrill.core.exams.attempt import Attempt
from cxdrill.core.exams.exam import Exam
from cxdrill.core.exams.library import Library
from cxdrill.core.ready.date_plan import today_keys
from cxdrill.core.ready.gain import study_plan
from cxdrill.core.ready.outlook import ExamOutlook
from cxdrill.core.settings import Settings
from cxdrill.core.study.history import History
from cxdrill.core.study.review import day_of
from cxdrill.errors import WrongUsage

LONGEST_DAYS = 730


def planned_keys(
    library: Library,
    events: Sequence[Event],
    history: History,
    made: Sequence[Attempt],
    now: datetime,
    settings: Settings,
    *,
    minutes: float | None = None,
    exam_id: str | None = None,
) -> tuple[str, ...]:
    """The faces to study now, in order, for the exam named or else the one the learner is about.

    Raises WrongUsage where no exam is there or which one is meant is unclear, DataError for one that cannot be filled.
    """
    exam = library.exam(exam_id) if exam_id else likely_exam(library.exams, events)
    if exam is None:
        names = ", ".join(each.id for each in library.exams)
        why = f"which exam is meant is unclear ({names}); ask for one: cxdrill ready EXAM" if names else "there is none"
        raise WrongUsage(f"a plan needs an exam, and {why}")
    outlook = ExamOutlook(library, exam, history, made, settings, now, events)
    by, today = planned_day(events, exam.id), study_day(now, settings.day_start)
    if by is not None and by > today:
        return today_keys(outlook, by, minutes)
    return study_plan(outlook, minutes).keys


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
    """The day of the exam that the learner planned last."""
    days = [
        day_of(event.fields.get("by"))
        for event in standing([event for event in events if event.kind in ("plan", "undo")])
        if event.fields.get("exam") == exam_id
    ]
    return days[-1] if days else None


def plan_draft(exam_id: str, by: date, events: Iterable[Event]) -> Draft | None:
    """The day planned as an event, None where it is recorded already."""
    if planned_day(events, exam_id) == by:
        return None
    return Draft("plan", {"exam": exam_id, "by": by.isoformat()})


def plan_day(text: str, today: date) -> date:
    """The day that `--by` means, an ISO date or as people say it (`friday`, `in 3 weeks`); raises WrongUsage."""
    by = day_meant(text, today)
    if by is None:
        example = today + 30 * ONE_DAY
        raise WrongUsage(
            f'"{text}" is not a date; write the day of the check like {dated(example)}, friday or in 3 weeks'
        )
    if by < today:
        raise WrongUsage(f"{dated(by)} is in the past; name today, {dated(today)}, or a day after it")
    if (by - today).days > LONGEST_DAYS:
        raise WrongUsage(
            f"{dated(by)} is more than two years ahead; name a day up to {dated(today + LONGEST_DAYS * ONE_DAY)}"
        )
    return by
