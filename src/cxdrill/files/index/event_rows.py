"""Rows as values: events of the log, the past of a face, the model in use; exams and the files beside them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from operator import itemgetter
from typing import Any

import msgspec

from cxdrill.core.event import Event
from cxdrill.core.exams.exam import Exam, exam_from_plain, exam_plain
from cxdrill.core.exams.library import Facilities, Standard
from cxdrill.core.plain import value_from
from cxdrill.core.study.fsrs import Model
from cxdrill.core.study.review import OF_EXAMS, Marks, Past, Rating, Review, due_of, fitted_model
from cxdrill.core.study.trace import Trace
from cxdrill.files.index.database import Database, unsealed

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
COLUMNS = "writer, number, at, lifted, kind, face, is_void, said_at, fields, day, rating, due, took_ms"
ALL = f"SELECT events.{COLUMNS.replace(', ', ', events.')}, name FROM events JOIN writers ON writers.id = writer"
IN_ORDER = "NOT is_void ORDER BY lifted, name, events.number"
KEEP = f"INSERT OR REPLACE INTO events ({COLUMNS}) VALUES ({', '.join('?' * 13)})"
WRITER, NUMBER, AT, LIFTED, KIND, FACE, IS_VOID, SAID_AT, FIELDS = range(9)
DAY, RATING, DUE, TOOK_MS, NAME = range(9, 14)

Row = list[Any]


def past_of(rows: Iterable[Sequence[Any]]) -> Past:
    """The events of one face out of its rows, which are in the order of replay."""
    past = Past()
    for row in rows:
        if row[KIND] == "review":
            due = due_of(row[DUE])
            assert due is not None
            at, day = EPOCH + timedelta(microseconds=row[LIFTED]), date.fromordinal(row[DAY])
            past.reviews.append(Review(id_of(row), at, day, row[RATING], due, row[TOOK_MS]))
        else:
            past.marks.append(event_of(row))
    return past


def past(db: Database, key: str) -> Past:
    """The events of the face of that key that count."""
    for (face,) in db.rows("SELECT id FROM faces WHERE key = ?", (key,)):
        made = past_of(db.rows(f"{ALL} WHERE face = ? AND {IN_ORDER}", (face,)))
        made.misses = misses(db, face).get(face, [])
        return made
    return Past()


def exam_events(db: Database) -> list[Event]:
    """The events of exams, forecasts and plans that count, in the order of replay.

    Where a clock was set back, what lifts one of them stands among them, so that whoever orders them anew comes to
    the same order.
    """
    kinds = ", ".join(f"'{kind}'" for kind in OF_EXAMS)
    of_exams = f"face IS NULL AND NOT is_void AND (kind LIKE 'exam-%' OR kind IN ({kinds}))"
    rows = db.rows(f"{ALL} WHERE {of_exams}")
    lifted = {(row[WRITER], row[LIFTED]) for row in rows if row[LIFTED] > row[AT]}
    for writer, at in lifted:
        lifting = db.rows(f"{ALL} WHERE writer = ? AND at = ? AND NOT (kind LIKE 'exam-%')", (writer, at))
        rows += [(*row[:KIND], "lifting", *row[KIND + 1 : FIELDS], None, *row[DAY:]) for row in lifting]
    return [event_of(row) for row in sorted(rows, key=itemgetter(LIFTED, NAME, NUMBER))]


def events_of(db: Database, kind: str, *, has_void: bool = False) -> list[Event]:
    """The events of a kind without a face of its own that count, or all, in the order of replay."""
    in_order = IN_ORDER.replace("NOT is_void", "TRUE") if has_void else IN_ORDER
    return [event_of(row) for row in db.rows(f"{ALL} WHERE face IS NULL AND kind = ? AND {in_order}", (kind,))]


def model_of(db: Database) -> Model:
    return fitted_model(events_of(db, "parameters"))


def trace_in(packed: bytes) -> Trace:
    return _TRACES.decode(unsealed(packed))


def marks_in(packed: bytes) -> Marks:
    return msgspec.json.decode(packed, type=Marks)


_TRACES = msgspec.msgpack.Decoder(Trace)


def event_of(row: Sequence[Any]) -> Event:
    """The event of a row; of a review only when it was."""
    at = datetime.fromisoformat(row[SAID_AT]) if row[SAID_AT] else EPOCH + timedelta(microseconds=row[AT])
    return Event(id_of(row), at, row[KIND], json.loads(unsealed(row[FIELDS])) if row[FIELDS] else {})


def id_of(row: Sequence[Any]) -> str:
    return f"{row[NAME]}-{row[NUMBER]}"


def microseconds(at: datetime) -> int:
    return (at - EPOCH) // _MICROSECOND


def misses(db: Database, face: int | None = None) -> dict[int, list[Review]]:
    """The misses in checks, of one face or of all, oldest first."""
    found: dict[int, list[Review]] = {}
    for each, id, at, day in db.rows("SELECT * FROM misses WHERE face = coalesce(?, face) ORDER BY at, id", (face,)):
        instant = EPOCH + timedelta(microseconds=at)
        miss = Review(id, instant, date.fromordinal(day), Rating.AGAIN, instant, is_miss=True)
        found.setdefault(each, []).append(miss)
    return found


def packed(value: Exam | Facilities | Standard) -> bytes:
    return msgspec.json.encode(exam_plain(value))


def exams(db: Database) -> tuple[Exam, ...]:
    """The exams in use, in the order of their ids."""
    return tuple(map(exam_from_plain, _plain(db, "exam")))


def beside(db: Database) -> tuple[tuple[Facilities, ...], tuple[Standard, ...]]:
    """The facilities and the standards in use."""
    facilities = tuple(value_from(each, Facilities) for each in _plain(db, Facilities.kind))
    return facilities, tuple(value_from(each, Standard) for each in _plain(db, Standard.kind))


def _plain(db: Database, kind: str) -> Iterator[dict[str, Any]]:
    query = "SELECT path, head FROM files WHERE kind = ? AND rank IS NOT NULL ORDER BY rank"
    for path, head in db.rows(query, (kind,)):
        yield msgspec.json.decode(unsealed(head)) | {"path": path}
