"""Histories and numbers out of an index: of some faces or all, and of each deck."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from cxdrill.core.cards.roleplay import KIND, RolePlay, roleplay_of
from cxdrill.core.event import Event
from cxdrill.core.study.counts import Agenda, Counts
from cxdrill.core.study.history import History
from cxdrill.core.study.review import Past
from cxdrill.core.study.stats import Tally
from cxdrill.core.study.trace import TrySum
from cxdrill.files.index import deck_tables, event_rows
from cxdrill.files.index.deck_tables import in_
from cxdrill.files.index.event_rows import marks_in, trace_in
from cxdrill.files.index.log_tables import MATURE
from cxdrill.files.index.opened import OpenedIndex, sound


class Histories(OpenedIndex):
    """What follows from the log, as queries."""

    @sound
    def history(self, keys: Iterable[str] | None = None) -> History:
        """The history of some faces, or all; what is counted is counted of all."""
        history, wanted = self._history(), None if keys is None else set(keys)
        query = "SELECT key, trace FROM states JOIN faces ON faces.id = face WHERE trace IS NOT NULL"
        rows = () if wanted == set() else self._db.rows(query)
        history.traces = {key: trace_in(packed) for key, packed in rows if wanted is None or key in wanted}
        return history

    @sound
    def exam_events(self) -> Sequence[Event]:
        """The events of exams, forecasts and plans that count, in the order of replay; read once for each state."""
        if self._of_exams is None:
            self._of_exams = tuple(event_rows.exam_events(self._db))
        return self._of_exams

    @sound
    def events_of(self, kind: str) -> list[Event]:
        """The events of a kind that leaves no state of a face, in the order of replay."""
        return event_rows.events_of(self._db, kind)

    @sound
    def roleplays(self) -> list[RolePlay]:
        """The role-plays on record, in the order of replay."""
        return [play for event in event_rows.events_of(self._db, KIND) if (play := roleplay_of(event))]

    @sound
    def past(self, key: str) -> Past:
        """The events of a face that count, in the order of replay."""
        return event_rows.past(self._db, key)

    @sound
    def last_review(self) -> tuple[str, str] | None:
        """The face of a deck that was reviewed last, and the id of that review."""
        names = "events JOIN writers ON writers.id = writer JOIN faces ON faces.id = events.face"
        which = "rating IS NOT NULL AND NOT is_void AND file IS NOT NULL"
        order = "ORDER BY lifted DESC, events.number DESC LIMIT 1"
        rows = self._db.rows(f"SELECT faces.key, writers.name, events.number FROM {names} WHERE {which} {order}")
        return next(((key, f"{writer}-{number}") for key, writer, number in rows), None)

    @sound
    def latest_took_ms(self, count: int) -> list[int]:
        """How long the latest answers took, as far as that is recorded."""
        latest = "ORDER BY lifted DESC, took_ms DESC LIMIT ?"
        query = f"SELECT took_ms FROM events WHERE took_ms > 0 AND NOT is_void {latest}"
        return [took_ms for (took_ms,) in reversed(self._db.rows(query, (count,)))]

    @sound
    def is_empty(self) -> bool:
        """Whether nothing was ever studied or examined."""
        return not (self._db.rows("SELECT 1 FROM states WHERE trace IS NOT NULL LIMIT 1") or self.exam_events())

    @sound
    def counts(self, history: History, asked: Agenda) -> dict[str, Counts]:
        """For each deck how many faces were seen, are due now, are new or set aside."""
        seen: Counter[int] = Counter(dict(self._db.rows(_SEEN)))
        found = {row for key in history.suspended for row in self._db.rows(_SUSPENDED, (key, f"{key}~0", f"{key}~:"))}
        suspended = Counter(file for _, file, _ in found)
        new_suspended = Counter(file for _, file, is_seen in found if not is_seen)
        counts = {}
        for file, head in self._heads.items():
            new = head.face_count - seen[file] - new_suspended[file]
            counts[head.id] = Counts(head.face_count, seen[file], asked.of_deck(head.id), new, suspended[file])
        return counts

    @sound
    def seen_keys(self) -> dict[str, list[str]]:
        """The faces of each deck that were reviewed, in order."""
        keys: dict[int, list[str]] = {}
        for file, key in self._db.rows(_SEEN_KEYS):
            keys.setdefault(file, []).append(key)
        return {head.id: keys[file] for file, head in self._heads.items() if file in keys}

    @sound
    def recalled(self, history: History, now: datetime) -> dict[str, float]:
        """For each deck how many of its faces would be recalled now, on average, of those that are past their steps."""
        at, chances = now.astimezone(UTC), {head.id: 0.0 for head in self._heads.values()}
        for deck, keys in self.seen_keys().items():
            learnt = (key for key in keys if not history.state(key).is_learning)
            chances[deck] = sum(history.retrievability(key, at) or 0.0 for key in learnt)
        return chances

    @sound
    def tally(self, decks: Sequence[str]) -> Tally:
        """The reviews of some decks, counted together."""
        files, ratings, took_ms, tries = tuple(self._chosen(decks)), [0, 0, 0, 0], 0, []
        condition, values = in_("file", files)
        for part, number, successes, total in self._db.rows(_TALLIES.format(condition), values):
            if part < 0:
                ratings[-part - 1], took_ms = number, took_ms + int(total)
            else:
                tries.append(TrySum(part % MATURE, part >= MATURE, number, successes, total))
        if len(files) < len(self._heads):
            days = Counter(dict(self._db.rows(_DAYS.format(condition), values)))
        else:  # hardly any review is of a face that no deck has
            days = Counter(dict(self._db.rows("SELECT day, reviews FROM days")))
            days.subtract(dict(self._db.rows(_DAYS.format("file IS NULL"))))
        reviews_on = {date.fromordinal(day): count for day, count in days.items() if count}
        return Tally((ratings[0], ratings[1], ratings[2], ratings[3]), took_ms, reviews_on, tuple(tries))

    def _active(self, history: History, today: date, ahead_days: int) -> list[tuple[int, str]]:
        """File and key of each face of a deck with something to do by then, whose traces the history then has."""
        query = (
            "SELECT faces.file, key, trace FROM states CROSS JOIN faces ON faces.id = face "
            "WHERE due_day IS NOT NULL AND (due_day <= ? OR last_day >= ?) AND faces.file IS NOT NULL"
        )
        found = self._db.rows(query, (today.toordinal() + ahead_days, today.toordinal()))
        for _, key, packed in found:
            if key not in history.traces:
                history.traces[key] = trace_in(packed)
        return [(file, key) for file, key, _ in found]

    def _history(self) -> History:
        """A history without faces, with all that is counted."""
        history = _IndexedHistory(self)
        history.model = event_rows.model_of(self._db)
        for key, packed in self._db.rows(_MARKED):
            marks = marks_in(packed)
            if marks.is_suspended:
                history.suspended.add(key)
            if marks.buried:
                history.buried[key] = marks.buried
            if marks.flags:
                history.flags[key] = marks.flags
        waiting = "due_day > 0 AND NOT is_suspended"
        history.due_on = self._by_day(f"SELECT due_day, count(*) FROM states WHERE {waiting} GROUP BY due_day")
        history.introduced_on = self._by_day(_INTRODUCED)
        history.reviews_on = self._by_day("SELECT day, reviews FROM days WHERE reviews > 0")
        history.zones = dict(self._by_day("SELECT day, hours FROM zones"))
        history.former = deck_tables.former(self._db)
        return history

    def _by_day(self, query: str) -> Counter[date]:
        return Counter({date.fromordinal(day): number for day, number in self._db.rows(query)})


class _IndexedHistory(History):
    """A history whose faces bring their events along when they are asked for."""

    def __init__(self, index: Histories) -> None:
        super().__init__()
        self._index = index

    def latest_took_ms(self, count: int) -> list[int]:
        """How long the latest answers took, as far as that is recorded."""
        return self._index.latest_took_ms(count)

    def _past(self, key: str) -> Past:
        if key not in self._pasts:
            self._pasts[key] = self._index.past(key)
        return self._pasts[key]


_MARKED = "SELECT key, marks FROM states JOIN faces ON faces.id = face WHERE marks IS NOT NULL"
_INTRODUCED = "SELECT first_day, count(*) FROM states WHERE first_day IS NOT NULL GROUP BY first_day"
_SEEN_KEYS = (
    "SELECT file, key FROM faces CROSS JOIN states ON faces.id = face "
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
_TALLIES = (
    "SELECT part, sum(number), sum(successes), sum(total) FROM tallies "
    "WHERE face NOT IN (SELECT id FROM faces WHERE file IS NULL OR NOT {}) GROUP BY part"
)
_DAYS = (
    "SELECT day, count(*) FROM events "
    "WHERE face IN (SELECT id FROM faces WHERE {}) AND rating AND NOT is_void GROUP BY day"
)
