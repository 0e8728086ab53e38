"""The learner before an exam, as first tries in reviews and answers in checks and probes tell of them.

The chance that a question is known comes of the memory of it, of an exam it stood in, or of what is known untaught.
Guessing is kept apart, since it helps only where there is something to choose from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from math import pi
from typing import NamedTuple

from msgspec import Struct

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.dialogue import Dialogue
from cxdrill.core.cards.question import Question
from cxdrill.core.event import Event
from cxdrill.core.exams.attempt import Attempt
from cxdrill.core.exams.score import ItemResult, attempt_result
from cxdrill.core.ready.offset import Posterior, Trial, posterior
from cxdrill.core.study.history import History
from cxdrill.core.study.trace import SECONDS_PER_DAY, Trace, trace_of

EARLIEST = datetime.min.replace(tzinfo=UTC)
RECENT_DAYS = 60
HALF_LIFE_DAYS = 30.0  # after so long a first try counts half
MOST_ATTEMPTS = 5  # the latest

CARD_SD = 0.7  # of what sets single cards apart from the model, on the logit scale
FLATTENED = (1 + pi / 8 * CARD_SD**2) ** -0.5
"""How much nearer to even a chance is once that doubt is averaged out: the probit approximation (MacKay 1992)."""

LEAST_KNOWN, MOST_KNOWN = 0.02, 0.98  # what was just seen is not certain to be known in an exam
LEVEL_DOUBT = 4.0  # answers to unseen questions that count as if none of them had been known


class Item(Struct, frozen=True, gc=False, array_like=True):
    """A card of the exam's topics as forecasts look at it: plain values, which stay as they are while the decks do."""

    key: str
    topic: str
    suffixes: tuple[str, ...]  # of its faces
    is_question: bool  # and so can be drawn
    guess: float = 0.0  # the chance to be right without knowing anything
    fact: str = ""
    is_critical: bool = False
    is_reserved: bool = False
    takes_minutes: bool = False  # a talk of several turns


class Tried(NamedTuple):
    """An answer in a check or a probe, the points it earned, and those that a blind answer earns on average."""

    at: datetime
    key: str
    topic: str
    guess: float
    points: float  # of 1; a reply that is nearly the best earns a part, in the check and here


class Learner:
    """The belief about one learner: how much is known untaught, and how far memory is from the model's."""

    def __init__(
        self,
        history: History,
        made: Sequence[Attempt],
        events: Iterable[Event],
        now: datetime,
        questions: Mapping[str, Sequence[Item]],
        keys: Sequence[tuple[str, str]],
    ) -> None:
        """`made` were handed in; among `events` are the answers to probes; `keys` are all faces with their topics."""
        self._history, self._made, self._now, self._keys = history, made, now, keys
        self._model, self._topics = history.model, tuple(questions)
        self._questions = [each for asked in questions.values() for each in asked]
        self._since = now - timedelta(days=RECENT_DAYS)
        self.probed = {
            str(event.fields.get("card")): event for event in events if event.kind == "probe" and event.at > self._since
        }

    @cached_property
    def answers(self) -> tuple[Tried, ...]:
        """The answers of the latest attempts handed in and of probes, oldest first, each question where met first."""
        found = [
            Tried(attempt.started_at, card.key, card.topic, guess(card), float(item.points))
            for attempt, item in self._examined
            if (card := item.form_item.card)
        ]
        if self.probed:
            asked = ((each, self.probed[each.key]) for each in self._questions if each.key in self.probed)
            found += [
                Tried(event.at, each.key, each.topic, each.guess, float(event.fields.get("right") is True))
                for each, event in asked
            ]
            found.sort(key=lambda tried: tried.at)
        return tuple({tried.key: tried for tried in reversed(found)}.values())[::-1]

    @cached_property
    def _examined(self) -> list[tuple[Attempt, ItemResult]]:
        latest = self._made[-MOST_ATTEMPTS:]
        return [(each, item) for each in latest for item in attempt_result(each).items if not item.is_open]

    @cached_property
    def missed(self) -> Mapping[str, tuple[datetime, float]]:
        """When each question was not wholly right that was not so in a later attempt, and the points it earned."""
        last = {item.form_item.card.key: (attempt.seen_at, float(item.points)) for attempt, item in self._examined}
        return {key: (at, points) for key, (at, points) in last.items() if points < 1}

    @cached_property
    def posterior(self) -> Posterior:
        """The belief about the learner's offset."""
        return posterior(self._topics, self._review_trials(), self._answer_trials())

    @cached_property
    def level(self) -> tuple[float, float]:
        """The share of never studied questions that is known, by the first answers to others, and its doubt."""
        history, traces = self._history, self._history.traces
        first = {each.key: (each.guess, trace.was_known) for each in self._questions if (trace := traces.get(each.key))}
        examined = {
            tried.key: (tried.guess, tried.points)
            for tried in self.answers
            if tried.topic in self._topics and (tried.key not in traces or tried.at <= history.reviews(tried.key)[0].at)
        }
        return level({**first, **examined})

    def odds(self, trace: Trace | None, at: datetime) -> float:
        """The odds that a question is known that left this trace, or none."""
        if trace is None:
            return odds(self.level[0])
        return settled_odds(self._model.retrievability(trace.stability, trace.elapsed_days(at)))

    def _review_trials(self) -> Iterable[Trial]:
        for topic, key in self._keys:
            trace = self._history.traces.get(key)
            for tried in trace.tries if trace else ():
                at = tried.at or self._now
                if at >= self._since:
                    age_days = (self._now - at).total_seconds() / SECONDS_PER_DAY
                    weight = 0.5 ** (max(age_days, 0.0) / HALF_LIFE_DAYS)
                    yield Trial(topic, settled_odds(tried.predicted), tried.is_success, weight=weight)

    def _answer_trials(self) -> Iterable[Trial]:
        for at, key, topic, guess, points in self.answers:
            if topic in self._topics:
                before = self.odds(self._trace_before(key, at), at)
                parts = (True, points), (False, 1 - points)
                yield from (Trial(topic, before, is_right, guess, part) for is_right, part in parts if part)

    def _trace_before(self, key: str, at: datetime) -> Trace | None:
        """What the reviews of a face had left behind at an instant."""
        trace = self._history.traces.get(key)
        if trace is None or trace.last_at < at:
            return trace
        return trace_of([review for review in self._history.course(key) if review.at < at], self._model)


def guess(card: Question) -> float:
    """The chance to be right without knowing anything, the answer being blind among all that can be given."""
    return float(card.chance_by_guessing() or 0)


def item_of(card: Card) -> Item:
    blind, is_talk = (guess(card) if isinstance(card, Question) else None), isinstance(card, Dialogue)
    told = card.key, card.topic, card.suffixes(), blind is not None, blind or 0.0, card.fact
    return Item(*told, card.is_critical, card.is_reserved, is_talk)


def settled_odds(recall: float) -> float:
    """The odds that a card is known whose recall the model gives, the doubt about single cards averaged out."""
    chance = min(max(recall, LEAST_KNOWN), MOST_KNOWN)
    return float((chance / (1 - chance)) ** FLATTENED)


def level(answers: Mapping[str, tuple[float, float]]) -> tuple[float, float]:
    """The share known of what was never studied, and its deviation; answers are blind chances, and points of 1."""
    known = sum((points - blind) / (1 - blind) for blind, points in answers.values())
    count = len(answers) + LEVEL_DOUBT
    share = max(0.0, known / count)
    blind = sum(blind for blind, _ in answers.values()) / max(1, len(answers))
    right = share + (1 - share) * blind
    return share, (right * (1 - right) / count) ** 0.5 / (1 - blind)


def answered_odds(known: float, blind: float, points: float) -> float:
    """The odds that a never studied question is known that earned these points in an exam, the share `known` being."""
    if points <= 0 or known <= 0:
        return 0.0
    return odds(points * known / (known + (1 - known) * blind))


def odds(known: float) -> float:
    """The odds of a chance; none for what is not known at all."""
    capped = min(known, MOST_KNOWN)
    return capped / (1 - capped)
