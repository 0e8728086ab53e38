"""A mistake in a deck or exam file as a plain value: where, which rule, what is wrong and how to mend it."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Location(Struct, frozen=True, order=True):
    """A place in a file; line and column count from 1, in characters."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Severity(StrEnum):
    """How much a problem matters: an error stops a deck from being used, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Problem(Struct, frozen=True):
    """One finding. `message` says what is wrong, `remedy` what to do; `width` is how much to underline (0: unknown)."""

    location: Location
    rule: str
    severity: Severity
    message: str
    remedy: str = ""
    width: int = 0

    def __str__(self) -> str:
        repair = f"; {self.remedy}" if self.remedy else ""
        return f"{self.location}: {self.severity} {self.rule}: {self.message}{repair}"
