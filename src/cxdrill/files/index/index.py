"""What commands ask of decks and history together: each answer is a query, and only what is shown becomes a card.

One index stands for some sources of decks and one progress file. Whatever is wrong with its file is dealt with here.
"""

from __future__ import annotations

import os
import re
import sqlite3
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

import msgspec

from cxdrill.core.cards.deck import Deck, DeckHead
from cxdrill.core.cards.face import Face
from cxdrill.core.cards.library import unknown
from cxdrill.core.cards.plain import card_from_text
from cxdrill.core.cards.roleplay import KIND, RolePlay, roleplay_of
from cxdrill.core.counts import Counts, dues, is_to_do
from cxdrill.core.day import study_day
from cxdrill.core.event import Event
from cxdrill.core.settings import Settings
from cxdrill.core.study.history import History, Past
from cxdrill.core.study.queue import Faces, Filters, Missed
from cxdrill.errors import WrongUsage
from cxdrill.files.index import deck_tables, log_tables
from cxdrill.files.index.database import Database, checked, is_at_fault
from cxdrill.files.index.deck_tables import DeckTables, in_
from cxdrill.files.index.log_tables import marks_in, trace_in
from cxdrill.files.log.stored_events import LogEnd, StoredEvents

if TYPE_CHECKING:
    from cxdrill.core.cards.library import Library
    from cxdrill.core.exams.exam import Exam
    from cxdrill.core.problem import Problem
    from cxdrill.core.study.stats import Tally
    from cxdrill.files.places import DeckSources

PAGE = 200  # new faces looked at together

P = ParamSpec("P")
R = TypeVar("R")


def sound(method: Callable[Concatenate[Index, P], R]) -> Callable[Concatenate[Index, P], R]:
    """The method once more on tables made anew, where the file turns out to be no good."""

    @wraps(method)
    def done(self: Index, /, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return method(self, *args, **kwargs)
        except sqlite3.DatabaseError as error:
            self.start_over(error)
        try:
            return method(self, *args, **kwargs)
        except sqlite3.DatabaseError as error:
            self.start_over(error)
        return method(self, *args, **kwargs)

    return done


class Index:
    """Decks and history of one learner, as queries."""

    def __init__(self, folder: Path | None, sources: DeckSources, files: Sequence[Path], progress: Path) -> None:
        """Reads the decks, as far as they changed; `folder` None: keeps nothing."""
        self._sources, self._files = sources, files
        names = [os.path.abspath(path) for path in (*sources.paths, *files, progress)]
        number = zlib.crc32("\0".join([*names, str(sources.replaces)]).encode(errors="surrogateescape"))
        self._path = None if folder is None else folder / f"index-{number:08x}"
        self._log: tuple[Sequence[Event], tuple[Event, ...], LogEnd | None] | None = None
        self._has_failed = False
        self._heads: dict[int, DeckHead] = {}
        try:
            self._open()
        except sqlite3.DatabaseError as error:
            self.start_over(error)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with any deck file."""
        return self._decks.problems

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences about decks that replace others."""
        return self._decks.notices

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
        self._db = Database(self._path)
        self._decks = DeckTables(self._db, self._sources, self._files)
        self._heads = deck_tables.heads(self._db)
        if self._log is not None:
            events, added, end = self._log
            log_tables.read_log(self._db, (*events, *added), None, end)

    # The log

    @property
    @sound
    def known_log(self) -> LogEnd | None:
        """The log that is known already."""
        return log_tables.log_end(self._db)

    def read_log(self, events: Sequence[Event], end: LogEnd | None) -> None:
        """Takes in a log: all its events, and its length, checksum and number of events (None: it cannot be grown)."""
        self._log = None
        self._take_in(events, end)
        self._log = events, (), end

    @sound
    def _take_in(self, events: Sequence[Event], end: LogEnd | None) -> None:
        known = log_tables.log_end(self._db)
        added = None
        if isinstance(events, StoredEvents) and known is not None and events.known == known:
            added = events.added
        elif end is not None and known == end:
            added = ()
        log_tables.read_log(self._db, events, added, end)

    def grow_log(self, added: tuple[Event, ...], end: LogEnd | None) -> None:
        """Takes in all that was added to the log since it was read."""
        if self._log is not None and (self._log[1] != added or self._log[2] != end):
            events, before, known = self._log
            self._log = events, added, end
            self._take_in_added(known, added[len(before) :])

    @sound
    def _take_in_added(self, known: LogEnd | None, new: tuple[Event, ...]) -> None:
        assert self._log is not None
        events, added, end = self._log
        is_whole = known is not None and end is not None and known[2] + len(new) == end[2]
        if is_whole and log_tables.log_end(self._db) == known:
            log_tables.read_log(self._db, (), new, end)
        elif log_tables.log_end(self._db) != end or end is None:
            log_tables.read_log(self._db, (*events, *added), None, end)

    # Decks and cards

    @property
    def decks(self) -> tuple[DeckHead, ...]:
        """Every deck without its cards, in the order of their ids."""
        return tuple(self._heads.values())

    @property
    def exam_paths(self) -> Mapping[str, str]:
        """The files of the exams by their ids, in order."""
        return self._decks.exam_paths

    @property
    def paths(self) -> tuple[str, ...]:
        """The files of all decks and exams."""
        return (*(head.path for head in self.decks), *self.exam_paths.values())

    @property
    @sound
    def exams(self) -> tuple[Exam, ...]:
        """Every exam."""
        return deck_tables.exams(self._db)

    @sound
    def fingerprint(self, exam: Exam) -> str:
        """The fingerprint of an exam and of all it can draw, computed once for each state of the decks."""
        name = f"fingerprint {exam.id}"
        known = self._db.meta(name)
        if known is None:
            from cxdrill.core.exams.form import fingerprint

            known = fingerprint(exam, self.library(exam.blueprint or None))
            with self._db.writing():
                self._db.note(name, known)
        return str(known)

    @sound
    def library(self, topics: Iterable[str] | None = None) -> Library:
        """Decks with their cards and exams; only the cards of some topics where these are given."""
        from cxdrill.core.cards.library import Library

        return Library(deck_tables.decks(self._db, self._heads, topics), self.exams)

    @sound
    def cards_of(self, deck: DeckHead) -> Deck:
        """One deck with its cards."""
        return deck_tables.decks(self._db, {self._file(deck.id): deck}, None)[0]

    @sound
    def face(self, key: str) -> Face:
        """The face of a key; raises DataError where its deck changed meanwhile."""
        found = deck_tables.face(self._db, key)
        if found is None:
            raise deck_tables.changed(key)
        return found

    @sound
    def has_face(self, key: str) -> bool:
        """Whether a deck has a face or a card of that key."""
        query = "SELECT 1 FROM faces WHERE file IS NOT NULL AND (key = ? OR key GLOB ? || '~*') LIMIT 1"
        return bool(self._db.rows(query, (key, key)))

    @sound
    def face_keys(self) -> list[str]:
        """The keys of all faces of the decks, in order."""
        query = "SELECT key FROM faces JOIN files ON files.id = faces.file ORDER BY rank, place"
        return [key for (key,) in self._db.rows(query)]

    @sound
    def found_faces(self, text: str) -> list[Face]:
        """The faces of cards that hold every word of `text` in their key or anywhere else, in order."""
        words = text.casefold().split()
        query = (
            "SELECT key, text, cards.crc FROM faces JOIN cards ON cards.id = card JOIN files ON files.id = faces.file "
            "ORDER BY rank, place"
        )
        found = []
        for key, packed, crc in self._db.rows(query):
            if not words or _holds(key, packed, words):
                card = card_from_text(checked(packed, crc))
                found.append(Face(card, key[len(card.key) :]))
        return found

    # History

    @sound
    def history(self, keys: Iterable[str] | None = None) -> History:
        """The history of some faces, or all; what is counted is counted of all."""
        history = self._history()
        keys = None if keys is None else tuple(keys)
        if keys is None or len(keys) > PAGE:
            query = "SELECT key, trace, crc FROM states JOIN faces ON faces.id = face WHERE trace IS NOT NULL"
            history.traces = {key: trace_in(packed, crc) for key, packed, crc in self._db.rows(query)}
        else:
            query = (
                "SELECT trace, crc FROM states WHERE face = (SELECT id FROM faces WHERE key = ?) AND trace IS NOT NULL"
            )
            for key in keys:
                for packed, crc in self._db.rows(query, (key,)):
                    history.traces[key] = trace_in(packed, crc)
        return history

    @sound
    def exam_events(self) -> list[Event]:
        """The events of exams, forecasts and plans that count, in the order of replay."""
        return log_tables.exam_events(self._db)

    @sound
    def roleplays(self) -> list[RolePlay]:
        """The role-plays on record, in the order of replay."""
        return [play for event in log_tables.events_of(self._db, KIND) if (play := roleplay_of(event))]

    @sound
    def past(self, key: str) -> Past:
        """The events of a face that count, in the order of replay."""
        return log_tables.past(self._db, key)

    @sound
    def latest_took_ms(self, count: int) -> list[int]:
        """How long the latest answers took, as far as that is recorded."""
        query = (
            "SELECT took_ms FROM events WHERE took_ms > 0 AND NOT is_void ORDER BY lifted DESC, took_ms DESC LIMIT ?"
        )
        return [took_ms for (took_ms,) in reversed(self._db.rows(query, (count,)))]

    @sound
    def is_empty(self) -> bool:
        """Whether nothing was ever studied or examined."""
        return not (self._db.rows("SELECT 1 FROM states WHERE trace IS NOT NULL LIMIT 1") or self.exam_events())

    @sound
    def study(self, filters: Filters, missed: Missed, settings: Settings, now: datetime) -> tuple[Faces, History]:
        """The faces that a session may ask, and their history.

        Raises WrongUsage for a deck, tag or topic that does not exist, with the nearest names.
        """
        files = self._chosen(filters.decks)
        cards, values = self._matching(filters)
        wanted = dict.fromkeys((*filters.plan, *missed.every))
        today = study_day(now, settings.day_start).toordinal()
        where = f"{in_('faces.file', list(files))[0]}{cards}"
        join = "FROM faces LEFT JOIN states ON states.face = faces.id"
        query = f"SELECT key, faces.file, place, trace, crc {join} WHERE {where}"
        if filters.is_cram:
            found = self._db.rows(query, (*files, *values))
        elif filters.only_hard:
            found = self._db.rows(f"{query} AND trace IS NOT NULL", (*files, *values))
        else:
            active = " AND due_day IS NOT NULL AND (due_day <= ? OR last_day >= ?)"
            # Few faces have something to do, so these are looked for first (CROSS JOIN keeps that order).
            first = query.replace("faces LEFT JOIN states ON", "states CROSS JOIN faces ON")
            found = self._db.rows(first + active, (*files, *values, today + filters.ahead_days, today))
            found += [row for key in wanted for row in self._db.rows(f"{query} AND key = ?", (*files, *values, key))]
        ranks = {file: rank for rank, file in enumerate(files)}
        by_key = {row[0]: row for row in found}
        seen = sorted(by_key, key=lambda key: (ranks[by_key[key][1]], by_key[key][2]))
        history = self._history()
        for key, _, _, packed, crc in by_key.values():
            if packed is not None:
                history.traces[key] = trace_in(packed, crc)
        vanished = tuple(key for key in wanted if not self._db.rows(_IS_IN_DECK, (key,)))
        new = () if filters.is_cram else self._new(tuple(files), cards, values)
        return Faces(seen, new, vanished, dict(self._db.rows("SELECT card, fact FROM facts"))), history

    def _new(self, files: Sequence[int], cards: str, values: Sequence[str]) -> Iterator[str]:
        """The faces never reviewed, in order; read only as far as they are asked for."""
        for file in files:
            place = -1
            while page := self._new_page(file, place, cards, values):
                yield from (key for key, _ in page)
                place = page[-1][1]

    @sound
    def _new_page(self, file: int, after: int, cards: str, values: Sequence[str]) -> list[tuple[str, int]]:
        query = (
            "SELECT key, place FROM faces LEFT JOIN states ON states.face = faces.id "
            f"WHERE faces.file = ? AND place > ?{cards} AND trace IS NULL ORDER BY place LIMIT {PAGE}"
        )
        return self._db.rows(query, (file, after, *values))

    # Numbers

    @sound
    def counts(self, history: History, settings: Settings, now: datetime) -> dict[str, Counts]:
        """For each deck how many faces were seen, are due now, are new or set aside."""
        today = study_day(now, settings.day_start)
        seen: Counter[int] = Counter(dict(self._db.rows(_SEEN)))
        due = Counter(file for file, key in self._active(history, today, 0) if is_to_do(key, history, settings, now))
        found = {row for key in history.suspended for row in self._db.rows(_SUSPENDED, (key, f"{key}~0", f"{key}~:"))}
        suspended = Counter(file for _, file, _ in found)
        new_suspended = Counter(file for _, file, is_seen in found if not is_seen)
        return {
            head.id: Counts(
                head.face_count,
                seen[file],
                due[file],
                head.face_count - seen[file] - new_suspended[file],
                suspended[file],
            )
            for file, head in self._heads.items()
        }

    @sound
    def dues(self, decks: Sequence[str], settings: Settings, now: datetime) -> tuple[int, int]:
        """How many faces of these decks (all where empty) are due by today, and how many tomorrow adds."""
        history, today = self._history(), study_day(now, settings.day_start)
        files = self._chosen(decks)
        return dues([key for file, key in self._active(history, today, 1) if file in files], history, today)

    @sound
    def seen_keys(self) -> dict[str, list[str]]:
        """The faces of each deck that were reviewed, in order."""
        found: dict[str, list[str]] = {}
        for file, key in self._db.rows(_SEEN_KEYS):
            found.setdefault(self._heads[file].id, []).append(key)
        return found

    @sound
    def recalled(self, history: History, now: datetime) -> dict[str, float]:
        """For each deck how many of its faces would be recalled now, on average; those never seen count for nothing."""
        chances = {head.id: 0.0 for head in self._heads.values()}
        for deck, keys in self.seen_keys().items():
            chances[deck] = sum(history.retrievability(key, now) or 0.0 for key in keys)
        return chances

    @sound
    def tallies(self) -> dict[str, Tally]:
        """The reviews of each deck, counted."""
        from cxdrill.core.study.stats import Tally, TrySum

        ratings = {file: [0, 0, 0, 0, 0] for file in self._heads}
        days: dict[int, dict[date, int]] = {file: {} for file in self._heads}
        tries: dict[int, list[TrySum]] = {file: [] for file in self._heads}
        for file, rating, count, took_ms in self._db.rows(_RATINGS):
            ratings[file][rating - 1] += count
            ratings[file][4] += took_ms
        for file, day, count in self._db.rows(_DAYS):
            days[file][date.fromordinal(day)] = count
        for file, *row in self._db.rows(_TRIES):
            tries[file].append(TrySum(row[0], bool(row[1]), *row[2:]))
        return {
            head.id: Tally(tuple(ratings[file][:4]), ratings[file][4], days[file], tuple(tries[file]))  # type: ignore[arg-type]
            for file, head in self._heads.items()
        }

    def _active(self, history: History, today: date, ahead_days: int) -> list[tuple[int, str]]:
        """File and key of each face of a deck with something to do by then, whose traces the history then has."""
        query = (
            "SELECT faces.file, key, trace, crc FROM states CROSS JOIN faces ON faces.id = face "
            "WHERE due_day IS NOT NULL AND (due_day <= ? OR last_day >= ?) AND faces.file IS NOT NULL"
        )
        found = self._db.rows(query, (today.toordinal() + ahead_days, today.toordinal()))
        for _, key, packed, crc in found:
            if key not in history.traces:
                history.traces[key] = trace_in(packed, crc)
        return [(file, key) for file, key, _, _ in found]

    def _history(self) -> History:
        """A history without faces, with all that is counted."""
        history = _IndexedHistory(self)
        history.model = log_tables.model_of(self._db)
        for key, packed in self._db.rows(_MARKED):
            marks = marks_in(packed)
            if marks.is_suspended:
                history.suspended.add(key)
            if marks.buried:
                history.buried[key] = marks.buried
            if marks.flags:
                history.flags[key] = marks.flags
        due_on = self._db.rows(
            "SELECT due_day, count(*) FROM states WHERE due_day > 0 AND NOT is_suspended GROUP BY due_day"
        )
        first = self._db.rows("SELECT first_day, count(*) FROM states WHERE first_day IS NOT NULL GROUP BY first_day")
        days = self._db.rows("SELECT day, reviews, took_ms FROM days WHERE reviews > 0")
        history.due_on = Counter({date.fromordinal(day): count for day, count in due_on})
        history.introduced_on = Counter({date.fromordinal(day): count for day, count in first})
        history.reviews_on = Counter({date.fromordinal(day): count for day, count, _ in days})
        history.took_ms = float(sum(took_ms for *_, took_ms in days))
        history.former = dict(self._db.rows("SELECT key, present FROM former"))
        return history

    def _file(self, deck: str) -> int:
        for file, head in self._heads.items():
            if head.id == deck:
                return file
        raise WrongUsage(unknown("deck", deck, (head.id for head in self._heads.values())))

    def _chosen(self, decks: Sequence[str]) -> dict[int, None]:
        """The files of these decks in their order, of all where there are none; raises WrongUsage."""
        return dict.fromkeys(map(self._file, decks) if decks else self._heads)

    def _matching(self, filters: Filters) -> tuple[str, tuple[str, ...]]:
        """The condition that cards have the tags and topics asked for; raises WrongUsage for others."""
        where, values = "", ()
        if filters.tags:
            query = "SELECT DISTINCT tag FROM tags JOIN cards ON cards.id = card WHERE "
            self._check("tag", filters.tags, query + "{}", tuple(self._chosen(filters.decks)))
            where, values = in_(" AND card IN (SELECT card FROM tags WHERE tag", filters.tags)
            where += ")"
        if filters.topics:
            self._check("topic", filters.topics, "SELECT DISTINCT topic FROM cards WHERE {}", tuple(self._heads))
            of_topics, topics = in_(" AND card IN (SELECT id FROM cards WHERE topic", filters.topics)
            where, values = f"{where}{of_topics})", (*values, *topics)
        return where, values

    def _check(self, what: str, names: Iterable[str], query: str, files: Sequence[int]) -> None:
        condition, values = in_("file", files)
        known = sorted(name for (name,) in self._db.rows(query.format(condition), values))
        for name in names:
            if name not in known:
                raise WrongUsage(unknown(what, name, known))


class _IndexedHistory(History):
    """A history whose faces bring their events along when they are asked for."""

    def __init__(self, index: Index) -> None:
        super().__init__()
        self._index = index

    def latest_took_ms(self, count: int) -> list[int]:
        """How long the latest answers took, as far as that is recorded."""
        return self._index.latest_took_ms(count)

    def _past(self, key: str) -> Past:
        if key not in self._pasts:
            self._pasts[key] = self._index.past(key)
        return self._pasts[key]


_IS_IN_DECK = "SELECT 1 FROM faces WHERE key = ? AND file IS NOT NULL"
_MARKED = "SELECT key, marks FROM states JOIN faces ON faces.id = face WHERE marks IS NOT NULL"
_SEEN_KEYS = (
    "SELECT file, key FROM states CROSS JOIN faces ON faces.id = face "
    "WHERE trace IS NOT NULL AND file IS NOT NULL ORDER BY file, place"
)
_SEEN = (
    "SELECT file, count(*) FROM states CROSS JOIN faces ON faces.id = face "
    "WHERE trace IS NOT NULL AND file IS NOT NULL GROUP BY file"
)
_SUSPENDED = (
    "SELECT faces.id, file, trace IS NOT NULL FROM faces LEFT JOIN states ON states.face = faces.id "
    "WHERE file IS NOT NULL AND (key = ? OR (key >= ? AND key < ?))"
)
_REVIEWS = (
    "FROM events JOIN faces ON faces.id = events.face WHERE rating IS NOT NULL AND NOT is_void AND file IS NOT NULL"
)
_RATINGS = f"SELECT file, rating, count(*), sum(took_ms) {_REVIEWS} GROUP BY file, rating"
_DAYS = f"SELECT file, day, count(*) {_REVIEWS} GROUP BY file, day"
_TRIES = (
    "SELECT file, min(9, CAST(predicted * 10 AS INTEGER)) AS decile, stability >= 21 AS is_mature, count(*), "
    f"sum(rating > 1), sum(predicted) {_REVIEWS} AND predicted IS NOT NULL GROUP BY file, decile, is_mature"
)


def _is_removed(path: Path | None) -> bool:
    """Whether a file that is no good is gone."""
    if path is None:
        return False
    try:
        for each in (path, Path(f"{path}-journal")):
            each.unlink(missing_ok=True)
    except OSError:
        return False
    return True


_SYNTAX = re.compile(rb'"[a-z_]+":(?:true|false|null|-?[0-9.]+)?')


def _holds(key: str, packed: bytes, words: Sequence[str]) -> bool:
    """Whether a card that is kept as this text holds every one of these words in its key or in any text."""
    is_plain = b"\\" not in packed and not any(sign in word for word in words for sign in '"\\,:[]{}')
    text = _SYNTAX.sub(b" ", packed).decode(errors="replace") if is_plain else _texts(msgspec.json.decode(packed))
    text = f"{key} {text}".casefold()
    return all(word in text for word in words)


def _texts(value: object) -> str:
    """Every text in a plain value, one after the other."""
    if isinstance(value, dict):
        return " ".join(map(_texts, value.values()))
    if isinstance(value, list | tuple):
        return " ".join(map(_texts, value))
    return value if isinstance(value, str) else ""
