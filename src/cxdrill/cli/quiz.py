"""`cxdrill quiz`: the certification check, from the first question or from where it was left; `--practice`."""

from __future__ import annotations

from typing import Annotated

import typer

from cxdrill.cli import options


def quiz_command(
    exam: Annotated[
        str | None,
        typer.Argument(
            metavar="EXAM or DECK",
            help="An exam; or a deck, with --practice.",
            autocompletion=options.complete_exams_and_decks,
        ),
    ] = None,
    practice: Annotated[bool, typer.Option("--practice", help="Feedback at once; counts for nothing.")] = False,
    seed: Annotated[int | None, typer.Option(min=0, help="Draw the form of this number again.")] = None,
    extra_time: Annotated[str | None, typer.Option(metavar="25%", help="More time, recorded with the attempt.")] = None,
    rules: Annotated[bool, typer.Option("--rules", help="Print the rules of the exam and end.")] = False,
    abandon: Annotated[bool, typer.Option("--abandon", help="Give the open attempt up, which is recorded.")] = False,
    decks: options.Decks = None,
    progress: options.Progress = None,
    plain: options.Plain = False,
    json: options.Json = False,
) -> None:
    """Take the certification check. Leave at any time: the next cxdrill quiz goes on with the same questions.

    Exits with 0 if passed, with 1 if not or if it was left open.

    Example: cxdrill quiz        Example: cxdrill quiz telephone-practices --practice
    """
    from cxdrill.app.quiz import run

    code = run(
        exam, seed, extra_time, decks, progress, practice=practice, rules=rules, abandon=abandon, plain=plain, json=json
    )
    raise typer.Exit(int(code))
