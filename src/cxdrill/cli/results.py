"""`cxdrill results`: past attempts, one of them in full, and a certificate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxdrill.cli import options


def results_command(
    attempt: Annotated[int | None, typer.Argument(metavar="[N]", min=1, help="The number of an attempt.")] = None,
    certificate: Annotated[
        Path | None, typer.Option("--certificate", metavar="FILE.html", help="Write a page to print, if passed.")
    ] = None,
    name: Annotated[
        str, typer.Option("--name", metavar="NAME", help="The name on the certificate and in the record.")
    ] = "",
    decks: options.Decks = None,
    progress: options.Progress = None,
    plain: options.Plain = False,
    json: options.Json = False,
    force: options.Force = False,
) -> None:
    """Show past attempts, or one of them as far as its exam's feedback allows.

    Example: cxdrill results 2 --certificate my-check.html

    Example: cxdrill results 2 --json > record.json
    """
    from cxdrill.app.results import run

    run(attempt, certificate, name, decks, progress, plain=plain, json=json, force=force)
