"""Folders of deck and exam files to one library: which files count, and what happens when ids meet.

The files of a folder and its sub-folders are read in the order of their names: `*.yaml` and `*.yml`, nothing hidden,
and no folder behind a link, so that links cannot lead in circles.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar

from msgspec import Struct

from cxdrill.core.exams.library import FileValue, Library
from cxdrill.core.problem import Location, Problem, Severity
from cxdrill.core.text import clean_line

MAX_FOLDERS_DEEP = 8
MAX_FILES = 10_000

KINDS = ("deck", "exam", "facilities", "standard")
_ENDINGS = (".yaml", ".yml")


class Found(Struct, frozen=True):
    """A file that holds a deck, an exam, facilities or a standard without mistakes."""

    kind: str  # the field at its top
    id: str
    path: str


Content = TypeVar("Content", bound=Found | FileValue)
Reader = Callable[[Path], tuple[Content | None, tuple[Problem, ...]]]
"""Gives the contents of a file, or what they are, and its mistakes."""


def read_library(
    sources: Sequence[Path], *, replaces: bool, files: Sequence[Path] = ()
) -> tuple[Library, tuple[Problem, ...], tuple[str, ...]]:
    """Every deck and exam of the sources and of single files, as a `Shelf` holds them; what is wrong; notices."""
    shelf = Shelf(sources, replaces=replaces, files=files, read=lambda path: file_value(path)[1:])
    used: list[Any] = [tuple(shelf.used[kind].values()) for kind in KINDS]
    return Library(*used), tuple(shelf.problems), tuple(shelf.notices)


def deck_files(source: Path) -> tuple[list[Path], list[Problem]]:
    """The deck files below a folder, by name, or the file itself; and what of it cannot be read."""
    if not source.is_dir():
        return [source], []
    found: list[Path] = []
    problems: list[Problem] = []

    def note(error: OSError) -> None:
        words = f"the folder cannot be read: {error.strerror}"
        problems.append(_problem(error.filename, words, "check who may read it"))

    for folder, folders, names in os.walk(source, onerror=note):
        is_end = len(Path(folder).parts) - len(source.parts) == MAX_FOLDERS_DEEP or len(found) > MAX_FILES
        folders[:] = [] if is_end else sorted(name for name in folders if not name.startswith("."))
        found += [Path(folder, name) for name in names if name.endswith(_ENDINGS) and not name.startswith(".")]
    found.sort(key=lambda path: path.parts)
    if len(found) > MAX_FILES:
        problems.append(_problem(source, f"the folder has over {MAX_FILES:,} deck files", "split it"))
    return found[:MAX_FILES], problems


def _problem(path: Path | str, message: str, remedy: str) -> Problem:
    return Problem(Location(clean_line(str(path))), "S101", Severity.ERROR, message, remedy)


class Shelf(Generic[Content]):
    """The files of some sources that are in use, by kind and id; what is wrong with any file; notices.

    With `replaces` a later source replaces decks and exams of an earlier one, and a notice says so; otherwise all
    sources together are one, in which an id may stand once. `files` always replace. Files in error are left out.
    """

    def __init__(
        self, sources: Sequence[Path], *, replaces: bool, files: Sequence[Path], read: Reader[Content]
    ) -> None:
        self.problems: list[Problem] = []
        self.notices: list[str] = []
        self._read_file = read
        self._read: set[str] = set()  # real paths, so that a file named twice is read once
        used: dict[str, dict[str, Content]] = {kind: {} for kind in KINDS}
        for group in (*([[each] for each in sources] if replaces else [sources]), files):
            for kind, new in self._group(group).items():
                for id in sorted(used[kind].keys() & new.keys()):
                    paths = clean_line(new[id].path), clean_line(used[kind][id].path)
                    self.notices.append(f'the {kind} "{id}" of {paths[0]} replaces that of {paths[1]}')
                used[kind] |= new
        self.used = {kind: dict(sorted(found.items())) for kind, found in used.items()}

    def _group(self, sources: Iterable[Path]) -> dict[str, dict[str, Content]]:
        """The files of sources that are one, by kind and id; an id that stands twice is told."""
        new: dict[str, dict[str, Content]] = {kind: {} for kind in KINDS}
        for path in self._fresh_files(sources):
            found, problems = self._read_file(path)
            self.problems += problems
            if found is not None and (first := new[found.kind].setdefault(found.id, found)) is not found:
                words = f'the {found.kind} "{found.id}" is in {_location(first)} already'
                remedy = "give one of them another id, or take one file away"
                self.problems.append(Problem(_location(found), "S308", Severity.ERROR, words, remedy, len(found.id)))
        return new

    def _fresh_files(self, sources: Iterable[Path]) -> list[Path]:
        fresh = []
        for source in sources:
            found, problems = deck_files(source)
            self.problems += problems
            for path in found:
                real = os.path.realpath(path)
                if real not in self._read:
                    self._read.add(real)
                    fresh.append(path)
        return fresh


def _location(found: Found | FileValue) -> Location:
    """The place of the id of a deck or exam in its file."""
    _, value, _ = file_value(Path(found.path))
    return value.places.get(found.kind, Location(value.path)) if value else Location(found.path)


def file_value(path: Path, known: bytes = b"") -> tuple[bytes, FileValue | None, tuple[Problem, ...]]:
    """The hash of a file and, where that is not `known`, what is in it; the parser of YAML is loaded only here."""
    from cxdrill.files.decks.deck_yaml import read_anew

    return read_anew(path, known)
