"""A session: nothing changes before it is saved, nobody waits, and every step can be taken back."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asked import study_session
from builders import Journal, choice, cloze, deck, flashcard, library
from cxdrill.core.event import Draft, Event
from cxdrill.core.exams.library import Library
from cxdrill.core.settings import Settings
from cxdrill.core.study.history import History
from cxdrill.core.study.queue import Filters
from cxdrill.core.study.review import Rating
from cxdrill.core.study.schedule import Phase
from cxdrill.core.study.session import StudySession

START = datetime(2026, 11, 21, 12, tzinfo=UTC)
LIBRARY = library(
    deck("calls", *(flashcard(f"f{number}", has_reverse=number % 2 == 0) for number in range(5)),
         *(choice(f"q{number}") for number in range(4)), cloze("z", prompt="{{a}} and {{b}}"))
)  # fmt: skip


class Desk:
    """A session with a clock, and a journal that saves what it drafts."""

    def __init__(
        self, lib: Library = LIBRARY, past: tuple[Event, ...] = (), minutes: float | None = None, **filters: Any
    ) -> None:
        self.now, self.journal, self.past = START, Journal("b" * 16), past
        self.history = History(past)
        self.session: StudySession = study_session(
            lib, self.history, Settings(), Filters(**filters), self.now, seed=5, minutes=minutes
        )

    def save(self, draft: Draft) -> Event:
        event = self.journal.save(draft, self.now)
        self.session.record(event)
        return event

    def rate(self, rating: int, seconds: float = 10) -> str:
        assert self.session.face is not None
        key = self.session.face.key
        self.save(self.session.rating(Rating(rating), self.now, 900))
        self.now += timedelta(seconds=seconds)
        return key.partition("/")[2]

    def rerate(self, rating: Rating) -> None:
        for draft in self.session.rerating(rating):
            self.save(draft)

    def undo(self) -> None:
        draft = self.session.undo()
        if draft is not None:
            self.save(draft)

    def facts(self) -> tuple[Any, ...]:
        """Everything that must be as before after an undo."""
        session, history = self.session, self.history
        keys = session._place.others
        return (
            session.face, session.position, session.total, session.answers, session._place,
            dict(history.traces), {key: (history.reviews(key), history.memory(key)) for key in keys},
            set(history.suspended), dict(history.buried), dict(history.flags), +history.due_on,
            +history.reviews_on, +history.introduced_on,
        )  # fmt: skip


def simple(*ids: str) -> Library:
    return library(deck("calls", *(flashcard(id) for id in ids)))


def test_nothing_changes_before_the_event_is_saved() -> None:
    desk = Desk()
    before = desk.facts()
    desk.session.rating(Rating.GOOD, desk.now, 900)
    desk.session.suspension()
    desk.session.burial(desk.now)
    desk.session.flag("unclear")
    assert desk.facts() == before


def test_the_interval_shown_is_stored_and_counts_from_the_rating_however_long_the_rater_thinks() -> None:
    desk = Desk(simple("a"))
    shown = desk.session.offers(desk.now)[Rating.GOOD]
    later = desk.now + timedelta(minutes=30)
    draft = desk.session.rating(Rating.GOOD, later, 180_000)
    assert draft.kind == "review"
    due = later + shown.interval
    assert draft.fields == {
        "card": "calls/a", "rating": 3, "took_ms": 180_000, "day": "2026-11-21",
        "due": due.isoformat(timespec="milliseconds"),
    }  # fmt: skip
    desk.now = later
    desk.save(draft)
    assert desk.history.state("calls/a").due == due
    desk.rerate(Rating.AGAIN)
    assert desk.history.state("calls/a").due == later + timedelta(minutes=1)


def test_a_rating_after_the_days_end_counts_from_the_new_day() -> None:
    desk = Desk(simple("a"))
    shown = desk.session.offers(desk.now)[Rating.EASY]
    fields = desk.session.rating(Rating.EASY, desk.now + timedelta(days=1), 1).fields
    assert fields["day"] == "2026-11-22"
    assert fields["due"] == (desk.now.date() + timedelta(days=1) + shown.interval).isoformat()


@pytest.mark.parametrize(
    ("cards", "ratings", "order", "then", "phases"),
    [
        pytest.param("ab", (3, 1), "ab", "calls/a", "learning", id="no card follows itself while there is another"),
        pytest.param("a", (1, 1, 3), "aaa", None, "learning", id="alone, ahead of its time only where forgotten"),
        pytest.param("ab", (3, 3, 3, 3), "abab", None, "review", id="nobody waits, steps are asked soonest first"),
    ],
)
def test_learning_steps_are_asked_in_their_turn(cards, ratings, order, then, phases) -> None:
    desk = Desk(simple(*cards))
    assert [desk.rate(rating) for rating in ratings] == [*order]
    assert (desk.session.face and desk.session.face.key) == then
    assert desk.session.is_over(desk.now) is (then is None)
    assert {desk.history.state(f"calls/{id}").phase for id in cards} == {Phase(phases)}


def test_a_step_that_is_due_comes_before_other_cards() -> None:
    desk = Desk(simple("a", "b", "c"))
    assert [desk.rate(1, seconds=61), desk.rate(3), desk.rate(3)] == ["a", "b", "a"]


def test_a_step_longer_than_learn_ahead_ends_the_session() -> None:
    session = study_session(simple("a"), History(), Settings(learning_steps=(3600,)), Filters(), START)
    event = Journal().save(session.rating(Rating.AGAIN, START, 1), START)
    session.record(event)
    assert session.is_over(START)
    assert (session.position, session.total) == (1, 1)


def test_a_repeat_takes_no_place_and_what_is_left_falls() -> None:
    desk = Desk(simple("a", "b"))
    places = []
    for rating in (1, 4, 4):
        session = desk.session
        places.append((session.position, session.total, session.left, session.again))
        desk.rate(rating)
    assert places == [(1, 2, 2, 0), (2, 2, 1, 1), (2, 2, 0, 1)]
    assert (desk.session.left, desk.session.again, desk.session.misses("calls/a")) == (0, 0, 1)


def test_a_session_ends_on_time() -> None:
    desk = Desk(minutes=2)
    assert not desk.session.is_over(START + timedelta(seconds=119))
    assert desk.session.is_over(START + timedelta(minutes=2))


def test_another_rating_voids_the_first_and_counts_as_if_it_had_been_given() -> None:
    desk = Desk(simple("a", "b"))
    desk.rate(3)
    desk.rerate(Rating.EASY)
    assert [answer.rating for answer in desk.session.answers] == [Rating.EASY]
    assert desk.history.state("calls/a").phase is Phase.REVIEW
    assert desk.history.state("calls/a").reviews == 1
    other = Desk(simple("a", "b"))
    other.rate(4)
    assert other.history.state("calls/a").due == desk.history.state("calls/a").due
    assert desk.session.face == other.session.face


def test_only_an_answer_can_be_rated_again() -> None:
    desk = Desk(simple("a", "b"))
    for _ in range(2):
        with pytest.raises(ValueError, match="no answer"):
            desk.session.rerating(Rating.EASY)
        desk.session.skip(desk.now)


def test_a_skipped_card_is_left_out_and_comes_back_with_undo() -> None:
    desk = Desk(simple("a", "b"))
    desk.session.skip(desk.now)
    assert desk.session.face is not None
    assert desk.session.face.card.id == "b"
    assert desk.session.undo() is None
    assert desk.session.face.card.id == "a"
    assert desk.journal.events == []


def test_a_card_answered_before_can_still_be_set_aside_or_flagged() -> None:
    desk = Desk(simple("a", "b"))
    desk.rate(1)
    last = desk.session.last
    assert last is not None
    desk.save(desk.session.flag("which one?", last.face))
    desk.save(desk.session.suspension(last.face))
    assert desk.history.flags == {"calls/a": ("which one?",)}
    assert desk.rate(4) == "b"
    assert desk.session.is_over(desk.now)


def test_flagging_stays_with_the_card() -> None:
    desk = Desk()
    face = desk.session.face
    desk.save(desk.session.flag("typo"))
    assert desk.session.face == face


def test_options_are_shuffled_each_time_but_not_by_an_undo() -> None:
    lib = library(deck("calls", *(choice(f"q{number}") for number in range(12))))
    desk = Desk(lib)
    first, second = {}, {}
    for orders in [first] * 12 + [second] * 12:
        item = desk.session.face.card
        orders[item.key] = item.order
        desk.rate(1, seconds=1)
        desk.undo()
        assert desk.session.face.card == item
        desk.rate(1 if orders is first else 4, seconds=1)
    assert len({*first.values()}) > 2
    assert first.keys() == second.keys()
    assert first != second


def test_cramming_leaves_the_schedule_alone_and_repeats_what_was_forgotten() -> None:
    desk = Desk(simple("a", "b"), is_cram=True)
    order = [desk.rate(1), desk.rate(3), desk.rate(3)]
    assert order[0] == order[2] != order[1]
    assert desk.session.is_over(desk.now)
    assert {event.kind for event in desk.journal.events} == {"cram"}
    assert desk.history.traces == {}
    desk.undo()
    assert desk.session.face is not None


def test_a_card_that_turns_into_a_leech_is_told_once() -> None:
    journal, history, told = Journal(), History(), []
    for day in range(12):
        now = START + timedelta(days=day)
        session = study_session(simple("a"), history, Settings(), Filters(ahead_days=9), now)
        for rating in (Rating.AGAIN, Rating.EASY):
            session.record(journal.save(session.rating(rating, now, 1), now))
            assert session.last is not None
            told.append(session.last.is_leech)
    assert history.state("calls/a").lapses == 11
    assert told.count(True) == 1
    assert told.index(True) < 2 * 8


def test_a_clock_that_ran_years_ahead_asks_a_card_once_a_day_and_never_loses_it() -> None:
    ahead = Journal("f" * 16)
    fields = {"card": "calls/a", "rating": 3, "took_ms": 1, "day": "2030-01-05", "due": "2030-02-01"}
    past = (ahead.save(Draft("review", fields), datetime(2030, 1, 5, 12, tzinfo=UTC)),)
    lib = simple("a")
    desk = Desk(lib, past)
    assert desk.rate(3) == "a"
    assert desk.session.is_over(desk.now)
    events = (*past, *desk.journal.events)
    assert Desk(lib, events).session.face is None
    tomorrow = study_session(lib, History(events), Settings(), Filters(), START + timedelta(days=1))
    assert tomorrow.face is not None


def test_an_answer_to_what_is_not_asked_is_refused() -> None:
    desk = Desk(simple("a", "b"))
    draft = desk.session.rating(Rating.GOOD, desk.now, 1)
    with pytest.raises(ValueError, match="asked now"):
        desk.session.record(Event("b" * 16 + "-1", desk.now, "review", {**draft.fields, "card": "calls/b"}))
    with pytest.raises(ValueError, match="nothing to undo"):
        desk.session.undo()
    with pytest.raises(ValueError, match="last step"):
        desk.session.record(Event("b" * 16 + "-1", desk.now, "undo", {"voids": "x-1"}))


ACTIONS = st.sampled_from(
    ["again", "hard", "good", "easy", "again", "good", "skip", "bury", "suspend", "flag", "rerate", "wait"]
)


@given(actions=st.lists(ACTIONS, min_size=1, max_size=50), cram=st.booleans())
@settings(max_examples=150, derandomize=True, deadline=None, database=None)
def test_undo_after_any_actions_gives_back_the_very_state_before(actions: list[str], cram: bool) -> None:
    desk = Desk(past=past_reviews(), is_cram=cram)
    states = []
    for action in actions:
        before = desk.facts()
        if act(desk, action):
            states.append(before)
    while states:
        desk.undo()
        assert desk.facts() == states.pop()
    assert not desk.session.has_undo
    replayed = History([*desk.past, *desk.journal.events])
    assert dict(replayed.traces) == dict(desk.history.traces)
    assert replayed.due_on == desk.history.due_on


def past_reviews() -> tuple[Event, ...]:
    """Some cards due, some in their steps, some never seen."""
    random, journal = Random(3), Journal("a" * 16)
    for number in range(12):
        card = random.choice(("f0", "f1", "f2~reverse", "q0", "q1", "z~2"))
        at = START - timedelta(days=20 - number)
        due = random.choice((at + timedelta(minutes=10), at + timedelta(days=random.randint(1, 15))))
        text = due.isoformat() if random.random() < 0.2 else due.date().isoformat()
        fields = {"card": f"calls/{card}", "rating": random.randint(1, 4), "took_ms": 5}
        journal.save(Draft("review", fields | {"day": at.date().isoformat(), "due": text}), at)
    return tuple(journal.events)


def act(desk: Desk, action: str) -> bool:
    """Does one thing if it can be done now; says whether there is a step to take back."""
    session = desk.session
    if action == "wait":
        desk.now += timedelta(minutes=4)
        return False
    if action == "rerate":
        if session.last is not None:
            desk.rerate(Rating.HARD)
        return False
    if session.face is None:
        return False
    if action == "skip":
        session.skip(desk.now)
    elif action in ("bury", "suspend", "flag"):
        draft = {"bury": session.burial(desk.now), "suspend": session.suspension(), "flag": session.flag("?")}[action]
        desk.save(draft)
    else:
        desk.rate(Rating[action.upper()], seconds=20)
    return True
