"""What `study --plan` asks: today's share of a plan up to a date where one stands, else what raises the chance most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from cxdrill.core.cards.library import Library
from cxdrill.core.day import study_day
from cxdrill.core.event import Draft, Event, standing
from cxdrill.core.exams.attempt import Attempt
from cxdrill.core.exams.exam import Exam
from cxdrill.core.settings import Settings
from cxdrill.core.study.history import History
from cxdrill.core.study.review import day_of
from cxdrill.errors import WrongUsage


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
    from cxdrill.core.ready.date_plan import today_keys
    from cxdrill.core.ready.gain import study_plan
    from cxdrill.core.ready.standing import Standing

    exam = library.exam(exam_id) if exam_id else likely_exam(library, events)
    if exam is None:
        names = ", ".join(each.id for each in library.exams)
        why = f"which exam is meant is unclear ({names}); ask for one: cxdrill ready EXAM" if names else "there is none"
        raise WrongUsage(f"a plan needs an exam, and {why}")
    standing_ = Standing(library, exam, history, made, settings, now)
    by = planned_day(events, exam.id)
    if by is not None and by > study_day(now, settings.day_start):
        return today_keys(standing_, by, minutes)
    return study_plan(standing_, minutes).keys


def likely_exam(library: Library, events: Iterable[Event]) -> Exam | None:
    """The only exam, or the one that the learner last planned, forecast or took; None where that is unclear."""
    if len(library.exams) == 1:
        return library.exams[0]
    known = {exam.id: exam for exam in library.exams}
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
