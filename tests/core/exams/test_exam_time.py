import pytest

from builders import Journal, choice, deck, exam, library, share
from cxdrill.core.exams import exam_draft
from cxdrill.core.exams.attempt import Attempt, attempts
from cxdrill.core.exams.exam import Away, policy_of
from cxdrill.core.exams.form import drawn_form, pools
from cxdrill.core.exams.sitting import Watch, remaining_seconds, used_at

DECKS = library(deck("calls", choice("one"), choice("two")))


def attempt(away: Away, used: float = 100, **fields) -> tuple[Attempt, Journal]:
    """An attempt whose last event stands 100 seconds after its start."""
    asked = exam(away=away, **{"time_limit_seconds": 600, **fields})
    form, journal = drawn_form(pools(asked, DECKS), 1), Journal()
    journal.save(exam_draft.started(form, 1, (), policy_of(asked)))
    journal.wait(100)
    journal.save(exam_draft.answered(attempts(journal.events)[0], form.keys[0], "b", used))
    return attempts(journal.events)[0], journal


def test_time_away_counts_from_the_last_event() -> None:
    left, journal = attempt(Away.COUNTS)
    assert used_at(left, journal.wait(50)) == 150


def test_time_away_stops_where_the_exam_says_so() -> None:
    left, journal = attempt(Away.STOPS)
    assert used_at(left, journal.wait(50)) == 100


@pytest.mark.parametrize("away", Away)
def test_a_clock_behind_the_last_event_adds_nothing(away: Away) -> None:
    left, journal = attempt(away)
    assert used_at(left, journal.wait(-3600)) == 100


def test_the_clock_moving_during_a_run_is_not_held_against_the_person() -> None:
    """The wall clock went 100 seconds on while 40 were used; from there on it counts."""
    left, journal = attempt(Away.COUNTS, used=40)
    assert used_at(left, journal.wait(50)) == 90


def test_an_attempt_that_is_over_uses_no_more_time() -> None:
    left, journal = attempt(Away.COUNTS)
    journal.save(exam_draft.abandoned(left, 100))
    assert used_at(attempts(journal.events)[0], journal.wait(50)) == 100


def test_a_watch_goes_on_from_the_time_used_and_never_backwards() -> None:
    watch = Watch(used_before=150, begun_at=1000.0)
    assert [watch.used(reading) for reading in (1000.0, 1030.5, 990.0)] == [150, 180.5, 150]


def test_what_remains_ends_at_nothing() -> None:
    left, _ = attempt(Away.COUNTS)
    assert [remaining_seconds(left, used) for used in (0, 599.5, 600, 9999)] == [600, 0.5, 0, 0]
    unlimited, _ = attempt(Away.COUNTS, time_limit_seconds=None)
    assert remaining_seconds(unlimited, 9999) is None


def test_extra_time_makes_the_limit_longer_and_is_recorded() -> None:
    asked = exam(time_limit_seconds=601)
    policy = policy_of(asked, extra_time=share("25%"))
    assert (policy.time_limit_seconds, policy.extra_time) == (752, "25%")
    form, journal = drawn_form(pools(asked, DECKS), 1), Journal()
    journal.save(exam_draft.started(form, 1, (), policy))
    assert attempts(journal.events)[0].policy == policy
