"""`cxdrill verify`: scores a result record again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxdrill.cli import opening, options
from cxdrill.errors import DataError, ExitCode

_LARGEST = 16_000_000  # bytes; a record of 40 items has about 6,000


def verify_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A record from cxdrill results N --json.")],
    decks: options.Decks = None,
    _plain: options.Plain = False,
    json: options.Json = False,
) -> None:
    """Score a result record again from its responses and the decks; exits with 1 where anything disagrees.

    Example: cxdrill verify record.json
    """
    from cxdrill.core.exams.verification import verify
    from cxdrill.terminal.report import print_json, print_plain

    content, library = _content(file), opening.library(decks)
    try:
        findings = verify(content, library)
    except DataError as error:
        raise DataError(f"{file}: {error}") from error
    agrees = all(each.agrees for each in findings)
    if json:
        rows = [{"subject": each.subject, "agrees": each.agrees, "message": each.message} for each in findings]
        print_json({"agrees": agrees, "findings": rows})
    else:
        print_plain(f"{'✓' if each.agrees else '✗'} {each.subject:<8}{each.message}" for each in findings)
    if not agrees:
        raise typer.Exit(int(ExitCode.REFUSED))


def _content(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise DataError(f"{path}: is not a file; name a record from cxdrill results N --json")
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}); name a record of an attempt") from error
    if len(content) > _LARGEST:
        raise DataError(f"{path}: is too large to be the record of an attempt")
    return content
