"""`cxdrill` alone: today's screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from cxdrill.cli import opening

if TYPE_CHECKING:
    from datetime import datetime

    from cxdrill.core.cards.library import Library
    from cxdrill.core.event import Event
    from cxdrill.core.settings import Settings
    from cxdrill.core.study.history import History
    from cxdrill.files.log.store import Store
    from cxdrill.terminal.views.today_view import Today

USUAL_SECONDS = 15.0  # an answer, before the learner has shown how long one takes
USUAL_WEIGHT = 10
LATELY_DAYS = 9


def today(decks: Sequence[Path], progress: Path | None, *, plain: bool, as_json: bool) -> None:
    """Shows what is due, where the learner stands and what to type next."""
    from cxdrill.terminal.report import print_json, print_lines, room
    from cxdrill.terminal.views.today_view import today_lines

    library, settings, now = opening.library(decks), opening.settings(), opening.now()
    store = opening.store(progress)
    events = opening.loaded(store).events
    history = opening.history(events, library)
    readiness = _readiness(library, history, events, settings, now, store)
    shown = standing(library, history, settings, now, open_exam=_left_open(history, events), readiness=readiness)
    if as_json:
        print_json(_plain(shown))
    else:
        plain = plain or settings.plain
        print_lines(today_lines(shown, room(plain=plain)), plain=plain)
    opening.keep_history(history, store)


def _left_open(history: History, events: Sequence[Event]) -> str:
    if not history.exam_events:
        return ""
    from cxdrill.core.exams.attempt import left_open

    return left_open(opening.exam_events(events, history))


def _readiness(
    library: Library,
    history: History,
    events: Sequence[Event],
    settings: Settings,
    now: datetime,
    store: Store,
) -> tuple[str, ...]:
    """The readiness line; nothing before the first answer, when there is nothing to say yet.

    Computed once a study day, and anew after every answer and every change of decks or settings.
    """
    from cxdrill.core.day import study_day

    if not history.states and not history.exam_events:
        return ()

    def computed() -> tuple[str, ...]:
        from cxdrill.cli.before_exam import todays_line

        said, made = opening.exam_events(events, history), opening.attempts(events, library, history)
        return todays_line(library, history, said, made, settings, now)

    if store.log is None:
        return computed()
    day = study_day(now, settings.day_start)
    return opening.remembered("today", [*store.log, library.fingerprint, repr(settings), day.isoformat()], computed)


def standing(
    library: Library,
    history: History,
    settings: Settings,
    now: datetime,
    *,
    open_exam: str = "",
    readiness: tuple[str, ...] = (),
) -> Today:
    """The numbers of today's screen."""
    from cxdrill.core.cards.card_index import index_of
    from cxdrill.core.counts import counts, streaks
    from cxdrill.core.day import study_day
    from cxdrill.terminal.views.today_view import DeckToday, Today

    day = study_day(now, settings.day_start)
    faces = {deck.id: index_of(deck.cards).face_keys for deck in library.decks if deck.cards}
    counted = {deck: counts(each, history, settings, now) for deck, each in faces.items()}
    due = sum(each.due for each in counted.values())
    new = sum(each.new for each in counted.values())
    rows = tuple(
        DeckToday(deck.title, _known(faces[deck.id], history, now), counted[deck.id].due)
        for deck in library.decks
        if deck.id in faces
    )
    streak, _ = streaks(history.reviews_on, day)
    lately = tuple(history.reviews_on[day - timedelta(days=back)] for back in reversed(range(LATELY_DAYS)))
    return Today(
        date=day,
        due=due,
        due_seconds=due * _seconds_an_answer(history),
        new_today=max(0, min(new, settings.new_per_day - history.introduced_on[day])),
        new_left=new,
        streak=streak,
        lately=lately,
        decks=rows,
        open_exam=open_exam,
        readiness=readiness,
    )


def _known(keys: Sequence[str], history: History, now: datetime) -> float:
    """The share of faces that would be recalled now, on average; those never seen count as not known."""
    states = history.states
    chances = (history.retrievability(key, now) or 0.0 for key in keys if key in states)
    return sum(chances) / len(keys) if keys else 0.0


def _seconds_an_answer(history: History) -> float:
    """How long this learner's answers take; the usual time weighs as much as ten of them."""
    reviews = history.reviews_on.total()
    return (history.took_ms / 1000 + USUAL_WEIGHT * USUAL_SECONDS) / (reviews + USUAL_WEIGHT)


def _plain(shown: Today) -> dict[str, object]:
    return {
        "date": shown.date.isoformat(),
        "due": shown.due,
        "due_seconds": round(shown.due_seconds),
        "new": shown.new_today,
        "new_left": shown.new_left,
        "streak": shown.streak,
        "open_exam": shown.open_exam or None,
        "readiness": " ".join(shown.readiness) or None,
        "decks": [{"title": deck.title, "known": round(deck.known, 4), "due": deck.due} for deck in shown.decks],
    }
