"""`cxdrill study`: what is due, then new cards, one after the other."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from cxdrill.cli import completion, opening, options
from cxdrill.errors import CxdrillError

if TYPE_CHECKING:
    from cxdrill.core.cards.deck import DeckHead
    from cxdrill.core.settings import Settings
    from cxdrill.core.study.queue import Filters
    from cxdrill.core.study.session import StudySession
    from cxdrill.files.index.index import Index
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

    index = opening.index(decks, deck or [], progress)
    settings = _settings(two_buttons=two_buttons, hide_intervals=hide_intervals)
    filters = Filters(
        decks=tuple(each.id for each in opening.chosen_decks(index.decks, deck or [])) if deck else (),
        tags=tuple(tag or ()),
        topics=tuple(topic or ()),
        limit=limit,
        new=new,
        only_missed=missed,
        only_hard=hard,
        is_cram=cram,
        ahead_days=ahead,
    )
    store, is_plain = opening.store(progress, index), plain or settings.plain
    run(index, settings, filters, store, plain=is_plain, minutes=minutes, is_planned=plan)


def run(
    index: Index,
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
    opening.begun(store, settings, now, index, is_backed_up_later=True)
    session = _session(index, settings, filters, now, minutes, is_planned=is_planned)
    if session.vanished:
        opening.notice(f"no longer in any deck, left out with its history kept: {', '.join(session.vanished)}")
    try:
        play(session, index.decks, store, plain=plain)
    except (KeyboardInterrupt, CxdrillError):
        _summarise(session, index, settings, filters, plain=plain)
        raise
    finally:
        for sentence in store.late_notices():
            opening.notice(sentence)
        index.grow_log(store.added, store.log)
    readiness: Sequence[str] = ()
    if session.answers and not session.is_cram:
        from cxdrill.cli.before_exam import after_session

        readiness = after_session(index, store, settings, opening.now())
    _summarise(session, index, settings, filters, plain=plain, readiness=readiness)


def _session(
    index: Index, settings: Settings, filters: Filters, now: datetime, minutes: float | None, *, is_planned: bool
) -> StudySession:
    """The session over what is due, new, planned, or was wrong in the last check."""
    from cxdrill.core.cards.roleplay import weak_plays
    from cxdrill.core.study.queue import NOTHING_MISSED, Missed, queue
    from cxdrill.core.study.session import StudySession

    events = index.exam_events()
    has_finished = any(event.kind == "exam-finished" for event in events)
    made = opening.attempts(index) if is_planned or filters.only_missed or has_finished else ()
    missed = NOTHING_MISSED
    if made or filters.only_missed:
        from cxdrill.core.exams.score import missed as missed_in

        missed = Missed(*missed_in(made, is_asked=filters.only_missed))
    if not filters.only_missed and (weak := weak_plays(index.roleplays())):
        missed = replace(missed, plays=weak)
    if is_planned:
        from cxdrill.core.ready.planned import planned_keys

        library = index.library()
        planned = planned_keys(library, events, index.history(), made, now, settings, minutes=minutes)
        filters = replace(filters, plan=planned)
    seed, ends_at = opening.seed(), None if minutes is None else now.astimezone(UTC) + timedelta(minutes=minutes)
    faces, history = index.study(filters, missed, settings, now)
    asked = queue(faces, history, settings, filters, now, seed, missed)
    return StudySession(asked, index.face, history, settings, now, seed=seed, is_cram=filters.is_cram, ends_at=ends_at)


def _settings(*, two_buttons: bool, hide_intervals: bool) -> Settings:
    """The learner's settings with the options of this run."""
    settings = opening.settings()
    if two_buttons:
        settings = replace(settings, two_buttons=True)
    return replace(settings, show_intervals=False) if hide_intervals else settings


def play(
    session: StudySession, decks: Sequence[DeckHead], store: Store, *, plain: bool, is_beside_json: bool = False
) -> None:
    """Asks until the session ends, on the screen or in lines; prompts go to standard error beside JSON."""
    from cxdrill.cli.saving import careful
    from cxdrill.terminal.drill import Drill
    from cxdrill.terminal.report import is_interactive

    if session.face is None:
        return
    is_drawn = is_interactive(plain=plain)
    heads = {deck.id: deck for deck in decks}
    drill = Drill(session, heads, store.save, opening.now, opening.steady_seconds)
    if not is_drawn:
        from cxdrill.terminal.lines import Lines
        from cxdrill.terminal.study_lines import StudyLines

        StudyLines(drill, Lines(prompts=sys.stderr if is_beside_json else sys.stdout)).run()
        return
    from cxdrill.terminal.screen import terminal_screen
    from cxdrill.terminal.study_screen import StudyScreen

    screen = terminal_screen()
    with careful(store), screen.opened():
        StudyScreen(drill, screen, {deck.id: deck.title for deck in decks}).run()


def _summarise(
    session: StudySession,
    index: Index,
    settings: Settings,
    filters: Filters,
    *,
    plain: bool,
    readiness: Sequence[str] = (),
) -> None:
    from cxdrill.core.study.summary import summary
    from cxdrill.terminal.report import print_lines
    from cxdrill.terminal.views.summary_view import summary_lines

    total = summary(session.answers, *index.dues(filters.decks, settings, opening.now()))
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
