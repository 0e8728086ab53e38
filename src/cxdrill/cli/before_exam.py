"""What `ready`, `plan` and the screens that show the readiness line open, record and say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from cxdrill.cli import opening
from cxdrill.errors import CxdrillError, ProgressError

if TYPE_CHECKING:
    from cxdrill.core.cards.deck import DeckHead
    from cxdrill.core.event import Draft, Event
    from cxdrill.core.exams.attempt import Attempt
    from cxdrill.core.exams.exam import Exam
    from cxdrill.core.ready.forecast import Readiness
    from cxdrill.core.ready.outlook import ExamOutlook
    from cxdrill.core.ready.track_record import Forecast
    from cxdrill.core.settings import Settings
    from cxdrill.files.index.index import Index
    from cxdrill.files.log.store import Store


class Opened(Struct, frozen=True):
    """What `ready` and `plan` work on."""

    exam: Exam
    outlook: ExamOutlook
    events: Sequence[Event]
    made: tuple[Attempt, ...]
    store: Store
    settings: Settings
    now: datetime


def opened_exam(command: str, name: str | None, decks: Any, progress: Any, *, plain: bool) -> Opened:
    """The exam that is meant and where the learner stands before it."""
    from cxdrill.cli.exam_choice import chosen_exam
    from cxdrill.core.ready.outlook import ExamOutlook

    index = opening.index(decks, [name] if name else [], progress)
    settings, now = opening.settings(), opening.now()
    chosen = chosen_exam(index, name, command, _name_an_exam, plain=plain or settings.plain)
    store = opening.store(progress, index)
    opening.loaded(store, index)
    made = opening.attempts(index)
    outlook = ExamOutlook(index.library(chosen.blueprint), chosen, index.history(), made, settings, now)
    return Opened(chosen, outlook, index.exam_events(), made, store, settings, now)


def _name_an_exam(deck: DeckHead, exams: str) -> str:
    if not deck.question_count:
        return f'"{deck.id}" is a deck without questions, so no exam draws on it; name an exam'
    return f'"{deck.id}" is a deck and has no pass mark; name an exam: {exams or "there is none yet"}'


def after_session(index: Index, store: Store, settings: Settings, now: datetime) -> tuple[str, ...]:
    """The readiness line for the end of a session, its forecast recorded; nothing where no exam is in question."""
    from cxdrill.core.ready.track_record import forecasts
    from cxdrill.terminal.views.ready_view import readiness_words

    said = _readiness(index, settings, now)
    if said is None:
        return ()
    forecast = record_forecast(store, said, forecasts(index.exam_events(), said.exam), now, settings)
    if forecast is not None:
        index.grow_log(store.added, store.log)
    return readiness_words(said)


def todays_line(index: Index, settings: Settings, now: datetime) -> tuple[str, ...]:
    """The readiness line of the first screen; records nothing."""
    from cxdrill.terminal.views.ready_view import readiness_words

    said = _readiness(index, settings, now)
    return readiness_words(said) if said else ()


def _readiness(index: Index, settings: Settings, now: datetime) -> Readiness | None:
    """The chance of passing the exam in question; None without one.

    An exam that cannot be used spoils no session; `ready` says what is wrong with it.
    """
    from cxdrill.core.ready.forecast import readiness
    from cxdrill.core.ready.outlook import ExamOutlook
    from cxdrill.core.ready.planned import likely_exam

    exam = likely_exam(index.exams, index.exam_events())
    if exam is None:
        return None
    try:
        library = index.library(exam.blueprint)
        return readiness(ExamOutlook(library, exam, index.history(), opening.attempts(index), settings, now))
    except CxdrillError:
        return None


def save(store: Store, draft: Draft | None) -> Event | None:
    """Records what is worth recording; where that fails a word has to do, since no answer is lost."""
    if draft is None:
        return None
    try:
        return store.save(draft)
    except ProgressError as error:
        opening.notice(f"this is not recorded: {error}")
        return None


def record_forecast(
    store: Store, said: Readiness, past: Sequence[Forecast], now: datetime, settings: Settings
) -> Event | None:
    """Records a forecast, if there is one that today's do not say already."""
    from cxdrill.core.ready.track_record import forecast_draft

    return save(store, forecast_draft(said, past, now, settings))
