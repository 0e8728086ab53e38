"""What reviews leave behind."""

import pytest

from cxdrill.core.study.fsrs import DEFAULT_MODEL
from cxdrill.core.study.trace import trace_of, traced
from ready_cases import history, review, reviewed


def test_tries_are_the_first_reviews_of_later_days():
    reviews = history([*reviewed(["t0/q1"], 30, 29.99, 27, 18), (4, review("t0/q1", 4, rating=1))]).reviews("t0/q1")
    trace, tries = traced(reviews, DEFAULT_MODEL)

    assert [each is not None for each in tries] == [False, False, True, True, True]
    assert trace.tries == tuple(tries[2:])
    assert [each.is_success for each in trace.tries] == [True, True, False]
    memory = DEFAULT_MODEL.after(DEFAULT_MODEL.after(None, 3, 0), 3, 0)
    assert trace.tries[0].predicted == pytest.approx(DEFAULT_MODEL.retrievability(memory.stability, 2.99))
    assert trace.days == 4


def test_a_face_never_reviewed_leaves_nothing():
    assert trace_of((), DEFAULT_MODEL) is None
