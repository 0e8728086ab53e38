"""`cxdrill optimize`: fits the scheduler to the learner's own reviews."""

from __future__ import annotations

from typing import Annotated

import typer

from cxdrill.cli import options


def optimize_command(
    undo: Annotated[bool, typer.Option("--undo", help="Go back to the parameters before the last fit.")] = False,
    progress: options.Progress = None,
    _plain: options.Plain = False,
    json: options.Json = False,
) -> None:
    """Fit the scheduler's parameters to your own reviews; they are used only if they foretell better.

    Needs the extra: pip install "cxdrill[optimize]"

    Example: cxdrill optimize
    """
    from cxdrill.app.optimize import run

    run(progress, undo=undo, json=json)
