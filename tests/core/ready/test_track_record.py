"""Recorded forecasts: when one is made, their order, and how they are scored."""

from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest
from msgspec.structs import replace

from builders import Journal
from cxdrill.core.event import Draft, Event
from cxdrill.core.ready.forecast import Evidence, Readiness, by_day, forecast_draft, forecasts, track_record
from cxdrill.core.ready.pass_chance import Chance
from ready_cases import NOW, SETTINGS, attempt, shelf

FOUND = shelf()


def said(probability: float = 0.7) -> Readiness:
    chance = Chance(probability, probability - 0.1, probability + 0.1, 7.24)
    return Readiness("certification", 10, 7, Evidence(200, 40, 40, 0), chance, ())


def made(journal: Journal, *rows: tuple[float, float]) -> None:
    """Forecasts recorded as `ready` does: days before `NOW`, probability."""
    for days_ago, probability in rows:
        journal.at = NOW - timedelta(days=days_ago)
        draft = forecast_draft(said(probability), forecasts(journal.events, "certification"), journal.at, SETTINGS)
        if draft is not None:
            journal.save(draft)


def test_a_forecast_is_recorded_in_whole_per_cent():
    draft = forecast_draft(said(0.7049), (), NOW, SETTINGS)

    assert (draft.kind, draft.fields["exam"], draft.fields["probability"]) == ("forecast", "certification", 0.7)
    assert draft.fields["expected"] == 7.2


def test_without_a_number_nothing_is_recorded():
    assert forecast_draft(replace(said(), chance=None), (), NOW, SETTINGS) is None


def test_one_a_day_is_recorded_unless_it_changed():
    journal = Journal()
    made(journal, (2, 0.7), (1.99, 0.7), (1.98, 0.75), (1, 0.75), (0.9, 0.7502))

    assert [forecast.probability for forecast in forecasts(journal.events, "certification")] == [0.7, 0.75, 0.75]


def test_an_attempt_is_scored_against_the_last_forecast_before_it():
    journal = Journal()
    made(journal, (5, 0.6), (3, 0.8), (1, 0.3))
    record = track_record(
        journal.events, [attempt(FOUND, 9, days_ago=2), attempt(FOUND, 1, 0.5, number=2)], "certification"
    )

    assert [(each.attempt, each.forecast.probability, each.is_passed) for each in record.scored] == [
        (1, 0.8, True),
        (2, 0.3, False),
    ]
    assert record.brier == pytest.approx((0.2**2 + 0.3**2) / 2)


def test_an_attempt_without_a_forecast_before_it_scores_nothing():
    journal = Journal()
    made(journal, (1, 0.6))

    assert track_record(journal.events, [attempt(FOUND, 9, days_ago=2)], "certification").brier is None


def test_forecasts_keep_their_order_when_the_clock_is_set_back():
    """Each by another process, so that their writers cannot tell the order."""
    events = []
    for number, (days_ago, probability) in enumerate([(3, 0.5), (30, 0.6), (2, 0.7), (40, 0.8)]):
        journal = Journal(f"{9 - number:016x}", NOW - timedelta(days=days_ago))
        past = forecasts(events, "certification")
        events.append(journal.save(forecast_draft(said(probability), past, journal.at, SETTINGS)))
    record = track_record(reversed(events), (), "certification")

    assert [forecast.probability for forecast in record.forecasts] == [0.5, 0.6, 0.7, 0.8]
    assert record.set_back == 2
    assert [forecast.probability for _, forecast in by_day(record.forecasts, NOW, SETTINGS)] == [0.5, 0.6, 0.7, 0.8]


def test_the_last_of_a_day_stands_for_it():
    journal = Journal()
    made(journal, (1.1, 0.5), (1.05, 0.6), (0.1, 0.7))
    days = by_day(forecasts(journal.events, "certification"), NOW, SETTINGS)

    assert [forecast.probability for _, forecast in days] == [0.6, 0.7]


@pytest.mark.parametrize(
    "fields", [{}, {"probability": "high"}, {"probability": 1.5, "low": 0, "high": 1}, {"probability": True}]
)
def test_a_forecast_that_cannot_be_read_is_passed_over(fields):
    journal = Journal()
    journal.save(Draft("forecast", {"exam": "certification", **fields}))

    assert forecasts(journal.events, "certification") == ()


def test_forecasts_that_name_each_other_are_still_read():
    journal = Journal()
    numbers = {"exam": "certification", "probability": 0.5, "low": 0.4, "high": 0.6}
    journal.save(Draft("forecast", {**numbers, "after": f"{journal.writer}-2"}))
    journal.save(Draft("forecast", {**numbers, "after": f"{journal.writer}-1"}))

    assert len(forecasts(journal.events, "certification")) == 2


def test_other_exams_have_their_own_forecasts():
    journal = Journal()
    made(journal, (1, 0.5))

    assert forecasts(journal.events, "other") == ()


def test_thousands_of_forecasts_one_after_another_and_in_a_circle_are_ordered_at_once():
    numbers = {"exam": "desk", "probability": 0.5, "low": 0.4, "high": 0.6}
    at = datetime(2026, 3, 1, tzinfo=UTC)
    events = [Event(f"aa-{n}", at, "forecast", {**numbers, "after": f"aa-{n - 1}"}) for n in range(1, 20_001)]
    circle = [Event(f"bb-{n}", at, "forecast", {**numbers, "after": f"bb-{3 - n}"}) for n in (1, 2)]

    start = perf_counter()
    found = forecasts([*reversed(events), *circle], "desk")

    assert perf_counter() - start < 10
    chained = [forecast.id for forecast in found if forecast.id.startswith("aa")]
    assert chained == [event.id for event in events]
    assert len(found) == 20_002
