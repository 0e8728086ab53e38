"""The outlook of a learner on an exam: what is estimated of each question and of the learner, at any instant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from itertools import chain
from statistics import fmean

from cxdrill.core.day import study_day
from cxdrill.core.event import Event
from cxdrill.core.exams.attempt import Attempt, State
from cxdrill.core.exams.blueprint import allotment, draws_of, shortage
from cxdrill.core.exams.exam import Exam
from cxdrill.core.exams.library import Facilities
from cxdrill.core.exams.score import needed
from cxdrill.core.plain import grouped
from cxdrill.core.ready.learner import EARLIEST, Item, Learner, answered_odds, odds, settled_odds
from cxdrill.core.ready.pass_chance import Chance, QuestionEstimate, Section, between, chance
from cxdrill.core.settings import Settings
from cxdrill.core.study.history import History
from cxdrill.core.study.trace import Trace
from cxdrill.errors import DataError, WrongUsage

WORTH_DOUBTING = 0.1  # of the pool, never seen


class ExamOutlook:
    """The outlook of one learner on one exam; each part is computed once, when it is asked for."""

    def __init__(
        self,
        items: Sequence[Item],
        exam: Exam,
        history: History,
        made: Sequence[Attempt],
        settings: Settings,
        now: datetime,
        events: Iterable[Event] = (),
        figures: Facilities | None = None,
    ) -> None:
        """`items` are the cards of the exam's topics, in the decks' order; among `events` are the answers to probes.

        Raises WrongUsage for an exam without a blueprint, DataError for one that the decks cannot fill.
        """
        if not exam.blueprint:
            raise WrongUsage(
                f'the exam "{exam.id}" has no blueprint, so nobody knows what it draws; add one to its file'
            )
        facts = {(each.topic, each.fact or each.key) for each in items if each.is_question}
        if short := shortage(exam, draws_of(exam, Counter(topic for topic, _ in facts))):
            raise DataError(short)
        self.exam, self.history, self.settings, self._figures = exam, history, settings, figures
        self.now = now.astimezone(UTC)  # as all events are: to compare instants of two zones takes twenty times as long
        self.today = study_day(now, settings.day_start)
        self.model = history.model
        self._drawn = allotment(exam)
        by_topic = grouped((each.topic, each) for each in items)
        self._by_topic = {topic: by_topic.get(topic, ()) for topic, count in self._drawn.items() if count}
        self._sections: dict[tuple[datetime, float | None], tuple[Section, ...]] = {}
        self.made = [each for each in made if each.state is State.FINISHED and each.form is not None]
        self.finished = sum(each.exam == exam.id and each.state is State.FINISHED for each in made)
        self.learner = Learner(history, self.made, events, self.now, self.questions, self._keys)
        self.needed = needed(exam.items, exam.pass_mark.value)

    @cached_property
    def faces(self) -> tuple[tuple[str, Item], ...]:
        """The key of every face of the exam's topics that is not set aside, with its card, in the decks' order."""
        items = (each for items in self._by_topic.values() for each in items if not each.is_reserved)
        found = ((each.key + suffix, each) for each in items for suffix in each.suffixes)
        return tuple(face for face in found if not self.history.is_suspended(face[0]))

    @cached_property
    def traces(self) -> Mapping[str, Trace]:
        """The traces that reviews left, by face, in the exam's topics."""
        known = self.history.traces
        return {key: known[key] for _, key in self._keys if key in known}

    @cached_property
    def _keys(self) -> tuple[tuple[str, str], ...]:
        """The topic and the key of every face."""
        return tuple(
            (topic, each.key + suffix)
            for topic, items in self._by_topic.items()
            for each in items
            for suffix in each.suffixes
        )

    @cached_property
    def questions(self) -> Mapping[str, tuple[Item, ...]]:
        """The questions the exam can draw, by topic."""
        return {topic: tuple([each for each in items if each.is_question]) for topic, items in self._by_topic.items()}

    def sections(
        self, at: datetime, learnt: Mapping[str, float] | None = None, unseen: float | None = None
    ) -> tuple[Section, ...]:
        """The exam's topics at the instant `at`; `learnt` gives the recall of questions studied until then.

        `unseen` are the odds of every question that was never seen, else those of the learner's level.
        """
        if (at, unseen) not in self._sections:
            made = self._estimated(at) if unseen is None else (each.unseen_at(unseen) for each in self.sections(at))
            self._sections[at, unseen] = tuple(made)
        odds = {key: settled_odds(recall) for key, recall in (learnt or {}).items()}
        known = self._sections[at, unseen]
        return tuple(section.studied(odds) for section in known) if odds else known

    def _estimated(self, at: datetime) -> Iterator[Section]:
        """The sections, estimated by the questions that are drilled where an exam asks for fresh items.

        A question kept for the check asks in new words for what they train; how much that costs is told by `_kept`.
        """
        answered = {tried.key: tried.points for tried in self.learner.answers}
        for topic, asked in self.questions.items():
            drilled = [each for each in asked if not each.is_reserved] if self.exam.fresh else ()
            pool = tuple([self._estimate(each, at, answered) for each in drilled or asked])
            share = self.exam.minimum.get(topic)
            minimum = needed(self._drawn[topic], share.value) if share else 0
            yield Section(topic, self._drawn[topic], minimum, pool, self._kept)

    @cached_property
    def _kept(self) -> float:
        """The share of what is known in drilled words that helps in a form, as far as a class has shown it.

        Of the fresh items a class knew (fresh - blind) / (drilled - blind) of what it knew of the drilled ones.
        """
        figures, fresh = self._figures, self.exam.fresh
        blind = [each.guess for each in chain.from_iterable(self.questions.values())]
        if figures is None or fresh is None or figures.drilled is None or figures.fresh is None or not blind:
            return 1.0
        floor, drilled, new = fmean(blind), float(figures.drilled.value), float(figures.fresh.value)
        lost = min(max((drilled - new) / (drilled - floor), 0.0), 1.0) if drilled > floor else 0.0
        return 1 - float(fresh.value) * lost

    def chance(self, at: datetime, learnt: Mapping[str, float] | None = None) -> Chance:
        """The chance of passing at the instant `at`, with evidence or without; wider where much was never seen."""
        sections = self.sections(at, learnt)
        pool = [each for section in sections for each in section.pool]
        if sum(not each.is_seen for each in pool) < WORTH_DOUBTING * len(pool):
            return chance(sections, self.learner.posterior, self.needed)
        middle, doubt = self.learner.level
        levels = (odds(min(max(middle + by, 0.0), 1.0)) for by in (-doubt, doubt))
        pools = (self.sections(at, learnt, each) for each in levels)
        return between(*(chance(each, self.learner.posterior, self.needed) for each in pools))

    def _estimate(self, asked: Item, at: datetime, answered: Mapping[str, float]) -> QuestionEstimate:
        key, blind, trace = asked.key, asked.guess, self.history.traces.get(asked.key)
        missed_at, earned = self.learner.missed.get(key, (EARLIEST, 0.0))
        if trace is None and key in answered:
            known = answered_odds(self.learner.level[0], blind, answered[key])
        elif trace is not None and trace.last_at <= missed_at:  # not studied since
            known = answered_odds(self.learner.level[0], blind, earned)
        else:
            known = self.learner.odds(trace, at)
        return QuestionEstimate(key, known, blind, asked.is_critical, trace is not None or key in answered)
