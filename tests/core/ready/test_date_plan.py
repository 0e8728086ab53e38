"""A daily load up to a date: even, complete, redone from what was really done, honest where it cannot be."""

from datetime import timedelta
from statistics import fmean

import pytest

from cxdrill.core import ready
from cxdrill.core.event import Draft
from cxdrill.core.ready.date_plan import date_plan, today_keys
from ready_cases import NOW, history, outlook, questions, review, reviewed, shelf

TODAY = NOW.date()  # a Monday
FOUND = shelf(questions=30, flashcards=10)


def planned(past=None, days: int = 28, minutes=None, found=FOUND):
    return date_plan(outlook(found, past or history([])), TODAY + timedelta(days=days), minutes)


def per_day(plan, what: str) -> list[float]:
    return [getattr(load, what) for load in plan.loads for _ in range(load.days)]


def test_every_day_up_to_the_one_before_is_planned():
    plan = planned(days=12)

    assert sum(load.days for load in plan.loads) == 12
    assert plan.days == 12


@pytest.mark.parametrize("days", [2, 3, 7, 28, 60])
def test_all_cards_are_introduced_with_days_left_for_a_second_look(days):
    new = per_day(planned(days=days), "new")

    assert sum(new) == pytest.approx(80)
    assert new[-1] == 0


@pytest.mark.parametrize("days", [21, 28, 60])
def test_the_last_week_is_no_heavier_than_those_before(days):
    seconds = per_day(planned(days=days), "seconds")

    assert fmean(seconds[-7:]) <= 1.3 * fmean(seconds[-21:-7])


def test_following_the_plan_is_worth_more_than_doing_nothing():
    plan = planned(history(reviewed(questions(FOUND), 300, 299)), days=10)

    assert plan.if_followed.probability > plan.if_nothing.probability + 0.2


def test_what_was_done_today_is_taken_off_todays_share():
    past = history(reviewed(questions(FOUND), 9, 6))
    done = history([*reviewed(questions(FOUND), 9, 6), *[(0.1, review(key, 0.1)) for key in planned(past).keys[:5]]])
    before, after = planned(past), planned(done)

    assert len(after.keys) < len(before.keys)
    assert after.done_today == pytest.approx(5 * 8 / 60)
    assert after.minutes_today + after.done_today == pytest.approx(before.minutes_today, rel=0.35)


def test_new_cards_done_today_are_not_asked_for_twice():
    plan = planned(days=20)
    answers = [(ago, review(key, ago, took_ms=12_000)) for key in plan.keys for ago in (0.3, 0.2, 0.1)]
    done = history(answers)

    assert planned(done, days=20).new_today == 0


def test_a_missed_day_is_spread_over_those_left():
    past = history(reviewed(questions(FOUND, "t0"), 9, 6))
    late = date_plan(outlook(FOUND, past, now=NOW + timedelta(days=4)), TODAY + timedelta(days=14))

    assert late.minutes > planned(past, days=14).minutes
    assert max(per_day(late, "seconds")) < 1.5 * fmean(per_day(late, "seconds"))


def test_days_that_do_not_suffice_are_told_with_what_to_leave_out():
    plan = planned(days=5, minutes=4)

    assert not plan.is_enough
    assert 0 < sum(number for _, number in plan.dropped) < 80
    assert plan.minutes_needed > 4
    assert planned(days=5, minutes=plan.minutes_needed + 0.1).is_enough


def test_what_to_leave_out_is_not_looked_for_card_by_card(monkeypatch):
    """Each look goes over all cards: ten thousand of them took nine seconds."""
    looks, real = [], ready.date_plan._least_seconds
    monkeypatch.setattr(ready.date_plan, "_least_seconds", lambda *of: (looks.append(1), real(*of))[1])

    assert sum(dict(planned(days=2, minutes=4, found=shelf(questions=200)).dropped).values()) > 350
    assert len(looks) < 15


def test_cards_that_no_exam_draws_are_left_out_first():
    plan = planned(days=5, minutes=planned(days=5).minutes_needed - 1)

    assert not plan.is_enough
    assert all("/q" in key for key in plan.keys)


def test_on_the_last_day_but_one_as_many_new_cards_are_met_as_fit():
    plan, short = planned(days=1), planned(days=1, minutes=10)

    assert (plan.is_enough, plan.new_today, len(plan.keys)) == (True, 80, 80)
    assert 0 < short.new_today < 80 == short.new_today + sum(number for _, number in short.dropped)
    assert short.minutes_needed == pytest.approx(plan.minutes_today, rel=0.1)


def test_no_day_asks_for_more_than_an_hour_unasked():
    plan = planned(days=3, found=shelf(topics=6, questions=80))

    assert plan.minutes == 60
    assert not plan.is_enough


def test_suspended_cards_are_not_planned():
    plan = planned(history([(1, Draft("suspend", {"card": key})) for key in questions(FOUND)]), days=10)

    assert sum(per_day(plan, "new")) == pytest.approx(20)


def test_minutes_asked_for_today_are_filled_whatever_the_share():
    state = outlook(FOUND, history(reviewed(questions(FOUND), 9, 6)))
    by = TODAY + timedelta(days=30)

    assert len(today_keys(state, by, 10)) > len(today_keys(state, by)) > 0
