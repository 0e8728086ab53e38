"""`cxdrill ready`: the chance of passing today, and what would raise it most."""

from __future__ import annotations

from typing import Any

from cxdrill.app import clock
from cxdrill.app.context import Context
from cxdrill.app.exam_outlook import opened_exam
from cxdrill.app.output import tell
from cxdrill.app.saving import save
from cxdrill.core.exams.attempt import open_attempt
from cxdrill.core.exams.sitting import refusal
from cxdrill.core.plain import shape, shapes
from cxdrill.core.ready.forecast import readiness, rounded
from cxdrill.core.ready.gain import study_plan
from cxdrill.core.ready.track_record import by_day, forecast_draft, forecasts, track_record
from cxdrill.terminal.views.ready_view import ReadyReport, passed_words, ready_lines

CHANCE = "probability low high expected"


def run(context: Context, *, details: bool) -> None:
    """Shows the chance of passing, and records it as a forecast."""
    report = _report(context)
    tell(context, lambda: _plain(report), lambda width: ready_lines(report, width, has_details=details), "Ready")


def _report(context: Context) -> ReadyReport:
    (outlook, made), settings, before = opened_exam(context, "ready"), context.settings, context.index.exam_events()
    exam, now, said = outlook.exam, clock.now(), readiness(outlook)  # not the outlook's, which is in no zone of ours
    recorded = save(context.store, forecast_draft(said, forecasts(before, exam.id), now, settings))
    record = track_record((*before, recorded) if recorded else before, made, exam.id)
    plan = study_plan(outlook) if said.chance else None
    days, passed = by_day(record.forecasts, now, settings), passed_words(made, exam.id)
    may_be_taken = open_attempt(made, exam.id) is not None or refusal(exam, made, now) is None
    return ReadyReport(exam.title, context.titles, passed, said, plan, record, days, may_be_taken=may_be_taken)


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
