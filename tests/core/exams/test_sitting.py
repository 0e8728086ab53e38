"""An attempt while it is taken: where the person is, the time left, what each action records, and who may start one."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from msgspec.structs import replace

from builders import Journal, choice, deck, exam, library, share
from cxdrill.core.event import Draft
from cxdrill.core.exams.attempt import Attempt, State, advanced, attempts
from cxdrill.core.exams.exam import Away, policy_of
from cxdrill.core.exams.form import drawn_form, pools
from cxdrill.core.exams.sitting import (
    Refusal,
    Sitting,
    abandoned,
    next_try,
    next_try_at,
    refusal,
    remaining_seconds,
    resumed,
    used_at,
)
from cxdrill.errors import DataError
from sittings import DECKS, asked, sat


def begun(**rules: object) -> tuple[Sitting, Journal]:
    """A sitting at its first item; the watch starts at a reading of 100 seconds."""
    exam = asked(**rules)
    form, journal = drawn_form(pools(exam, DECKS), 11), Journal()
    return Sitting(journal.begin(form, exam, 11), 0.0, 100.0), journal


def test_it_begins_at_the_first_open_item() -> None:
    sitting, _ = begun()
    assert (sitting.place, sitting.response, sitting.is_last) == (0, None, False)
    left = Sitting(sat(asked(), is_done=False), 0.0, 0.0)
    assert (left.place, left.key, left.is_last) == (4, left.form.keys[4], True)


def test_turning_stays_within_the_form() -> None:
    sitting, _ = begun()
    for place, reached in ((-3, 0), (2, 2), (99, 4)):
        sitting.go_to(place)
        assert sitting.place == reached


def test_an_answer_counts_once_it_is_recorded_and_can_be_changed_and_taken_back_and_marking_is_a_switch() -> None:
    sitting, journal = begun()
    for response in ("a", "b", None):
        draft = sitting.answering(response, 105.0)
        assert sitting.response != response or response is None
        sitting.record(journal.save(draft))
        assert sitting.response == response
    for expected in (True, False):
        sitting.record(journal.save(sitting.marking(105.0)))
        assert sitting.is_marked is expected


def test_time_left_is_the_limit_less_what_the_watch_shows() -> None:
    sitting, _ = begun(time_limit_seconds=60)
    assert (sitting.used(130.0), sitting.remaining(130.0)) == (30.0, 30.0)
    assert not sitting.is_time_up(159.0)
    assert sitting.is_time_up(160.0)
    assert begun()[0].remaining(10_000.0) is None


def test_handing_in_late_records_no_more_than_the_limit() -> None:
    sitting, journal = begun(time_limit_seconds=60)
    sitting.record(journal.save(sitting.handing_in(500.0)))
    assert (sitting.attempt.used_seconds, sitting.attempt.state, sitting.is_open) == (60, State.FINISHED, False)


def test_a_form_that_cannot_be_read_is_no_sitting() -> None:
    journal = Journal()
    journal.save(Draft("exam-started", {"exam": "check", "seed": 1, "form": "?"}))
    with pytest.raises(DataError, match="give the attempt up"):
        Sitting(journal.attempt, 0.0, 0.0)


TWO = library(deck("calls", choice("one"), choice("two")))


def attempt(away: Away, used: float = 100, **fields) -> tuple[Attempt, Journal]:
    """An attempt whose last event stands 100 seconds after its start."""
    asked = exam(away=away, **{"time_limit_seconds": 600, **fields})
    form, journal = drawn_form(pools(asked, TWO), 1), Journal()
    journal.begin(form, asked)
    journal.wait(100)
    journal.answer(form.keys[0], "b", used)
    return journal.attempt, journal


@pytest.mark.parametrize(
    ("away", "used", "seconds", "found"),
    [
        (Away.COUNTS, 100, 50, 150),
        (Away.STOPS, 100, 50, 100),
        (Away.COUNTS, 100, -3600, 100),  # a clock behind the last event
        (Away.STOPS, 100, -3600, 100),
        (Away.COUNTS, 40, 50, 90),  # the wall clock went 100 seconds on while 40 were used: not held against anybody
    ],
)
def test_time_away_counts_from_the_last_event_where_the_exam_says_so(away, used, seconds, found) -> None:
    left, journal = attempt(away, used)
    assert used_at(left, journal.wait(seconds)) == found


def test_the_time_goes_on_from_the_time_used_never_backwards_and_ends_with_the_attempt() -> None:
    left, journal = attempt(Away.COUNTS)
    sitting = Sitting(left, used_before=150, begun_at=1000.0)
    assert [sitting.used(reading) for reading in (1000.0, 1030.5, 990.0)] == [150, 180.5, 150]
    journal.save(abandoned(left, 100))
    assert used_at(journal.attempt, journal.wait(50)) == 100


def test_what_remains_ends_at_nothing() -> None:
    left, _ = attempt(Away.COUNTS)
    assert [remaining_seconds(left, used) for used in (0, 599.5, 600, 9999)] == [600, 0.5, 0, 0]
    unlimited, _ = attempt(Away.COUNTS, time_limit_seconds=None)
    assert remaining_seconds(unlimited, 9999) is None


def test_extra_time_makes_the_limit_longer_and_is_recorded() -> None:
    asked = exam(time_limit_seconds=601)
    policy = policy_of(asked, extra_time=share("25%"))
    assert (policy.time_limit_seconds, policy.extra_time) == (752, "25%")
    assert Journal().begin(drawn_form(pools(asked, TWO), 1), policy).policy == policy


def test_the_way_back_of_a_clock_that_was_seen_to_be_set_back_is_no_time_away() -> None:
    """An hour back for one answer, and right again two minutes later."""
    left, journal = attempt(Away.COUNTS)
    now = journal.wait(-3600)
    back = advanced(left, journal.save(resumed(left, now, 100)))
    assert back.behind_seconds == 3600
    now = journal.wait(3600 + 120)
    assert used_at(back, now) == pytest.approx(220)
    again = advanced(back, journal.save(resumed(back, now, 220)))
    assert used_at(again, journal.wait(3700)) == pytest.approx(3920)


HERE = timezone(timedelta(hours=1))


def made(*minutes: float, at: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=HERE)):
    """Attempts given up so many minutes after they began, one after the other."""
    journal, asked = Journal(at=at), exam()
    for length in minutes:
        journal.begin(drawn_form(pools(asked, TWO), 1), asked)
        journal.answer("calls/one", "a", 0)
        journal.wait(60 * length)
        journal.save(abandoned(journal.attempt, 60 * length))
    return attempts(journal.events), journal.at


def reason(*asked: Any) -> str:
    found = refusal(*asked)
    assert found is not None
    return found.reason


def test_attempts_given_up_count_and_those_at_another_exam_do_not() -> None:
    before, now = made(10, 10)
    for allowed in (exam(), exam(attempts=3), exam("other", attempts=1, cooldown_seconds=60)):
        assert refusal(allowed, before, now) is None
    assert refusal(exam(attempts=2), before, now) == Refusal('you have used both attempts at "certification"', False)
    assert "you have used your one attempt" in reason(exam(attempts=1), before, now)
    assert refusal(exam(attempts=1, cooldown_seconds=60), (), now) is None


def test_the_cool_down_begins_with_the_end_of_the_last_attempt_and_says_when_it_is_over() -> None:
    before, now = made(10)
    daily = exam(cooldown_seconds=86_400)
    assert next_try_at(daily, before, now) == now + timedelta(days=1)
    assert reason(daily, before, now).endswith("opens on Tuesday 3 March 2026 at 09:10")
    assert refusal(daily, before, now + timedelta(days=1)) is None


def test_the_hour_is_that_of_the_place_and_never_too_early() -> None:
    before, now = made(10.5)
    hourly = exam(cooldown_seconds=3600)
    assert reason(hourly, before, now).endswith("opens at 10:11")
    assert reason(hourly, before, now.astimezone(timezone(timedelta(hours=5)))).endswith("opens at 14:11")


def test_an_attempt_made_under_a_clock_years_ahead_closes_nothing_once_the_clock_is_right_again() -> None:
    before, then = made(10, at=datetime(2038, 1, 19, 9, 0, tzinfo=HERE))
    assert refusal(exam(cooldown_seconds=3600), before, then - timedelta(days=4000)) is None
    assert refusal(exam(cooldown_seconds=3600), before, then - timedelta(minutes=5)) is not None


def test_who_has_passed_is_told_so() -> None:
    (attempt,), now = made(10)
    before = [replace(attempt, recorded={"passed": True})]
    used = 'you have used your one attempt at "certification" and passed'
    assert refusal(exam(attempts=1), before, now) == Refusal(used, True)
    again = refusal(exam(cooldown_seconds=86_400), before, now)
    assert again is not None
    assert again.is_passed
    assert again.opens_at == now + timedelta(days=1)
    assert again.reason.startswith('you have passed, and the next try at "certification" opens on Tuesday')


def test_an_attempt_left_without_an_answer_does_not_count() -> None:
    journal, asked = Journal(), exam(attempts=1, cooldown_seconds=3600)
    journal.save(abandoned(journal.begin(drawn_form(pools(asked, TWO), 1), asked), 60))
    assert refusal(asked, attempts(journal.events), journal.at) is None


def test_after_an_attempt_the_next_one_is_told_with_its_hour() -> None:
    before, now = made(10)
    assert next_try(exam(), before, now) == "The next one can be taken now."
    daily = exam(attempts=3, cooldown_seconds=86_400)
    assert next_try(daily, before, now) == "1 of 3 attempts used; the next one opens on Tuesday 3 March 2026 at 09:10."
    assert "your last attempt; ask your instructor" in next_try(exam(attempts=1, cooldown_seconds=60), before, now)


@pytest.mark.parametrize(("away", "ended_after"), [(Away.COUNTS, 600), (Away.STOPS, 3 * 86_400)])
def test_the_wait_begins_when_the_time_ran_out_not_when_somebody_came_back_to_hand_in(away, ended_after) -> None:
    journal, asked = Journal(), exam(cooldown_seconds=5 * 86_400, time_limit_seconds=600, away=away)
    begun_at = journal.begin(drawn_form(pools(asked, TWO), 1), asked).started_at
    journal.wait(3 * 86_400)
    opens_at = next_try_at(asked, [journal.hand_in(600)], journal.at)
    assert opens_at == begun_at + timedelta(seconds=5 * 86_400 + ended_after)
