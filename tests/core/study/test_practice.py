"""Practice: answers are logged with what was right, and nothing is scheduled."""

from datetime import timedelta

from builders import Journal, choice
from cxdrill.core.cards.deck import faces
from cxdrill.core.settings import Settings
from cxdrill.core.study.history import History
from cxdrill.core.study.queue import Queue
from cxdrill.core.study.review import Rating
from cxdrill.core.study.session import StudySession

FACES = tuple(face for name in ("one", "two") for face in faces(choice(name)))


def begun() -> tuple[StudySession, Journal]:
    journal = Journal()
    by_key = {face.key: face for face in FACES}
    asked = Queue(others=tuple(by_key))
    session = StudySession(asked, by_key.__getitem__, History(), Settings(), journal.at, seed=1, is_practice=True)
    return session, journal


def test_every_question_is_asked_once_in_the_order_given_and_no_state_is_touched() -> None:
    session, journal = begun()
    asked = []
    while session.face is not None:
        asked.append(session.face.key)
        session.record(journal.save(session.rating(Rating.AGAIN, journal.at, 1000, "a")))
        journal.wait(3600)

    assert asked == ["calls/one", "calls/two"]
    history = History(journal.events)
    assert (history.traces, +history.reviews_on) == ({}, {})


def test_i_meant_that_voids_the_answer_and_logs_another() -> None:
    session, journal = begun()
    first = journal.save(session.rating(Rating.AGAIN, journal.at, 1000, "a"))
    session.record(first)
    journal.at += timedelta(seconds=2)

    void, again = session.rerating(Rating.GOOD)

    assert void.fields["voids"] == first.id
    assert (again.kind, again.fields["right"]) == ("practice", True)
