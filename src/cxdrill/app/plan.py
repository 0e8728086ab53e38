"""`cxdrill plan --by DATE`: a daily load up to the day of an exam."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from cxdrill.app import clock
from cxdrill.app.agenda import agenda
from cxdrill.app.context import Context
from cxdrill.app.exam_outlook import opened_exam
from cxdrill.app.output import tell
from cxdrill.app.saving import save
from cxdrill.core.day import study_day
from cxdrill.core.plain import shape
from cxdrill.core.ready.course import Load
from cxdrill.core.ready.date_plan import DatePlan, date_plan
from cxdrill.core.ready.forecast import evidence_of, rounded
from cxdrill.core.ready.gain import Pace, study_plan
from cxdrill.core.ready.outlook import ExamOutlook
from cxdrill.core.ready.planned import plan_day, plan_draft, planned_day
from cxdrill.errors import WrongUsage
from cxdrill.terminal.views.plan_view import last_day_lines, plan_lines

CHANCE = "probability low high expected"


def run(context: Context, by: str | None, minutes: int | None) -> None:
    """Shows and remembers the plan up to the day of an exam."""
    today = study_day(clock.now(), context.settings.day_start)
    wanted = None if by is None else plan_day(by, today)  # a day that cannot be is told before anything is read
    outlook, _ = opened_exam(context, "plan")
    day = wanted or _remembered(context, outlook)
    if save(context.store, plan_draft(outlook.exam.id, day, context.index.exam_events())):
        context.grow_index()
    if day == outlook.today:
        _show_last_day(context, outlook, minutes)
        return
    found = date_plan(outlook, day, minutes)
    if minutes is None:
        found = _as_studied(context, found)
    has_evidence = evidence_of(outlook).is_enough
    tell(
        context,
        lambda: _plain(found, outlook.exam.id, has_evidence=has_evidence),
        lambda width: plan_lines(found, outlook.exam.title, context.titles, width, has_evidence=has_evidence),
        "Plan",
    )


def _show_last_day(context: Context, outlook: ExamOutlook, minutes: int | None) -> None:
    """Shows what is worth studying on the day of the check itself."""
    best, today = study_plan(outlook, minutes), _asked_by_plan(context) if minutes is None else None
    keys, took = (today[0], today[1].seconds / 60) if today else (best.keys, best.minutes)
    shown = {"minutes": round(took, 1), "cards": list(keys)}
    plain = {"exam": outlook.exam.id, "by": outlook.today.isoformat(), "days": [], "today": shown}
    tell(context, lambda: plain, lambda width: last_day_lines(len(keys), took, outlook.exam.title, width))


def _as_studied(context: Context, plan: DatePlan) -> DatePlan:
    """The plan with today as `study` asks it: learning steps and the check's misses too, one of each card's faces."""
    if (today := _asked_by_plan(context)) is None:
        return plan
    keys, load = today
    return replace(plan, keys=keys, new_today=round(load.new), loads=(load, *plan.loads[1:]))


def _asked_by_plan(context: Context) -> tuple[tuple[str, ...], Load] | None:
    """The faces that `study` asks now, and their work; None where it follows no plan."""
    now = clock.now()
    asked = agenda(context, now)
    seconds = Pace(context.index.history()).session_seconds(asked.due, len(asked.new), now)
    load = Load(0, 1, len(asked.new), len(asked.due), seconds)
    return ((*asked.due, *asked.new), load) if asked.is_planned else None


def _remembered(context: Context, outlook: ExamOutlook) -> date:
    """The day planned before, if it is still to come."""
    day = planned_day(context.index.exam_events(), outlook.exam.id)
    if day is None or day < outlook.today:
        raise WrongUsage('say the day of the check, like: cxdrill plan --by "in 3 weeks"')
    return day


def _plain(plan: DatePlan, exam_id: str, *, has_evidence: bool) -> dict[str, Any]:
    days = [
        {"day": (plan.today + timedelta(days=number)).isoformat(), **shape(load, "new:1 reviews:1")}
        | {"minutes": round(load.seconds / 60, 1)}
        for load in plan.loads
        for number in range(load.first, load.first + load.days)
    ]
    return {
        "exam": exam_id,
        "by": plan.by.isoformat(),
        "days": days,
        "minutes": round(plan.minutes, 1),
        "today": {
            "new": plan.new_today,
            "reviews": len(plan.keys) - plan.new_today,
            **shape(plan, "minutes=minutes_today:1 done_minutes=done_today:1 cards=keys"),
        },
        "enough": plan.is_enough,
        "drop": dict(plan.dropped),
        "minutes_needed": round(plan.minutes_needed, 1),
        "if_nothing": shape(rounded(plan.if_nothing), CHANCE) if has_evidence else None,
        "if_followed": shape(rounded(plan.if_followed), CHANCE) if has_evidence else None,
    }
