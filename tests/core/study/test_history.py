"""Events replayed into states, whole or one at a time, with the same outcome."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from random import Random
from typing import Any

import pytest

from cxdrill.core.event import Event
from cxdrill.core.study.fsrs import DEFAULT_MODEL, DEFAULT_PARAMETERS
from cxdrill.core.study.history import History
from cxdrill.core.study.schedule import NEW, Phase

START = datetime(2026, 11, 21, 12, tzinfo=UTC)


def event(number: int, kind: str, hours: float = 0.0, writer: str = "a" * 16, **fields: Any) -> Event:
    return Event(f"{writer}-{number}", START + timedelta(hours=hours), kind, fields)


def review(number: int, rating: int = 3, day: int = 0, due: str | None = None, card: str = "d/c", **more: Any) -> Event:
    """A review `day` days after the start, due on a date three days later or as told."""
    at = (START + timedelta(days=day)).date()
    promised = due or (at + timedelta(days=3)).isoformat()
    fields = {"card": card, "rating": rating, "took_ms": 900, "day": at.isoformat(), "due": promised}
    return event(number, "review", hours=24 * day + number / 100, **{**fields, **more})


def facts(history: History) -> tuple[Any, ...]:
    """Everything a history knows, to be compared."""
    keys = sorted(history.traces)
    return (
        {key: (history.state(key), history.reviews(key), history.memory(key)) for key in keys},
        set(history.suspended), dict(history.buried), dict(history.flags), +history.due_on,
        +history.reviews_on, +history.introduced_on, history.model.parameters,
    )  # fmt: skip


def test_a_file_with_only_the_fixed_fields_replays_and_of_a_card_never_reviewed_nothing_is_known() -> None:
    history = History(
        [review(1, due="2026-11-21T12:10:00Z"), review(2, due="2026-11-23"), review(3, 1, 2, "2026-11-23T12:10Z")]
    )
    assert (history.state("d/x"), history.memory("d/x"), history.retrievability("d/x", START)) == (NEW, None, None)
    state = history.state("d/c")
    assert (state.phase, state.lapses, state.reviews, state.first_day) == (Phase.RELEARNING, 1, 3, date(2026, 11, 21))


def test_memory_moves_in_whole_study_days_and_retrievability_in_exact_time() -> None:
    history = History([review(1), review(2, day=3)])
    memory = DEFAULT_MODEL.after(DEFAULT_MODEL.after(None, 3, 0), 3, 3)
    assert history.memory("d/c") == memory
    an_hour_later = START + timedelta(days=3, hours=2 / 100 + 1)
    assert history.retrievability("d/c", an_hour_later) == DEFAULT_MODEL.retrievability(memory.stability, 1 / 24)


def test_time_passes_through_clock_changes_as_it_does_for_everyone() -> None:
    from zoneinfo import ZoneInfo

    berlin = ZoneInfo("Europe/Berlin")
    before, after = datetime(2026, 10, 24, 12, tzinfo=berlin), datetime(2026, 10, 25, 12, tzinfo=berlin)
    reviewed = Event("a" * 16 + "-1", before, "review", review(1).fields)
    history, memory = History([reviewed]), DEFAULT_MODEL.after(None, 3, 0)
    assert history.retrievability("d/c", after) == DEFAULT_MODEL.retrievability(memory.stability, 25 / 24)


def test_an_undo_leaves_everything_as_if_its_target_had_never_been() -> None:
    events = [review(1), review(2, card="d/other"), event(3, "suspend", card="d/c"), review(4, 1, 3)]
    for place, target in enumerate(events):
        others = events[:place] + events[place + 1 :]
        undo = event(9, "undo", hours=100, voids=target.id)
        recorded = History(events)
        recorded.record(undo)
        assert facts(recorded) == facts(History([*events, undo])) == facts(History(others))


def test_an_undo_that_was_undone_counts_for_nothing() -> None:
    first, undo = review(1), event(2, "undo", hours=1, voids="a" * 16 + "-1")
    undone = event(1, "undo", hours=2, writer="b" * 16, voids=undo.id)
    again = event(2, "undo", hours=3, writer="b" * 16, voids=undone.id)
    assert facts(History([undone, undo, first])) == facts(History([first]))
    assert facts(History([again, undone, undo, first])) == facts(History())


def test_two_writers_at_one_instant_are_taken_in_the_order_of_their_names() -> None:
    at_once = [event(1, "review", writer=name * 16, **review(1, rating).fields) for rating, name in enumerate("bca", 1)]
    replayed = [each.id[0] for each in History(at_once).reviews("d/c")]
    for order in permutations(at_once):
        recorded = History()
        for each in order:
            recorded.record(each)
        assert [each.id[0] for each in recorded.reviews("d/c")] == replayed == ["a", "b", "c"]
        assert facts(recorded) == facts(History(at_once))


def test_recording_one_at_a_time_equals_replaying_the_whole() -> None:
    random = Random(7)
    for _ in range(60):
        recorded, events = History(), []
        for number in range(1, random.randint(2, 25)):
            added = random_event(random, number, events)
            events.append(added)
            recorded.record(added)
            recorded.memory("d/1")
        shuffled = random.sample(events, len(events))
        assert facts(recorded) == facts(History(shuffled))


def random_event(random: Random, number: int, events: list[Event]) -> Event:
    """Any kind of fact about two cards; never an undo of an undo, which only a replay takes."""
    card = random.choice(("d/1", "d/2"))
    kind = random.choice(("review", "review", "review", "suspend", "wake", "bury", "flag", "undo"))
    hours = random.uniform(-40, 40)
    if kind == "review":
        step = "2026-11-21T12:10:00+00:00"
        added = review(number, random.randint(1, 4), number, random.choice((None, step)), card)
        return Event(added.id, added.at + timedelta(hours=hours), "review", added.fields)
    targets = [each.id for each in events if each.kind != "undo"]
    if kind == "undo" and targets:
        return event(number, "undo", voids=random.choice(targets), hours=1000)
    fields = {"flag": {"note": f"n{number}"}, "bury": {"day": "2026-11-21"}}
    return event(number, kind if kind != "undo" else "flag", hours, card=card, **fields.get(kind, {"note": "x"}))


def test_what_is_due_is_counted_and_suspended_cards_are_not() -> None:
    history = History([review(1), review(2, card="d/x"), event(3, "suspend", card="d/x")])
    assert history.due_on == {date(2026, 11, 24): 1}
    history.record(event(4, "wake", card="d/x"))
    assert history.due_on == {date(2026, 11, 24): 2}
    assert history.introduced_on == history.reviews_on == {date(2026, 11, 21): 2}


def test_suspending_a_cloze_card_sets_all_its_parts_aside_and_burying_holds_for_a_day() -> None:
    suspended = [event(1, "suspend", card="d/c"), event(2, "suspend", card="d/f")]
    history = History([*suspended, event(3, "bury", card="d/x", day="2026-11-21")])
    assert [history.is_suspended(key) for key in ("d/c~2", "d/f~reverse")] == [True, False]
    assert [history.is_out("d/x", date(2026, 11, day)) for day in (20, 21, 22)] == [False, True, False]


def test_flags_keep_every_note_and_half_a_sign_in_one_stops_nothing() -> None:
    flags = History([event(number, "flag", card="d/c", note=note) for number, note in enumerate(("b", "a\ud800"), 1)])
    assert flags.flags == {"d/c": ("b", "a?")}


def test_fitted_parameters_shape_memories_and_going_back_restores_them() -> None:
    values = [*DEFAULT_PARAMETERS[:2], 20.0, *DEFAULT_PARAMETERS[3:]]
    events = [review(1), event(2, "parameters", values=values)]
    history = History(events)
    assert history.memory("d/c").stability == 20.0  # type: ignore[union-attr]
    assert history.state("d/c").due == date(2026, 11, 24)
    assert facts(History([*events, event(3, "undo", voids="a" * 16 + "-2")])) == facts(History(events[:1]))


@pytest.mark.parametrize("values", [[], ["x"] * 21, None, [float("inf")] * 21])
def test_parameters_that_are_none_are_passed_over(values: Any) -> None:
    assert History([event(1, "parameters", values=values)]).model is DEFAULT_MODEL


@pytest.mark.parametrize(
    "fields", [{"day": "soon"}, {"due": None}, {"due": "2026-11-24T12:00"}, {"rating": 5}, {"rating": "3"}]
)
def test_a_review_that_cannot_be_read_is_passed_over(fields: dict[str, Any]) -> None:
    assert History([event(1, "review", **{**review(1).fields, **fields})]).state("d/c") == NEW


def test_a_renamed_card_goes_on_with_its_history() -> None:
    history = History(
        [review(1, card="d/old"), review(2, card="d/old~reverse"), review(3, day=3, card="d/new")], {"d/old": "d/new"}
    )
    assert (history.state("d/new").reviews, history.state("d/new~reverse").reviews) == (2, 1)


def test_leeches_are_told_early() -> None:
    failures = [review(1, 4)]
    for day in (2, 4, 6):
        failures += [review(day * 10, 1, day, "2026-11-21T12:10Z"), review(day * 10 + 1, 3, day)]
    history = History(failures)
    assert [each.predicted > 0.75 for each in history.traces["d/c"].tries] == [True] * 3
    assert (history.state("d/c").lapses, history.is_leech("d/c", 8)) == (3, True)
    history.record(event(99, "undo", hours=900, voids=failures[-2].id))
    assert not history.is_leech("d/c", 8)


def test_ids_of_events_recorded_before_are_found_for_an_undo() -> None:
    history = History([review(1), event(2, "flag", card="d/c", note="a")])
    history.record(event(3, "undo", voids="a" * 16 + "-2"))
    history.record(event(4, "undo", voids="nobody-1"))
    assert history.flags == {}
    assert history.state("d/c").reviews == 1
