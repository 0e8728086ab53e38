"""Exams, and the files beside them, as rows. Loaded only where an exam is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from cxdrill.core.exams.exam import Exam, exam_from_plain, exam_plain
from cxdrill.core.exams.library import Facilities, Standard
from cxdrill.core.plain import value_from
from cxdrill.files.index.database import Database, checked


def packed(value: Exam | Facilities | Standard) -> bytes:
    """The value as the text of a row."""
    return msgspec.json.encode(exam_plain(value))


def exams(db: Database) -> tuple[Exam, ...]:
    """The exams in use, in the order of their ids."""
    return tuple(map(exam_from_plain, _plain(db, "exam")))


def beside(db: Database) -> tuple[tuple[Facilities, ...], tuple[Standard, ...]]:
    """The facilities and the standards in use."""
    facilities = tuple(value_from(each, Facilities) for each in _plain(db, Facilities.kind))
    return facilities, tuple(value_from(each, Standard) for each in _plain(db, Standard.kind))


def _plain(db: Database, kind: str) -> Iterator[dict[str, Any]]:
    query = "SELECT path, head, crc FROM files WHERE kind = ? AND rank IS NOT NULL ORDER BY rank"
    for path, head, crc in db.rows(query, (kind,)):
        yield msgspec.json.decode(checked(head, crc)) | {"path": path}
