"""Long tables counted by a database: Parquet and CSV files by DuckDB, a table of an organisation by ClickHouse.

Both run the same text. It reads `long_table`, all rows, and `answers`, those of one exam that count; what a file, a
table and an exam are called is told beside it, never in it.
"""

from __future__ import annotations

from cxdrill.core.analysis.long_rows import Counts, attempts_of, tally_of
from cxdrill.core.analysis.responses import Tally
from cxdrill.core.analysis.sheet import ExamSheets
from cxdrill.errors import DataError
from cxdrill.files.csv.csv_cells import cell_list, unguarded
from cxdrill.files.csv.long_engines import LongTable

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
