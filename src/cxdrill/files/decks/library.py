"""Folders of deck and exam files to one library: which files count, and what happens when ids meet.

The files of a folder and its sub-folders are read in the order of their names: `*.yaml` and `*.yml`, nothing hidden,
and no folder behind a link, so that links cannot lead in circles.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.library import Library
from cxdrill.core.text import clean_line
from cxdrill.files.decks.stored_exam import Exams, StoredExam

if TYPE_CHECKING:
    from cxdrill.core.exams.exam import Exam
    from cxdrill.core.problem import Problem

MAX_FOLDERS_DEEP = 8
MAX_FILES = 10_000

_ENDINGS = (".yaml", ".yml")

T = TypeVar("T", Deck, "Exam | StoredExam")

Reader = Callable[[Path], "tuple[Deck | Exam | StoredExam | None, tuple[Problem, ...]]"]
"""Gives the deck or exam in a file, or what is wrong with it."""


def read_library(
    sources: Sequence[Path], *, replaces: bool, files: Sequence[Path] = (), read: Reader | None = None
) -> tuple[Library, tuple[Problem, ...], tuple[str, ...]]:
    """Every deck and exam of the sources and of single files, what is wrong with any file, and notices.

    With `replaces` a later source replaces decks and exams of an earlier one, and a notice says so; otherwise all
    sources together are one, in which an id may stand once. `files` always replace. Files in error are left out.
    `read` reads one file, straight from it where nothing is given.
    """
    shelf = _Shelf(read or _read_file)
    groups = [[source] for source in sources] if replaces else [list(sources)]
    for group in groups:
        shelf.add(group)
    shelf.add(files)
    decks = tuple(sorted(shelf.decks.values(), key=lambda deck: deck.id))
    exams = tuple(sorted(shelf.exams.values(), key=lambda exam: exam.id))
    return Library(decks, Exams(exams)), tuple(shelf.problems), tuple(shelf.notices)


def deck_files(source: Path) -> tuple[list[Path], list[Problem]]:
    """The deck files below a folder, by name, or the file itself; and what of it cannot be read."""
    found: list[Path] = []
    problems: list[Problem] = []
    if not source.is_dir():
        return [source], []
    _collect(source, 0, found, problems)
    if len(found) > MAX_FILES:
        problems.append(_problem(source, f"the folder has over {MAX_FILES:,} deck files", "split it"))
        del found[MAX_FILES:]
    return found, problems


def _collect(folder: Path, depth: int, found: list[Path], problems: list[Problem]) -> None:
    try:
        with os.scandir(folder) as entries:
            names = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
    except OSError as error:
        remedy = "check who may read it"
        problems.append(_problem(folder, f"the folder cannot be read: {error.strerror}", remedy))
        return
    for name, is_folder in names:
        if name.startswith(".") or len(found) > MAX_FILES:
            continue
        if is_folder and depth < MAX_FOLDERS_DEEP:
            _collect(folder / name, depth + 1, found, problems)
        elif not is_folder and name.endswith(_ENDINGS) and not (folder / name).is_dir():
            found.append(folder / name)


def _problem(path: Path, message: str, remedy: str) -> Problem:
    from cxdrill.core.problem import Location, Problem, Severity

    return Problem(Location(clean_line(str(path))), "S101", Severity.ERROR, message, remedy)


def _read_file(path: Path) -> tuple[Deck | Exam | None, tuple[Problem, ...]]:
    from cxdrill.files.decks.deck_yaml import read_file

    return read_file(path)


class _Shelf:
    """The decks and exams read so far, by id."""

    def __init__(self, read: Reader) -> None:
        self.decks: dict[str, Deck] = {}
        self.exams: dict[str, Exam | StoredExam] = {}
        self.problems: list[Problem] = []
        self.notices: list[str] = []
        self._read_file = read
        self._read: set[str] = set()  # real paths, so that a file named twice is read once

    def add(self, source: Iterable[Path]) -> None:
        """Read one source; its decks replace those of the same id that are there already."""
        decks: dict[str, Deck] = {}
        exams: dict[str, Exam | StoredExam] = {}
        for path in self._files(source):
            value, problems = self._read_file(path)
            self.problems += problems
            if isinstance(value, Deck):
                self._place(value, decks, "deck")
            elif value is not None:
                self._place(value, exams, "exam")
        self._replace(self.decks, decks, "deck")
        self._replace(self.exams, exams, "exam")

    def _files(self, source: Iterable[Path]) -> list[Path]:
        fresh = []
        for part in source:
            found, problems = deck_files(part)
            self.problems += problems
            for path in found:
                real = os.path.realpath(path)
                if real not in self._read:
                    self._read.add(real)
                    fresh.append(path)
        return fresh

    def _place(self, value: T, present: dict[str, T], kind: str) -> None:
        """Put a deck or exam beside the others of its source, where its id may stand once."""
        first = present.setdefault(value.id, value)
        if first is not value:
            from cxdrill.core.problem import Location, Problem, Severity

            where = value.places.get(kind, Location(value.path))
            words = f'the {kind} "{value.id}" is in {first.places.get(kind, Location(first.path))} already'
            remedy = "give one of them another id, or take one file away"
            self.problems.append(Problem(where, "S308", Severity.ERROR, words, remedy, len(value.id)))

    def _replace(self, present: dict[str, T], new: dict[str, T], kind: str) -> None:
        for id in sorted(present.keys() & new.keys()):
            paths = clean_line(new[id].path), clean_line(present[id].path)
            self.notices.append(f'the {kind} "{id}" of {paths[0]} replaces that of {paths[1]}')
        present.update(new)
