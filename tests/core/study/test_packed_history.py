"""A history that was packed and taken up again is the history of a replay, or there is none."""

import marshal
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from cxdrill.core.event import Event
from cxdrill.core.study.fsrs import DEFAULT_PARAMETERS
from cxdrill.core.study.history import History
from cxdrill.core.study.packed_history import PackableHistory, taken_up

START = datetime(2026, 11, 1, 12, tzinfo=UTC)
CARDS = ("d/1", "d/2", "d/3~reverse", "d/4~1")
FORMER: Mapping[str, str] = {"d/old": "d/1"}


def facts(history: History) -> tuple[Any, ...]:
    """Everything a history knows, to be compared."""
    keys, now = sorted(history.states), START + timedelta(days=60)
    return (
        len(history.states),
        {key: history.is_at_rest(key, now.date(), 3) for key in keys},
        {key: round(history.retrievability(key, now) or 0, 12) for key in keys},
        {key: (history.state(key), history.reviews(key), history.memory(key)) for key in keys},
        history.leeches(3),
        set(history.suspended), dict(history.buried), dict(history.flags), dict(history.due_on),
        dict(history.reviews_on), dict(history.introduced_on), history.model.parameters,
        history.exam_events, history.took_ms, history.events, dict(history.latest), history.voided_unknown,
    )  # fmt: skip


def again(history: PackableHistory, *later: Event, former: Mapping[str, str] = FORMER) -> PackableHistory | None:
    """The history packed, kept as bytes, and taken up with what came later."""
    plain = history.packed()
    assert plain is not None
    reviews = list(history.reviews_packed(plain["keys"]))
    return taken_up(marshal.loads(marshal.dumps(plain)), reviews.__getitem__, later, former)


def event(number: int, kind: str, hours: float, writer: str = "a" * 16, **fields: Any) -> Event:
    return Event(f"{writer}-{number}", START + timedelta(hours=hours), kind, fields)


def review(number: int, hours: float, card: str = "d/1", rating: int = 3, **more: Any) -> Event:
    day = (START + timedelta(hours=hours)).date()
    due = more.pop("due", None) or (day + timedelta(days=3)).isoformat()
    fields = {"card": card, "rating": rating, "took_ms": 900 + number, "day": day.isoformat(), "due": due}
    return event(number, "review", hours, **{**fields, **more})


def random_log(random: Random, length: int) -> list[Event]:
    """Facts of every kind by two writers who take turns, in the order of their times; undos of what was done before."""
    log: list[Event] = []
    numbers = {"a" * 16: 0, "b" * 16: 0}
    for place in range(length):
        writer = random.choice(list(numbers))
        numbers[writer] += 1
        log.append(_random_event(random, numbers[writer], writer, 9.0 * place, log))
    return log


def _random_event(random: Random, number: int, writer: str, hours: float, log: list[Event]) -> Event:
    card = random.choice((*CARDS, "d/old"))
    kinds = ("review",) * 6 + (
        "suspend",
        "wake",
        "bury",
        "flag",
        "undo",
        "parameters",
        "forecast",
        "exam-started",
        "odd",
    )
    kind = random.choice(kinds)
    if kind == "review":
        due = random.choice((None, None, (START + timedelta(hours=hours + 1)).isoformat()))
        return review(number, hours, card, random.choice((1, 1, 2, 3, 3, 4)), writer=writer, due=due)
    targets = [each.id for each in log if each.kind in ("review", "suspend", "flag", "bury")]
    if kind == "undo" and targets:
        return event(number, "undo", hours, writer, voids=random.choice(targets[-6:]))
    values = [parameter * random.uniform(1, 1.05) for parameter in DEFAULT_PARAMETERS]
    fields: dict[str, Any] = {
        "bury": {"day": "2026-11-21"},
        "parameters": {"values": values},
        "forecast": {"exam": "e"},
    }
    return event(number, "flag" if kind == "undo" else kind, hours, writer, **{"card": card, **fields.get(kind, {})})


@pytest.mark.parametrize("seed", range(60))
def test_taken_up_with_the_rest_of_the_log_equals_a_replay_of_the_whole(seed):
    random = Random(seed)
    log = random_log(random, random.randint(1, 60))
    cut = random.randint(1, len(log))
    before = PackableHistory(log[:cut], FORMER)
    for card in random.sample(CARDS, 2):
        before.memory(card)

    history = again(before, *log[cut:])

    if history is None:  # an undo of something already undone: only a replay can tell
        assert any(each.kind == "undo" for each in log[cut:])
    else:
        assert facts(history) == facts(History(log, FORMER))


@pytest.mark.parametrize("seed", range(30))
def test_packing_what_was_taken_up_loses_nothing(seed):
    random = Random(seed)
    log = random_log(random, 40)
    history: PackableHistory | None = PackableHistory(log[:10], FORMER)
    for start in (10, 20, 30):
        assert history is not None
        history = again(history, *log[start : start + 10]) or PackableHistory(log[: start + 10], FORMER)
        if history.states:
            history.retrievability(random.choice(list(history.states)), START)

    assert history is not None
    assert facts(history) == facts(History(log, FORMER))


def test_an_undo_of_what_was_packed_leaves_everything_as_if_it_had_never_been():
    log = [review(1, 0), review(2, 30, rating=1), event(3, "flag", 31, card="d/2", note="n")]
    for target in log:
        undo = event(4, "undo", 50, voids=target.id)

        history = again(PackableHistory(log, FORMER), undo)

        assert history is not None
        assert facts(history)[:-4] == facts(History([*log, undo], FORMER))[:-4]


def test_what_cannot_be_taken_up_is_replayed():
    log = PackableHistory([review(1, 10), event(2, "undo", 11, voids="c-1")], FORMER)

    assert again(log, review(3, 12)) is not None
    assert again(log, review(3, 9)) is None, "a clock set back"
    assert again(log, review(3, 11, writer="b" * 16)) is None, "the same instant on another machine"
    assert again(log, review(2, 12)) is None, "a number that is used"
    assert again(log, event(3, "undo", 12, voids="a" * 16 + "-2")) is None, "an undo of an undo"
    assert again(log, Event("c-1", START + timedelta(hours=12), "flag", {"card": "d/1"})) is None, (
        "undone before it came"
    )
    assert again(log, former={}) is None, "another card's history"


def test_what_a_replay_would_put_in_another_order_is_not_packed():
    history = PackableHistory([review(1, 10)])
    history.record(review(1, 5, writer="b" * 16))
    assert history.packed() is None

    lifted = PackableHistory([review(1, 10), event(2, "exam-started", 5, exam="e")])
    assert lifted.packed() is None
    assert PackableHistory().packed() is None


def test_faces_are_built_only_when_asked_about(monkeypatch):
    history = again(PackableHistory([review(number + 1, number, f"d/{number}") for number in range(50)], {}), former={})
    assert history is not None
    built = []
    monkeypatch.setattr("cxdrill.core.study.packed_faces.CardState", lambda *values: built.append(values))

    today = START.date() + timedelta(days=3)
    assert sum(history.is_at_rest(f"d/{number}", today) for number in range(50)) == 38
    assert len(history.states) == 50
    assert built == []
