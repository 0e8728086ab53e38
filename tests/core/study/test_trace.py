"""What reviews leave behind."""

import pytest

from cxdrill.core.study.fsrs import DEFAULT_MODEL, Memory
from cxdrill.core.study.schedule import CardState
from cxdrill.core.study.trace import Trace, chance_of_at_most, trace_of, traced
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
    assert trace_of((), DEFAULT_MODEL) is None


def luck(pattern: str, predicted: float = 0.9) -> float:
    """Of `"xx."`, two failures and one success."""
    return chance_of_at_most(pattern.count("."), [predicted] * len(pattern))


def is_leech(lapses: int, chance: float, threshold: int) -> bool:
    return Trace(CardState(lapses=lapses), Memory(1.0, 5.0), 9, chance).is_leech(threshold)


def test_the_poisson_binomial_of_equal_chances_is_the_binomial() -> None:
    assert chance_of_at_most(1, [0.5, 0.5, 0.5]) == pytest.approx(0.5)
    assert chance_of_at_most(0, [0.9, 0.8]) == pytest.approx(0.02)
    assert chance_of_at_most(2, [0.9, 0.8]) == pytest.approx(1.0)
    assert chance_of_at_most(0, []) == 1.0


@pytest.mark.parametrize(
    ("lapses", "pattern", "expected"),
    [
        (8, "", True),  # the threshold
        (7, "." * 60 + "x" * 7, False),  # plausible at 90 % over so many tries
        (3, "xxx", True),  # three in a row
        (3, "x.xx", True),
        (2, "xx", False),  # one in a hundred happens
        (1, "x", False),
        (2, "x........x", False),
    ],
)
def test_a_leech_is_told_by_lapses_or_by_implausible_failure(lapses: int, pattern: str, expected: bool) -> None:
    assert is_leech(lapses, luck(pattern), 8) is expected
    assert is_leech(2, luck("xx", 0.95), 8)  # at high retention two failures are enough
