"""`cxdrill ready`: the chance of passing today, and what would raise it most."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cxdrill.app.context import Context
from cxdrill.app.exam_outlook import opened_exam, record_forecast
from cxdrill.core.ready.forecast import Evidence, readiness, rounded
from cxdrill.core.ready.gain import study_plan
from cxdrill.core.ready.track_record import TrackRecord, by_day, forecasts, track_record
from cxdrill.terminal.report import print_json, print_lines, room
from cxdrill.terminal.views.ready_view import ReadyReport, ready_lines


def run(exam: str | None, decks: list[Path] | None, progress: Path | None, *, plain: bool, json: bool) -> None:
    """Shows the chance of passing, and records it as a forecast."""
    context = Context(decks, progress, [exam] if exam else [], plain=plain, as_json=json)
    report = _report(context)
    if json:
        print_json(_plain(report))
    else:
        print_lines(ready_lines(report, room(plain=context.plain)), plain=context.plain)


def _report(context: Context) -> ReadyReport:
    opened, settings = opened_exam(context, "ready"), context.settings

    said = readiness(opened.outlook)
    past = forecasts(opened.events, opened.exam.id)
    recorded = record_forecast(context.store, said, past, opened.now, settings)
    events = (*opened.events, recorded) if recorded else opened.events
    record = track_record(events, opened.made, opened.exam.id)
    plan = study_plan(opened.outlook) if said.chance else None
    days = by_day(record.forecasts, opened.now, settings)
    return ReadyReport(opened.exam.title, said, plan, record, days)


def _plain(report: ReadyReport) -> dict[str, Any]:

    said = report.said
    chance = rounded(said.chance) if said.chance else None
    plan, record = report.plan, report.record
    return {
        "exam": said.exam,
        "probability": chance and chance.probability,
        "low": chance and chance.low,
        "high": chance and chance.high,
        "expected": chance and chance.expected,
        "needed": said.needed,
        "items": said.items,
        "weakest": [topic.topic for topic in said.weakest],
        "evidence": _evidence(said.evidence),
        "topics": {
            topic.topic: {
                "expected": round(topic.expected, 2) if chance else None,
                "items": topic.drawn,
                "unseen": topic.unseen,
                "pool": topic.pool,
            }
            for topic in said.topics
        },
        "plan": plan
        and {
            "minutes": round(plan.minutes, 1),
            "cards": list(plan.keys),
            "probability": rounded(plan.chance).probability,
        },
        "track_record": _record(record),
        "days": [{"day": day.isoformat(), "probability": forecast.probability} for day, forecast in report.days],
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "enough": evidence.is_enough,
        "reviews": evidence.reviews,
        "seen": evidence.seen,
        "pool": evidence.pool,
        "attempts": evidence.attempts,
        "missing_reviews": evidence.missing_reviews,
        "missing_questions": evidence.missing_questions,
    }


def _record(record: TrackRecord) -> dict[str, Any]:
    return {
        "forecasts": len(record.forecasts),
        "scored": [
            {"attempt": each.attempt, "probability": each.forecast.probability, "passed": each.is_passed}
            for each in record.scored
        ],
        "brier": record.brier,
        "set_back": record.set_back,
    }
