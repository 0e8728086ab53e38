"""What a session came to."""

from datetime import UTC, datetime, timedelta

from asked import agenda_of, study_session
from builders import Journal, deck, flashcard, library
from cxdrill.core.settings import Settings
from cxdrill.core.study.history import History
from cxdrill.core.study.queue import Filters
from cxdrill.core.study.review import Rating
from cxdrill.core.study.stats import summary

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


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
