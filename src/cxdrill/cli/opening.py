"""What commands open before they start: decks, progress and settings, by the options given."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cxdrill.errors import DataError, DeckError
from cxdrill.files import places

if TYPE_CHECKING:
    from cxdrill.core.cards.deck import Deck
    from cxdrill.core.cards.library import Library
    from cxdrill.core.event import Event
    from cxdrill.core.exams.attempt import Attempt
    from cxdrill.core.problem import Problem
    from cxdrill.core.progress import Progress as PastEvents
    from cxdrill.core.settings import Settings
    from cxdrill.core.study.history import History
    from cxdrill.files.log.state_cache import StateCache
    from cxdrill.files.log.store import Store


def now() -> datetime:
    """The present instant in the learner's own zone."""
    try:
        return datetime.now().astimezone()
    except ValueError:  # a TZ of a day or more from UTC, which no place has
        return datetime.now(UTC)


def library(decks: Sequence[Path] | None, named: Sequence[str] = ()) -> Library:
    """Every deck and exam there is, and the files among `named` too.

    Raises DeckError with every problem of every file. Where only other decks than the named ones have errors, a
    word on standard error has to do, so that one broken file does not stop everybody.
    """
    from cxdrill.files.decks.deck_cache import DeckCache
    from cxdrill.files.decks.library import read_library

    sources = places.deck_sources(decks or [])
    _refuse_missing(sources, decks)
    cache = DeckCache(_caches(), (*sources.paths, *files(named)))
    found, problems, notices = read_library(
        sources.paths, replaces=sources.replaces, files=files(named), read=cache.read
    )
    cache.keep()
    found = replace(found, fingerprint=cache.fingerprint)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors and not (named and _has_all(found, named)):
        raise DeckError(listing(errors))
    for sentence in notices:
        notice(sentence)
    if errors:
        bad = sorted({problem.location.path for problem in errors})
        notice(f"left out because of errors: {', '.join(bad)}; see cxdrill check")
    return found


def _refuse_missing(sources: places.DeckSources, decks: Sequence[Path] | None) -> None:
    """Raises DataError for a source of decks that somebody named and that is not there."""
    named = "--decks" if decks else "" if sources.replaces else "CXDRILL_DECKS"
    for path in sources.paths:
        if named and not os.path.lexists(path):
            remedy = "correct it" if decks else "correct that variable or unset it"
            raise DataError(f"{named} names {path}, which does not exist; {remedy}")


def chosen_decks(found: Library, named: Sequence[str]) -> tuple[Deck, ...]:
    """The decks named by id or file, or all; raises WrongUsage for a name that does not exist."""
    if not named:
        return found.decks
    paths = {str(path.resolve()): deck for deck in found.decks if (path := Path(deck.path))}
    return tuple(paths.get(str(Path(name).resolve())) or found.deck(name) for name in named)


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


def store(progress: Path | None) -> Store:
    """The progress file, not read yet."""
    from cxdrill.files.log.store import Store

    path = places.progress_path(progress)
    return Store(path, clock=now, known=_state_cache(path).prefix)


def begun(opened: Store, learner: Settings, at: datetime, *, is_backed_up_later: bool = False) -> PastEvents:
    """The history for a session that will write; says what there is to say about the file.

    With `is_backed_up_later`, what the backup comes to is left to `Store.late_notices`.
    """
    from cxdrill.core.day import study_day

    found = opened.begin(study_day(at, learner.day_start), is_backed_up_later=is_backed_up_later)
    for sentence in found.notices:
        notice(sentence)
    name_conflict_copies(opened.path)
    return found


def name_conflict_copies(progress: Path) -> None:
    """Says where a sync tool left a second progress file, and how to join it."""
    from cxdrill.files.backups.conflict_copies import conflict_copies

    for copy in conflict_copies(progress):
        notice(f'{copy} looks like a conflict copy of your progress; join it with: cxdrill merge "{copy}"')


def loaded(opened: Store) -> PastEvents:
    """The history for a command that only reads."""
    found = opened.load()
    for sentence in found.notices:
        notice(sentence)
    return found


def history(events: Iterable[Event], found: Library) -> History:
    """Where every card stands after these events."""
    from cxdrill.core.cards.card_index import former_keys
    from cxdrill.core.study.packed_history import PackableHistory
    from cxdrill.files.log.stored_events import StoredEvents

    former = former_keys(found)
    known = events.known.cache.history(events, former) if isinstance(events, StoredEvents) else None
    return known or PackableHistory(events, former)


def attempts(events: Sequence[Event], found: Library, made: History | None = None) -> tuple[Attempt, ...]:
    """Every attempt of these events, of which `made` is the history; without any, nothing is loaded for it."""
    said = exam_events(events, made)
    if not said:
        return ()
    from cxdrill.core.exams.attempt import attempts

    return attempts(said, found.exams)


def exam_events(events: Sequence[Event], made: History | None = None) -> Sequence[Event]:
    """Of these events, of which `made` is the history, those of exams, forecasts and plans, and maybe others."""
    if made is not None:
        # Where a clock was set back, these alone could come in another order.
        return events if made.is_lifted else made.exam_events
    from cxdrill.files.log.stored_events import StoredEvents

    said = events.known.cache.exam_events(events) if isinstance(events, StoredEvents) else None
    return events if said is None else said


def remembered(name: str, key: object, compute: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
    """What `compute` gives, or gave before for the same key and version; the key is made of plain values."""
    from cxdrill.files import cache_file

    folder = _caches()
    kept = cache_file.opened(folder, name, key) if folder else None
    if kept is not None:
        return tuple(kept.index)
    lines = compute()
    if folder is not None:
        cache_file.write(folder, name, key, list(lines), ())
    return lines


def keep_history(made: History, opened: Store) -> None:
    """Spares the next start replaying the events that this one took in."""
    _state_cache(opened.path).keep(made, opened.log)


def _state_cache(path: Path) -> StateCache:
    from cxdrill.files.log.state_cache import StateCache

    return StateCache(_caches(), path)


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


def _has_all(found: Library, named: Sequence[str]) -> bool:
    ids = {deck.id for deck in found.decks} | {exam.id for exam in found.exams}
    paths = {str(Path(path).resolve()) for path in (*(d.path for d in found.decks), *(e.path for e in found.exams))}
    return all(name in ids or str(Path(name).resolve()) in paths for name in named)
