"""The outlook of a learner on an exam: what is estimated of each question and of the learner, at any instant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import chain
from statistics import fmean
from types import MappingProxyType
from typing import NamedTuple

from msgspec.structs import replace

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.deck import Face, faces
from cxdrill.core.cards.question import Question
from cxdrill.core.day import study_day
from cxdrill.core.event import Event
from cxdrill.core.exams.attempt import Attempt, State
from cxdrill.core.exams.blueprint import allotment, shortage, topic_draws
from cxdrill.core.exams.exam import Exam
from cxdrill.core.exams.library import Library
from cxdrill.core.exams.score import attempt_result, needed
from cxdrill.core.ready.knowledge import answered_odds, guess, level, odds, settled_odds
from cxdrill.core.ready.offset import Posterior, Trial, posterior
from cxdrill.core.ready.pass_chance import Chance, QuestionEstimate, Section, between, chance
from cxdrill.core.settings import Settings
from cxdrill.core.study.history import History
from cxdrill.core.study.trace import SECONDS_PER_DAY, Trace, trace_of
from cxdrill.errors import DataError, WrongUsage

EARLIEST = datetime.min.replace(tzinfo=UTC)
RECENT_DAYS = 60
HALF_LIFE_DAYS = 30.0  # after so long a first try counts half
MOST_ATTEMPTS = 5  # the latest
WORTH_DOUBTING = 0.1  # of the pool, never seen


class Asked(NamedTuple):
    """A question that the exam can draw, with the chance of a blind guess and the trace that its reviews left."""

    key: str
    card: Question
    guess: float
    trace: Trace | None


class Tried(NamedTuple):
    """An answer in a check or a probe."""

    at: datetime
    card: Question
    is_right: bool


class ExamOutlook:
    """The outlook of one learner on one exam; each part is computed once, when it is asked for."""

    def __init__(
        self,
        library: Library,
        exam: Exam,
        history: History,
        made: Sequence[Attempt],
        settings: Settings,
        now: datetime,
        events: Iterable[Event] = (),
        guesses: Mapping[str, float] = MappingProxyType({}),
    ) -> None:
        """Among `events` are the answers to probes; `guesses` are those at questions that are computed already.

        Raises WrongUsage for an exam without a blueprint, DataError for one that the decks cannot fill.
        """
        check_usable(exam, library)
        self.exam, self.history, self.settings, self._guesses = exam, history, settings, guesses
        self.now = now.astimezone(UTC)  # as all events are: to compare instants of two zones takes twenty times as long
        self.today = study_day(now, settings.day_start)
        self.model = history.model
        self._drawn = allotment(exam)
        self._figures = library.facilities_of(exam.id)
        self._by_topic = _by_topic(library, self._drawn)
        self._sections: dict[tuple[datetime, float | None], tuple[Section, ...]] = {}
        self.made = [each for each in made if each.state is State.FINISHED and each.form is not None]
        self.finished = sum(each.exam == exam.id and each.state is State.FINISHED for each in made)
        self._since = self.now - timedelta(days=RECENT_DAYS)
        self.probed = {
            str(event.fields.get("card")): event for event in events if event.kind == "probe" and event.at > self._since
        }
        self.needed = needed(exam.items, exam.pass_mark.value)

    @cached_property
    def faces(self) -> tuple[Face, ...]:
        """Every face of the exam's topics that is not set aside, in the decks' order."""
        found = (
            face for cards in self._by_topic.values() for card in cards if not card.is_reserved for face in faces(card)
        )
        return tuple(face for face in found if not self.history.is_suspended(face.key))

    @cached_property
    def traces(self) -> Mapping[str, Trace]:
        """The traces that reviews left, by face, in the exam's topics."""
        known = self.history.traces
        return {key: known[key] for _, key in self._keys if key in known}

    @cached_property
    def _keys(self) -> tuple[tuple[str, str], ...]:
        """The topic and the key of every face."""
        return tuple(
            (topic, f"{card.key}{suffix}")
            for topic, cards in self._by_topic.items()
            for card in cards
            for suffix in card.suffixes()
        )

    @cached_property
    def questions(self) -> Mapping[str, tuple[Asked, ...]]:
        """The questions the exam can draw, by topic."""
        known, guesses = self.history.traces, self._guesses
        return {
            topic: tuple(
                Asked(key := card.key, card, guesses[key] if key in guesses else guess(card), known.get(key))
                for card in cards
                if isinstance(card, Question)
            )
            for topic, cards in self._by_topic.items()
        }

    @property
    def _all_questions(self) -> Iterator[Asked]:
        return chain.from_iterable(self.questions.values())

    @cached_property
    def answers(self) -> tuple[Tried, ...]:
        """The answers of the latest attempts handed in and of probes, oldest first, each question where met first."""
        found = [
            Tried(attempt.started_at, item.form_item.card, item.is_right)
            for attempt in self.made[-MOST_ATTEMPTS:]
            for item in attempt_result(attempt).items
            if not item.is_open
        ]
        if self.probed:
            asked = ((each.card, self.probed[each.key]) for each in self._all_questions if each.key in self.probed)
            found += [Tried(event.at, card, event.fields.get("right") is True) for card, event in asked]
            found.sort(key=lambda tried: tried.at)
        return tuple({tried.card.key: tried for tried in reversed(found)}.values())[::-1]

    @cached_property
    def _missed_at(self) -> Mapping[str, datetime]:
        """When each question was answered wrong that was not right in a later attempt."""
        missed: dict[str, datetime] = {}
        for attempt in self.made[-MOST_ATTEMPTS:]:
            for item in attempt_result(attempt).items:
                if item.is_right:
                    missed.pop(item.form_item.card.key, None)
                elif not item.is_open:
                    missed[item.form_item.card.key] = attempt.seen_at
        return missed

    @cached_property
    def posterior(self) -> Posterior:
        """The belief about the learner's offset."""
        return posterior(tuple(self._by_topic), self._review_trials(), self._answer_trials())

    @cached_property
    def level(self) -> float:
        """The share of never studied questions that the learner knows all the same."""
        return self._level[0]

    @cached_property
    def _level(self) -> tuple[float, float]:
        """The share of never studied questions that is known, by the first answers to others, and its doubt."""
        first = {each.key: (each.guess, each.trace.was_known) for each in self._all_questions if each.trace is not None}
        examined = {
            tried.card.key: (guess(tried.card), tried.is_right)
            for tried in self.answers
            if not self._was_studied(tried.card.key, tried.at)
        }
        return level({**first, **examined})

    def sections(
        self, at: datetime, learnt: Mapping[str, float] | None = None, unseen: float | None = None
    ) -> tuple[Section, ...]:
        """The exam's topics at the instant `at`; `learnt` gives the recall of questions studied until then.

        `unseen` are the odds of every question that was never seen, else those of the learner's level.
        """
        known = self._sections.get((at, unseen))
        if known is None:
            known = self._sections[at, unseen] = (
                self._estimated(at) if unseen is None else _with_level(self.sections(at), unseen)
            )
        odds = {key: settled_odds(recall) for key, recall in (learnt or {}).items()}
        return tuple(section.studied(odds) for section in known) if odds else known

    def _estimated(self, at: datetime) -> tuple[Section, ...]:
        answered = {tried.card.key: tried.is_right for tried in self.answers}
        pools = {
            topic: tuple([self._estimate(each, at, answered) for each in asked])
            for topic, asked in self._telling.items()
        }
        return tuple(
            Section(topic, self._drawn[topic], self._minimum(topic), pool, self._kept) for topic, pool in pools.items()
        )

    @cached_property
    def _telling(self) -> Mapping[str, tuple[Asked, ...]]:
        """The questions that tell what is known of a topic: where an exam asks for fresh items, those that are drilled.

        A question kept for the check asks in new words for what they train; how much that costs is told by `_kept`.
        """
        if self.exam.fresh is None:
            return self.questions
        return {
            topic: tuple(each for each in asked if not each.card.is_reserved) or asked
            for topic, asked in self.questions.items()
        }

    @cached_property
    def _kept(self) -> float:
        """The share of what is known in drilled words that helps in a form, as far as a class has shown it.

        Of the fresh items a class knew (fresh - blind) / (drilled - blind) of what it knew of the drilled ones.
        """
        figures, fresh = self._figures, self.exam.fresh
        blind = [each.guess for each in self._all_questions]
        if figures is None or fresh is None or figures.drilled is None or figures.fresh is None or not blind:
            return 1.0
        floor, drilled, new = fmean(blind), float(figures.drilled.value), float(figures.fresh.value)
        lost = min(max((drilled - new) / (drilled - floor), 0.0), 1.0) if drilled > floor else 0.0
        return 1 - float(fresh.value) * lost

    def chance(self, at: datetime, learnt: Mapping[str, float] | None = None) -> Chance:
        """The chance of passing at the instant `at`, whether or not there is evidence enough to say it.

        Where much was never seen, the doubt about how much of that is known widens the range.
        """
        sections = self.sections(at, learnt)
        pool = [each for section in sections for each in section.pool]
        if sum(not each.is_seen for each in pool) < WORTH_DOUBTING * len(pool):
            return chance(sections, self.posterior, self.needed)
        middle, doubt = self._level
        levels = (odds(min(max(middle + by, 0.0), 1.0)) for by in (-doubt, doubt))
        return between(*(chance(self.sections(at, learnt, each), self.posterior, self.needed) for each in levels))

    def _estimate(self, asked: Asked, at: datetime, answered: Mapping[str, bool]) -> QuestionEstimate:
        key, card, blind, trace = asked
        if trace is None and key in answered:
            known = answered_odds(self.level, blind, answered[key])
        elif trace is not None and trace.last_at <= self._missed_at.get(key, EARLIEST):
            known = answered_odds(self.level, blind, is_right=False)  # not studied since it was missed
        else:
            known = self._odds(trace, at)
        return QuestionEstimate(key, known, blind, card.is_critical, trace is not None or key in answered)

    def _odds(self, trace: Trace | None, at: datetime) -> float:
        """The odds that a question is known that left this trace, or none."""
        if trace is None:
            return odds(self.level)
        return settled_odds(self.model.retrievability(trace.stability, trace.elapsed_days(at)))

    def _minimum(self, topic: str) -> int:
        share = self.exam.minimum.get(topic)
        return needed(self._drawn[topic], share.value) if share else 0

    def _review_trials(self) -> Iterable[Trial]:
        for topic, key in self._keys:
            trace = self.traces.get(key)
            for tried in trace.tries if trace else ():
                at = tried.at or self.now
                if at >= self._since:
                    age_days = (self.now - at).total_seconds() / SECONDS_PER_DAY
                    weight = 0.5 ** (max(age_days, 0.0) / HALF_LIFE_DAYS)
                    yield Trial(topic, settled_odds(tried.predicted), tried.is_success, weight=weight)

    def _answer_trials(self) -> Iterable[Trial]:
        for at, card, is_right in self.answers:
            if card.topic in self._by_topic:
                yield Trial(card.topic, self._odds(self._trace_before(card.key, at), at), is_right, guess(card))

    def _trace_before(self, key: str, at: datetime) -> Trace | None:
        """What the reviews of a face had left behind at an instant."""
        trace = self.history.traces.get(key)
        if trace is None or trace.last_at < at:
            return trace
        return trace_of([review for review in self.history.course(key) if review.at < at], self.model)

    def _was_studied(self, key: str, at: datetime) -> bool:
        trace = self.history.traces.get(key)
        return trace is not None and self.history.reviews(key)[0].at < at


def check_usable(exam: Exam, library: Library) -> None:
    """Raises WrongUsage for an exam without a blueprint, DataError for one that the decks cannot fill."""
    if not exam.blueprint:
        raise WrongUsage(f'the exam "{exam.id}" has no blueprint, so nobody knows what it draws; add one to its file')
    if short := shortage(exam, topic_draws(exam, library)):
        raise DataError(short)


def _with_level(sections: Sequence[Section], unseen: float) -> tuple[Section, ...]:
    """The sections with these odds of every question that was never seen."""
    pools = ([e if e.is_seen else e._replace(odds=unseen) for e in section.pool] for section in sections)
    return tuple(replace(each, pool=tuple(pool), sums={}) for each, pool in zip(sections, pools, strict=True))


def _by_topic(library: Library, drawn: Mapping[str, int]) -> dict[str, tuple[Card, ...]]:
    cards: dict[str, list[Card]] = {topic: [] for topic, count in drawn.items() if count}
    for card in library.cards():
        if card.topic in cards:
            cards[card.topic].append(card)
    return {topic: tuple(each) for topic, each in cards.items()}
