"""Which faces are asked, and in which order."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

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


LEECH = Past()
for ago in range(40, 31, -1):
    LEECH.reviewed("l", ago, 3, 1)
MISSED = Missed({"calls/m": NOW})
EVERY = Past().reviewed("b", 30, -2).reviewed("a", 9, 0).reviewed("m", 5, 9).reviewed("c", 3, 4).in_steps("s", -5)


@pytest.mark.parametrize(
    ("ids", "past", "options", "expected"),
    [
        pytest.param("abc", Past(), {}, "a b c", id="new cards come in the deck's order"),
        pytest.param("abc", Past(), {"new": 2}, "a b", id="up to the day's number"),
        pytest.param("abc", Past().reviewed("c", 0, 5), {"new": 2}, "a", id="less those met today"),
        pytest.param("abc", Past().reviewed("c", 0, 5), {"new": 1}, "", id="none where the number is reached"),
        pytest.param("nabcms", EVERY, {"missed": MISSED}, "(s) m b a n", id="steps, misses, least remembered, new"),
        pytest.param("m", Past().reviewed("m", 1, 9), {"missed": MISSED}, "m", id="a miss is pulled forward"),
        pytest.param(
            "m", Past().reviewed("m", 1, 9), {"missed": Missed({"calls/m": NOW - timedelta(days=2)})}, "",
            id="but not once it was studied",
        ),
        pytest.param(
            "abmn", Past().reviewed("a", 9, 0).reviewed("m", 5, 9),
            {"missed": Missed({"calls/m": NOW, "calls/n": NOW}), "only_missed": True}, "m n", id="misses alone",
        ),
        pytest.param("lb", LEECH, {"only_hard": True}, "l", id="leeches alone, due or not"),
        pytest.param(
            "a", Past().marked("suspend", "a").marked("bury", "a"), {}, "", id="what is set aside is left out"
        ),
        pytest.param(
            "abc", Past().marked("suspend", "a").marked("bury", "b").marked("bury", "c", days_ago=1), {}, "c",
            id="what was buried yesterday is back",
        ),
        pytest.param(
            "abcd", Past().in_steps("a", -5).in_steps("b", -50).in_steps("c", 3).in_steps("d", -20), {},
            "(b) (d) (a) (c)", id="of the steps that are due the one that waits longest first",
        ),
        pytest.param("sabc", Past().in_steps("s", 3).reviewed("a", 9, 0), {"limit": 3}, "(s) a b", id="a limit of all"),
        pytest.param("sa", Past().in_steps("s", 3).reviewed("a", 9, 0), {"limit": 0}, "", id="a limit of none"),
        pytest.param("ab", Past().reviewed("a", 5, 2).reviewed("b", 5, 3), {}, "", id="nothing is due"),
        pytest.param("ab", Past().reviewed("a", 5, 2).reviewed("b", 5, 3), {"ahead_days": 2}, "a", id="two days ahead"),
        pytest.param(
            "as", Past().reviewed("a", -400, 900).in_steps("s", 600_000, days_ago=-400), {}, "(s) a",
            id="a clock set back brings cards forward and hides none",
        ),
    ],
)  # fmt: skip
def test_what_is_asked(ids: str, past: Past, options: dict[str, Any], expected: str) -> None:
    assert asked(cards(*ids), past, **options) == expected.split()


def test_a_leech_reviewed_today_is_not_asked_and_a_number_of_new_cards_goes_before_the_settings() -> None:
    past = Past()
    past.events = [*LEECH.events]
    assert asked(cards("l", "b"), past.reviewed("l", 0, 3), only_hard=True) == []
    history = History(Past().reviewed("c", 0, 5).events)
    made = queue(cards("a", "b", "c"), history, Settings(new_per_day=1), Filters(new=2), NOW)
    assert ids(made.others) == ["a", "b"]


def test_siblings_are_not_asked_on_one_day() -> None:
    lib = library(deck("calls", flashcard("f", has_reverse=True), cloze("z", prompt="{{a}} and {{b}}"), flashcard("x")))
    assert asked(lib) == ["f", "z~1", "x"]
    assert asked(lib, Past().reviewed("f", 0, 5)) == ["z~1", "x"]
    assert asked(lib, Past().reviewed("f", 1, 5)) == ["f~reverse", "z~1", "x"]
    assert asked(lib, Past().reviewed("f~reverse", 3, 0)) == ["f~reverse", "z~1", "x"]
    assert asked(lib, new=2) == ["f", "z~1"]
    alone = library(deck("calls", flashcard("f", has_reverse=True)))
    assert asked(alone, Past().in_steps("f", 5)) == ["(f)"]


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
    assert asked(lib, past, Missed({"calls/c3": NOW}), is_cram=True, only_missed=True) == ["c3"]


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


def test_days_are_study_days() -> None:
    history = History(Past().reviewed("a", 5, 1).events)
    for hour, expected in ((3, []), (4, ["a"])):
        now = datetime.combine(date(2026, 11, 22), datetime.min.time(), UTC) + timedelta(hours=hour)
        assert ids(queue(cards("a"), history, Settings(), Filters(), now).others) == expected
