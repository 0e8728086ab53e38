"""The log as rows: each event with the instant as which it counts, and what follows from the events of each face.

A face touched by new events is folded anew from all its rows, so it makes no difference in which order they came.
Where anything came in between what is known already, the whole log is read into the tables once more.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec

from cxdrill.core.event import Event, voided
from cxdrill.core.study.facts import MARKS, OF_EXAMS, Marks, Past, fitted_model, marks_of, misses_of, present_key
from cxdrill.core.study.fsrs import Model
from cxdrill.core.study.review import Rating, Review, course_of, due_of, review_of
from cxdrill.core.study.trace import Trace, Try, TrySum, traced
from cxdrill.files.collector import collector_paused
from cxdrill.files.events.document import LogEnd
from cxdrill.files.index import deck_tables
from cxdrill.files.index.database import Database, checked

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_COLUMNS = "writer, number, at, lifted, kind, face, is_void, said_at, fields, day, rating, due, took_ms"
_ALL = f"SELECT events.{_COLUMNS.replace(', ', ', events.')}, name FROM events JOIN writers ON writers.id = writer"
_IN_ORDER = "NOT is_void ORDER BY lifted, name, events.number"
_KEEP = f"INSERT OR REPLACE INTO events ({_COLUMNS}) VALUES ({', '.join('?' * 13)})"
_WRITER, _NUMBER, _AT, _LIFTED, _KIND, _FACE, _IS_VOID, _SAID_AT, _FIELDS = range(9)
_DAY, _RATING, _DUE, _TOOK_MS, _NAME = range(9, 14)
MANY = 200  # faces: the events of all of them are read then
MATURE = 10  # a part of the tallies: first tries by the tenth of their predicted chances, from here on mature ones

Row = list[Any]


def log_end(db: Database) -> LogEnd | None:
    """The log that the tables stand for; None where they stand for none that can be grown."""
    text = db.meta("log")
    return tuple(json.loads(text)) if text else None


def read_log(db: Database, events: Sequence[Event], added: Sequence[Event] | None, end: LogEnd | None) -> None:
    """Brings the tables to a log: `added` are the events after the log that they stand for, None where unknown.

    `end` is None for a log to which nothing can be added as it is.
    """
    former = deck_tables.former(db)
    text = json.dumps(sorted(former.items()))
    is_same = db.meta("former") == text
    if added is not None and not added and is_same and end is not None and log_end(db) == end:
        return
    if is_same and added is None and not events and not db.rows("SELECT 1 FROM events LIMIT 1") and log_end(db) == end:
        return
    before = log_end(db)
    with db.writing(), collector_paused():
        if added is None or not is_same or log_end(db) != before or not _Fold(db, former).add(added):
            for table in ("events", "writers", "states", "tallies", "days", "misses"):
                db.run(f"DELETE FROM {table}")
            _Fold(db, former).add(tuple(events))
        db.note("log", json.dumps(end) if end else None)
        db.note("former", text)


class _Fold:
    """Takes events into the tables and folds the faces that they touch."""

    def __init__(self, db: Database, former: Mapping[str, str]) -> None:
        self.db, self.former = db, former
        self._is_first = not db.rows("SELECT 1 FROM events LIMIT 1")
        self._faces: dict[str, int] = {}

    def add(self, events: Sequence[Event]) -> bool:
        """Takes in more events; False, with nothing that counts done, where some come before what is known."""
        rows = self._rows(events)
        if rows is None:
            return False
        self.db.run_all(_KEEP, rows)
        changed = self._settle_voids()
        touched = {row[_FACE] for row in (*rows, *changed) if row[_FACE]}
        kinds = {row[_KIND] for row in (*rows, *changed)}
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
            at = _microseconds(event.at)
            writer[1:] = max(at, writer[1]), number
            rows.append(self._row(event, number, writer[0], at, writer[1]))
        self.db.run_all(
            "UPDATE writers SET latest = ?, number = ? WHERE id = ?",
            [(latest, number, id) for id, latest, number in writers.values()],
        )
        return rows

    def _writer(self, name: str) -> list[int]:
        found = (
            None if self._is_first else self.db.rows("SELECT id, latest, number FROM writers WHERE name = ?", (name,))
        )
        if found:
            return list(found[0])
        least = -(1 << 62)
        return [self.db.run("INSERT INTO writers (name, latest, number) VALUES (?, ?, -1)", (name, least)), least, -1]

    def _row(self, event: Event, number: int, writer: int, at: int, lifted: int) -> Row:
        row: Row = [writer, number, at, lifted, event.kind, None, 0, *(None,) * 6]
        if event.kind != "review":
            row[_SAID_AT] = event.at.isoformat()
            text = json.dumps(dict(event.fields), separators=(",", ":"))
            row[_FIELDS] = f"{zlib.crc32(text.encode()):08x}{text}"
            if event.kind in MARKS:
                row[_FACE] = self._face(present_key(event, self.former))
        elif (review := review_of(event, event.at)) is not None:
            row[_FACE] = self._face(present_key(event, self.former))
            due = str(event.fields.get("due"))
            row[_DAY:_NAME] = review.day.toordinal(), int(review.rating), due, review.took_ms
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
        void = voided(events_of(self.db, "undo", has_void=True))
        before = {_id(row) for row in self.db.rows(f"{_ALL} WHERE is_void = 1")}
        changed: list[Sequence[Any]] = []
        for name, _, number in (id.rpartition("-") for id in void ^ before):
            for row in self.db.rows(f"{_ALL} WHERE name = ? AND events.number = ?", (name, number)):
                mark = "UPDATE events SET is_void = ? WHERE writer = ? AND number = ?"
                self.db.run(mark, (_id(row) in void, row[_WRITER], row[_NUMBER]))
                changed.append(row)
        return changed

    def _settle_misses(self) -> set[int]:
        """Brings the misses in checks to what the events of exams say; gives the faces of which that changed."""
        before = set(self.db.rows("SELECT * FROM misses"))
        found = {
            (self._face(key), each.id, _microseconds(each.at), each.day.toordinal())
            for key, those in misses_of(exam_events(self.db), self.former).items()
            for each in those
        }
        self.db.run_all("DELETE FROM misses WHERE face = ? AND id = ?", [row[:2] for row in before - found])
        self.db.run_all("INSERT OR REPLACE INTO misses VALUES (?, ?, ?, ?)", found - before)
        return {row[0] for row in before ^ found}

    def _fold(self, faces: Collection[int]) -> None:
        states: list[tuple[Any, ...]] = []
        tallies: list[tuple[Any, ...]] = []
        model, misses = model_of(self.db), _misses(self.db)
        for face, rows in self._by_face(faces):
            past = past_of(rows)
            past.misses = misses.get(face, [])
            state, tries = _state(face, past, model)
            states.append(state)
            tallies += [(face, *tally) for tally in _tallies(past, tries)]
        self.db.run_all("DELETE FROM tallies WHERE face = ?", [(face,) for face in faces])
        self.db.run_all("INSERT INTO tallies VALUES (?, ?, ?, ?, ?)", tallies)
        self.db.run_all("INSERT OR REPLACE INTO states VALUES (?, ?, ?, ?, ?, ?, ?, ?)", states)

    def _by_face(self, faces: Collection[int]) -> Iterator[tuple[int, Iterable[Sequence[Any]]]]:
        """The rows that count of each of these faces, in the order of replay."""
        if len(faces) <= MANY:
            yield from ((face, self.db.rows(f"{_ALL} WHERE face = ? AND {_IN_ORDER}", (face,))) for face in faces)
            return
        left = set(faces)
        in_turn = self.db.rows(f"{_ALL} WHERE face IS NOT NULL AND {_IN_ORDER.replace('BY ', 'BY face, ')}")
        for face, rows in groupby(in_turn, itemgetter(_FACE)):
            if face in left:
                left.remove(face)
                yield face, rows
        yield from ((face, ()) for face in left)

    def _count_days(self, rows: list[Row], *, is_anew: bool) -> None:
        if is_anew:
            self.db.run("DELETE FROM days")
            self.db.run(
                "INSERT INTO days SELECT day, count(*), sum(took_ms) FROM events "
                "WHERE rating IS NOT NULL AND NOT is_void GROUP BY day"
            )
            return
        self.db.run_all(
            "INSERT INTO days VALUES (?, 1, ?) ON CONFLICT (day) DO UPDATE "
            "SET reviews = reviews + 1, took_ms = took_ms + excluded.took_ms",
            [(row[_DAY], row[_TOOK_MS]) for row in rows if row[_DAY]],
        )


def _misses(db: Database, face: int | None = None) -> dict[int, list[Review]]:
    """The misses in checks, of one face or of all, oldest first."""
    found: dict[int, list[Review]] = {}
    for each, id, at, day in db.rows("SELECT * FROM misses WHERE face = coalesce(?, face) ORDER BY at, id", (face,)):
        instant = EPOCH + timedelta(microseconds=at)
        miss = Review(id, instant, date.fromordinal(day), Rating.AGAIN, instant, is_miss=True)
        found.setdefault(each, []).append(miss)
    return found


def _state(face: int, past: Past, model: Model) -> tuple[tuple[Any, ...], Sequence[Try | None]]:
    """The row of a face's state, and how its first tries were foretold."""
    marks = marks_of(past.marks)
    packed_marks = None if marks == Marks() else msgspec.json.encode(marks)
    if not past.reviews:
        return (face, None, None, None, int(marks.is_suspended), packed_marks, None, 0), ()
    trace, tries = traced(course_of(past.reviews, past.misses), model)
    state, packed = trace.state, msgspec.msgpack.encode(trace)
    assert state.first_day is not None
    due_day = state.due_on.toordinal() if state.due_on else 0
    days = due_day, trace.last_day.toordinal(), state.first_day.toordinal()
    return (face, *days, int(marks.is_suspended), packed_marks, packed, zlib.crc32(packed)), tries


def _tallies(past: Past, tries: Iterable[Try | None]) -> Iterator[tuple[int, int, int, float]]:
    """The reviews of a face counted: by rating (parts -1 to -4) with how long they took, then its first tries."""
    took: dict[int, list[int]] = {}
    for review in past.reviews:
        took.setdefault(int(review.rating), []).append(review.took_ms)
    yield from ((-rating, len(each), 0, sum(each)) for rating, each in took.items())
    parts: dict[int, list[TrySum]] = {}
    for each in filter(None, tries):
        one = TrySum.of(each)
        parts.setdefault(one.decile + MATURE * one.is_mature, []).append(one)
    for part, sums in parts.items():
        yield part, len(sums), sum(one.successes for one in sums), sum(one.predicted for one in sums)


def past_of(rows: Iterable[Sequence[Any]]) -> Past:
    """The events of one face out of its rows, which are in the order of replay."""
    past = Past()
    for row in rows:
        if row[_KIND] == "review":
            due = due_of(row[_DUE])
            assert due is not None
            at, day = EPOCH + timedelta(microseconds=row[_LIFTED]), date.fromordinal(row[_DAY])
            past.reviews.append(Review(_id(row), at, day, row[_RATING], due, row[_TOOK_MS]))
        else:
            past.marks.append(event_of(row))
    return past


def past(db: Database, key: str) -> Past:
    """The events of the face of that key that count."""
    found = db.rows("SELECT id FROM faces WHERE key = ?", (key,))
    if not found:
        return Past()
    ((face,),) = found
    made = past_of(db.rows(f"{_ALL} WHERE face = ? AND {_IN_ORDER}", (face,)))
    made.misses = _misses(db, face).get(face, [])
    return made


def exam_events(db: Database) -> list[Event]:
    """The events of exams, forecasts and plans that count, in the order of replay.

    Where a clock was set back, what lifts one of them stands among them, so that whoever orders them anew comes to
    the same order.
    """
    kinds = ", ".join(f"'{kind}'" for kind in OF_EXAMS)
    of_exams = f"face IS NULL AND NOT is_void AND (kind LIKE 'exam-%' OR kind IN ({kinds}))"
    rows = db.rows(f"{_ALL} WHERE {of_exams}")
    lifted = {(row[_WRITER], row[_LIFTED]) for row in rows if row[_LIFTED] > row[_AT]}
    for writer, at in lifted:
        lifting = db.rows(f"{_ALL} WHERE writer = ? AND at = ? AND NOT (kind LIKE 'exam-%')", (writer, at))
        rows += [(*row[:_KIND], "lifting", *row[_KIND + 1 : _FIELDS], None, *row[_DAY:]) for row in lifting]
    return [event_of(row) for row in sorted(rows, key=_order)]


def events_of(db: Database, kind: str, *, has_void: bool = False) -> list[Event]:
    """The events of a kind without a face of its own that count, or all, in the order of replay."""
    in_order = _IN_ORDER.replace("NOT is_void", "TRUE") if has_void else _IN_ORDER
    return [event_of(row) for row in db.rows(f"{_ALL} WHERE face IS NULL AND kind = ? AND {in_order}", (kind,))]


def model_of(db: Database) -> Model:
    """The model with the parameters fitted last."""
    return fitted_model(events_of(db, "parameters"))


def trace_in(packed: bytes, crc: int) -> Trace:
    """The trace that a row of states holds."""
    return _TRACES.decode(checked(packed, crc))


def marks_in(packed: bytes) -> Marks:
    """The marks that a row of states holds."""
    return msgspec.json.decode(packed, type=Marks)


_TRACES = msgspec.msgpack.Decoder(Trace)


def event_of(row: Sequence[Any]) -> Event:
    """The event of a row; of a review only when it was."""
    at = datetime.fromisoformat(row[_SAID_AT]) if row[_SAID_AT] else EPOCH + timedelta(microseconds=row[_AT])
    kept = str(row[_FIELDS] or "").encode("utf-8", "replace")
    return Event(_id(row), at, row[_KIND], json.loads(checked(kept[8:], int(kept[:8], 16))) if kept else {})


def _id(row: Sequence[Any]) -> str:
    return f"{row[_NAME]}-{row[_NUMBER]}"


def _order(row: Sequence[Any]) -> tuple[int, str, int]:
    return row[_LIFTED], row[_NAME], row[_NUMBER]


def _microseconds(at: datetime) -> int:
    return (at - EPOCH) // _MICROSECOND
