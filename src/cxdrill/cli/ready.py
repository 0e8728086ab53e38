"""`cxdrill ready`: the chance of passing today, and what would raise it most."""

from __future__ import annotations

from cxdrill.cli import options


def ready_command(
    exam: options.ExamName = None,
    decks: options.Decks = None,
    progress: options.Progress = None,
    plain: options.Plain = False,
    json: options.Json = False,
) -> None:
    """Show your chance of passing today, your weakest topics, and what would raise the chance most.

    Before 100 reviews and 60 % of the questions seen, or a finished check, it says what is missing instead.

    Example: cxdrill ready
    """
    from cxdrill.app.ready import run

    run(exam, decks, progress, plain=plain, json=json)
