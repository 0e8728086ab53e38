"""The exam a learner prepares for, the chance of passing it, and the forecasts recorded of that."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from cxdrill.app import clock
from cxdrill.app.context import Context
from cxdrill.app.output import chosen_exam, save
from cxdrill.core.exams.attempt import Attempt, State, left_open, open_attempt
from cxdrill.core.exams.exam import Away, Exam
from cxdrill.core.exams.sitting import may_be_taken, next_try, remaining_seconds, used_at
from cxdrill.core.ready.date_plan import planned_keys
from cxdrill.core.ready.forecast import Readiness, forecast_draft, forecasts, readiness
from cxdrill.core.ready.learner import Item, item_of
from cxdrill.core.ready.outlook import ExamOutlook
from cxdrill.core.ready.planned import likely_exam, planned_day
from cxdrill.errors import CxdrillError, WrongUsage
from cxdrill.terminal.views.ready_view import outcome_words, readiness_words
from cxdrill.terminal.views.today_view import OpenCheck, left_open_words
from cxdrill.terminal.wording import typed

LATELY_DAYS = 30  # after a day that was planned, in which it is still spoken of


def opened_exam(context: Context, command: str) -> tuple[ExamOutlook, tuple[Attempt, ...]]:
    """Where the learner stands before the exam that is meant, and every attempt."""
    now = clock.now()
    context.load()
    exams, events = context.index.exams, context.index.exam_events()
    is_planned = not context.named and any(event.kind == "plan" for event in events)
    exam = likely_exam(exams, events) if is_planned else None
    exam = exam or chosen_exam(context, command, '"{deck}" is a deck and has no pass mark; name an exam: {exams}')
    made = context.attempts()
    return _outlook(context, exam, made, now), made


def keys_of_plan(context: Context, now: datetime, minutes: float | None = None) -> tuple[str, ...]:
    """The faces that the plan asks now, or of so many minutes; raises WrongUsage without one exam that is meant."""
    exams, events = context.index.exams, context.index.exam_events()
    exam = likely_exam(exams, events)
    if exam is None:
        names = ", ".join(each.id for each in exams)
        why = f"which exam is meant is unclear ({names}); ask for one: cxdrill ready EXAM" if names else "there is none"
        raise WrongUsage(f"a plan needs an exam, and {why}")
    return planned_keys(_outlook(context, exam, context.attempts(), now), events, minutes)


def _outlook(context: Context, exam: Exam, made: Sequence[Attempt], now: datetime) -> ExamOutlook:
    index = context.index
    items = index.kept(
        f"items {exam.id}", tuple[Item, ...], lambda: tuple(map(item_of, index.library(exam.blueprint).cards()))
    )
    history, events, figures = index.history(), index.exam_events(), index.facilities(exam.id)
    return ExamOutlook(items, exam, history, made, context.settings, now, events, figures)


def after_session(context: Context, now: datetime) -> tuple[str, ...]:
    """What the end of a session says of a check: one left open, and the readiness line, which is recorded."""
    today, still_open = _readiness(context, now), _open_check(context, now)
    reminder: tuple[str, ...] = ()
    if still_open:
        command = typed(f"cxdrill quiz {still_open.exam}")
        reminder = (f"{left_open_words(still_open)} {command} goes on with it.",)
    if today is None:
        return reminder
    past = forecasts(context.index.exam_events(), today.exam)
    if save(context.store, forecast_draft(today, past, now, context.settings)) is not None:
        context.grow_index()
    return (*reminder, *readiness_words(today, context.titles))


def check_ahead(context: Context, now: datetime) -> dict[str, Any]:
    """What the first screen says of the check: its day, one left open, passed or else how ready; records nothing."""
    events = context.index.exam_events()
    exam, still_open = likely_exam(context.index.exams, events), {"open_check": _open_check(context, now)}
    if exam is None:
        return still_open
    by, today = planned_day(events, exam.id), context.study_day(now)
    dates = {"check" if by >= today else "check_was": by} if by and (today - by).days <= LATELY_DAYS else {}
    ahead, made = {**dates, **still_open}, context.attempts()
    title = exam.title if len(context.index.exams) > 1 else ""
    if passed := outcome_words(made, exam.id, title, is_passed=True):
        return {**ahead, "passed": passed}
    failed, said = outcome_words(made, exam.id, title, is_passed=False), _readiness(context, now)
    return {
        **ahead,
        "failed": (*failed, *(() if open_attempt(made, exam.id) else (next_try(exam, made, now),))) if failed else (),
        "may_be_taken": may_be_taken(exam, made, now),
        "readiness": readiness_words(said, context.titles) if said else (),
    }


def _open_check(context: Context, now: datetime) -> OpenCheck | None:
    """The attempt that was left open, and what is left of its time; not one that ran out without an answer."""
    if not left_open(context.index.exam_events()):
        return None
    left = [each for each in context.attempts() if each.state is State.OPEN]
    if not left:
        return None
    seconds = remaining_seconds(left[-1], used_at(left[-1], now))
    if seconds == 0 and not left[-1].responses:
        return None
    return OpenCheck(left[-1].exam, seconds, left[-1].policy.away is Away.COUNTS)


def _readiness(context: Context, now: datetime) -> Readiness | None:
    """The chance of passing the exam in question; None without one that can be used, of which `ready` tells."""
    exam = likely_exam(context.index.exams, context.index.exam_events())
    with suppress(CxdrillError):
        return readiness(_outlook(context, exam, context.attempts(), now)) if exam else None
    return None
