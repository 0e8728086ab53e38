"""What reviews leave behind, by replay and by the dues that were promised."""

import pytest

from cxdrill.core.ready.growth import Growth
from cxdrill.core.ready.trace import promised, replayed
from cxdrill.core.study.memory import DEFAULT_PARAMETERS
from ready_cases import NOW, history, review, reviewed

GROWTH = Growth(DEFAULT_PARAMETERS)


def test_replay_gives_the_memory_that_the_history_has():
    past = history([*reviewed(["t0/q1"], 30, 27, 18), (4, review("t0/q1", 4, rating=1))])
    trace, known = replayed(GROWTH)(past.reviews("t0/q1")), past.memory("t0/q1")

    assert (trace.stability, trace.difficulty) == pytest.approx((known.stability, known.difficulty))
    assert GROWTH.chance(trace.stability, trace.elapsed_days(NOW)) == pytest.approx(past.retrievability("t0/q1", NOW))


def test_tries_are_those_of_the_history():
    past = history(reviewed(["t0/q1"], 30, 29.99, 27, 18, 4))
    trace = replayed(GROWTH)(past.reviews("t0/q1"))
    tries = [each for _, _, each in past.tries("t0/q1")]

    assert [each.predicted for each in trace.tries] == pytest.approx([each.predicted for each in tries])
    assert [each.is_success for each in trace.tries] == [each.is_success for each in tries]
    assert trace.days == 4


def test_a_promised_interval_tells_the_stability_without_replay():
    past = history(reviewed(["t0/q1"], 30, 20, interval=12))

    assert promised(GROWTH, 0.9)(past.reviews("t0/q1")).stability == pytest.approx(12)
    assert promised(GROWTH, 0.8)(past.reviews("t0/q1")).stability < 12


@pytest.mark.parametrize("tracer", [replayed(GROWTH), promised(GROWTH, 0.9)])
def test_a_face_never_reviewed_leaves_nothing(tracer):
    assert tracer(()) is None
