"""`cxdrill plan --by DATE`: a daily load up to the day of an exam."""

from __future__ import annotations

from typing import Annotated

import typer

from cxdrill.cli import options


def plan_command(
    exam: options.ExamName = None,
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
    from cxdrill.app.plan import run

    run(exam, by, minutes, decks, progress, plain=plain, json=json)
