"""`cxdrill report`: item analysis over many learners' files, or over a plain table of responses."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxdrill.cli import options


def report_command(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH...", help="Progress files, records of attempts, or folders with them."),
    ] = None,
    matrix: Annotated[
        Path | None,
        typer.Option("--matrix", metavar="FILE.csv", help="A table instead: learner, then a column for each item."),
    ] = None,
    exam: Annotated[
        str | None, typer.Option("--exam", metavar="ID", help="This exam; else the one with most attempts.")
    ] = None,
    all_attempts: Annotated[
        bool, typer.Option("--all-attempts", help="Count every attempt, not only the first of each learner.")
    ] = False,
    details: Annotated[bool, typer.Option("--details", help="Show the options of every item.")] = False,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help='Write the items as a table, "-" to standard output.')
    ] = None,
    force: options.Force = False,
    decks: options.Decks = None,
    plain: options.Plain = False,
    json: options.Json = False,
) -> None:
    """Item analysis over many learners: which items failed a class, and whether an exam can be trusted.

    Damaged files are named and left out. Decks are needed for records of attempts only; progress files hold the
    questions themselves.

    Example: cxdrill report progress-of-the-class/ --csv items.csv
    """
    from cxdrill.app.report import run

    run(
        paths, matrix, exam, csv, decks, all_attempts=all_attempts, details=details, force=force, plain=plain, json=json
    )
