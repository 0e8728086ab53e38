"""`cxdrill verify`: scores a result record again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxdrill.cli import options


def verify_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A record from cxdrill results N --json.")],
    decks: options.Decks = None,
    _plain: options.Plain = False,
    json: options.Json = False,
) -> None:
    """Score a result record again from its responses and the decks; exits with 1 where anything disagrees.

    Example: cxdrill verify record.json
    """
    from cxdrill.app.verify import run

    code = run(file, decks, json=json)
    raise typer.Exit(int(code))
