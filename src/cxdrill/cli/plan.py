"""`cxdrill plan --by DATE`: a daily load up to the day of an exam."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cxdrill.cli import completion, opening, options
from cxdrill.errors import WrongUsage

if TYPE_CHECKING:
    from datetime import date

    from cxdrill.cli.before_exam import Opened
    from cxdrill.core.ready.date_plan import DatePlan
    from cxdrill.core.ready.pass_chance import Chance


def plan_command(
    exam: Annotated[
        str | None,
        typer.Argument(help="The exam; needed where there are several.", autocompletion=completion.exams_and_decks),
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="DATE", help="The day of the check: 2026-12-24, friday, in 10 days.")
    ] = None,
    minutes: Annotated[
        int | None, typer.Option(min=1, max=600, help="Minutes a day; as many as it takes without.")
    ] = None,
    decks: options.Decks = None,
    progress: options.Progress = None,
    plain: options.Plain = False,
    json: options.Json = False,
) -> None:
    """Plan a daily load up to the day of the check; study today's share with: cxdrill study --plan

    The day is remembered, and the plan made anew each time from what was really done.

    Example: cxdrill plan --by 2026-12-24
    """
    from cxdrill.cli.before_exam import opened_exam, save
    from cxdrill.core.ready.date_plan import date_plan
    from cxdrill.core.ready.forecast import evidence_of
    from cxdrill.core.ready.planned import plan_draft
    from cxdrill.terminal.report import print_json, print_lines, room
    from cxdrill.terminal.views.plan_view import plan_lines

    _meant(by)  # a day that cannot be is told before anything is read
    opened = opened_exam("plan", exam, decks, progress, plain=plain or json)
    day = _meant(by) or _remembered(opened)
    found = date_plan(opened.outlook, day, minutes)
    save(opened.store, plan_draft(opened.exam.id, day, opened.events))
    has_evidence = evidence_of(opened.outlook).is_enough
    if json:
        print_json(_plain(found, opened.exam.id, has_evidence=has_evidence))
    else:
        plain = plain or opened.settings.plain
        lines = plan_lines(found, opened.exam.title, room(plain=plain), has_evidence=has_evidence)
        print_lines(lines, plain=plain)


def _meant(by: str | None) -> date | None:
    from cxdrill.core.day import study_day
    from cxdrill.core.ready.planned import plan_day

    return None if by is None else plan_day(by, study_day(opening.now(), opening.settings().day_start))


def _remembered(opened: Opened) -> date:
    """The day planned before, if it is still to come."""
    from cxdrill.core.day import study_day
    from cxdrill.core.ready.planned import planned_day

    today = study_day(opened.now, opened.settings.day_start)
    day = planned_day(opened.events, opened.exam.id)
    if day is None or day <= today:
        raise WrongUsage(f"say the day of the check: cxdrill plan --by {today + timedelta(days=30)}")
    return day


def _plain(plan: DatePlan, exam_id: str, *, has_evidence: bool) -> dict[str, Any]:
    today = plan.by - timedelta(days=plan.days)
    return {
        "exam": exam_id,
        "by": plan.by.isoformat(),
        "days": [
            {
                "day": (today + timedelta(days=number)).isoformat(),
                "new": round(load.new, 1),
                "reviews": round(load.reviews, 1),
                "minutes": round(load.seconds / 60, 1),
            }
            for load in plan.loads
            for number in range(load.first, load.first + load.days)
        ],
        "minutes": round(plan.minutes, 1),
        "today": {
            "new": plan.new_today,
            "reviews": len(plan.keys) - plan.new_today,
            "minutes": round(plan.minutes_today, 1),
            "done_minutes": round(plan.done_today, 1),
            "cards": list(plan.keys),
        },
        "enough": plan.is_enough,
        "drop": dict(plan.dropped),
        "minutes_needed": round(plan.minutes_needed, 1),
        "if_nothing": _chance(plan.if_nothing) if has_evidence else None,
        "if_followed": _chance(plan.if_followed) if has_evidence else None,
    }


def _chance(said: Chance) -> dict[str, float]:
    from cxdrill.core.ready.forecast import rounded

    shown = rounded(said)
    return {
        "probability": shown.probability,
        "low": shown.low,
        "high": shown.high,
        "expected": shown.expected,
    }
