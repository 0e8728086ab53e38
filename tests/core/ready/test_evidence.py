"""When there is enough to say a number."""

import pytest

from cxdrill.core.ready.forecast import Evidence


@pytest.mark.parametrize(
    ("reviews", "seen", "attempts", "is_enough"),
    [(100, 60, 0, True), (99, 60, 0, False), (100, 59, 0, False), (0, 0, 1, True), (5000, 10, 0, False)],
)
def test_a_hundred_reviews_and_three_fifths_seen_or_a_finished_attempt(reviews, seen, attempts, is_enough):
    assert Evidence(reviews, seen, 100, attempts).is_enough is is_enough


def test_what_is_missing_is_counted():
    evidence = Evidence(66, 10, 41, 0)

    assert (evidence.missing_reviews, evidence.missing_questions) == (34, 15)
    assert Evidence(200, 40, 41, 0).missing_questions == 0
