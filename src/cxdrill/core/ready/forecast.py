"""The chance of passing an exam now, in numbers to be said: with its range, its evidence and the weakest topics.

Also forecasts as they were recorded, in the order they were made, and how those that an attempt followed have done.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from cxdrill.core.day import study_day
from cxdrill.core.event import Draft, Event, standing
from cxdrill.core.exams.attempt import Attempt, State
from cxdrill.core.plain import grouped, value_or_none
from cxdrill.core.ready.outlook import ExamOutlook
from cxdrill.core.ready.pass_chance import Chance
from cxdrill.core.settings import Settings

REVIEWS_NEEDED = 40  # answers; what was never seen is judged by how many of them were right before they were taught
PROBED_NEEDED = 8  # answers
WEAKEST = 3
_SHARES = ("probability", "low", "high")
CHANGE = 0.01  # of the probability: less is no new forecast on the same day


class Evidence(Struct, frozen=True):
    """The evidence for a forecast: reviews in the exam's topics, questions seen of its pool, attempts handed in."""

    reviews: int
    seen: int
    pool: int
    attempts: int
    probed: int = 0  # answers to probes

    @property
    def is_enough(self) -> bool:
        """Whether a number can be said."""
        return self.attempts > 0 or self.probed >= PROBED_NEEDED or not self.missing_reviews

    @property
    def missing_reviews(self) -> int:
        """How many reviews are still to do."""
        return max(0, REVIEWS_NEEDED - self.reviews)


class TopicOutlook(Struct, frozen=True):
    """The score to expect in one topic, and how many of its questions were never seen."""

    topic: str
    drawn: int
    expected: float
    unseen: int
    pool: int

    @property
    def share(self) -> float:
        """The share of its items to be expected right."""
        return self.expected / self.drawn


class Readiness(Struct, frozen=True):
    """The answer of `ready`: `chance` is None without enough evidence; the weakest topics come first."""

    exam: str
    items: int
    needed: int
    evidence: Evidence
    chance: Chance | None
    topics: tuple[TopicOutlook, ...]

    @property
    def weakest(self) -> tuple[TopicOutlook, ...]:
        """The topics that are below the share needed, at most three, the worst first; the worst one in any case."""
        below = [topic for topic in self.topics if topic.share < self.needed / self.items]
        return tuple((below or list(self.topics))[: WEAKEST if below else 1]) if self.chance else ()


def readiness(outlook: ExamOutlook) -> Readiness:
    """The chance of passing now, as far as there is evidence for it, and what to expect of each topic."""
    sections, estimated = outlook.sections(outlook.now), outlook.chance(outlook.now)
    expected = dict(estimated.by_topic)
    topics = []
    for each in sections:
        unseen = sum(not estimate.is_seen for estimate in each.pool)
        topics.append(TopicOutlook(each.topic, each.drawn, expected[each.topic], unseen, len(each.pool)))
    topics.sort(key=lambda topic: (topic.share, topic.topic))
    evidence = evidence_of(outlook)
    chance = estimated if evidence.is_enough else None
    return Readiness(outlook.exam.id, outlook.exam.items, outlook.needed, evidence, chance, tuple(topics))


def evidence_of(outlook: ExamOutlook) -> Evidence:
    """The evidence for a forecast."""
    pool = [each for section in outlook.sections(outlook.now) for each in section.pool]
    reviews = sum(trace.state.reviews for trace in outlook.traces.values())
    seen, probed = sum(each.is_seen for each in pool), len(outlook.learner.probed)
    return Evidence(reviews, seen, len(pool), outlook.finished, probed)


def rounded(chance: Chance) -> Chance:
    """The forecast as it is recorded and shown: whole percent, tenths of an item."""
    hundredths = {name: round(getattr(chance, name), 2) for name in _SHARES}
    return replace(chance, **hundredths, expected=round(chance.expected, 1))


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
        return sum(each.at < each.placed_at for each in self.forecasts)


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
    """The forecasts of an exam as made: each names the one before it, so no clock set back and no merge turns them."""
    kept = standing([event for event in events if event.kind in ("forecast", "undo")])
    own = [event for event in kept if event.fields.get("exam") == exam_id]
    known = {event.id: (str(event.fields.get("after")), made) for event in own if (made := _recorded(event))}
    later = grouped((after, id) for id, (after, _) in known.items())
    chain = [id for id, (after, _) in known.items() if after not in known]
    for id in chain:  # which grows meanwhile
        chain += later.get(id, ())
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
    is_of_today = last is not None and _day(last, now, settings) == study_day(now, settings.day_start)
    if is_of_today and all(abs(getattr(chance, name) - getattr(last, name)) < CHANGE / 2 for name in _SHARES):
        return None
    numbers = {name: getattr(chance, name) for name in (*_SHARES, "expected")}
    fields = {"exam": readiness.exam} | numbers | {"needed": readiness.needed, "items": readiness.items}
    return Draft("forecast", fields | ({"after": last.id} if last else {}))


def by_day(past: Iterable[Forecast], now: datetime, settings: Settings) -> tuple[tuple[date, Forecast], ...]:
    """The last forecast of each study day, in the order they were made."""
    days = groupby(past, key=lambda forecast: _day(forecast, now, settings))
    return tuple((day, list(of_day)[-1]) for day, of_day in days)


def _day(forecast: Forecast, now: datetime, settings: Settings) -> date:
    return study_day(forecast.at.astimezone(now.tzinfo), settings.day_start)


def _recorded(event: Event) -> Forecast | None:
    """The forecast that an event holds, placed where its own clock says; None where that is none."""
    known = {name: event.fields[name] for name in Forecast.__struct_fields__ if name in event.fields}
    places = {"id": event.id, "at": event.at, "placed_at": event.at.astimezone(UTC)}
    return value_or_none(known | places, Forecast)
