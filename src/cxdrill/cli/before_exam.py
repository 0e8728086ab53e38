"""What `ready`, `plan` and the screens that show the readiness line open, record and say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from cxdrill.cli import opening
from cxdrill.errors import CxdrillError, ProgressError

if TYPE_CHECKING:
    from cxdrill.core.cards.deck import Deck
    from cxdrill.core.cards.library import Library
    from cxdrill.core.event import Draft, Event
    from cxdrill.core.exams.attempt import Attempt
    from cxdrill.core.exams.exam import Exam
    from cxdrill.core.ready.forecast import Readiness
    from cxdrill.core.ready.outlook import ExamOutlook
    from cxdrill.core.ready.track_record import Forecast
    from cxdrill.core.settings import Settings
    from cxdrill.core.study.history import History
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

    library = opening.library(decks, [name] if name else [])
    settings, now = opening.settings(), opening.now()
    chosen = chosen_exam(library, name, command, _name_an_exam, plain=plain or settings.plain)
    store = opening.store(progress)
    events = opening.loaded(store).events
    history = opening.history(events, library)
    made = opening.attempts(events, library, history)
    outlook = ExamOutlook(library, chosen, history, made, settings, now)
    return Opened(chosen, outlook, opening.exam_events(events, history), made, store, settings, now)


def _name_an_exam(deck: Deck, exams: str) -> str:
    from cxdrill.core.cards.card_index import index_of

    if not index_of(deck.cards).question_count:
        return f'"{deck.id}" is a deck without questions, so no exam draws on it; name an exam'
    return f'"{deck.id}" is a deck and has no pass mark; name an exam: {exams or "there is none yet"}'


def after_session(
    library: Library,
    history: History,
    events: Sequence[Event],
    store: Store,
    settings: Settings,
    now: datetime,
) -> tuple[str, ...]:
    """The readiness line for the end of a session, its forecast recorded; nothing where no exam is in question.

    `events` may be those there were before the session: of these only attempts, plans and forecasts are looked at.
    """
    from cxdrill.core.exams.attempt import attempts
    from cxdrill.core.ready.forecast import readiness
    from cxdrill.core.ready.outlook import ExamOutlook
    from cxdrill.core.ready.planned import likely_exam
    from cxdrill.core.ready.track_record import forecasts
    from cxdrill.terminal.views.ready_view import readiness_words

    exam = likely_exam(library, events)
    if exam is None:
        return ()
    try:
        made = attempts(events, library.exams)
        said = readiness(ExamOutlook(library, exam, history, made, settings, now))
    except CxdrillError:  # an exam that cannot be used spoils no session; `ready` says what is wrong
        return ()
    forecast = record_forecast(store, said, forecasts(events, exam.id), now, settings)
    if forecast is not None:
        history.record(forecast)
    return readiness_words(said)


def todays_line(
    library: Library,
    history: History,
    events: Sequence[Event],
    made: Sequence[Attempt],
    settings: Settings,
    now: datetime,
) -> tuple[str, ...]:
    """The readiness line of the first screen; records nothing."""
    from cxdrill.core.ready.forecast import readiness
    from cxdrill.core.ready.outlook import ExamOutlook
    from cxdrill.core.ready.planned import likely_exam
    from cxdrill.terminal.views.ready_view import readiness_words

    exam = likely_exam(library, events)
    if exam is None:
        return ()
    try:
        return readiness_words(readiness(ExamOutlook(library, exam, history, made, settings, now)))
    except CxdrillError:
        return ()


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
