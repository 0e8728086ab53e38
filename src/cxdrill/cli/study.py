"""`cxdrill study`: what is due, then new cards, one after the other."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from cxdrill.cli import completion, opening, options
from cxdrill.errors import CxdrillError

if TYPE_CHECKING:
    from datetime import datetime

    from cxdrill.core.cards.library import Library
    from cxdrill.core.progress import Progress as PastEvents
    from cxdrill.core.settings import Settings
    from cxdrill.core.study.history import History
    from cxdrill.core.study.queue import Filters
    from cxdrill.core.study.session import StudySession
    from cxdrill.files.log.store import Store


def study_command(
    deck: Annotated[
        list[str] | None,
        typer.Argument(metavar="[DECK...]", help="Ids or files; all where left out.", autocompletion=completion.decks),
    ] = None,
    new: Annotated[int | None, typer.Option(min=0, help="At most so many new cards.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many cards in all.")] = None,
    minutes: Annotated[float | None, typer.Option(min=0.1, max=1440, help="Stop after so many minutes.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="Only cards with this tag; may be repeated.")] = None,
    topic: Annotated[list[str] | None, typer.Option(help="Only cards of this topic; may be repeated.")] = None,
    missed: Annotated[bool, typer.Option("--missed", help="Only what the last check got wrong.")] = False,
    hard: Annotated[bool, typer.Option("--hard", help="Only cards that keep slipping away.")] = False,
    cram: Annotated[bool, typer.Option("--cram", help="Everything that matches; the schedule stays as it is.")] = False,
    ahead: Annotated[int, typer.Option(min=0, max=365, metavar="DAYS", help="Also what is due in so many days.")] = 0,
    plan: Annotated[bool, typer.Option("--plan", help="What raises your chance of passing most, first.")] = False,
    two_buttons: Annotated[bool, typer.Option("--two-buttons", help="Rate with forgot or knew it only.")] = False,
    hide_intervals: Annotated[bool, typer.Option("--hide-intervals", help="Show no times beside ratings.")] = False,
    decks: options.Decks = None,
    progress: options.Progress = None,
    plain: options.Plain = False,
) -> None:
    """Study what is due, then new cards. Every answer is saved before the next card shows.

    Example: cxdrill study telephone-practices --minutes 5
    """
    from cxdrill.core.study.queue import Filters

    library = opening.library(decks, deck or [])
    settings = _settings(two_buttons=two_buttons, hide_intervals=hide_intervals)
    filters = Filters(
        decks=tuple(each.id for each in opening.chosen_decks(library, deck or [])) if deck else (),
        tags=tuple(tag or ()),
        topics=tuple(topic or ()),
        limit=limit,
        new=new,
        only_missed=missed,
        only_hard=hard,
        is_cram=cram,
        ahead_days=ahead,
    )
    store, is_plain = opening.store(progress), plain or settings.plain
    run(library, settings, filters, store, plain=is_plain, minutes=minutes, is_planned=plan)


def run(
    library: Library,
    settings: Settings,
    filters: Filters,
    store: Store,
    *,
    plain: bool,
    minutes: float | None = None,
    is_planned: bool = False,
) -> None:
    """One session from the first card to the summary."""
    now = opening.now()
    begun = opening.begun(store, settings, now, is_backed_up_later=True)
    session = _session(library, settings, filters, begun, now, minutes, is_planned=is_planned)
    if session.vanished:
        opening.notice(f"no longer in any deck, left out with its history kept: {', '.join(session.vanished)}")
    try:
        play(session, library, store, plain=plain)
    except (KeyboardInterrupt, CxdrillError):
        _summarise(session, library, settings, filters, plain=plain)
        raise
    finally:
        for sentence in store.late_notices():
            opening.notice(sentence)
    readiness: Sequence[str] = ()
    if session.answers and not session.is_cram:
        from cxdrill.cli.before_exam import after_session

        events = opening.exam_events(begun.events, session.history)
        readiness = after_session(library, session.history, events, store, settings, opening.now())
    _summarise(session, library, settings, filters, plain=plain, readiness=readiness)
    opening.keep_history(session.history, store)


def _has_finished(history: History, filters: Filters) -> bool:
    """Whether any check was handed in, or it does not matter: only then what it got wrong has to be looked for."""
    return filters.only_missed or any(event.kind == "exam-finished" for event in history.exam_events)


def _session(
    library: Library,
    settings: Settings,
    filters: Filters,
    begun: PastEvents,
    now: datetime,
    minutes: float | None,
    *,
    is_planned: bool,
) -> StudySession:
    """What is asked, out of the history and what the last check got wrong."""
    from cxdrill.core.study.queue import NOTHING_MISSED, Missed
    from cxdrill.core.study.session import study_session

    history = opening.history(begun.events, library)
    made = opening.attempts(begun.events, library, history) if is_planned or _has_finished(history, filters) else ()
    missed = NOTHING_MISSED
    if made or filters.only_missed:
        from cxdrill.core.exams.score import missed as missed_in

        missed = Missed(*missed_in(made, is_asked=filters.only_missed))
    if is_planned:
        from cxdrill.core.ready.planned import planned_keys

        planned = planned_keys(
            library, opening.exam_events(begun.events, history), history, made, now, settings, minutes=minutes
        )
        filters = replace(filters, plan=planned)
    return study_session(library, history, settings, filters, now, seed=opening.seed(), missed=missed, minutes=minutes)


def _settings(*, two_buttons: bool, hide_intervals: bool) -> Settings:
    """The learner's settings with the options of this run."""
    settings = opening.settings()
    if two_buttons:
        settings = replace(settings, two_buttons=True)
    return replace(settings, show_intervals=False) if hide_intervals else settings


def play(session: StudySession, library: Library, store: Store, *, plain: bool, is_beside_json: bool = False) -> None:
    """Asks until the session ends, on the screen or in lines; prompts go to standard error beside JSON."""
    from cxdrill.cli.saving import careful
    from cxdrill.terminal.drill import Drill
    from cxdrill.terminal.report import is_interactive

    if session.face is None:
        return
    is_drawn = is_interactive(plain=plain)
    decks = {deck.id: deck for deck in library.decks}
    drill = Drill(session, decks, store.save, opening.now, opening.steady_seconds)
    if not is_drawn:
        from cxdrill.terminal.lines import Lines
        from cxdrill.terminal.study_lines import StudyLines

        StudyLines(drill, Lines(prompts=sys.stderr if is_beside_json else sys.stdout)).run()
        return
    from cxdrill.terminal.screen import terminal_screen
    from cxdrill.terminal.study_screen import StudyScreen

    screen = terminal_screen()
    with careful(store), screen.opened():
        StudyScreen(drill, screen, {deck.id: deck.title for deck in library.decks}).run()


def _summarise(
    session: StudySession,
    library: Library,
    settings: Settings,
    filters: Filters,
    *,
    plain: bool,
    readiness: Sequence[str] = (),
) -> None:
    from cxdrill.core.cards.card_index import face_keys
    from cxdrill.core.study.summary import summary
    from cxdrill.terminal.report import print_lines
    from cxdrill.terminal.views.summary_view import summary_lines

    studied = [deck for deck in library.decks if not filters.decks or deck.id in filters.decks]
    total = summary(session.answers, face_keys(studied), session.history, settings, opening.now())
    if not total.answers and session.face is None and not session.has_undo:
        from cxdrill.terminal.views.summary_view import nothing_lines

        print_lines(nothing_lines(total, is_filtered=filters != type(filters)(decks=filters.decks)), plain=plain)
        return
    next_commands = _next(total.due_now, filters)
    lines = summary_lines(total, is_cram=session.is_cram, next_commands=next_commands, readiness=readiness)
    print_lines(lines, plain=plain)


def _next(due_now: int, filters: Filters) -> Sequence[str]:
    names = "".join(f" {deck}" for deck in filters.decks)
    if due_now:
        return (f"cxdrill study{names}",)
    return ("cxdrill ready   for your chances of passing", "cxdrill quiz    takes the check")
