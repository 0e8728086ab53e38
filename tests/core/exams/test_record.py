import json

import pytest
from msgspec.structs import replace

from cxdrill.core.exams.exam import Feedback, Scoring
from cxdrill.core.exams.record import attempt_row, record, record_text
from cxdrill.errors import DataError
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


def test_a_record_gives_no_key_away() -> None:
    text = record_text(record(sat(asked(feedback=Feedback.TOPICS))))
    assert not any(word in text for word in ("Ask first", "empathy", "Tone", "is_key", "What about"))


def test_a_record_is_one_line_of_json() -> None:
    text = record_text(record(sat(asked()), "Zoë"))
    assert (text.count("\n"), text[-1]) == (1, "\n")
    assert json.loads(text)["name"] == "Zoë"


def test_parts_of_points_are_numbers() -> None:
    plain = record(sat(asked(scoring=Scoring.PLUS_MINUS)))
    assert isinstance(plain["score"], int | float)


def test_an_attempt_whose_form_cannot_be_read_has_no_record() -> None:
    with pytest.raises(DataError, match="the form of attempt 1 cannot be read"):
        record(replace(sat(asked()), form=None))


def test_a_list_has_a_row_for_each_attempt() -> None:
    assert attempt_row(sat(asked())) == {
        "attempt": 1,
        "exam": "certification",
        "at": "2026-03-02T09:00:00.000+00:00",
        "score": 3,
        "items": 5,
        "passed": True,
        "state": "finished",
    }
    open_row = attempt_row(sat(asked(), is_done=False))
    assert (open_row["score"], open_row["items"], open_row["passed"], open_row["state"]) == (None, 5, None, "open")
    assert attempt_row(sat(asked(feedback=Feedback.NONE)))["score"] is None


def test_a_row_takes_what_was_recorded_where_the_form_cannot_be_read() -> None:
    row = attempt_row(replace(sat(asked()), form=None, recorded={"score": 2, "items": 5, "passed": False}))
    assert (row["score"], row["items"], row["passed"]) == (2, 5, False)
