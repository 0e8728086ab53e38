"""The log as rows: each event with the instant as which it counts, and what follows from the events of each face.

A face touched by new events is folded anew from all its rows, so it makes no difference in which order they came.
Where anything came in between what is known already, the whole log is read into the tables once more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

import msgspec

from cxdrill.core.day import hours_ahead
from cxdrill.core.event import Event, voided
from cxdrill.core.plain import grouped
from cxdrill.core.study.fsrs import Model
from cxdrill.core.study.review import MARKS, Marks, Past, course_of, marks_of, misses_of, present_key, review_of
from cxdrill.core.study.trace import Try, TrySum, traced
from cxdrill.files.collector import collector_paused
from cxdrill.files.events.document import LogEnd
from cxdrill.files.index import deck_tables, event_rows
from cxdrill.files.index.database import Database, sealed
from cxdrill.files.index.event_rows import ALL, DAY, FACE, FIELDS, IN_ORDER, KEEP, KIND, NAME, SAID_AT, Row

MANY = 200  # faces: the events of all of them are read then
MATURE = 10  # a part of the tallies: first tries by the tenth of their predicted chances, from here on mature ones


def log_end(db: Database) -> LogEnd | None:
    """The log that the tables stand for; None where they stand for none that can be grown."""
    text = db.meta("log")
    return tuple(json.loads(text)) if text else None


def read_log(
    db: Database, events: Callable[[], Sequence[Event]], added: Sequence[Event] | None, end: LogEnd | None
) -> None:
    """Brings the tables to a log: `added` are the events after the log that they stand for, None where unknown.

    `end` is None for a log to which nothing can be added as it is.
    """
    former = deck_tables.former(db)
    text, before = json.dumps(sorted(former.items())), log_end(db)
    is_same = db.meta("former") == text
    is_known = is_same and before == end and (end is not None or not db.rows("SELECT 1 FROM events LIMIT 1"))
    if is_known and not (events() if added is None else added):
        return
    with db.writing(), collector_paused():
        if added is None or not is_same or log_end(db) != before or not _Fold(db, former).add(added):
            for table in ("events", "writers", "states", "tallies", "days", "misses", "zones"):
                db.run(f"DELETE FROM {table}")
            _Fold(db, former).add(tuple(events()))
        db.note("log", json.dumps(end) if end else None)
        db.note("former", text)


class _Fold:
    """Takes events into the tables and folds the faces that they touch."""

    def __init__(self, db: Database, former: Mapping[str, str]) -> None:
        self.db, self.former = db, former
        self._is_first = not db.rows("SELECT 1 FROM events LIMIT 1")
        self._faces: dict[str, int] = {}
        self._zones: dict[int, int] = {}

    def add(self, events: Sequence[Event]) -> bool:
        """Takes in more events; False, with nothing that counts done, where some come before what is known."""
        rows = self._rows(events)
        if rows is None:
            return False
        self.db.run_all(KEEP, rows)
        changed = self._settle_voids()
        touched = {row[FACE] for row in (*rows, *changed) if row[FACE]}
        kinds = {row[KIND] for row in (*rows, *changed)}
        if "parameters" in kinds:
            touched |= {face for (face,) in self.db.rows("SELECT face FROM states")}
        if any(kind.startswith("exam-") for kind in kinds):
            touched |= self._settle_misses()
        self._fold(touched)
        self._count_days(rows, is_anew=self._is_first or bool(changed))
        return True

    def _rows(self, events: Sequence[Event]) -> list[Row] | None:
        """The rows of new events, lifted; None where one comes before another of its writer that is there."""
        writers: dict[str, list[int]] = {}  # name: id, latest instant, greatest number
        rows = []
        split = ((event.id.rpartition("-"), event) for event in events)
        for name, number, event in sorted(((id[0], int(id[2]), event) for id, event in split), key=itemgetter(0, 1)):
            writer = writers.get(name) or writers.setdefault(name, self._writer(name))
            if number <= writer[2]:
                return None
            at = event_rows.microseconds(event.at)
            writer[1:] = max(at, writer[1]), number
            rows.append(self._row(event, number, writer[0], at, writer[1]))
        known = [(latest, number, id) for id, latest, number in writers.values()]
        self.db.run_all("UPDATE writers SET latest = ?, number = ? WHERE id = ?", known)
        return rows

    def _writer(self, name: str) -> list[int]:
        query = "SELECT id, latest, number FROM writers WHERE name = ?"
        found = None if self._is_first else self.db.rows(query, (name,))
        if found:
            return list(found[0])
        least = -(1 << 62)
        return [self.db.run("INSERT INTO writers (name, latest, number) VALUES (?, ?, -1)", (name, least)), least, -1]

    def _row(self, event: Event, number: int, writer: int, at: int, lifted: int) -> Row:
        row: Row = [writer, number, at, lifted, event.kind, None, 0, *(None,) * 6]
        if event.kind != "review":
            row[SAID_AT] = event.at.isoformat()
            row[FIELDS] = sealed(json.dumps(dict(event.fields), separators=(",", ":")).encode())
            if event.kind in MARKS:
                row[FACE] = self._face(present_key(event, self.former))
        elif (review := review_of(event, event.at)) is not None:
            row[FACE] = self._face(present_key(event, self.former))
            due = str(event.fields.get("due"))
            day = review.day.toordinal()
            row[DAY:NAME] = day, int(review.rating), due, review.took_ms
            self._zones[day] = max(hours_ahead(event.at), self._zones.get(day, -24))
        return row

    def _face(self, key: str) -> int:
        face = self._faces.get(key)
        if face is None:
            found = self.db.rows("SELECT id FROM faces WHERE key = ?", (key,))
            face = found[0][0] if found else self.db.run("INSERT INTO faces (key) VALUES (?)", (key,))
            self._faces[key] = face
        return face

    def _settle_voids(self) -> list[Sequence[Any]]:
        """Marks what was taken back; gives the rows of which that changed."""
        void = voided(event_rows.events_of(self.db, "undo", has_void=True))
        before = {event_rows.id_of(row) for row in self.db.rows(f"{ALL} WHERE is_void = 1")}
        changed: list[Sequence[Any]] = []
        for name, _, number in (id.rpartition("-") for id in void ^ before):
            for row in self.db.rows(f"{ALL} WHERE name = ? AND events.number = ?", (name, number)):
                mark = "UPDATE events SET is_void = ? WHERE writer = ? AND number = ?"
                self.db.run(mark, (event_rows.id_of(row) in void, *row[:2]))
                changed.append(row)
        return changed

    def _settle_misses(self) -> set[int]:
        """Brings the misses in checks to what the events of exams say; gives the faces of which that changed."""
        before = set(self.db.rows("SELECT * FROM misses"))
        found = {
            (self._face(key), each.id, event_rows.microseconds(each.at), each.day.toordinal())
            for key, those in misses_of(event_rows.exam_events(self.db), self.former).items()
            for each in those
        }
        self.db.run_all("DELETE FROM misses WHERE face = ? AND id = ?", [row[:2] for row in before - found])
        self.db.run_all("INSERT OR REPLACE INTO misses VALUES (?, ?, ?, ?)", found - before)
        return {row[0] for row in before ^ found}

    def _fold(self, faces: Collection[int]) -> None:
        states: list[tuple[Any, ...]] = []
        tallies: list[tuple[Any, ...]] = []
        model, misses = event_rows.model_of(self.db), event_rows.misses(self.db)
        for face, rows in self._by_face(faces):
            past = event_rows.past_of(rows)
            past.misses = misses.get(face, [])
            state, tries = _state(face, past, model)
            states.append(state)
            tallies += [(face, *tally) for tally in _tallies(past, tries)]
        self.db.run_all("DELETE FROM tallies WHERE face = ?", [(face,) for face in faces])
        self.db.run_all("INSERT INTO tallies VALUES (?, ?, ?, ?, ?)", tallies)
        self.db.run_all("INSERT OR REPLACE INTO states VALUES (?, ?, ?, ?, ?, ?, ?)", states)

    def _by_face(self, faces: Collection[int]) -> Iterator[tuple[int, Iterable[Sequence[Any]]]]:
        """The rows that count of each of these faces, in the order of replay."""
        if len(faces) <= MANY:
            return ((face, self.db.rows(f"{ALL} WHERE face = ? AND {IN_ORDER}", (face,))) for face in faces)
        found = grouped((row[FACE], row) for row in self.db.rows(f"{ALL} WHERE face IS NOT NULL AND {IN_ORDER}"))
        return ((face, found.get(face, ())) for face in faces)

    def _count_days(self, rows: list[Row], *, is_anew: bool) -> None:
        later = "ON CONFLICT (day) DO UPDATE SET hours = max(hours, excluded.hours)"
        self.db.run_all(f"INSERT INTO zones VALUES (?, ?) {later}", list(self._zones.items()))
        if is_anew:
            self.db.run("DELETE FROM days")
            counted = "rating IS NOT NULL AND NOT is_void"
            self.db.run(f"INSERT INTO days SELECT day, count(*) FROM events WHERE {counted} GROUP BY day")
            return
        self.db.run_all(
            "INSERT INTO days VALUES (?, 1) ON CONFLICT (day) DO UPDATE SET reviews = reviews + 1",
            [(row[DAY],) for row in rows if row[DAY]],
        )


def _state(face: int, past: Past, model: Model) -> tuple[tuple[Any, ...], Sequence[Try | None]]:
    """The row of a face's state, and how its first tries were foretold."""
    marks = marks_of(past.marks)
    packed_marks = None if marks == Marks() else msgspec.json.encode(marks)
    if not past.reviews:
        return (face, None, None, None, int(marks.is_suspended), packed_marks, None), ()
    trace, tries = traced(course_of(past.reviews, past.misses), model)
    state = trace.state
    assert state.first_day is not None
    due_day = state.due_on.toordinal() if state.due_on else 0
    days = due_day, trace.last_day.toordinal(), state.first_day.toordinal()
    return (face, *days, int(marks.is_suspended), packed_marks, sealed(msgspec.msgpack.encode(trace))), tries


def _tallies(past: Past, tries: Iterable[Try | None]) -> Iterator[tuple[int, int, int, float]]:
    """The reviews of a face counted: by rating (parts -1 to -4) with how long they took, then its first tries."""
    for rating, took in grouped((review.rating, review.took_ms) for review in past.reviews).items():
        yield -rating, len(took), 0, sum(took)
    sums = map(TrySum.of, filter(None, tries))
    for part, those in grouped((one.decile + MATURE * one.is_mature, one) for one in sums).items():
        yield part, len(those), sum(one.successes for one in those), sum(one.predicted for one in those)
