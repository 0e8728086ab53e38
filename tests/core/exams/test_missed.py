"""What the last check got wrong, for the study session after it."""

import pytest

from cxdrill.core.exams.exam import Feedback
from cxdrill.core.exams.score import last_finished, missed
from cxdrill.errors import Refused
from sittings import asked, sat


def test_wrong_and_open_questions_are_missed_in_the_order_of_the_form() -> None:
    attempt = sat(asked())
    assert attempt.form is not None

    assert missed([attempt]) == missed([attempt], is_asked=True) == (attempt.form.keys[3:], attempt.seen_at)


def test_an_attempt_left_open_takes_nothing_from_the_one_before() -> None:
    finished, left_open = sat(asked()), sat(asked(), is_done=False)

    assert last_finished([finished, left_open]) is finished
    assert missed([finished, left_open]) == missed([finished])


def test_without_a_finished_attempt_there_is_nothing() -> None:
    assert missed([]) == missed([sat(asked(), is_done=False)]) == ((), None)
    with pytest.raises(Refused, match="no check is finished yet"):
        missed([], is_asked=True)


def test_an_exam_that_tells_nothing_gives_nothing_away() -> None:
    attempt = sat(asked(feedback=Feedback.NONE))

    assert missed([attempt]) == ((), None)
    with pytest.raises(Refused, match="feedback: none"):
        missed([attempt], is_asked=True)
