"""A question missed in a check is scheduled like one that was forgotten."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from asked import agenda_of, study_session
from builders import Journal, choice, deck, exam, library
from cxdrill.core.event import Event
from cxdrill.core.exams.attempt import attempts
from cxdrill.core.exams.exam import Feedback, policy_of
from cxdrill.core.exams.form import drawn_form, pools
from cxdrill.core.exams.verification import fingerprint
from cxdrill.core.settings import Settings
from cxdrill.core.study.fsrs import DEFAULT_MODEL
from cxdrill.core.study.history import History
from cxdrill.core.study.queue import Filters, Missed
from cxdrill.core.study.review import Rating
from cxdrill.core.study.schedule import Phase

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LIB = library(deck("calls", *(choice(f"q{number}") for number in range(4))))
KEYS = tuple(f"calls/q{number}" for number in range(4))


def reviewed(writer: str = "a" * 16) -> list[Event]:
    """Every question but the last learnt well, due in months."""
    found = []
    for place, key in enumerate(KEYS[:3]):
        for number, (ago, due_in) in enumerate(((150, -90), (80, -30), (20, 104))):
            at = NOW - timedelta(days=ago)
            due = (NOW + timedelta(days=due_in)).date().isoformat()
            fields = {"card": key, "rating": 3, "took_ms": 9, "day": at.date().isoformat(), "due": due}
            found.append(Event(f"{writer}-{3 * place + number + 1}", at, "review", fields))
    return found


def check(answers: Mapping[str, str], feedback: Feedback = Feedback.FULL) -> list[Event]:
    """A check an hour ago, in which these questions are answered right or wrong and the others left open."""
    rules = exam(items=4, blueprint={"calls": 4}, feedback=feedback)
    form, journal = drawn_form(pools(rules, LIB), 1), Journal(at=NOW - timedelta(hours=1))
    journal.begin(form, policy_of(rules, fingerprint(rules, LIB)))
    for item in form.items:
        if verdict := answers.get(item.card.key):
            key = item.card.key_response()
            given = key if verdict == "right" else next(each for each in "abc" if each != key)
            journal.answer(item.card.key, given, 5)
    journal.hand_in(9)
    return journal.events


def test_a_miss_makes_the_card_due_at_once_with_the_memory_of_a_lapse() -> None:
    past = History([*reviewed(), *check({"calls/q0": "wrong", "calls/q1": "right"})])
    state, before = past.state("calls/q0"), History(reviewed()).memory("calls/q0")
    assert (state.phase, state.lapses, state.reviews) == (Phase.RELEARNING, 1, 3)
    assert past.memory("calls/q0") == DEFAULT_MODEL.after(before, 1, 20)
    for key in ("calls/q1", "calls/q2"):  # right, and left open
        assert past.traces[key] == History(reviewed()).traces[key]
    assert "calls/q3" not in past.traces
    assert agenda_of(LIB, past, Settings(new_per_day=0), NOW).due == ("calls/q0",)


def test_an_hour_after_its_answer_was_shown_a_good_brings_it_back_in_days_and_not_in_months() -> None:
    past = History([*reviewed(), *check({"calls/q0": "wrong"})])
    session = study_session(LIB, past, Settings(new_per_day=0), Filters(), NOW)
    assert session.face is not None
    assert session.face.key == "calls/q0"
    offered = session.offers(NOW)
    assert not offered[Rating.GOOD].is_step
    assert offered[Rating.GOOD].interval <= timedelta(days=14)
    unmissed = study_session(LIB, History(reviewed()), Settings(), Filters(plan=("calls/q0",)), NOW)
    assert unmissed.offers(NOW)[Rating.GOOD].interval > timedelta(days=60)


def test_it_is_asked_first_until_it_is_studied() -> None:
    events = [*reviewed(), *check({"calls/q0": "wrong"})]
    made = attempts(events)
    missed = Missed(dict.fromkeys(("calls/q0", "calls/q3"), made[0].seen_at))
    past = History(events)
    assert agenda_of(LIB, past, Settings(new_per_day=0), NOW, missed=missed).due == ("calls/q0", "calls/q3")
    fields = {"card": "calls/q0", "rating": 3, "took_ms": 9, "day": "2026-11-21", "due": "2026-11-29"}
    past.record(Event(f"{'c' * 16}-1", NOW, "review", fields))
    assert agenda_of(LIB, past, Settings(new_per_day=0), NOW, missed=missed).due == ("calls/q3",)
    assert past.state("calls/q0").phase is Phase.REVIEW


def test_an_exam_that_tells_nothing_gives_nothing_away() -> None:
    events = [*reviewed(), *check({"calls/q0": "wrong"}, Feedback.NONE)]
    assert History(events).traces == History(reviewed()).traces


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_in_the_file_changes_nothing_and_a_check_taken_back_was_none(order: int) -> None:
    taken = check({"calls/q0": "wrong", "calls/q1": "wrong"})
    assert History([*reviewed(), *taken][::order]).traces == History([*reviewed(), *taken]).traces
    undo = Event(f"{'d' * 16}-1", NOW, "undo", {"voids": taken[-1].id})
    assert History([*reviewed(), *taken, undo][::order]).traces == History(reviewed()).traces


def test_misses_are_no_reviews() -> None:
    past = History([*reviewed(), *check({"calls/q0": "wrong"})])
    assert past.reviews_on.total() == 9
    assert len(past.reviews("calls/q0")) == 3
    assert len(past.traces["calls/q0"].tries) == 2
    past.record(Event(f"{'e' * 16}-1", NOW, "suspend", {"card": "calls/q0"}))
    assert agenda_of(LIB, past, Settings(new_per_day=0), NOW).due == ()
