"""`cxdrill restore`: goes back to a backup of the progress file."""

from __future__ import annotations

from typing import Annotated

import typer

from cxdrill.cli import options


def restore_command(
    number: Annotated[
        int | None, typer.Argument(metavar="[N]", min=1, help="The number of a backup in the list.")
    ] = None,
    progress: options.Progress = None,
    _plain: options.Plain = False,
    json: options.Json = False,
) -> None:
    """List the backups of your progress, or go back to one; the present file is kept beside it.

    Example: cxdrill restore

    Example: cxdrill restore 1
    """
    from cxdrill.app.progress_files import restore

    restore(number, progress, json=json)
