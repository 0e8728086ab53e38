"""A class answer by answer: one row each, for spreadsheets and statistics programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from cxdrill.core.analysis.sheet import ExamSheets, Sheet

COLUMNS = (
    *("learner", "exam", "attempt", "at", "passed", "expected", "item", "topic", "type", "response", "key"),
    *("right", "points", "ms"),
)
TextsCell = Callable[[Iterable[str]], str]


def pseudonym(sheet: Sheet) -> str:
    """A word for a learner that tells nobody who it is; that of a name in a record cannot be found by trying names."""
    is_named = sheet.learner.startswith("name:")
    salt = f"{sheet.seed} {sheet.started_at}" if is_named else ""
    return sha256(f"{sheet.learner} {salt}".encode("utf-8", "surrogatepass")).hexdigest()[:12]


def long_rows(about: ExamSheets, cell: TextsCell, names: Mapping[str, str] | None = None) -> Iterator[tuple[Any, ...]]:
    """A row for each item of each attempt; `cell` puts several options into one, `names` stand for pseudonyms."""
    asked = {each.key: each for each in about.asked}
    keys = {each.key: cell([option.text for option in each.options if option.is_key]) for each in about.asked}
    called: dict[str, str] = {}
    for sheet in about.sheets:
        learner = sheet.learner
        name = called.setdefault(learner, names.get(learner, learner) if names is not None else pseudonym(sheet))
        at = sheet.started_at.isoformat(timespec="milliseconds") if sheet.started_at else None
        first = (name, sheet.exam, sheet.place + 1, at, sheet.is_passed, sheet.expected)
        for place, (key, reply) in enumerate(zip(sheet.keys, sheet.replies, strict=True)):
            item = asked[key]
            given = None if reply.is_open else cell([item.options[each].text for each in reply.chosen])
            ms = sheet.ms[place] if sheet.ms else None
            told = (key, item.topic, item.type, given, keys[key], reply.points >= item.maximum, reply.points, ms)
            yield (*first, *told)
