"""Findings of `cxdrill check` before anything is shown: files, the rules they break, ids that lost their history."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from cxdrill.app.context import Context, listing
from cxdrill.app.named import by_name
from cxdrill.core.exams.blueprint import exam_problems
from cxdrill.core.exams.exam import Exam
from cxdrill.core.exams.library import Library
from cxdrill.core.lint.checks import problems as lint
from cxdrill.core.lint.shelf import orphans
from cxdrill.core.problem import Problem, Severity
from cxdrill.errors import DeckError, ProgressError, WrongUsage
from cxdrill.files import places
from cxdrill.files.decks import media
from cxdrill.files.decks.library import deck_files, read_library
from cxdrill.terminal.report import notice, notices


class CheckResult(NamedTuple):
    """The findings: `library` holds the decks and exams that were checked, `pool` all that exams draw from."""

    library: Library
    pool: Library
    problems: tuple[Problem, ...]
    files: int

    @property
    def cards(self) -> int:
        """How many cards were checked; those of files that cannot be read are not known."""
        return sum(len(deck.cards) for deck in self.library.decks)


def checked(named: Sequence[Path], decks: Sequence[Path] | None) -> CheckResult:
    """Reads and checks the named files and folders, or every source; raises WrongUsage where one does not exist.

    Named exams that draw topics of other decks are checked against all sources as well.
    """
    for path in named:
        if not os.path.lexists(path):
            raise WrongUsage(f'there is no file or folder "{path}"; "cxdrill where" lists where decks are read from')
    sources = places.deck_sources(decks or [])
    read = [path if decks else _from_here(path) for path in sources.paths]
    library, problems, said = read_library(named or read, replaces=sources.replaces and not named)
    pool, pool_problems = library, problems
    topics = {card.topic for card in library.cards()}
    if named and any(not topics.issuperset(exam.blueprint) for exam in library.exams):
        pool, pool_problems, _ = read_library(read, replaces=sources.replaces, files=named)
    notices(said)
    found = {*problems, *lint(library, pool), *(each for deck in library.decks for each in media.problems(deck))}
    if all(problem.severity is not Severity.ERROR for problem in pool_problems):
        found.update(problem for exam in library.exams for problem in exam_problems(exam, pool))
    elif library.exams:
        notice("whether the decks can fill the exams is checked once the errors of the decks are mended")
    files = {os.path.realpath(file) for path in named or read for file in deck_files(path)[0]}
    return CheckResult(library, pool, tuple(sorted(found)), len(files))


def named_exam(found: CheckResult, name: str) -> Exam:
    """The exam of that id or in that file; raises WrongUsage, or DeckError where files in error may hold it."""
    if not places.is_file_name(name):
        errors = [problem for problem in found.problems if problem.severity is Severity.ERROR]
        if errors and all(exam.id != name for exam in found.pool.exams):
            raise DeckError(listing(errors))
        return found.pool.exam(name)
    if exam := by_name(found.library.exams, name):
        return exam
    raise WrongUsage(f"{name} holds no exam that can be read; cxdrill check {shlex.quote(name)} says why")


def orphans_of(library: Library, progress: Path | None, *, is_part: bool) -> tuple[Problem, ...]:
    """Notes of the learner's history about changed ids; that it cannot be read is no deck's fault.

    Where the library is a part of all there is, a deck that stands elsewhere is not gone.
    """
    context = Context(progress=progress)
    try:
        events = context.without_decks().store.load().events
        elsewhere = {deck.id for deck in context.index.decks} if is_part and events else ()
        return orphans(events, library, elsewhere)
    except ProgressError as error:
        if progress is not None:
            raise
        notice(f"changed ids were not looked for: {error}")
    except DeckError:
        return orphans(events, library)
    return ()


def _from_here(path: Path) -> Path:
    """The path as one would type it, where it lies below the current folder."""
    try:
        return path.relative_to(Path.cwd())
    except (ValueError, OSError):
        return path
