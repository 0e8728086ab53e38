import json
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import pytest
from msgspec.structs import replace

from cxdrill.core.event import Event
from cxdrill.core.exams.attempt import State, attempts
from cxdrill.core.exams.exam import Feedback, Scoring, Share, policy_of
from cxdrill.core.exams.form import drawn_form, pools
from cxdrill.core.exams.record import attempt_row, record, record_text
from cxdrill.core.exams.sitting import started
from cxdrill.core.exams.verification import fingerprint, verify
from cxdrill.errors import DataError
from cxdrill.files.decks.library import read_library
from sittings import asked, sat


def test_a_full_record_has_the_result_and_every_response() -> None:
    attempt = sat(asked())
    plain = record(attempt, "Ada")
    assert list(plain)[:8] == ["exam", "attempt", "seed", "score", "items", "pass_mark", "passed", "topics"]
    assert (plain["exam"], plain["attempt"], plain["seed"]) == ("certification", 1, 11)
    assert (plain["score"], plain["items"], plain["pass_mark"], plain["passed"]) == (3, 5, "60%", True)
    assert sum(topic["score"] for topic in plain["topics"].values()) == 3
    assert {topic: counts["items"] for topic, counts in plain["topics"].items()} == {"calls": 3, "mail": 2}
    assert [given["right"] for given in plain["responses"]] == [True, True, True, False, False]
    assert plain["responses"][4]["response"] is None
    assert [given["card"] for given in plain["responses"]] == list(attempt.form.keys)
    assert [tuple(given["options"]) for given in plain["responses"]] == [it.card.order for it in attempt.form.items]
    assert (plain["open"], plain["seconds"], plain["name"], plain["avoided"]) == (1, 130, "Ada", ["calls/q1"])


@pytest.mark.parametrize(
    ("feedback", "score", "topics", "right"),
    [(Feedback.NONE, 0, 0, 0), (Feedback.SCORE, 1, 0, 0), (Feedback.TOPICS, 1, 1, 0), (Feedback.FULL, 1, 1, 1)],
)
def test_what_the_feedback_withholds_is_null(feedback: Feedback, score: int, topics: int, right: int) -> None:
    plain = record(sat(asked(feedback=feedback)))
    assert (plain["score"] is not None, plain["topics"] is not None) == (score, topics)
    assert {given["right"] is not None for given in plain["responses"]} == {bool(right)}
    assert plain["passed"] is True


def test_nothing_is_told_before_the_sheet_is_handed_in() -> None:
    plain = record(sat(asked(), is_done=False))
    assert (plain["state"], plain["score"], plain["passed"], plain["topics"]) == ("open", None, None, None)
    assert {given["right"] for given in plain["responses"]} == {None}


def test_a_record_is_one_line_of_json_and_gives_no_key_away() -> None:
    text = record_text(record(sat(asked(feedback=Feedback.TOPICS)), "Zoë"))
    assert (text.count("\n"), text[-1]) == (1, "\n")
    assert json.loads(text)["name"] == "Zoë"
    assert not any(word in text for word in ("Ask first", "empathy", "Tone", "is_key", "What about"))


def test_parts_of_points_are_numbers() -> None:
    plain = record(sat(asked(scoring=Scoring.PLUS_MINUS)))
    assert isinstance(plain["score"], int | float)


def test_an_attempt_whose_form_cannot_be_read_has_no_record() -> None:
    with pytest.raises(DataError, match="the form of attempt 1 cannot be read"):
        record(replace(sat(asked()), form=None))


def test_a_list_has_a_row_for_each_attempt() -> None:
    result = {"score": 3, "items": 5, "passed": True, "state": "finished"}
    begun = {"attempt": 1, "exam": "certification", "at": "2026-03-02T09:00:00.000+00:00"}
    assert attempt_row(sat(asked())) == begun | result
    open_row = attempt_row(sat(asked(), is_done=False))
    assert (open_row["score"], open_row["items"], open_row["passed"], open_row["state"]) == (None, 5, None, "open")
    assert attempt_row(sat(asked(feedback=Feedback.NONE)))["score"] is None


def test_a_row_takes_what_was_recorded_where_the_form_cannot_be_read() -> None:
    row = attempt_row(replace(sat(asked()), form=None, recorded={"score": 2, "items": 5, "passed": False}))
    assert (row["score"], row["items"], row["passed"]) == (2, 5, False)


FOLDER = Path(__file__).parents[2] / "data" / "recorded"
ROWS = json.loads((FOLDER / "progress.json").read_text("utf-8"))["events"]
LIBRARY = read_library([FOLDER / "decks"], replaces=False)[0]


def made():
    first = ((row.pop("id"), datetime.fromisoformat(row.pop("at")), row.pop("kind"), row) for row in rows())
    return attempts([Event(*each) for each in first])


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
