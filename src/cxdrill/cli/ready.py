"""`cxdrill ready`: the chance of passing today, and what would raise it most."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cxdrill.cli import completion, opening, options
from cxdrill.errors import CxdrillError, ProgressError, WrongUsage

if TYPE_CHECKING:
    from cxdrill.core.attempt import Attempt
    from cxdrill.core.event import Draft, Event
    from cxdrill.core.exam import Exam
    from cxdrill.core.history import History
    from cxdrill.core.library import Library
    from cxdrill.core.ready.forecast import Readiness, Standing
    from cxdrill.core.ready.track_record import Forecast
    from cxdrill.core.settings import Settings
    from cxdrill.files.progress_store import Store
    from cxdrill.terminal.ready_view import ReadyReport


UNWRAPPED = 1000


@dataclass(frozen=True, slots=True)
class Opened:
    """What `ready` and `plan` work on."""

    exam: "Exam"
    standing: "Standing"
    events: "tuple[Event, ...]"
    made: "tuple[Attempt, ...]"
    store: "Store"
    settings: "Settings"
    now: datetime


def ready_command(
    exam: Annotated[
        str | None,
        typer.Argument(help="The exam; needed where there are several.", autocompletion=completion.exams_and_decks),
    ] = None,
    decks: options.Decks = None,
    progress: options.Progress = None,
    plain: options.Plain = False,
    json: options.Json = False,
) -> None:
    """Show your chance of passing today, your weakest topics, and what would raise the chance most.

    Before 100 reviews and 60 % of the questions seen, or a finished check, it says what is missing instead.

    Example: cxdrill ready
    """
    from cxdrill.terminal.ready_view import ready_lines
    from cxdrill.terminal.report import print_json, print_lines

    opened = opened_exam(exam, decks, progress, plain=plain or json)
    report = _report(opened)
    if json:
        print_json(_plain(report))
    else:
        plain = plain or opened.settings.plain
        print_lines(ready_lines(report, room(plain=plain)), plain=plain)


def opened_exam(name: str | None, decks: Any, progress: Any, *, plain: bool) -> Opened:
    """The exam that is meant and where the learner stands before it."""
    from cxdrill.core.attempt import attempts
    from cxdrill.core.ready.forecast import Standing

    library = opening.library(decks, [name] if name else [])
    settings, now = opening.settings(), opening.now()
    chosen = chosen_exam(library, name, plain=plain or settings.plain)
    store = opening.store(progress)
    events = opening.loaded(store).events
    made = attempts(events, library.exams)
    standing = Standing(library, chosen, opening.history(events, library), made, settings, now)
    return Opened(chosen, standing, events, made, store, settings, now)


def chosen_exam(library: "Library", name: str | None, *, plain: bool) -> "Exam":
    """The exam named by id or file, the only one, or one picked from a menu; raises WrongUsage with their names."""
    from pathlib import Path

    if name is not None:
        for each in library.exams:
            if opening.is_file_name(name) and Path(each.path).resolve() == Path(name).resolve():
                return each
        deck = next((deck for deck in library.decks if deck.id == name), None)
        if deck is not None and not deck.questions:
            raise WrongUsage(f'"{name}" is a deck without questions, so no exam draws on it; name an exam')
        if deck is not None:
            raise WrongUsage(f'"{name}" is a deck and has no pass mark; name an exam: {_names(library)}')
        return library.exam(name)
    if not library.exams:
        raise WrongUsage('there is no exam in the decks; a file with "exam:" makes one, see decks/README.md')
    if len(library.exams) == 1:
        return library.exams[0]
    from cxdrill.terminal.menu import chosen

    picked = chosen("Which exam?", [(each.title, each.id) for each in library.exams], plain=plain)
    if picked is None:
        raise WrongUsage(f"there are several exams; name one: {_names(library)}")
    return library.exam(picked)


def room(*, plain: bool) -> int:
    """The cells a line may have: those of the window, or as many as it takes where lines are read one by one."""
    from cxdrill.terminal.report import is_drawable, width

    return width() if is_drawable(plain=plain) else UNWRAPPED


def after_session(
    library: "Library",
    history: "History",
    events: "Sequence[Event]",
    store: "Store",
    settings: "Settings",
    now: datetime,
) -> tuple[str, ...]:
    """The readiness line for the end of a session, its forecast recorded; nothing where no exam is in question.

    `events` are all there are, those of the session included.
    """
    from cxdrill.core.attempt import attempts
    from cxdrill.core.ready.forecast import readiness
    from cxdrill.core.ready.planned import likely_exam
    from cxdrill.core.ready.track_record import forecasts
    from cxdrill.terminal.ready_view import readiness_words

    exam = likely_exam(library, events)
    if exam is None:
        return ()
    try:
        said = readiness(library, exam, history, attempts(events, library.exams), settings, now)
    except CxdrillError:  # an exam that cannot be used spoils no session; `ready` says what is wrong
        return ()
    _record(store, said, forecasts(events, exam.id), now, settings)
    return readiness_words(said)


def todays_line(
    library: "Library",
    history: "History",
    events: "Sequence[Event]",
    made: "Sequence[Attempt]",
    settings: "Settings",
    now: datetime,
) -> tuple[str, ...]:
    """The readiness line of the first screen; records nothing."""
    from cxdrill.core.ready.line import readiness_line
    from cxdrill.core.ready.planned import likely_exam
    from cxdrill.core.ready.track_record import forecasts
    from cxdrill.terminal.ready_view import readiness_words

    exam = likely_exam(library, events)
    if exam is None:
        return ()
    try:
        past = forecasts(events, exam.id)
        return readiness_words(readiness_line(library, exam, history, made, now, settings, past))
    except CxdrillError:
        return ()


def save(store: "Store", draft: "Draft | None") -> "Event | None":
    """Records what is worth recording; where that fails a word has to do, since no answer is lost."""
    if draft is None:
        return None
    try:
        return store.save(draft)
    except ProgressError as error:
        opening.notice(f"this is not recorded: {error}")
        return None


def _report(opened: Opened) -> "ReadyReport":
    from cxdrill.core.ready.gain import study_plan
    from cxdrill.core.ready.track_record import by_day, forecasts, track_record
    from cxdrill.terminal.ready_view import ReadyReport

    said = opened.standing.readiness()
    recorded = _record(opened.store, said, forecasts(opened.events, opened.exam.id), opened.now, opened.settings)
    events = (*opened.events, recorded) if recorded else opened.events
    record = track_record(events, opened.made, opened.exam.id)
    plan = study_plan(opened.standing) if said.chance else None
    days = by_day(record.forecasts, opened.now, opened.settings)
    return ReadyReport(opened.exam.title, said, plan, record, days)


def _record(
    store: "Store", said: "Readiness", past: "Sequence[Forecast]", now: datetime, settings: "Settings"
) -> "Event | None":
    from cxdrill.core.ready.track_record import forecast_draft

    return save(store, forecast_draft(said, past, now, settings))


def _plain(report: "ReadyReport") -> dict[str, Any]:
    from cxdrill.core.ready.forecast import rounded

    said = report.said
    chance = rounded(said.chance) if said.chance else None
    evidence, plan, record = said.evidence, report.plan, report.record
    return {
        "exam": said.exam,
        "probability": chance and chance.probability,
        "low": chance and chance.low,
        "high": chance and chance.high,
        "expected": chance and chance.expected,
        "needed": said.needed,
        "items": said.items,
        "weakest": [topic.topic for topic in said.weakest],
        "evidence": {
            "enough": evidence.is_enough,
            "reviews": evidence.reviews,
            "seen": evidence.seen,
            "pool": evidence.pool,
            "attempts": evidence.attempts,
            "missing_reviews": evidence.missing_reviews,
            "missing_questions": evidence.missing_questions,
        },
        "topics": {
            topic.topic: {
                "expected": round(topic.expected, 2) if chance else None,
                "items": topic.drawn,
                "unseen": topic.unseen,
                "pool": topic.pool,
            }
            for topic in said.topics
        },
        "plan": plan
        and {
            "minutes": round(plan.minutes, 1),
            "cards": list(plan.keys),
            "probability": rounded(plan.chance).probability,
        },
        "track_record": {
            "forecasts": len(record.forecasts),
            "scored": [
                {"attempt": each.attempt, "probability": each.forecast.probability, "passed": each.is_passed}
                for each in record.scored
            ],
            "brier": record.brier,
            "set_back": record.set_back,
        },
        "days": [{"day": day.isoformat(), "probability": forecast.probability} for day, forecast in report.days],
    }


def _names(library: "Library") -> str:
    return ", ".join(each.id for each in library.exams) or "there is none yet"
