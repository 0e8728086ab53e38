"""The lines that problems point at, as they stand in their files."""

from __future__ import annotations

from pathlib import Path

from cxdrill.core.problem import Location
from cxdrill.files.decks.deck_bytes import read
from cxdrill.files.decks.problem_list import ProblemList


class SourceLines:
    """Gives the line at a location, reading each file once; nothing where the file cannot be read."""

    def __init__(self) -> None:
        self._files: dict[str, list[str]] = {}

    def __call__(self, location: Location) -> str:
        """The line without its end; empty where there is none."""
        if location.path not in self._files:
            raw = read(Path(location.path), ProblemList(location.path)) or b""
            text = raw.decode("utf-8", errors="replace").removeprefix("\ufeff")
            self._files[location.path] = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        lines = self._files[location.path]
        return lines[location.line - 1] if location.line <= len(lines) else ""
