"""An index that is open: its file, made anew where that is no good, and the decks and the log that are read into it."""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from cxdrill.core.cards.deck import DeckHead
from cxdrill.core.event import Event
from cxdrill.core.exams.exam import Exam
from cxdrill.errors import WrongUsage, unknown
from cxdrill.files.events.document import LogEnd, StoredEvents
from cxdrill.files.index import deck_tables, log_tables
from cxdrill.files.index.database import Database, is_at_fault
from cxdrill.files.index.deck_tables import DeckTables
from cxdrill.files.index.event_rows import exams
from cxdrill.files.places import DeckSources

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S", bound="OpenedIndex")


def sound(method: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
    """The method once more on tables made anew, where the file turns out to be no good."""

    @wraps(method)
    def done(self: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
        for _ in range(2):
            try:
                return method(self, *args, **kwargs)
            except sqlite3.DatabaseError as error:
                self.start_over(error)
        return method(self, *args, **kwargs)

    return done


class OpenedIndex:
    """Decks and history of one learner, as queries."""

    def __init__(self, folder: Path | None, sources: DeckSources, files: Sequence[Path], progress: Path) -> None:
        """Reads the decks, as far as they changed; `folder` None: keeps nothing."""
        self._sources, self._files = sources, files
        names = [os.path.abspath(path) for path in (*sources.paths, *files, progress)]
        number = zlib.crc32("\0".join([*names, str(sources.replaces)]).encode(errors="surrogateescape"))
        self._path = None if folder is None else folder / f"index-{number:08x}"
        self._log: tuple[Sequence[Event], tuple[Event, ...], LogEnd | None] | None = None
        self._of_exams: tuple[Event, ...] | None = None
        self._has_failed = False
        self._known_heads: tuple[int, dict[int, DeckHead]] = (-1, {})
        try:
            self._open()
        except sqlite3.DatabaseError as error:
            self.start_over(error)

    def start_over(self, error: sqlite3.DatabaseError) -> None:
        """Makes the tables anew, once in the place of a file that is no good, else in memory."""
        if self._path is None and self._has_failed:
            raise error
        if hasattr(self, "_db"):
            self._db.close()
        if self._has_failed or not is_at_fault(error) or not _is_removed(self._path):
            self._path = None
        self._has_failed = True
        try:
            self._open()
        except sqlite3.DatabaseError:
            self._path = None
            self._open()

    def _open(self) -> None:
        self._db, self._of_exams = Database(self._path), None
        found = DeckTables(self._db, self._sources, self._files)
        self.problems, self.notices = found.problems, found.notices  # of any deck file; about decks that replace others
        self.exam_paths: Mapping[str, str] = found.exam_paths  # by the ids of exams, in order
        self._state = deck_tables.state(self._db)
        self._known_heads = self._db.changes, deck_tables.heads(self._db)
        if self._log is not None:
            events, added, end = self._log
            log_tables.read_log(self._db, lambda: (*events, *added), None, end)

    @property
    @sound
    def decks(self) -> tuple[DeckHead, ...]:
        """The decks without their cards, in the order of their ids."""
        return tuple(self._heads.values())

    @property
    def _heads(self) -> dict[int, DeckHead]:
        """The decks by the ids of their files, looked up again once another start may have read them anew."""
        if self._known_heads[0] != (now := self._db.changes):
            self._known_heads = now, deck_tables.heads(self._db)
        return self._known_heads[1]

    # The log

    @property
    @sound
    def known_log(self) -> LogEnd | None:
        """The log that is known already."""
        return log_tables.log_end(self._db)

    def read_log(self, events: Sequence[Event], end: LogEnd | None) -> None:
        """Takes in a log: all its events, and its length, checksum and number of events (None: it cannot be grown)."""
        self._log = None
        self._take_in(events, (), end, events.known if isinstance(events, StoredEvents) else end)

    def grow_log(self, added: tuple[Event, ...], end: LogEnd | None) -> bool:
        """Takes in all that was added to the log since it was read; False where that is not all there is now."""
        if self._log is None:
            return True
        events, before, known = self._log
        if end is not None and end[2] != len(events) + len(added):
            return False
        if (before, known) != (added, end):
            self._take_in(events, added, end, known)
        return True

    @sound
    def _take_in(
        self, events: Sequence[Event], added: tuple[Event, ...], end: LogEnd | None, known: LogEnd | None
    ) -> None:
        """Brings the tables to a log; what follows is enough where they stand for a `known` beginning, or for all."""
        self._log, self._of_exams = (events, added, end), None
        stored, new = log_tables.log_end(self._db), None
        if stored is not None and stored in (known, end):
            new = (*events[stored[2] :], *added[max(stored[2] - len(events), 0) :])
            new = new if end is None or stored[2] + len(new) == end[2] else None
        log_tables.read_log(self._db, lambda: (*events, *added), new, end)

    @property
    @sound
    def exams(self) -> tuple[Exam, ...]:
        return exams(self._db)

    def _chosen(self, decks: Sequence[str]) -> dict[int, None]:
        """The files of these decks in their order, of all where there are none; raises WrongUsage."""
        files = {head.id: file for file, head in self._heads.items()}
        for deck in decks:
            if deck not in files:
                raise WrongUsage(unknown("deck", deck, files))
        return dict.fromkeys((files[deck] for deck in decks) if decks else self._heads)


def _is_removed(path: Path | None) -> bool:
    """Whether a file that is no good is gone."""
    with suppress(OSError):
        for each in (path, Path(f"{path}-journal")) if path else ():
            each.unlink(missing_ok=True)
        return path is not None
    return False
