"""`cxdrill ready`: the chance of passing today, and what would raise it most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cxdrill.cli import completion, options

if TYPE_CHECKING:
    from cxdrill.cli.before_exam import Opened
    from cxdrill.core.ready.forecast import Evidence
    from cxdrill.core.ready.track_record import TrackRecord
    from cxdrill.terminal.views.ready_view import ReadyReport


def ready_command(
    exam: Annotated[
        str | None,
        typer.Argument(help="The exam; needed where there are several.", autocompletion=completion.exams_and_decks),
    ] = None,
    decks: options.Decks = None,
    progress: options.Progress = None,
    plain: options.Plain = False,
    json: options.Json = False,
) -> None:
    """Show your chance of passing today, your weakest topics, and what would raise the chance most.

    Before 100 reviews and 60 % of the questions seen, or a finished check, it says what is missing instead.

    Example: cxdrill ready
    """
    from cxdrill.cli.before_exam import opened_exam
    from cxdrill.terminal.report import print_json, print_lines, room
    from cxdrill.terminal.views.ready_view import ready_lines

    opened = opened_exam("ready", exam, decks, progress, plain=plain or json)
    report = _report(opened)
    if json:
        print_json(_plain(report))
    else:
        plain = plain or opened.settings.plain
        print_lines(ready_lines(report, room(plain=plain)), plain=plain)


def _report(opened: Opened) -> ReadyReport:
    from cxdrill.cli.before_exam import record_forecast
    from cxdrill.core.ready.forecast import readiness
    from cxdrill.core.ready.gain import study_plan
    from cxdrill.core.ready.track_record import by_day, forecasts, track_record
    from cxdrill.terminal.views.ready_view import ReadyReport

    said = readiness(opened.outlook)
    past = forecasts(opened.events, opened.exam.id)
    recorded = record_forecast(opened.store, said, past, opened.now, opened.settings)
    events = (*opened.events, recorded) if recorded else opened.events
    record = track_record(events, opened.made, opened.exam.id)
    plan = study_plan(opened.outlook) if said.chance else None
    days = by_day(record.forecasts, opened.now, opened.settings)
    return ReadyReport(opened.exam.title, said, plan, record, days)


def _plain(report: ReadyReport) -> dict[str, Any]:
    from cxdrill.core.ready.forecast import rounded

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
