"""`cxdrill merge`: joins the progress of two machines."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxdrill.cli import options


def merge_command(
    file: Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...", help="Progress files to take in.")] = None,
    copies: Annotated[
        bool, typer.Option("--copies", help="Take in the conflict copies that a sync tool left.")
    ] = False,
    adopt: Annotated[bool, typer.Option("--adopt", help="The files are mine, though made independently.")] = False,
    progress: options.Progress = None,
    _plain: options.Plain = False,
) -> None:
    """Take the events of other progress files into yours. Nothing is lost or doubled; a backup is made first.

    Example: cxdrill merge /media/stick/progress.json

    Example: cxdrill merge --copies
    """
    from cxdrill.app.progress_files import merge

    merge(file, progress, copies=copies, adopt=adopt)
