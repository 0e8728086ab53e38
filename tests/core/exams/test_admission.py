from datetime import datetime, timedelta, timezone

from msgspec.structs import replace

from builders import Journal, choice, deck, exam, library
from cxdrill.core.exams.attempt import attempts
from cxdrill.core.exams.form import drawn_form, pools
from cxdrill.core.exams.sitting import abandoned, next_try, next_try_at, refusal

DECKS = library(deck("calls", choice("one"), choice("two")))
HERE = timezone(timedelta(hours=1))


def made(*minutes: float, at: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=HERE)):
    """Attempts given up so many minutes after they began, one after the other."""
    journal, asked = Journal(at=at), exam()
    for length in minutes:
        journal.begin(drawn_form(pools(asked, DECKS), 1), asked)
        journal.answer("calls/one", "a", 0)
        journal.wait(60 * length)
        journal.save(abandoned(journal.attempt, 60 * length))
    return attempts(journal.events), journal.at


def test_an_exam_without_limits_is_always_open() -> None:
    before, now = made(10, 10)
    assert refusal(exam(), before, now) is None


def test_attempts_given_up_count() -> None:
    before, now = made(10, 10)
    assert refusal(exam(attempts=3), before, now) is None
    assert refusal(exam(attempts=2), before, now) == (
        'you have used both attempts at "certification"; ask your instructor for another'
    )
    assert "you have used your one attempt" in str(refusal(exam(attempts=1), before, now))


def test_attempts_at_another_exam_do_not_count() -> None:
    before, now = made(10)
    assert refusal(exam("other", attempts=1, cooldown_seconds=60), before, now) is None


def test_the_cool_down_begins_with_the_end_of_the_last_attempt_and_says_when_it_is_over() -> None:
    before, now = made(10)
    daily = exam(cooldown_seconds=86_400)
    assert next_try_at(daily, before, now) == now + timedelta(days=1)
    assert "opens on Tuesday 3 March 2026 at 09:10;" in str(refusal(daily, before, now))
    assert refusal(daily, before, now + timedelta(days=1)) is None


def test_the_hour_is_that_of_the_place_and_never_too_early() -> None:
    before, now = made(10.5)
    hourly = exam(cooldown_seconds=3600)
    assert "opens at 10:11;" in str(refusal(hourly, before, now))
    assert "opens at 14:11;" in str(refusal(hourly, before, now.astimezone(timezone(timedelta(hours=5)))))


def test_before_the_first_attempt_nothing_is_refused() -> None:
    assert refusal(exam(attempts=1, cooldown_seconds=60), (), datetime(2026, 3, 2, tzinfo=HERE)) is None


def test_an_attempt_made_under_a_clock_years_ahead_closes_nothing_once_the_clock_is_right_again() -> None:
    before, then = made(10, at=datetime(2038, 1, 19, 9, 0, tzinfo=HERE))

    assert refusal(exam(cooldown_seconds=3600), before, then - timedelta(days=4000)) is None
    assert refusal(exam(cooldown_seconds=3600), before, then - timedelta(minutes=5)) is not None


def test_who_has_passed_is_sent_to_the_result_and_not_to_what_was_missed() -> None:
    (attempt,), now = made(10)
    before = [replace(attempt, recorded={"passed": True})]
    assert refusal(exam(attempts=1), before, now) == (
        'you have used your one attempt at "certification" and passed; see "cxdrill results"'
    )
    told = str(refusal(exam(cooldown_seconds=86_400), before, now))
    assert told.startswith('you have passed, and the next try at "certification" opens on Tuesday')
    assert told.endswith('; see "cxdrill results"')


def test_an_attempt_left_without_an_answer_does_not_count() -> None:
    journal, asked = Journal(), exam(attempts=1, cooldown_seconds=3600)
    journal.save(abandoned(journal.begin(drawn_form(pools(asked, DECKS), 1), asked), 60))
    assert refusal(asked, attempts(journal.events), journal.at) is None


def test_after_an_attempt_the_next_one_is_told_with_its_hour() -> None:
    before, now = made(10)
    assert next_try(exam(), before, now) == "The next one can be taken now."
    daily = exam(attempts=3, cooldown_seconds=86_400)
    assert next_try(daily, before, now) == "1 of 3 attempts used; the next one opens on Tuesday 3 March 2026 at 09:10."
    assert "your last attempt; ask your instructor" in next_try(exam(attempts=1, cooldown_seconds=60), before, now)
