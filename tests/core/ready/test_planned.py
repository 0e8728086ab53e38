"""What `study --plan` asks."""

from datetime import date, timedelta

import pytest

from builders import Journal, exam, library
from cxdrill.core.event import Draft
from cxdrill.core.ready.date_plan import planned_keys, today_keys
from cxdrill.core.ready.gain import study_plan
from cxdrill.core.ready.planned import is_expected, likely_exam, plan_day, plan_draft, planned_day
from cxdrill.errors import WrongUsage
from ready_cases import NOW, history, outlook, questions, reviewed, shelf

FOUND = shelf(questions=30)
PAST = history(reviewed(questions(FOUND), 40, 35, 20))
DAY = NOW.date() + timedelta(days=14)


def keys(events=(), **wanted):
    return planned_keys(outlook(FOUND, PAST), events, **wanted)


def planning(by=DAY) -> list:
    journal = Journal()
    journal.save(plan_draft("certification", by, ()))
    return journal.events


def test_without_a_date_what_raises_the_chance_most():
    assert keys(minutes=2) == study_plan(outlook(FOUND, PAST), 2).keys != ()


def test_with_a_date_todays_share():
    assert keys(planning()) == today_keys(outlook(FOUND, PAST), DAY) != ()


@pytest.mark.parametrize("days", [0, -3])
def test_on_the_day_itself_and_afterwards_what_raises_the_chance_most_is_asked(days):
    assert keys(planning(NOW.date() + timedelta(days=days)), minutes=2) == keys(minutes=2)


@pytest.mark.parametrize(("days", "is_still_expected"), [(3, True), (0, True), (-1, False)])
def test_a_check_is_expected_up_to_its_day(days, is_still_expected):
    events = planning(NOW.date() + timedelta(days=days))

    assert is_expected(FOUND.exams, events, NOW.date()) is is_still_expected
    assert not is_expected(FOUND.exams, (), NOW.date())


def test_the_date_planned_last_counts_and_is_recorded_once():
    events = planning()

    assert planned_day(events, "certification") == DAY
    assert plan_draft("certification", DAY, events) is None
    assert plan_draft("certification", DAY + timedelta(days=1), events) is not None


def test_an_undone_plan_is_none():
    journal = Journal()
    saved = journal.save(plan_draft("certification", DAY, ()))
    journal.save(Draft("undo", {"voids": saved.id}))

    assert planned_day(journal.events, "certification") is None


@pytest.mark.parametrize(
    ("exam_id", "is_passed", "is_over"),
    [("certification", True, True), ("certification", False, False), ("other", True, False)],
)
def test_a_plan_is_over_once_its_exam_is_passed_and_a_later_one_counts(exam_id, is_passed, is_over):
    journal = Journal()
    journal.save(plan_draft("certification", DAY, ()))
    begun = journal.save(Draft("exam-started", {"exam": exam_id}))
    journal.save(Draft("exam-finished", {"attempt": begun.id, "passed": is_passed}))

    assert planned_day(journal.events, "certification") == (None if is_over else DAY)
    journal.save(Draft("plan", {"exam": "certification", "by": "2030-01-01"}))
    assert planned_day(journal.events, "certification") == date(2030, 1, 1)


def test_of_several_exams_the_one_last_planned_or_taken_is_meant():
    both = library(*FOUND.decks, exams=(exam("one"), exam("two")))
    journal = Journal()
    assert likely_exam(both.exams, journal.events) is None
    journal.save(Draft("forecast", {"exam": "two"}))
    journal.save(Draft("exam-started", {"exam": "gone"}))

    assert likely_exam(both.exams, journal.events).id == "two"
    journal.save(Draft("plan", {"exam": "one", "by": "2030-01-01"}))
    journal.save(Draft("exam-finished", {"attempt": journal.save(Draft("exam-started", {"exam": "two"})).id}))
    assert likely_exam(both.exams, journal.events).id == "one", "a plan stays with its exam"
    begun = journal.save(Draft("exam-started", {"exam": "one"}))
    journal.save(Draft("exam-finished", {"attempt": begun.id, "passed": True}))
    assert likely_exam(both.exams, journal.events).id == "two", "what is passed makes room"
    begun = journal.save(Draft("exam-started", {"exam": "two"}))
    journal.save(Draft("exam-finished", {"attempt": begun.id, "passed": True}))
    assert likely_exam(both.exams, journal.events).id == "two", "all passed: the last one"


TODAY = date(2026, 6, 15)  # a Monday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *(("2026-12-24", date(2026, 12, 24)), (" 2026-06-16 ", date(2026, 6, 16)), ("tomorrow", date(2026, 6, 16))),
        *(("in 10 days", date(2026, 6, 25)), ("Friday", date(2026, 6, 19)), ("on fri", date(2026, 6, 19))),
        *(("this Thursday", date(2026, 6, 18)), ("monday", date(2026, 6, 22)), ("next friday", date(2026, 6, 26))),
        *(("next Fri", date(2026, 6, 26)), ("4 December", date(2026, 12, 4)), ("Dec 4, 2027", date(2027, 12, 4))),
        *(("14th june", date(2027, 6, 14)), ("29 February", date(2028, 2, 29)), ("in 3 weeks", date(2026, 7, 6))),
        *(("friday in 3 weeks", date(2026, 7, 10)), ("Mon in 1 week", date(2026, 6, 22))),
        *(("friday in three weeks", date(2026, 7, 10)), ("in three weeks on friday", date(2026, 7, 10))),
        *(("friday 3 weeks from now", date(2026, 7, 10)), ("two weeks from monday", date(2026, 7, 6))),
        *(("a week from Friday", date(2026, 6, 26)), ("three weeks from today", date(2026, 7, 6))),
        *(("two weeks", date(2026, 6, 29)), ("in a week", date(2026, 6, 22))),
        *(("Friday 18 December", date(2026, 12, 18)), ("Fri, Dec 18, 2026", date(2026, 12, 18))),
        *(("the 4th of December", date(2026, 12, 4)), ("today", TODAY), ("24.12.", date(2026, 12, 24))),
        *(("24. 12. 2026", date(2026, 12, 24)), ("4.12", date(2026, 12, 4)), ("4.12.26", date(2026, 12, 4))),
        *(("12/18", date(2026, 12, 18)), ("18/12/2026", date(2026, 12, 18)), ("18-12-2026", date(2026, 12, 18))),
        *(("7/7", date(2026, 7, 7)), ("4 December 26", date(2026, 12, 4)), ("in a month", date(2026, 7, 15))),
        *(("in eight months", date(2027, 2, 15)), ("in three weeks on a friday", date(2026, 7, 10))),
        *(("on a friday", date(2026, 6, 19)), ("the end of December", date(2026, 12, 31))),
        *(("end of february", date(2027, 2, 28)), ("in about three weeks", date(2026, 7, 6))),
        *(("~3 weeks", date(2026, 7, 6)), ("in a month or so", date(2026, 7, 15))),
        *(("about 20 december", date(2026, 12, 20)), ("around December 20", date(2026, 12, 20))),
        *(("ca. 20 december", date(2026, 12, 20)), ("roughly in 10 days", date(2026, 6, 25))),
        *(("end of next week", date(2026, 6, 26)), ("the end of the week", date(2026, 6, 19))),
        *(("mid december", date(2026, 12, 15)), ("the middle of Dec 2027", date(2027, 12, 15))),
        *(("mid-june", TODAY), ("beginning of july", date(2026, 7, 1))),
    ],
)
def test_days_that_are_understood(text, day):
    assert plan_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "words"),
    [
        *(("2026-06-14", "in the past"), ("2026-02-30", "not a date")),
        ("4/12", "may be 4 December 2026 or 12 April 2027; write it like one of these two"),
        *(("04/12/2026", "may be 4 December 2026 or 12 April 2026"), ("31.2.", "not a date")),
        *(("32.12.", "not a date"), ("13/13", "not a date"), ("24.12/2026", "not a date")),
        *(("end of friday", "not a date"), ("in 99999999 months", "not a date"), ("20261224", "not a date")),
        *(("2031-01-01", "more than two years"), ("", "not a date"), ("31 April", "not a date")),
        *(("maybe 4", "not a date"), ("next year", "not a date"), ("Thursday 18 December", "not a date")),
        *(("Friday 18 18 December", "not a date"), ("Friday " * 3000, "not a date"), ("in weeks", "not a date")),
        *(("yesterday", "14 June 2026 is in the past"), ("end of soon", "not a date"), ("about", "not a date")),
        ("soon", '"soon" is not a date; write the day of the check like: in 3 weeks, next friday, 15 July'),
        *(("on the", "not a date"), ("in 99999999999 weeks", "not a date")),
    ],
)
def test_days_that_are_refused(text, words):
    with pytest.raises(WrongUsage, match=words):
        plan_day(text, TODAY)


def test_a_month_on_is_its_last_day_where_it_has_no_such_day():
    assert plan_day("in a month", date(2027, 1, 31)) == date(2027, 2, 28)
    assert plan_day("end of February", date(2027, 3, 1)) == date(2028, 2, 29)
    assert plan_day("end of December", date(2026, 12, 31)) == date(2026, 12, 31)
