"""What commands open before they start: decks, progress and settings, by the options given."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from cxdrill.errors import DataError, DeckError, WrongUsage
from cxdrill.files import places

if TYPE_CHECKING:
    from cxdrill.core.cards.deck import Deck, DeckHead
    from cxdrill.core.cards.library import Library
    from cxdrill.core.exams.attempt import Attempt
    from cxdrill.core.problem import Problem
    from cxdrill.core.progress import Progress as PastEvents
    from cxdrill.core.settings import Settings
    from cxdrill.files.index.index import Index
    from cxdrill.files.log.store import Store


def now() -> datetime:
    """The present instant in the learner's own zone."""
    try:
        return datetime.now().astimezone()
    except ValueError:  # a TZ of a day or more from UTC, which no place has
        return datetime.now(UTC)


def index(decks: Sequence[Path] | None, named: Sequence[str] = (), progress: Path | None = None) -> Index:
    """Every deck and exam there is, and the files among `named` too, beside the history of a progress file.

    Raises DeckError with every problem of every file. Where only other decks than the named ones have errors, a
    word on standard error has to do, so that one broken file does not stop everybody.
    """
    from cxdrill.files.index.index import Index

    sources = places.deck_sources(decks or [])
    _refuse_missing(sources, decks)
    found = Index(_caches(), sources, files(named), _progress_path(progress))
    errors = [problem for problem in found.problems if problem.severity == "error"]
    if errors and not (named and _has_all(found, named)):
        raise DeckError(listing(errors))
    for sentence in found.notices:
        notice(sentence)
    if errors:
        bad = sorted({problem.location.path for problem in errors})
        notice(f"left out because of errors: {', '.join(bad)}; see cxdrill check")
    return found


def library(decks: Sequence[Path] | None, named: Sequence[str] = ()) -> Library:
    """Every deck and exam with all its cards; raises DeckError as `index` does."""
    return index(decks, named).library()


def _progress_path(progress: Path | None) -> Path:
    try:
        return places.progress_path(progress)
    except DataError:  # only decks are asked for
        return Path()


def _refuse_missing(sources: places.DeckSources, decks: Sequence[Path] | None) -> None:
    """Raises DataError for a source of decks that somebody named and that is not there."""
    named = "--decks" if decks else "" if sources.replaces else "CXDRILL_DECKS"
    for path in sources.paths:
        if named and not os.path.lexists(path):
            remedy = "correct it" if decks else "correct that variable or unset it"
            raise DataError(f"{named} names {path}, which does not exist; {remedy}")


D = TypeVar("D", "Deck", "DeckHead")


def chosen_decks(found: Sequence[D], named: Sequence[str]) -> tuple[D, ...]:
    """The decks named by id or file, or all; raises WrongUsage for a name that does not exist."""
    if not named:
        return tuple(found)
    ids = {deck.id: deck for deck in found}
    paths = {str(path.resolve()): deck for deck in found if (path := Path(deck.path))}
    chosen = []
    for name in named:
        deck = paths.get(str(Path(name).resolve())) or ids.get(name)
        if deck is None:
            from cxdrill.core.cards.library import unknown

            raise WrongUsage(unknown("deck", name, ids))
        chosen.append(deck)
    return tuple(chosen)


def files(named: Sequence[str]) -> tuple[Path, ...]:
    """Those of the names that mean a file and not an id; raises DataError for a folder in its place."""
    paths = tuple(Path(name) for name in named if is_file_name(name))
    for path in paths:
        if path.is_dir():
            raise DataError(f"{path} is a folder; name a deck file, or take the folder with --decks {path}")
    return paths


def is_file_name(name: str) -> bool:
    """Whether a DECK or EXAM argument is a path: it ends like a deck file or has a folder in it."""
    return name.endswith((".yaml", ".yml")) or "/" in name or "\\" in name


def listing(problems: Sequence[Problem]) -> str:
    """Problems as one message: how many, then a line each."""
    from cxdrill.terminal.wording import count

    lines = "\n".join(f"  {problem}" for problem in problems)
    return f"the decks have {count(len(problems), 'error')}:\n{lines}"


def store(progress: Path | None, index: Index | None = None) -> Store:
    """The progress file, not read yet; what the index knows of it need not be parsed again."""
    from cxdrill.files.log.store import Store

    return Store(places.progress_path(progress), clock=now, known=index.known_log if index else None)


def begun(
    opened: Store,
    learner: Settings,
    at: datetime,
    index: Index | None = None,
    *,
    is_backed_up_later: bool = False,
) -> PastEvents:
    """The history for a session that will write, taken into the index; says what there is to say about the file.

    With `is_backed_up_later`, what the backup comes to is left to `Store.late_notices`.
    """
    from cxdrill.core.day import study_day

    found = opened.begin(study_day(at, learner.day_start), is_backed_up_later=is_backed_up_later)
    for sentence in found.notices:
        notice(sentence)
    name_conflict_copies(opened.path)
    if index is not None:
        index.read_log(found.events, opened.log)
    return found


def name_conflict_copies(progress: Path) -> None:
    """Says where a sync tool left a second progress file, and how to join it."""
    from cxdrill.files.backups.conflict_copies import conflict_copies

    for copy in conflict_copies(progress):
        notice(f'{copy} looks like a conflict copy of your progress; join it with: cxdrill merge "{copy}"')


def loaded(opened: Store, index: Index | None = None) -> PastEvents:
    """The history for a command that only reads, taken into the index."""
    found = opened.load()
    for sentence in found.notices:
        notice(sentence)
    if index is not None:
        index.read_log(found.events, opened.log)
    return found


def attempts(index: Index) -> tuple[Attempt, ...]:
    """Every attempt in the index; without any, nothing is loaded for it."""
    events = index.exam_events()
    if not events:
        return ()
    from cxdrill.core.exams.attempt import attempts

    return attempts(events, index.exams)


def seed() -> int:
    """A number nobody chose, for orders and forms; below 10^9, so that it can be typed again."""
    return int.from_bytes(os.urandom(8)) % 1_000_000_000


def steady_seconds() -> float:
    """A clock that nobody can set; it counts sleep where the system has one that does."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


def notice(sentence: str) -> None:
    """A word on standard error that is no error."""
    from cxdrill.terminal.report import notice as say

    say(sentence)


def settings() -> Settings:
    """The learner's settings; raises WrongUsage with the line of every wrong key or value."""
    from cxdrill.files.settings_toml import read_settings

    return read_settings(places.settings_path())


def _caches() -> Path | None:
    """The folder of caches; None where the system names no home, and so no place for them."""
    try:
        return places.cache_folder()
    except DataError:
        return None


def _has_all(found: Index, named: Sequence[str]) -> bool:
    ids = {deck.id for deck in found.decks} | found.exam_paths.keys()
    paths = {str(Path(path).resolve()) for path in (*(d.path for d in found.decks), *found.exam_paths.values())}
    return all(name in ids or str(Path(name).resolve()) in paths for name in named)
