"""Numbers in options, however they are written."""

import pytest

from builders import choice
from cxdrill.core.cards.sheet import Option
from cxdrill.core.lint.options import overlapping_ranges
from cxdrill.core.lint.words import quantity


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        *(("5", 5, 5), ("five minutes", 300, 300), ("1 hour", 3600, 3600), ("2-4 rings", 2, 4)),
        *(("from two to four rings", 2, 4), ("2.5 %", 2.5, 2.5), ("the third ring", 3, 3)),
        *(("under 5 minutes", float("-inf"), 300), ("more than ten", 10, float("inf"))),
    ],
)
def test_a_number_or_range_is_read(text, low, high):
    found = quantity(text)

    assert found is not None
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize("text", ["ask them", "2 of 3 in 4 cases", "two calm replies 3 times", ""])
def test_other_texts_are_no_number(text):
    assert quantity(text) is None


def test_seconds_and_minutes_are_measured_in_one_unit():
    assert quantity("90 seconds").rest == quantity("2 minutes").rest
    assert quantity("90 seconds").low < quantity("2 minutes").low


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ("under 5", "5 to 9", False),
        ("5 to 9", "over 9", False),
        ("under 6", "5 to 9", True),
        ("1 to 5", "5 to 9", True),
        ("5 to 9", "more than 8", True),
    ],
)
def test_ranges_overlap_where_a_number_is_in_both(one, other, overlap):
    card = choice(options=(Option(one, is_key=True), Option(other)))

    assert bool(list(overlapping_ranges(card))) is overlap
