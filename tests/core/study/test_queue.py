"""Which faces are asked, and in which order."""

from datetime import UTC, date, datetime, timedelta

from asked import ids, queue
from builders import Journal, choice, cloze, deck, flashcard, library
from cxdrill.core.event import Draft
from cxdrill.core.exams.library import Library
from cxdrill.core.settings import Settings
from cxdrill.core.study.history import History
from cxdrill.core.study.queue import Filters, Missed, Queue

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
TODAY = NOW.date()


def cards(*ids: str) -> Library:
    return library(deck("calls", *(flashcard(id) for id in ids)))


class Past(Journal):
    """Reviews to build a history from; days count back from today."""

    def reviewed(self, card: str, days_ago: int, due_in: int, *ratings: int) -> "Past":
        for rating in ratings or (4,):
            self._review(card, NOW - timedelta(days=days_ago), rating, (TODAY + timedelta(days=due_in)).isoformat())
        return self

    def in_steps(self, card: str, minutes: float, days_ago: int = 0) -> "Past":
        due = (NOW + timedelta(minutes=minutes)).isoformat()
        self._review(card, NOW - timedelta(days=days_ago, minutes=1), 1, due)
        return self

    def _review(self, card: str, at: datetime, rating: int, due: str) -> None:
        fields = {"card": f"calls/{card}", "rating": rating, "took_ms": 1, "day": at.date().isoformat(), "due": due}
        self.save(Draft("review", fields), at)

    def marked(self, kind: str, card: str, days_ago: int = 0) -> "Past":
        fields = {"card": f"calls/{card}", "day": (TODAY - timedelta(days=days_ago)).isoformat()}
        self.save(Draft(kind, fields), NOW - timedelta(days=days_ago))
        return self


def asked(
    lib: Library, past: Past | None = None, missed: Missed | None = None, new: int = 20, **filters: object
) -> list[str]:
    """The ids of what is asked, learning steps in round brackets."""
    history = History(past.events if past else ())
    made: Queue = queue(
        lib, history, Settings(new_per_day=new), Filters(**filters), NOW, 1, missed or Missed()  # type: ignore[arg-type]
    )  # fmt: skip
    return [f"({id})" for id in ids([key for _, key in made.learning])] + ids(made.others)


def test_new_cards_come_in_the_decks_order_up_to_the_days_number() -> None:
    assert asked(cards("a", "b", "c")) == ["a", "b", "c"]
    assert asked(cards("a", "b", "c"), new=2) == ["a", "b"]
    assert asked(cards("a", "b", "c"), Past().reviewed("c", 0, 5), new=2) == ["a"]


def test_new_overrides_what_the_settings_leave_for_today() -> None:
    assert asked(cards("a", "b", "c"), Past().reviewed("c", 0, 5), new=1) == []
    history = History(Past().reviewed("c", 0, 5).events)
    made = queue(cards("a", "b", "c"), history, Settings(new_per_day=1), Filters(new=2), NOW)
    assert ids(made.others) == ["a", "b"]


def test_steps_come_first_then_missed_then_due_least_remembered_first_then_new() -> None:
    past = Past().reviewed("b", 30, -2).reviewed("a", 9, 0).reviewed("m", 5, 9).reviewed("c", 3, 4).in_steps("s", -5)
    lib = cards("new", "a", "b", "c", "m", "s")
    assert asked(lib, past, Missed(("calls/m",), NOW)) == ["(s)", "m", "b", "a", "new"]


def test_a_missed_question_is_not_pulled_forward_again_once_it_was_studied() -> None:
    past = Past().reviewed("m", 1, 9)
    assert asked(cards("m"), past, Missed(("calls/m",), NOW - timedelta(days=2))) == []
    assert asked(cards("m"), past, Missed(("calls/m",), NOW)) == ["m"]


def test_only_missed() -> None:
    past = Past().reviewed("a", 9, 0).reviewed("m", 5, 9)
    missed = Missed(("calls/m", "calls/n"), NOW)
    assert asked(cards("a", "b", "m", "n"), past, missed, only_missed=True) == ["m", "n"]


def test_only_leeches_due_or_not_but_none_reviewed_today() -> None:
    past = Past()
    for days_ago in range(40, 31, -1):
        past.reviewed("leech", days_ago, 3, 1)
    assert asked(cards("leech", "b"), past, only_hard=True) == ["leech"]
    assert asked(cards("leech", "b"), past.reviewed("leech", 0, 3), only_hard=True) == []


def test_siblings_are_not_asked_on_one_day() -> None:
    lib = library(deck("calls", flashcard("f", has_reverse=True), cloze("z", prompt="{{a}} and {{b}}"), flashcard("x")))
    assert asked(lib) == ["f", "z~1", "x"]
    assert asked(lib, Past().reviewed("f", 0, 5)) == ["z~1", "x"]
    assert asked(lib, Past().reviewed("f", 1, 5)) == ["f~reverse", "z~1", "x"]
    assert asked(lib, Past().reviewed("f~reverse", 3, 0)) == ["f~reverse", "z~1", "x"]
    assert asked(lib, new=2) == ["f", "z~1"]


def test_a_face_still_in_its_steps_goes_on_today_and_its_sibling_waits() -> None:
    lib = library(deck("calls", flashcard("f", has_reverse=True)))
    assert asked(lib, Past().in_steps("f", 5)) == ["(f)"]


def test_suspended_and_buried_faces_are_left_out() -> None:
    past = Past().marked("suspend", "a").marked("bury", "b").marked("bury", "c", days_ago=1)
    assert asked(cards("a", "b", "c"), past) == ["c"]


def test_the_limit_counts_every_face() -> None:
    past = Past().in_steps("s", 3).reviewed("a", 9, 0)
    assert asked(cards("s", "a", "b", "c"), past, limit=3) == ["(s)", "a", "b"]
    assert asked(cards("s", "a"), past, limit=0) == []


def test_studying_ahead_takes_what_is_due_in_so_many_days() -> None:
    past = Past().reviewed("a", 5, 2).reviewed("b", 5, 3)
    assert asked(cards("a", "b"), past) == []
    assert asked(cards("a", "b"), past, ahead_days=2) == ["a"]


def test_the_most_reviews_a_day_hold_back_due_cards_and_with_them_new_ones() -> None:
    past = Past().reviewed("a", 9, 0).reviewed("b", 9, 0).reviewed("c", 9, 0).reviewed("d", 0, 3)
    for filters, expected, held in (
        (Filters(), ["a"], ["b", "c"]),
        (Filters(new=1), ["a", "n"], ["b", "c"]),  # they are asked for
        (Filters(reviews=2), ["a", "b"], ["c"]),
        (Filters(reviews=3), ["a", "b", "c", "n"], []),
        (Filters(limit=1), ["a"], ["b", "c"]),
    ):
        lib, settings = cards("a", "b", "c", "d", "n"), Settings(reviews_per_day=2)
        made = queue(lib, History(past.events), settings, filters, NOW)
        assert (ids(made.others), ids(made.held)) == (expected, held)


def test_the_most_overdue_of_siblings_goes_first_and_the_other_is_told() -> None:
    lib = library(deck("calls", cloze("z", prompt="{{a}} and {{b}}"), flashcard("f", has_reverse=True)))
    past = Past().reviewed("z~1", 40, -1).reviewed("z~2", 9, 0, 1)  # the hard one is the less remembered
    made = queue(lib, History(past.events), Settings(), Filters(), NOW)
    assert ids(made.others) == ["z~1", "f"]
    assert made.aside == {"calls/z~2": "calls/z~1", "calls/f~reverse": "calls/f"}


def test_no_face_stands_back_for_longer_than_a_week_behind_its_siblings() -> None:
    lib = library(deck("calls", cloze("z", prompt=" ".join(f"{{{{w{number}}}}}" for number in range(12)))))
    past, waits = Past(), dict.fromkeys((f"z~{number}" for number in range(1, 13)), 0)
    for number in waits:
        past.reviewed(number, 20, -9)
    for day in range(10):
        now = NOW + timedelta(days=day)
        for number in ids(queue(lib, History(past.events), Settings(), Filters(), now).others):
            waits[number] = day
            due = (now + timedelta(days=60)).date().isoformat()
            past._review(number, now, 4, due)
    assert sorted(waits.values()) == [0, 1, 2, 3, 4, 5, 6, 7, 7, 7, 7, 7]


def test_cramming_takes_everything_in_a_drawn_order() -> None:
    past = Past().reviewed("a", 1, 30).marked("suspend", "b")
    lib = cards("a", "b", *(f"c{number}" for number in range(9)))
    crammed = asked(lib, past, is_cram=True)
    assert sorted(crammed) == ["a", *(f"c{number}" for number in range(9))]
    assert crammed == asked(lib, past, is_cram=True) != sorted(crammed)
    assert asked(lib, past, Missed(("calls/c3",)), is_cram=True, only_missed=True) == ["c3"]


def test_a_plan_is_followed_in_its_order_and_what_vanished_is_left_out() -> None:
    history = History(Past().reviewed("a", 1, 30).events)
    plan = ("calls/c", "calls/a", "calls/gone")
    made = queue(cards("a", "b", "c"), history, Settings(), Filters(plan=plan), NOW)
    assert ids(made.others) == ["c", "a"]


def test_decks_tags_and_topics_narrow_a_session() -> None:
    first = deck("one", flashcard("a", deck="one", tags=("numbers",)), choice("b", deck="one", topic="tone"))
    lib = library(first, deck("two", flashcard("c", deck="two")))
    assert asked(lib, decks=("two", "one")) == ["c", "a", "b"]
    assert asked(lib, tags=("numbers",)) == ["a"]
    assert asked(lib, topics=("tone",)) == ["b"]


def test_a_clock_set_back_brings_cards_forward_and_hides_none() -> None:
    past = Past().reviewed("a", -400, 900).in_steps("s", 600_000, days_ago=-400)
    assert asked(cards("a", "s"), past) == ["(s)", "a"]


def test_days_are_study_days() -> None:
    past = Past().reviewed("a", 5, 1)
    history = History(past.events)
    for hour, expected in ((3, []), (4, ["a"])):
        now = datetime.combine(date(2026, 11, 22), datetime.min.time(), UTC) + timedelta(hours=hour)
        assert ids(queue(cards("a"), history, Settings(), Filters(), now).others) == expected
