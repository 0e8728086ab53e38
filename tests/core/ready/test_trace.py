"""What reviews leave behind."""

import pytest

from cxdrill.core.ready.trace import trace_of
from cxdrill.core.study.fsrs import DEFAULT_MODEL
from ready_cases import NOW, history, review, reviewed


def test_replay_gives_the_memory_that_the_history_has():
    past = history([*reviewed(["t0/q1"], 30, 27, 18), (4, review("t0/q1", 4, rating=1))])
    trace, known = trace_of(past.reviews("t0/q1"), DEFAULT_MODEL), past.memory("t0/q1")

    assert (trace.stability, trace.difficulty) == pytest.approx((known.stability, known.difficulty))
    assert DEFAULT_MODEL.retrievability(trace.stability, trace.elapsed_days(NOW)) == pytest.approx(
        past.retrievability("t0/q1", NOW)
    )


def test_tries_are_those_of_the_history():
    past = history(reviewed(["t0/q1"], 30, 29.99, 27, 18, 4))
    trace = trace_of(past.reviews("t0/q1"), DEFAULT_MODEL)
    tries = [each for _, _, each in past.tries("t0/q1")]

    assert [each.predicted for each in trace.tries] == pytest.approx([each.predicted for each in tries])
    assert [each.is_success for each in trace.tries] == [each.is_success for each in tries]
    assert trace.days == 4


def test_a_face_never_reviewed_leaves_nothing():
    assert trace_of((), DEFAULT_MODEL) is None
