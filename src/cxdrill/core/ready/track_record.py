"""Forecasts as they were recorded, in the order they were made, and how those that an attempt followed have done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from msgspec import Struct

from cxdrill.core.day import study_day
from cxdrill.core.event import Draft, Event, standing
from cxdrill.core.exams.attempt import Attempt, State
from cxdrill.core.ready.forecast import Readiness, rounded
from cxdrill.core.settings import Settings

CHANGE = 0.01  # of the probability: less is no new forecast on the same day


class Forecast(Struct, frozen=True):
    """One recorded forecast. `at` is what the clock said, `placed_at` never before the forecast made before it."""

    id: str
    exam: str
    at: datetime
    placed_at: datetime
    probability: float
    low: float
    high: float
    expected: float | None

    @property
    def is_set_back(self) -> bool:
        """Whether the clock said a time before that of an earlier forecast."""
        return self.at < self.placed_at


class Scored(Struct, frozen=True):
    """An attempt that a forecast preceded, and the squared error of what was said."""

    forecast: Forecast
    attempt: int
    is_passed: bool

    @property
    def error(self) -> float:
        """From 0, certain and right, to 1, certain and wrong."""
        return (self.forecast.probability - self.is_passed) ** 2


class TrackRecord(Struct, frozen=True):
    """The forecasts of one exam in the order they were made, and those that an attempt has put to the test."""

    forecasts: tuple[Forecast, ...]
    scored: tuple[Scored, ...]

    @property
    def brier(self) -> float | None:
        """The mean squared error: 0 is perfect, 0.25 what always saying 50 % earns; None before the first attempt."""
        return sum(each.error for each in self.scored) / len(self.scored) if self.scored else None

    @property
    def set_back(self) -> int:
        """How many forecasts bear a time before that of an earlier one."""
        return sum(forecast.is_set_back for forecast in self.forecasts)


def track_record(events: Iterable[Event], made: Iterable[Attempt], exam_id: str) -> TrackRecord:
    """The record of one exam: each attempt handed in is scored against the last forecast made before it began."""
    found = forecasts(events, exam_id)
    scored = []
    for attempt in made:
        is_passed = attempt.recorded.get("passed")
        if attempt.exam != exam_id or attempt.state is not State.FINISHED or not isinstance(is_passed, bool):
            continue
        before = [each for each in found if each.placed_at <= attempt.started_at.astimezone(UTC)]
        if before:
            scored.append(Scored(before[-1], attempt.number, is_passed))
    return TrackRecord(found, tuple(scored))


def forecasts(events: Iterable[Event], exam_id: str) -> tuple[Forecast, ...]:
    """The forecasts of an exam in the order they were made, whatever the clock said.

    Each names the one before it, so that a clock set back cannot turn them round, nor can a merge.
    """
    placed: dict[str, tuple[datetime, int]] = {}
    found: list[tuple[datetime, int, Forecast]] = []
    kept = standing([event for event in events if event.kind in ("forecast", "undo")])
    waiting = {event.id: event for event in kept if _is_readable(event, exam_id)}
    while waiting:
        ready = [event for event in waiting.values() if str(event.fields.get("after")) not in waiting]
        for event in ready or list(waiting.values()):
            del waiting[event.id]
            at = event.at.astimezone(UTC)
            before = placed.get(str(event.fields.get("after")), (at, -1))
            place = max(at, before[0]), before[1] + 1
            placed[event.id] = place
            found.append((*place, _forecast(event, place[0])))
    found.sort(key=lambda row: (*row[:2], row[2].id))
    return tuple(forecast for *_, forecast in found)


def forecast_draft(said: Readiness, past: Sequence[Forecast], now: datetime, settings: Settings) -> Draft | None:
    """The forecast as an event, or None where there is none to keep: no number, or today's already says the same."""
    if said.chance is None:
        return None
    chance = rounded(said.chance)
    last = past[-1] if past else None
    if last is not None and _day(last, now, settings) == study_day(now, settings.day_start):
        said_before = (last.probability, last.low, last.high)
        said_now = (chance.probability, chance.low, chance.high)
        if all(abs(new - old) < CHANGE / 2 for new, old in zip(said_now, said_before, strict=True)):
            return None
    fields: dict[str, Any] = {
        "exam": said.exam,
        "probability": chance.probability,
        "low": chance.low,
        "high": chance.high,
        "expected": chance.expected,
        "needed": said.needed,
        "items": said.items,
    }
    return Draft("forecast", fields | ({"after": last.id} if last else {}))


def by_day(past: Iterable[Forecast], now: datetime, settings: Settings) -> tuple[tuple[date, Forecast], ...]:
    """The last forecast of each study day, in the order they were made."""
    days: list[tuple[date, Forecast]] = []
    for forecast in past:
        day = _day(forecast, now, settings)
        if days and days[-1][0] == day:
            days.pop()
        days.append((day, forecast))
    return tuple(days)


def _day(forecast: Forecast, now: datetime, settings: Settings) -> date:
    return study_day(forecast.at.astimezone(now.tzinfo), settings.day_start)


def _forecast(event: Event, placed_at: datetime) -> Forecast:
    fields = event.fields
    return Forecast(
        event.id,
        str(fields["exam"]),
        event.at,
        placed_at,
        float(fields["probability"]),
        float(fields["low"]),
        float(fields["high"]),
        _number(fields.get("expected")),
    )


def _is_readable(event: Event, exam_id: str) -> bool:
    if event.kind != "forecast" or event.fields.get("exam") != exam_id:
        return False
    values = [_number(event.fields.get(name)) for name in ("probability", "low", "high")]
    return all(value is not None and 0 <= value <= 1 for value in values)


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
