"""The numbers of `stats`: each counted by hand."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from asked import agenda_of, keys_agenda, numbers_of, study_session
from builders import Journal, deck, flashcard, library
from cxdrill.core.day import study_day
from cxdrill.core.event import Draft, Event
from cxdrill.core.settings import Settings
from cxdrill.core.study.counts import Counts, free_days, streaks, together
from cxdrill.core.study.fsrs import DEFAULT_MODEL
from cxdrill.core.study.history import History
from cxdrill.core.study.queue import Filters
from cxdrill.core.study.review import Rating
from cxdrill.core.study.stats import Retention, face_state, forecast, retention, summary
from cxdrill.core.study.trace import Try, TrySum

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
TODAY = NOW.date()
FACES = tuple(f"calls/c{number}" for number in range(5))


def history(*rows: tuple[str, int, int, Any]) -> History:
    """A history of (card, days ago, rating, days from today until due, or minutes as text), oldest first."""
    journal = Journal()
    for card, days_ago, rating, due in rows:
        at = NOW - timedelta(days=days_ago)
        step = isinstance(due, str)
        text = (NOW + timedelta(minutes=int(due))).isoformat() if step else (TODAY + timedelta(days=due)).isoformat()
        fields = {"card": f"calls/{card}", "rating": rating, "took_ms": 1500, "day": at.date().isoformat(), "due": text}
        journal.save(Draft("review", fields), at)
    return History(journal.events)


def test_what_is_due_is_asked_and_not_suspended() -> None:
    past = history(("c0", 9, 3, 0), ("c1", 9, 3, 4), ("c2", 0, 1, "5"), ("c3", 9, 3, -3))
    past.record(Journal("b" * 16).save(Draft("suspend", {"card": "calls/c3"}), NOW))
    assert keys_agenda(past, FACES, NOW).due == ("calls/c2", "calls/c0")
    assert together([Counts(5, 4, 2, 1, 1), Counts(1, 1)]) == Counts(6, 5, 2, 1, 1)


def test_retention_is_of_first_tries_on_later_days_only() -> None:
    past = history(
        ("c0", 9, 1, "1"), ("c0", 9, 3, -6), ("c0", 6, 1, "1"), ("c0", 6, 3, 2), ("c1", 5, 3, -3), ("c1", 3, 3, 4)
    )
    numbers = numbers_of(past, FACES, NOW)
    assert (numbers.retention.tries, numbers.retention.achieved) == (2, 0.5)
    first = DEFAULT_MODEL.after(DEFAULT_MODEL.after(None, 1, 0), 3, 0)
    second = DEFAULT_MODEL.after(None, 3, 0)
    predicted = DEFAULT_MODEL.retrievability(first.stability, 3), DEFAULT_MODEL.retrievability(second.stability, 2)
    assert numbers.retention.predicted == pytest.approx(sum(predicted) / 2)
    assert sum(each.tries for each in numbers.deciles) == numbers.young.tries == 2
    assert numbers.mature == Retention()
    stable = numbers_of(history(("c0", 90, 4, -80), ("c0", 80, 4, -30), ("c0", 30, 3, 5)), FACES, NOW)
    assert (stable.young.tries, stable.mature.tries) == (1, 1)  # by the memory before the try


def test_reviews_ratings_time_and_days() -> None:
    past = history(("c0", 2, 1, "1"), ("c0", 2, 4, 3), ("c1", 1, 3, 3), ("c2", 0, 2, "5"))
    numbers = numbers_of(past, FACES, NOW)
    assert (numbers.reviews, numbers.ratings, numbers.took_seconds) == (4, (1, 1, 1, 1), 6.0)
    assert numbers.reviews_on == {TODAY - timedelta(2): 2, TODAY - timedelta(1): 1, TODAY: 1}
    assert (numbers.streak, numbers.longest_streak) == (3, 3)


def test_histograms_hold_every_seen_face_once() -> None:
    past = history(("c0", 9, 1, 0), ("c1", 9, 3, 0), ("c2", 9, 4, 0))
    numbers = numbers_of(past, FACES, NOW)
    assert numbers.stabilities == (1, 1, 0, 1, 0, 0, 0, 0, 0)
    assert sum(numbers.difficulties) == sum(numbers.retrievabilities) == 3
    assert numbers.difficulties[0] == 1  # rated Easy


def test_the_hardest_have_lapsed_most_and_a_new_face_has_no_memory() -> None:
    past = history(("c1", 9, 4, -7), ("c0", 8, 4, -6), ("c0", 6, 1, "1"), ("c0", 6, 3, 3))
    assert [each.key for each in numbers_of(past, FACES, NOW).hardest] == ["calls/c0", "calls/c1"]
    new = face_state("calls/c0", History(), NOW)
    assert (new.memory, new.retrievability, new.state.due) == (None, None, None)


def test_the_forecast_takes_overdue_cards_today_and_leaves_suspended_ones_out() -> None:
    past = history(("c0", 9, 3, -2), ("c1", 9, 3, 0), ("c2", 0, 3, "5"), ("c3", 9, 3, 2), ("c4", 9, 3, 40))
    assert forecast(keys_agenda(past, FACES, NOW), days=4) == (3, 0, 1, 0)
    past.record(Journal("b" * 16).save(Draft("suspend", {"card": "calls/c3"}), NOW))
    assert forecast(keys_agenda(past, FACES, NOW), days=4) == (3, 0, 0, 0)


@pytest.mark.parametrize(
    ("days_ago", "expected"),
    [([], (0, 0)), ([0], (1, 1)), ([1, 2], (2, 2)), ([2, 3, 4], (0, 3)), ([0, 1, 5, 6, 7], (2, 3))],
)
def test_a_streak_lasts_until_a_whole_day_was_missed(days_ago: list[int], expected: tuple[int, int]) -> None:
    reviews_on: dict[date, int] = {TODAY - timedelta(days=days): 3 for days in days_ago}
    assert streaks(reviews_on, TODAY) == expected


def test_retention_of_nothing_is_nothing() -> None:
    assert retention([]) == Retention(0, None, None)
    assert retention(map(TrySum.of, [Try(0.8, True), Try(0.6, False)])) == Retention(2, pytest.approx(0.7), 0.5)


def test_days_off_neither_count_nor_break_a_streak() -> None:
    """Friday, then Monday and today, Tuesday; Saturday studied all the same; a holiday of a week before that."""
    tuesday = date(2026, 11, 24)
    settings = Settings(study_days=frozenset(range(5)), holidays=((date(2026, 11, 16), date(2026, 11, 19)),))
    days = {tuesday - timedelta(days=ago): 5 for ago in (0, 1, 4, 11, 12)}
    assert streaks(days, tuesday, settings.is_free) == (5, 5)
    assert streaks(days | {date(2026, 11, 21): 1}, tuesday, settings.is_free) == (6, 6)
    gap = {tuesday - timedelta(days=1): 1, tuesday - timedelta(days=5): 1}
    assert streaks(gap, tuesday, settings.is_free) == (1, 1)
    assert streaks(days, tuesday) == (2, 2)


def flown(*ats: str) -> History:
    """One review at each of these instants, as a clock there tells them."""
    events = []
    for number, at in enumerate(map(datetime.fromisoformat, ats), 1):
        day = study_day(at).isoformat()
        events.append(Event(f"{'d' * 16}-{number}", at, "review", {"card": "a/b", "rating": 3, "day": day, "due": day}))
    return History(events)


@pytest.mark.parametrize(
    ("ats", "expected"),
    [
        (("2026-11-19T20:00-08:00", "2026-11-20T20:00-08:00", "2026-11-22T19:00+09:00"), 3),  # over the Pacific
        (("2026-11-19T20:00-05:00", "2026-11-20T18:00-05:00", "2026-11-22T09:00+01:00"), 3),  # a night to Berlin
        (("2026-11-19T20:00+01:00", "2026-11-20T18:00+01:00", "2026-11-22T09:00-05:00"), 1),  # west: a longer day
        (("2026-11-19T20:00+01:00", "2026-11-20T18:00+01:00", "2026-11-22T09:00+02:00"), 1),  # summer time
        (("2026-11-18T20:00-08:00", "2026-11-19T20:00-08:00", "2026-11-22T19:00+09:00"), 1),  # a whole day more
    ],
)
def test_a_day_that_a_flight_east_made_short_breaks_no_streak(ats: tuple[str, ...], expected: int) -> None:
    there = datetime.fromisoformat(ats[-1])
    history = flown(*ats)
    assert streaks(history.reviews_on, study_day(there), free_days(history, Settings(), there))[0] == expected
    before = flown(*ats[:-1])  # nothing is studied there yet
    still = streaks(before.reviews_on, study_day(there), free_days(before, Settings(), there))[0]
    assert still == (expected - 1 if expected > 1 else 0)


def test_a_session_is_counted_answer_by_answer() -> None:
    lib = library(deck("calls", *(flashcard(id) for id in "abc")))
    history, journal, now = History(), Journal(), NOW
    session = study_session(lib, history, Settings(), Filters(limit=2), now)
    for rating in (Rating.EASY, Rating.AGAIN, Rating.GOOD):  # a, b, b
        now += timedelta(seconds=30)
        session.record(journal.save(session.rating(rating, now, 2000), now))
    told, asked = summary(session.answers), agenda_of(lib, history, Settings(new_per_day=0), now)
    assert (told.answers, told.faces, told.introduced, told.learnt, told.forgotten) == (3, 2, 2, 1, 0)
    assert (told.mended, told.reviewed, told.remembered) == (1, 0, 0)
    assert (told.took_seconds, told.leeches) == (6.0, ())
    assert (asked.due, asked.tomorrow) == (("calls/b",), 0)


def test_tomorrow_counts_what_falls_due_then() -> None:
    lib = library(deck("calls", flashcard("a")))
    history, journal = History(), Journal()
    session = study_session(lib, history, Settings(learning_steps=()), Filters(), NOW)
    session.record(journal.save(session.rating(Rating.AGAIN, NOW, 1), NOW))
    asked = agenda_of(lib, history, Settings(), NOW)
    assert (summary(session.answers).learnt, asked.due, asked.tomorrow) == (1, (), 1)
