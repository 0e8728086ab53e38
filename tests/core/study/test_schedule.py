"""Where a card stands, from its recorded reviews alone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cxdrill.core.settings import Settings
from cxdrill.core.study.review import Review
from cxdrill.core.study.schedule import (
    NEW,
    CardState,
    Phase,
    days_until_due,
    is_due,
    reviews_after_pause,
    state_after,
    usual_answers,
    wait_seconds,
)

DAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
SETTINGS = Settings()


def reviewed(*reviews: tuple[int, str]) -> CardState:
    """The state after (rating, due) pairs: `s` is a learning step in ten minutes, `d` a date in three days."""
    due = {"s": NOON + timedelta(minutes=10), "d": DAY + timedelta(days=3)}
    return state_after(
        [Review(f"w-{place}", NOON, DAY, rating, due[kind]) for place, (rating, kind) in enumerate(reviews)]
    )


@pytest.mark.parametrize(
    ("reviews", "phase", "step", "lapses"),
    [
        ([], Phase.NEW, 0, 0),
        ([(1, "s")], Phase.LEARNING, 0, 0),
        ([(2, "s")], Phase.LEARNING, 0, 0),
        ([(3, "s")], Phase.LEARNING, 1, 0),
        ([(3, "s"), (2, "s")], Phase.LEARNING, 1, 0),
        ([(3, "s"), (1, "s")], Phase.LEARNING, 0, 0),
        ([(3, "s"), (3, "d")], Phase.REVIEW, 0, 0),
        ([(4, "d")], Phase.REVIEW, 0, 0),
        ([(4, "d"), (1, "s")], Phase.RELEARNING, 0, 1),
        ([(4, "d"), (1, "s"), (1, "s")], Phase.RELEARNING, 0, 1),
        ([(4, "d"), (1, "s"), (3, "s")], Phase.RELEARNING, 1, 1),
        ([(4, "d"), (1, "s"), (3, "d")], Phase.REVIEW, 0, 1),
        ([(4, "d"), (1, "d"), (1, "s")], Phase.RELEARNING, 0, 2),
    ],
)
def test_phase_step_and_lapses_follow_from_ratings_and_dues(
    reviews: list[tuple[int, str]], phase: Phase, step: int, lapses: int
) -> None:
    state = reviewed(*reviews)
    assert (state.phase, state.step, state.lapses) == (phase, step, lapses)


def test_the_due_is_the_one_last_recorded_and_a_new_card_has_none() -> None:
    assert reviewed((3, "s"), (3, "d")).due == DAY + timedelta(days=3)
    assert reviewed((3, "s")).due == NOON + timedelta(minutes=10)
    assert not is_due(NEW, NOON, SETTINGS)
    with pytest.raises(ValueError, match="due date"):
        days_until_due(NEW, DAY)


def test_a_card_is_due_on_its_study_day_and_ahead_when_asked() -> None:
    state = reviewed((4, "d"))
    zone = ZoneInfo("Europe/Berlin")
    assert not is_due(state, datetime(2026, 11, 24, 3, 59, tzinfo=zone), SETTINGS)
    assert is_due(state, datetime(2026, 11, 24, 4, tzinfo=zone), SETTINGS)
    assert is_due(state, NOON, SETTINGS, ahead_days=3)
    assert not is_due(state, NOON, SETTINGS, ahead_days=2)


def test_a_learning_step_is_due_within_learn_ahead() -> None:
    step = CardState(Phase.LEARNING, due_at=NOON + timedelta(minutes=20), reviews=1, last_day=DAY)
    assert is_due(step, NOON, SETTINGS)
    assert not is_due(step, NOON - timedelta(seconds=1), SETTINGS)


@pytest.mark.parametrize("days", [2, 30, 3000])
def test_a_card_reviewed_under_a_clock_days_ahead_is_due_today(days: int) -> None:
    later = DAY + timedelta(days=days)
    state = CardState(Phase.REVIEW, due_on=later + timedelta(days=9), reviews=1, last_day=later)
    assert days_until_due(state, DAY) == 0
    assert is_due(state, NOON, SETTINGS)


def test_a_move_west_keeps_dues() -> None:
    state = CardState(Phase.REVIEW, due_on=DAY + timedelta(days=9), reviews=1, last_day=DAY + timedelta(days=1))
    assert days_until_due(state, DAY) == 9


def test_a_learning_step_never_waits_longer_than_the_longest_step_and_learn_ahead() -> None:
    for minutes, wait in ((10, 600.0), (30, 1800.0), (31, 0.0), (5_000, 0.0), (-3, 0.0)):
        step = CardState(Phase.LEARNING, due_at=NOON + timedelta(minutes=minutes), reviews=1, last_day=DAY)
        assert wait_seconds(step, NOON, SETTINGS) == wait


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
