"""Forecasts as they were recorded, in the order they were made, and how those that an attempt followed have done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from cxdrill.core.day import study_day
from cxdrill.core.event import Draft, Event, standing
from cxdrill.core.exams.attempt import Attempt, State
from cxdrill.core.plain import value_from
from cxdrill.core.ready.forecast import Readiness, rounded
from cxdrill.core.settings import Settings

CHANGE = 0.01  # of the probability: less is no new forecast on the same day


Probability = Annotated[float, Meta(ge=0, le=1)]


class Forecast(Struct, frozen=True):
    """One recorded forecast. `at` is what the clock said, `placed_at` never before the forecast made before it."""

    id: str
    exam: str
    at: datetime
    placed_at: datetime
    probability: Probability
    low: Probability
    high: Probability
    expected: float | None = None

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
    kept = standing([event for event in events if event.kind in ("forecast", "undo")])
    own = [event for event in kept if event.fields.get("exam") == exam_id]
    known = {event.id: (str(event.fields.get("after")), made) for event in own if (made := _recorded(event))}
    later = defaultdict[str, list[str]](list)
    for id, (after, _) in known.items():
        later[after].append(id)
    chain = [id for id, (after, _) in known.items() if after not in known]
    for id in chain:  # which grows meanwhile
        chain += later[id]
    ordered: dict[str, tuple[datetime, int, Forecast]] = {}
    for id in dict.fromkeys((*chain, *known)):  # in a circle, which only other programs write, none is the first
        after, made = known[id]
        before, length, _ = ordered.get(after, (made.placed_at, -1, made))
        made = replace(made, placed_at=max(made.placed_at, before))
        ordered[id] = made.placed_at, length + 1, made
    return tuple(made for *_, made in sorted(ordered.values(), key=lambda row: (*row[:2], row[2].id)))


def forecast_draft(readiness: Readiness, past: Sequence[Forecast], now: datetime, settings: Settings) -> Draft | None:
    """The forecast as an event, or None where there is none to keep: no number, or today's already says the same."""
    if readiness.chance is None:
        return None
    chance = rounded(readiness.chance)
    last = past[-1] if past else None
    if last is not None and _day(last, now, settings) == study_day(now, settings.day_start):
        before = (last.probability, last.low, last.high)
        after = (chance.probability, chance.low, chance.high)
        if all(abs(new - old) < CHANGE / 2 for new, old in zip(after, before, strict=True)):
            return None
    numbers = {name: getattr(chance, name) for name in ("probability", "low", "high", "expected")}
    fields = {"exam": readiness.exam} | numbers | {"needed": readiness.needed, "items": readiness.items}
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


def _recorded(event: Event) -> Forecast | None:
    """The forecast that an event holds, placed where its own clock says; None where that is none."""
    at = event.at.astimezone(UTC)
    names = (name for name in Forecast.__struct_fields__ if name in event.fields)
    fields = {name: event.fields[name] for name in names}
    try:
        return value_from(fields | {"id": event.id, "at": event.at, "placed_at": at}, Forecast)
    except ValueError:
        return None
