"""What waited during a pause comes back in days' portions."""

from datetime import date, timedelta

import pytest

from cxdrill.core.study.schedule import reviews_after_pause, usual_answers

TODAY = date(2026, 11, 23)


def studied(answers: int, days: int, ago: int = 20) -> dict[date, int]:
    return {TODAY - timedelta(days=ago + number): answers for number in range(days)}


def test_a_days_work_is_what_the_latest_study_days_had_and_never_less_than_sixty():
    assert usual_answers(studied(90, 30), TODAY) == 90
    assert usual_answers(studied(12, 30), TODAY) == usual_answers({}, TODAY) == 60
    assert usual_answers(studied(300, 14, ago=40) | studied(90, 14, ago=10), TODAY) == 90


@pytest.mark.parametrize(("due", "asked"), [(225, None), (226, 90), (431, 90)])
def test_more_than_two_and_a_half_days_work_is_spread(due, asked):
    assert reviews_after_pause(due, studied(90, 14), TODAY) == asked


def test_what_was_done_today_counts():
    for done in (0, 30, 89, 90, 95):
        left = reviews_after_pause(431 - done, studied(90, 14) | {TODAY: done}, TODAY)
        assert left == max(0, 90 - done)
