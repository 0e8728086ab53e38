"""How long `report` takes over a long table in Parquet, how much memory, and whether plain Python finds the same.

Run: PYTHONPATH=src:tests/support python tests/bench/bench_long.py [ATTEMPTS] [COMPARED]

Goal: 250 000 attempts of 40 questions, ten million answers, within 5 s and 600 MiB on two cores. A class of COMPARED
attempts (25 000, a million answers) is also counted out of sheets in memory: every figure to 1e-9.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
from process_times import report_costs

from cxdrill.core.analysis.analysis import analysis
from cxdrill.core.analysis.sheet import Asked, AskedOption, ExamSheets, Reply, Sheet
from cxdrill.files.csv.long_engines import opened
from cxdrill.files.csv.long_table import tally
from long_class import differences, figures, without_sheets

POOL, ITEMS = 120, 40
MADE = f"""
COPY (
    WITH people AS (SELECT i, hash(i, 'able') % 1000 / 1000.0 AS able FROM range($attempts) AS numbers (i)),
    drawn AS (
        SELECT i, able, p, hash(i, p) AS dice FROM people, range({POOL}) AS pool (p) WHERE (7 * p + i) % 3 = 0),
    answered AS (
        SELECT *, CASE WHEN dice % 1000 / 1000.0 < 0.3 + 0.6 * able - 0.2 * (hash(p) % 10) / 10.0
            THEN 0 ELSE 1 + dice // 1000 % 3 END::BIGINT AS chosen FROM drawn)
    SELECT substr(sha256(i::VARCHAR), 1, 12) AS learner, 'certification' AS exam, '80%' AS pass_mark,
        1::INTEGER AS attempt, '2026-03-02T12:00:00.000+00:00' AS "at", able > 0.5 AS passed, NULL::DOUBLE AS expected,
        (p // 3 + 1)::INTEGER AS place, 'deck-' || p % 5 || '/question-' || p AS item, 'topic-' || p % 5 AS topic,
        'choice' AS type, 'A caller who waited long asks what happens next with request ' || p || '.' AS prompt,
        concat_ws('; ', 'Say what comes ' || p, 'Wait ' || p, 'Ask on ' || p, 'Put through ' || p) AS options,
        'Say what comes ' || p AS key, 1::INTEGER AS wordings, 0.25::DOUBLE AS guess,
        ['Say what comes ', 'Wait ', 'Ask on ', 'Put through '][chosen + 1] || p AS response, false AS open,
        chosen = 0 AS right, (chosen = 0)::INTEGER::DOUBLE AS points, 1.0::DOUBLE AS most, NULL::BOOLEAN AS fresh,
        (3000 + dice % 57000)::BIGINT AS ms
    FROM answered
) TO '{{path}}' (FORMAT parquet)"""


def make(path: Path, attempts: int) -> None:
    """The long table of so many attempts, each of 40 of 120 questions."""
    duckdb.connect().execute(MADE.replace("{path}", str(path)), {"attempts": attempts})


def in_memory(path: Path) -> ExamSheets:
    """The same class as sheets."""
    table = duckdb.read_parquet(str(path))
    questions = table.project("item, topic, type, prompt, options, key, guess").distinct().order("item").fetchall()
    asked = {row[0]: _asked(*row) for row in questions}
    replies = {
        (key, option.text): Reply(float(option.is_key), (place,))
        for key, each in asked.items()
        for place, option in enumerate(each.options)
    }
    rows = iter(table.order("learner, place").project("learner, passed, item, response, ms").fetchall())
    return ExamSheets(exam="certification", sheets=tuple(_sheets(rows, replies)), asked=tuple(asked.values()))


def _asked(key: str, topic: str, kind: str, prompt: str, options: str, right: str, guess: float) -> Asked:
    texts = tuple(AskedOption(text, text == right) for text in options.split("; "))
    return Asked(key=key, topic=topic, type=kind, prompt=prompt, options=texts, guess=guess)


def _sheets(rows: Iterator[tuple], replies: dict[tuple[str, str], Reply]) -> Iterator[Sheet]:
    while form := [row for _, row in zip(range(ITEMS), rows, strict=False)]:
        learner, passed, *_ = form[0]
        yield Sheet(
            learner=learner,
            exam="certification",
            keys=tuple(row[2] for row in form),
            replies=tuple(replies[row[2], row[3]] for row in form),
            ms=tuple(row[4] for row in form),
            is_passed=passed,
        )


def main(attempts: int, compared: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "long.parquet")
        make(path, attempts)
        print(f"{attempts * ITEMS:,} answers, {path.stat().st_size / 2**20:.0f} MiB: {report_costs(path)}", flush=True)
        make(path, compared)
        about, began = in_memory(path), time.process_time()
        plain = figures(analysis(about))
        took = time.process_time() - began
        with opened([str(path)]) as table:
            found = figures(analysis(without_sheets(about), tally(table, "certification", all_attempts=False)))
        wrong = list(differences(found, plain))
        print(f"{compared * ITEMS:,} answers in plain Python: {took:.1f} s of processor, {len(wrong)} figures differ")
    return len(wrong)


if __name__ == "__main__":
    words = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*words, *(250_000, 25_000)[len(words) :]))
