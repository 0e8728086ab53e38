"""One run of a command: settings, decks and progress, each opened when first asked for and read once."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from cxdrill.app import clock
from cxdrill.core.cards.question import Question
from cxdrill.core.cards.roleplay import RolePlay
from cxdrill.core.day import study_day
from cxdrill.core.event import Progress
from cxdrill.core.exams.attempt import Attempt, attempts
from cxdrill.core.exams.library import Library
from cxdrill.core.problem import Problem
from cxdrill.core.settings import Settings
from cxdrill.errors import DataError, DeckError
from cxdrill.files import places
from cxdrill.files.decks.library import deck_files
from cxdrill.files.index.index import Index
from cxdrill.files.log.store import Store
from cxdrill.files.places import conflict_copies
from cxdrill.files.settings_toml import read_settings
from cxdrill.terminal.paint import Files
from cxdrill.terminal.report import notice, notices
from cxdrill.terminal.wording import count

_MOST_LISTED = 10  # problems in a message of a command that checks nothing


class Context:
    """All that the options of a run stand for. `named` are decks or exams, by id or file; `options` a command's own.

    Where it has no decks, and so no index, the progress file is all there is: for commands that need none.
    """

    def __init__(
        self,
        decks: Sequence[Path] | None = None,
        progress: Path | None = None,
        named: Sequence[str] | str | None = None,
        *,
        plain: bool = False,
        as_json: bool = False,
        force: bool = False,
        has_decks: bool = True,
        **options: Any,
    ) -> None:
        self.decks, self.progress = decks or (), progress
        self.named = (named,) if isinstance(named, str) else named or ()
        self.as_json, self.asked_plain, self.force, self.has_decks = as_json, plain, force, has_decks
        self.options = SimpleNamespace(**options)

    @cached_property
    def settings(self) -> Settings:
        """The learner's settings; raises WrongUsage with the line of every wrong key or value."""
        return read_settings(places.settings_path())

    @property
    def plain(self) -> bool:
        """Whether nothing is to be drawn, by option or by settings."""
        return self.asked_plain or self.settings.plain

    @property
    def sources(self) -> places.DeckSources:
        """The folders and files that decks are read from."""
        return places.deck_sources(self.decks)

    def study_day(self, at: datetime) -> date:
        """The study day of an instant, as the settings let days begin."""
        return study_day(at, self.settings.day_start)

    @property
    def folder(self) -> Path:
        """Where a new file goes: beside the decks that were named first, else among the user's own."""
        if self.sources.replaces:
            return places.own_decks()
        first = self.sources.paths[0]
        return first.parent if first.is_file() else first

    @cached_property
    def index(self) -> Index:
        """Every deck and exam there is, and the files among `named` too, beside the history of the progress file.

        A file in error is left out with a word on standard error, so that it does not stop everybody. Raises DeckError
        with every problem where nothing is left, or not what is named.
        """
        _refuse_missing(self.sources, self.decks)
        # Without a home nothing is kept, and of a progress file that nobody named nothing is asked.
        caches = _unless_homeless(places.cache_folder)
        progress = _unless_homeless(lambda: places.progress_path(self.progress))
        index = Index(caches, self.sources, places.files(self.named), progress or Path())
        errors = [problem for problem in index.problems if problem.severity == "error"]
        is_enough = _has_all(index, self.named) if self.named else bool(index.decks or index.exam_paths)
        if errors and not is_enough:
            raise DeckError(listing(errors))
        notices(index.notices)
        if errors:
            bad = sorted({problem.location.path for problem in errors})
            notice(f"left out because of errors: {', '.join(bad)}; see cxdrill check")
        return index

    @property
    def library(self) -> Library:
        """Every deck and exam with all its cards; raises DeckError as `index` does."""
        return self.index.library()

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question by its key; raises DeckError as `index` does."""
        return self.library.questions()

    @property
    def titles(self) -> dict[str, str]:
        """The titles of the decks by their ids, which are the names of most topics."""
        return {deck.id: deck.title for deck in self.index.decks}

    @cached_property
    def store(self) -> Store:
        """The progress file, not read yet; what the index knows of it need not be parsed again."""
        known = self.index.known_log if self.has_decks else None
        return Store(places.progress_path(self.progress), clock=clock.now, known=known)

    @cached_property
    def files(self) -> Files:
        """The pictures and sounds beside the decks there are, shown as the settings say."""
        from cxdrill.app.media import DeckFiles  # few cards have any

        decks = self.index.decks if self.has_decks else ()
        return DeckFiles({deck.id: deck.path for deck in decks}, self.settings.pictures)

    def without_broken_decks(self) -> Context:
        """This run, or the same without decks where these cannot be read: that takes no attempt away."""
        try:
            _ = self.index
        except DataError:
            return self.without_decks()
        return self

    def without_decks(self) -> Context:
        same = {"plain": self.asked_plain, "as_json": self.as_json, **vars(self.options)}
        return Context(progress=self.progress, named=self.named, **same, has_decks=False)

    def load(self) -> Progress:
        """The history for a command that only reads."""
        return self._taken_in(self.store.load())

    def begin(self, at: datetime, *, is_backed_up_later: bool = False) -> Progress:
        """The history for a session that will write; says what there is to say about the file.

        With `is_backed_up_later`, `Store.late_notices` tells later how the backup went.
        """
        past = self._taken_in(self.store.begin(self.study_day(at), is_backed_up_later=is_backed_up_later))
        name_conflict_copies(self.store.path)
        return past

    def grow_index(self) -> None:
        """Takes the answers saved since the history was read into the index."""
        if not self.has_decks:
            return
        added, end = self.store.added, self.store.log
        if not self.index.grow_log(added, end):  # the file was written anew meanwhile
            self.index.read_log(self.store.load().events, self.store.log)

    def attempts(self) -> tuple[Attempt, ...]:
        """Every attempt; those that hold no rules of their own take them from the exams of the decks."""
        if self.has_decks:
            return attempts(self.index.exam_events(), self.index.exams)
        return attempts(self.store.load().events, ())

    def roleplays(self) -> list[RolePlay]:
        return self.index.roleplays() if self.has_decks else []

    def protected_paths(self, read: Sequence[str | Path] = ()) -> tuple[Path, ...]:
        """The files that no output may replace: those read, every deck and exam, also in error, progress, settings."""
        decks = [path for source in self.sources.paths for path in deck_files(source)[0]]
        own = places.progress_path(self.progress), places.settings_path()
        return (*map(Path, read), *places.files(self.named), *decks, *own)

    def _taken_in(self, past: Progress) -> Progress:
        notices(past.notices)
        if self.has_decks:
            self.index.read_log(past.events, self.store.log)
        return past


def name_conflict_copies(progress: Path) -> None:
    """Says where a sync tool left a second progress file, and how to join it."""
    for copy in conflict_copies(progress):
        command = f"cxdrill merge {shlex.quote(str(copy))}"
        notice(f"{copy} looks like a conflict copy of your progress; join it with: {command}")


def listing(problems: Sequence[Problem]) -> str:
    """Problems as one message: how many, then a line for each of the first ones."""
    lines = "\n".join(f"  {problem}" for problem in problems[:_MOST_LISTED])
    more = f"\n  and {len(problems) - _MOST_LISTED} more; see cxdrill check" if len(problems) > _MOST_LISTED else ""
    return f"the decks have {count(len(problems), 'error')}:\n{lines}{more}"


def _refuse_missing(sources: places.DeckSources, decks: Sequence[Path]) -> None:
    """Raises DataError for a source of decks that somebody named and that is not there."""
    named = "--decks" if decks else "" if sources.replaces else "CXDRILL_DECKS"
    for path in sources.paths:
        if named and not os.path.lexists(path):
            remedy = "correct it" if decks else "correct that variable or unset it"
            raise DataError(f"{named} names {path}, which does not exist; {remedy}")


def _unless_homeless(path: Callable[[], Path]) -> Path | None:
    """The path; None where it follows from the user's home, and the system names none."""
    try:
        return path()
    except DataError:
        return None


def _has_all(index: Index, named: Sequence[str]) -> bool:
    ids = {deck.id for deck in index.decks} | index.exam_paths.keys()
    paths = {str(Path(path).resolve()) for path in (*(d.path for d in index.decks), *index.exam_paths.values())}
    return all(name in ids or str(Path(name).resolve()) in paths for name in named)
