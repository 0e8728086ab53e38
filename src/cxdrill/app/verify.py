"""`cxdrill verify`: scores a result record again."""

from __future__ import annotations

from pathlib import Path

from cxdrill.app.context import Context
from cxdrill.app.shape import shapes
from cxdrill.core.exams.verification import Comparison, verify
from cxdrill.errors import DataError, ExitCode
from cxdrill.terminal.report import print_json, print_plain

_LARGEST = 16_000_000  # bytes; a record of 40 items has about 6,000


def run(file: Path, decks: list[Path] | None, *, json: bool) -> ExitCode:
    """Scores a record again; the exit code tells whether all of it agrees."""
    content, library = _content(file), Context(decks).library
    try:
        findings = verify(content, library)
    except DataError as error:
        raise DataError(f"{file}: {error}") from error
    agrees = all(each.agrees for each in findings)
    if json:
        print_json({"agrees": agrees, "findings": shapes(findings, "subject agrees message")})
    else:
        print_plain(f"{_sign(each)} {each.subject:<8}{each.message}" for each in findings)
    return ExitCode.DONE if agrees else ExitCode.REFUSED


def _sign(found: Comparison) -> str:
    if found.subject == "remark":
        return "!"
    return "✓" if found.agrees else "✗"


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
