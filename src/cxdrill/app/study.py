"""Work of `cxdrill study`: one session from the first card to the summary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from msgspec.structs import replace

from cxdrill.app import clock
from cxdrill.app.agenda import agenda, has_date, missed, planned
from cxdrill.app.context import Context
from cxdrill.app.output import chosen_decks, lines_of, offering_another_file, save
from cxdrill.core.exams.score import needed
from cxdrill.core.ready.planned import likely_exam, plan_day, plan_draft
from cxdrill.core.study.queue import Filters, queue
from cxdrill.core.study.session import StudySession
from cxdrill.core.study.stats import summary
from cxdrill.errors import CxdrillError, WrongUsage
from cxdrill.terminal import paint
from cxdrill.terminal.drill import Drill
from cxdrill.terminal.menu import typed
from cxdrill.terminal.paint import StyledLine
from cxdrill.terminal.report import is_interactive, notice, notices, print_lines, room
from cxdrill.terminal.study_lines import StudyLines
from cxdrill.terminal.views.summary_view import nothing_lines, summary_lines
from cxdrill.terminal.wording import as_typed_here, count, day, duration, relative_day

_FILTERS = ("new", "reviews", "limit", "only_missed", "only_hard", "is_cram", "ahead_days", "in_order")
_OF_SCHEDULE = ("new", "reviews", "ahead_days", "in_order")  # which nothing crammed has
_NOT_NARROWING = ("decks", "in_order", "limit", "new", "reviews")
_HINT = "(Like friday, 4 December or in 3 weeks; only Enter where there is no date yet.)"


def run(context: Context) -> None:
    """Studies what the options let through, with `plan` what raises the chance of passing most first."""
    options = context.options
    chosen = chosen_decks(context.index.decks, context.named) if context.named else ()
    if options.two_buttons:
        context.settings = replace(context.settings, two_buttons=True)
    if options.hide_intervals:
        context.settings = replace(context.settings, show_intervals=False)
    ids = tuple(deck.id for deck in chosen)
    tags, topics = tuple(options.tag or ()), tuple(options.topic or ())
    asked = Filters(decks=ids, tags=tags, topics=topics, **{name: getattr(options, name) for name in _FILTERS})
    idle = [name for name in _OF_SCHEDULE if getattr(asked, name) != getattr(Filters(), name)]
    if asked.is_cram and idle:
        option = idle[0].removesuffix("_days").replace("_", "-")
        raise WrongUsage(f"--{option} does nothing with --cram, which asks all that matches; --limit takes fewer")
    now = clock.now()
    context.begin(now, is_backed_up_later=True)
    word = ""
    if asked == Filters() and is_interactive(plain=context.plain) and context.index.is_empty():
        word = _welcome(context, now)
        print_lines([paint.words("")])  # between the question and what the session came to
    is_planned = options.plan or has_date(context, asked, now)
    session = _session(context, asked, now, is_planned=is_planned)
    if options.undo:
        if (last := context.index.last_review()) is None:
            raise WrongUsage("there is no answer yet to take back")
        session.record(context.store.save(session.undo_of_earlier(*last)))  # its card is asked first
    _ask(context, session, partial(_summary, context, session, asked, is_planned=is_planned), word)


def _ask(context: Context, session: StudySession, ending: Callable[..., Sequence[StyledLine]], word: str) -> None:
    """Runs the session, and prints its `ending`, also where it is broken off."""
    try:
        try:
            play(context, session, ending, word)
        finally:
            notices(context.store.late_notices())
            context.grow_index()
    except (KeyboardInterrupt, CxdrillError):
        print_lines(ending(), plain=context.plain)
        raise
    readiness: Sequence[str] = ()
    if session.answers and not session.is_cram:
        from cxdrill.app.exam_outlook import after_session

        readiness = after_session(context, clock.now())
    print_lines(ending(readiness), plain=context.plain)


def _welcome(context: Context, now: datetime) -> str:
    """Greets somebody who has done nothing yet, keeps the day of the check as a plan, and gives a word on that."""
    exam = likely_exam(context.index.exams, ())
    if exam is None or not exam.items:
        return ""
    passing = f"{needed(exam.items, exam.pass_mark.value)} of {count(exam.items, 'point')} to pass"
    time = [duration(exam.time_limit_seconds)] if exam.time_limit_seconds else []
    facts = [count(exam.items, "question"), *time, passing]
    title = paint.words(f"Welcome. This trains you for: {exam.title}", paint.TITLE)
    lines = [title, paint.words(f"({', '.join(facts)})"), paint.words(""), paint.words(_HINT)]
    print_lines(lines, plain=context.plain)
    today = context.study_day(now)
    while text := _typed_day(context):
        try:
            by = plan_day(text, today)
        except WrongUsage as error:
            print_lines(paint.wrapped(str(error), room(plain=context.plain), paint.DUE), plain=context.plain)
            continue
        if event := save(context.store, plan_draft(exam.id, by, ())):
            context.index.grow_log((event,), context.store.log)
        return f"Check on {day(by)}, {relative_day(by, today)}; sessions now prepare for it."
    return as_typed_here("No date yet: cxdrill plan --by friday sets one.")


def _typed_day(context: Context) -> str:
    """The day as it was typed; nothing for Enter. The end of input leaves the program like Ctrl-C."""
    try:
        return (typed("When is your check?", plain=context.plain) or "").strip()
    except EOFError:
        raise KeyboardInterrupt from None


def _session(context: Context, filters: Filters, now: datetime, *, is_planned: bool) -> StudySession:
    """The session over what is due, new, planned, or was wrong in the last check."""
    index, settings, minutes = context.index, context.settings, context.options.minutes
    wrong = missed(context, is_asked=filters.only_missed)
    if is_planned:
        filters = planned(context, filters, now, minutes)
    seed, ends_at = clock.seed(), None if minutes is None else now.astimezone(UTC) + timedelta(minutes=minutes)
    faces, history = index.study(filters, wrong, settings, now)
    if faces.vanished:
        notice(f"no longer in any deck, left out with its history kept: {', '.join(faces.vanished)}")
    asked = queue(faces, history, settings, filters, now, seed, wrong)
    is_cram = filters.is_cram
    return StudySession(asked, index.face, history, settings, now, seed=seed, ends_at=ends_at, is_cram=is_cram)


def play(
    context: Context, session: StudySession, ending: Callable[[], Sequence[StyledLine]] | None = None, word: str = ""
) -> None:
    """Asks until the session ends, on a screen that begins with `word` and ends with `ending`, or in lines."""
    if session.face is None:
        return
    decks, store = {deck.id: deck for deck in context.index.decks}, context.store
    drill = Drill(session, decks, store.save, clock.now, clock.steady_seconds, lambda: context.files)
    if context.as_json or not is_interactive(plain=context.plain):
        with offering_another_file(store, can_ask=False):
            StudyLines(drill, lines_of(context)).run()
        return
    from cxdrill.terminal import screen, study_screen

    drawn = screen.Screen()
    drawn.say(word)
    with offering_another_file(store), drawn.opened():
        study_screen.StudyScreen(drill, drawn, ending=ending).run()


def _summary(
    context: Context, session: StudySession, filters: Filters, readiness: Sequence[str] = (), *, is_planned: bool
) -> Sequence[StyledLine]:
    """What the session came to, or why there was nothing to ask."""
    context.grow_index()
    asked = agenda(context, clock.now(), filters.decks)
    total, most = summary(session.answers), context.settings.reviews_per_day
    names = "".join(f" {deck}" for deck in filters.decks)
    if not total.answers and session.face is None and not session.has_undo:
        wide = replace(Filters(), **{name: getattr(filters, name) for name in _NOT_NARROWING})
        return nothing_lines(asked, most, names, is_narrowed=filters != wide, is_planned=is_planned)
    is_time_up = session.face is not None and session.is_over(clock.now())
    return summary_lines(total, asked, most, names, readiness=readiness, is_cram=session.is_cram, is_time_up=is_time_up)
