"""`cxdrill check`: every mistake in decks and exams, with line and remedy; what an exam is worth; the rules."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxdrill.cli import options


def check_command(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="Deck and exam files or folders; all, where none is named."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings count as errors.")] = False,
    notes: Annotated[bool, typer.Option("--notes", help="Show notes too; they never count.")] = False,
    rules: Annotated[bool, typer.Option("--rules", help="List the rules and end.")] = False,
    exam: Annotated[
        str | None,
        typer.Option("--exam", metavar="EXAM", help="Print how often whom this exam would pass, and its pools."),
    ] = None,
    decks: options.Decks = None,
    progress: options.Progress = None,
    plain: options.Plain = False,
    json: options.Json = False,
) -> None:
    """Find every mistake in decks and exams, with line and remedy.

    Exits with 1 where there are errors, with --strict also where there are warnings. Notes are counted in the
    summary and shown with --notes. Example: cxdrill check my-decks --strict
    """
    from cxdrill.app.check import run

    code = run(paths, exam, decks, progress, strict=strict, notes=notes, rules=rules, plain=plain, json=json)
    raise typer.Exit(int(code))
