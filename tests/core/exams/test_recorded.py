"""Progress and records as version 0.x wrote them read, score and verify as they did then, and are written so again."""

import json
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import pytest
from msgspec.structs import replace

from cxdrill.core.event import Event
from cxdrill.core.exams.attempt import State, attempts
from cxdrill.core.exams.exam import Share, policy_of
from cxdrill.core.exams.form import drawn_form, pools
from cxdrill.core.exams.record import attempt_row, record, record_text
from cxdrill.core.exams.sitting import started
from cxdrill.core.exams.verification import fingerprint, verify
from cxdrill.files.decks.library import read_library

FOLDER = Path(__file__).parents[2] / "data" / "recorded"
ROWS = json.loads((FOLDER / "progress.json").read_text("utf-8"))["events"]
LIBRARY = read_library([FOLDER / "decks"], replaces=False)[0]


def made():
    return attempts(
        [Event(row.pop("id"), datetime.fromisoformat(row.pop("at")), row.pop("kind"), row) for row in rows()]
    )


def rows():
    return [{name: value for name, value in row.items() if name != "crc"} for row in ROWS]


@pytest.mark.parametrize("attempt", made(), ids=lambda attempt: f"attempt-{attempt.number}")
def test_the_record_of_an_attempt_is_the_one_written_then(attempt):
    written = (FOLDER / f"record-{attempt.number}.json").read_bytes()

    assert record_text(record(replace(attempt, seen=0))).encode() == written  # remarks came later
    assert all(finding.agrees for finding in verify(written, LIBRARY))


def test_the_list_of_attempts_is_the_one_given_then():
    assert [attempt_row(each) for each in made()] == json.loads((FOLDER / "results.json").read_text())["attempts"]
    assert [each.state for each in made()] == [State.FINISHED, State.ABANDONED, State.FINISHED, State.OPEN]


def test_an_attempt_begun_anew_is_recorded_word_for_word_as_then():
    extra = {1: Share(Fraction(1, 4), "25%")}
    for attempt, row in zip(made(), [row for row in rows() if row["kind"] == "exam-started"], strict=True):
        exam = LIBRARY.exam(attempt.exam)
        form = drawn_form(pools(exam, LIBRARY), attempt.seed, attempt.avoided)
        policy = policy_of(exam, fingerprint(exam, LIBRARY), extra.get(attempt.number))
        draft = started(form, attempt.seed, attempt.avoided, policy)

        assert json.loads(json.dumps(draft.fields)) | {name: row[name] for name in ("id", "at", "kind")} == row
