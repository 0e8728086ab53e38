"""The long table of a class: written as CSV, or as Parquet where pyarrow is installed, and counted by a database.

DuckDB and ClickHouse run the same text. It reads `long_table`, all rows, and `answers`, those of one exam that count;
what a file, a table and an exam are called is told beside it, never in it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from cxdrill.core.analysis.long_rows import COLUMNS, Counts, attempts_of, tally_of
from cxdrill.core.analysis.responses import Tally
from cxdrill.core.analysis.sheet import ExamSheets
from cxdrill.errors import DataError, WrongUsage
from cxdrill.files.csv.csv_cells import cell_list, unguarded
from cxdrill.files.csv.deck_csv import table_csv

KINDS = {
    **dict.fromkeys(("attempt", "place", "wordings"), "int32"),
    **dict.fromkeys(("passed", "open", "right", "fresh"), "bool_"),
    **dict.fromkeys(("expected", "guess", "points", "most"), "float64"),
    "ms": "int64",
}
"""The types of columns that hold no text, by arrow's names."""
LONG_NAMES = (".csv", ".parquet")
MOST_LISTED = 200_000  # topics of attempts, for lists of people
_MOST_CELLS = 2_000_000  # different answers; more than that is no exam

EXAMS = """
SELECT exam, max(pass_mark), sum(CASE WHEN attempt = 1 THEN 1 ELSE 0 END), count(*)
FROM long_table WHERE place = 1 GROUP BY exam"""
_SHEETS = """
SELECT learner, attempt, round(sum(points), 12) AS total, sum(most) AS worth, count(*) AS items,
    sum(CASE WHEN place = 1 THEN 1 ELSE 0 END) AS firsts,
    max(CASE WHEN passed THEN 1 WHEN NOT passed THEN 0 END) AS verdict
FROM answers GROUP BY learner, attempt"""
_TIMES = "SELECT item, ms, floor(ms / 1000) AS bin FROM answers WHERE ms IS NOT NULL"
QUERIES = {
    "items": "SELECT DISTINCT item, topic, type, prompt, options, key, most, guess, wordings FROM answers",
    "forms": f"""
SELECT total, worth, items, firsts, verdict, count(*) FROM ({_SHEETS}) AS sheets
GROUP BY total, worth, items, firsts, verdict""",
    "topics": """
SELECT topic, total, worth, count(*) FROM (
    SELECT topic, round(sum(points), 12) AS total, sum(most) AS worth FROM answers GROUP BY learner, attempt, topic
) AS parts GROUP BY topic, total, worth""",
    "cells": f"""
SELECT item, response, open, points, total, worth, count(*)
FROM answers JOIN ({_SHEETS}) AS sheets USING (learner, attempt)
GROUP BY item, response, open, points, total, worth LIMIT {_MOST_CELLS}""",
    # The middle of each item's times, looked for only in the seconds in which it lies.
    "times": f"""
SELECT item, avg(ms) FROM (
    SELECT item, ms, size, below + row_number() OVER (PARTITION BY item, bin ORDER BY ms) AS nth
    FROM ({_TIMES}) AS times JOIN (
        SELECT item, bin, size, upto - answered AS below FROM (
            SELECT item, bin, answered, sum(answered) OVER (PARTITION BY item ORDER BY bin) AS upto,
                sum(answered) OVER (PARTITION BY item) AS size
            FROM (SELECT item, bin, count(*) AS answered FROM ({_TIMES}) AS times GROUP BY item, bin) AS bins
        ) AS runs WHERE upto >= floor((size + 1) / 2) AND upto - answered < floor(size / 2) + 1
    ) AS middles USING (item, bin)
) AS ranked WHERE nth >= floor((size + 1) / 2) AND nth <= floor(size / 2) + 1 GROUP BY item""",
    "fresh": "SELECT item, fresh, avg(points), count(*) FROM answers WHERE fresh IS NOT NULL GROUP BY item, fresh",
}
PEOPLE = """
SELECT item, count(DISTINCT learner) FROM answers GROUP BY item
UNION ALL SELECT '', count(DISTINCT learner) FROM answers"""

ATTEMPTS = f"""
SELECT learner, attempt, max("at"), max(CASE WHEN passed THEN 1 WHEN NOT passed THEN 0 END), topic,
    round(sum(points), 12), sum(most)
FROM answers GROUP BY learner, attempt, topic LIMIT {MOST_LISTED}"""

Rows = Sequence[Sequence[Any]]


class LongTable(Protocol):
    """A long table in a database, and what it is called."""

    name: str

    def rows(self, query: str, exam: str = "", *, all_attempts: bool = False) -> Rows:
        """The rows of a query; raises DataError with a sentence where it cannot be run."""


def long_table(rows: Iterable[tuple[Any, ...]], path: Path) -> bytes:
    """The bytes of the table, as the file's name says; raises WrongUsage for other names."""
    match path.suffix.lower():
        case ".csv":
            return table_csv([COLUMNS, *rows])
        case ".parquet":
            return _parquet(rows)
    raise WrongUsage(f"{path} is named neither .csv nor .parquet; name the long table so")


def package(name: str) -> Any:
    """A package that the extra for many people brings; raises DataError where it is missing."""
    try:
        return import_module(name)
    except ImportError:
        wanted = name.partition(".")[0].replace("_", "-")
        raise DataError(f'that needs {wanted}, which an extra brings: pip install "cxdrill[scale]"') from None


def _parquet(rows: Iterable[tuple[Any, ...]]) -> bytes:
    pyarrow, parquet = package("pyarrow"), package("pyarrow.parquet")
    columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS)
    arrays = []
    for name, column in zip(COLUMNS, columns, strict=True):
        kind = KINDS.get(name, "string")
        values = list(column)
        if kind == "string":
            values = [None if each is None else each.encode("utf-8", "replace") for each in values]
        arrays.append(pyarrow.array(values, getattr(pyarrow, kind)()))
    made = io.BytesIO()
    parquet.write_table(pyarrow.table(arrays, names=list(COLUMNS)), made)
    return made.getvalue()


def exams(table: LongTable) -> dict[str, tuple[str, int, int]]:
    """The exams, most attempts first: each with its pass mark, its first attempts, and all."""
    found = sorted(table.rows(EXAMS), key=lambda row: (-row[3], row[0]))
    return {unguarded(exam): (mark or "", int(first), int(every)) for exam, mark, first, every in found}


def tally(table: LongTable, exam: str, *, all_attempts: bool) -> Tally:
    """The counts of an exam's attempts, the first of each learner or all; raises DataError for a table of another."""
    found = {name: table.rows(query, exam, all_attempts=all_attempts) for name, query in QUERIES.items()}
    if len(found["cells"]) == _MOST_CELLS:
        raise DataError(f"{table.name} holds more different answers than an exam can have")
    people = [(item, number) for item, number in table.rows(PEOPLE, exam, all_attempts=True)] if all_attempts else ()
    try:
        return tally_of(Counts(**found, people=people), cell_list)
    except (ValueError, TypeError) as error:
        raise DataError(f"{table.name} cannot be counted: {error}; write it anew with report --long") from None


def everyone(table: LongTable, exam: str, mark: str) -> ExamSheets:
    """Every attempt at an exam, for lists of people; none where there are too many people for a list."""
    rows = table.rows(ATTEMPTS, exam, all_attempts=True)
    try:
        return attempts_of(exam, mark, rows if len(rows) < MOST_LISTED else ())
    except (ValueError, TypeError) as error:
        raise DataError(f"{table.name} cannot be counted: {error}; write it anew with report --long") from None
