"""`cxdrill ready` and `cxdrill plan --by DATE`: the chance of passing today, and a daily load up to an exam."""

from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from cxdrill.app import clock
from cxdrill.app.agenda import agenda
from cxdrill.app.context import Context
from cxdrill.app.exam_outlook import opened_exam
from cxdrill.app.output import save, tell
from cxdrill.core.event import undone_ahead
from cxdrill.core.exams.sitting import may_be_taken, refusal
from cxdrill.core.plain import shape, shapes
from cxdrill.core.ready.course import Load
from cxdrill.core.ready.date_plan import DatePlan, date_plan
from cxdrill.core.ready.forecast import by_day, evidence_of, forecast_draft, forecasts, readiness, rounded, track_record
from cxdrill.core.ready.gain import Pace, study_plan
from cxdrill.core.ready.outlook import ExamOutlook
from cxdrill.core.ready.planned import plan_day, plan_draft, planned_day
from cxdrill.errors import ExitCode, WrongUsage
from cxdrill.terminal.report import notice
from cxdrill.terminal.views.plan_view import last_day_lines, plan_lines
from cxdrill.terminal.views.ready_view import ReadyReport, outcome_words, ready_lines

CHANCE = "probability low high expected"


def run(context: Context) -> None:
    """Shows the chance of passing, and records it as a forecast."""
    report, details = _report(context), context.options.details
    tell(context, lambda: _plain(report), lambda width: ready_lines(report, width, has_details=details), "Ready")


def _report(context: Context) -> ReadyReport:
    (outlook, made), settings, before = opened_exam(context, "ready"), context.settings, context.index.exam_events()
    exam, now, said = outlook.exam, clock.now(), readiness(outlook)  # not the outlook's, which is in no zone of ours
    recorded = save(context.store, forecast_draft(said, forecasts(before, exam.id), now, settings))
    record = track_record((*before, recorded) if recorded else before, made, exam.id)
    plan = study_plan(outlook) if said.chance else None
    days, passed = by_day(record.forecasts, now, settings), outcome_words(made, exam.id, is_passed=True)
    is_open = may_be_taken(exam, made, now)
    return ReadyReport(exam.title, context.titles, passed, said, plan, record, days, may_be_taken=is_open)


def _plain(report: ReadyReport) -> dict[str, Any]:
    today, plan, record = report.said, report.plan, report.record
    chance = rounded(today.chance) if today.chance else None
    topics = {
        each.topic: {"expected": round(each.expected, 2) if chance else None, **shape(each, "items=drawn unseen pool")}
        for each in today.topics
    }
    evidence = "enough=is_enough reviews seen pool attempts probed missing_reviews"
    return {
        "exam": today.exam,
        **(shape(chance, CHANCE) if chance else dict.fromkeys(CHANCE.split())),
        **shape(today, "needed items"),
        "weakest": [topic.topic for topic in today.weakest],
        "evidence": shape(today.evidence, evidence),
        "topics": topics,
        "plan": plan and shape(plan, "minutes:1 cards=keys") | {"probability": rounded(plan.chance).probability},
        "track_record": {
            "forecasts": len(record.forecasts),
            "scored": shapes(record.scored, "attempt probability=forecast.probability passed=is_passed"),
            **shape(record, "brier set_back"),
        },
        "days": [{"day": day.isoformat(), "probability": forecast.probability} for day, forecast in report.days],
    }


def plan(context: Context) -> ExitCode:
    """Shows and remembers the plan up to the day of an exam; the exit code tells whether it is remembered."""
    by, minutes = context.options.by, context.options.minutes
    today = context.study_day(clock.now())
    wanted = None if by is None else plan_day(by, today)  # a day that cannot be is told before anything is read
    outlook, made = opened_exam(context, "plan")
    events, exam = context.index.exam_events(), outlook.exam.id
    day = wanted or planned_day(events, exam)
    if day is None or (by is None and day < outlook.today):
        raise WrongUsage('say the day of the check, like: cxdrill plan --by "in 3 weeks"')
    closed = None if may_be_taken(outlook.exam, made, clock.now()) else refusal(outlook.exam, made, clock.now())
    if closed and (closed.opens_at is None or context.study_day(closed.opens_at.astimezone()) > day):
        notice(closed.reason if closed.opens_at else f"{closed.reason}; ask your instructor for another")
    before = (event for event in events if event.kind == "plan" and event.fields.get("exam") == exam)
    draft = plan_draft(exam, day, events)
    drafts = [*undone_ahead(before, clock.now()), draft] if draft else []
    is_recorded = all(save(context.store, each) for each in drafts)
    if drafts and is_recorded:
        context.grow_index()
    if day == outlook.today:
        _show_last_day(context, outlook, minutes)
    else:
        _show_plan(context, outlook, day, minutes)
    return ExitCode.DONE if is_recorded else ExitCode.DATA


def _show_plan(context: Context, outlook: ExamOutlook, day: date, minutes: int | None) -> None:
    """Shows the load of each day, with today as `study` asks it: learning steps and the check's misses too."""
    found = date_plan(outlook, day, minutes)
    if minutes is None and (asked := _asked_by_plan(context)):
        keys, load = asked
        found = replace(found, keys=keys, new_today=round(load.new), loads=(load, *found.loads[1:]))
    has_evidence = evidence_of(outlook).is_enough
    tell(
        context,
        lambda: _plan_plain(found, outlook.exam.id, has_evidence=has_evidence),
        lambda width: plan_lines(found, outlook.exam.title, context.titles, width, has_evidence=has_evidence),
        "Plan",
        stays=1,
    )


def _show_last_day(context: Context, outlook: ExamOutlook, minutes: int | None) -> None:
    """Shows what is worth studying on the day of the check itself."""
    best, today = study_plan(outlook, minutes), _asked_by_plan(context) if minutes is None else None
    keys, took = (today[0], today[1].seconds / 60) if today else (best.keys, best.minutes)
    shown = {"minutes": round(took, 1), "cards": list(keys)}
    plain = {"exam": outlook.exam.id, "by": outlook.today.isoformat(), "days": [], "today": shown}
    tell(context, lambda: plain, lambda width: last_day_lines(len(keys), took, outlook.exam.title, width))


def _asked_by_plan(context: Context) -> tuple[tuple[str, ...], Load] | None:
    """The faces that `study` asks now, and their work; None where it follows no plan."""
    now = clock.now()
    asked = agenda(context, now)
    seconds = Pace(context.index.history()).session_seconds(asked.due, len(asked.new), now)
    load = Load(0, 1, len(asked.new), len(asked.due), seconds)
    return ((*asked.due, *asked.new), load) if asked.is_planned else None


def _plan_plain(found: DatePlan, exam_id: str, *, has_evidence: bool) -> dict[str, Any]:
    days = [
        {"day": (found.today + timedelta(days=number)).isoformat(), **shape(load, "new:1 reviews:1")}
        | {"minutes": round(load.seconds / 60, 1)}
        for load in found.loads
        for number in range(load.first, load.first + load.days)
    ]
    return {
        "exam": exam_id,
        "by": found.by.isoformat(),
        "days": days,
        "minutes": round(found.minutes, 1),
        "today": {
            "new": found.new_today,
            "reviews": len(found.keys) - found.new_today,
            **shape(found, "minutes=minutes_today:1 done_minutes=done_today:1 cards=keys"),
        },
        "enough": found.is_enough,
        "drop": dict(found.dropped),
        "minutes_needed": round(found.minutes_needed, 1),
        "if_nothing": shape(rounded(found.if_nothing), CHANCE) if has_evidence else None,
        "if_followed": shape(rounded(found.if_followed), CHANCE) if has_evidence else None,
    }
