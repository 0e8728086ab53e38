"""`cxdrill` alone: today's screen."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta

from cxdrill.app import clock
from cxdrill.app.agenda import agenda
from cxdrill.app.context import Context
from cxdrill.app.exam_outlook import check_ahead
from cxdrill.app.output import tell
from cxdrill.core.plain import shape, shapes
from cxdrill.core.ready.gain import Pace
from cxdrill.core.study.counts import free_days, streaks
from cxdrill.terminal.report import is_drawable
from cxdrill.terminal.views.today_view import DeckToday, Today, today_lines

LATELY_DAYS = 9


def run(context: Context) -> None:
    """Shows what is due, where the learner stands and what to type next."""
    context.load()
    shown = today_summary(context, clock.now())
    height = shutil.get_terminal_size().lines - 1 if is_drawable(plain=context.plain) else None  # 1: the prompt
    tell(context, lambda: _plain(shown), lambda width: today_lines(shown, width, height))


def today_summary(context: Context, now: datetime) -> Today:
    """The numbers of today's screen."""
    index, settings = context.index, context.settings
    day = context.study_day(now)
    history = index.history()
    asked = agenda(context, now, history=history)
    counted = index.counts(history, asked)
    known = index.recalled(history, now)
    streak, _ = streaks(history.reviews_on, day, free_days(history, settings, now))
    return Today(
        today=day,
        ends=f", until {settings.day_start:%H:%M}" if now.date() != day else "",
        agenda=asked,
        most_reviews=settings.reviews_per_day,
        done=history.reviews_on[day],
        seconds=Pace(history).session_seconds(asked.due, len(asked.new), now),
        new_left=sum(each.new for each in counted.values()),
        streak=streak,
        lately=tuple(history.reviews_on[day - timedelta(days=back)] for back in reversed(range(LATELY_DAYS))),
        decks=tuple(
            DeckToday(deck.title, known[deck.id] / deck.face_count, counted[deck.id].due, not counted[deck.id].seen)
            for deck in index.decks
            if deck.face_count
        ),
        **({} if index.is_empty() else check_ahead(context, now)),
    )


def _plain(shown: Today) -> dict[str, object]:
    return {
        **shape(
            shown, "date=today seconds:0 done new_left streak tomorrow=agenda.tomorrow new_tomorrow=agenda.new_tomorrow"
        ),
        **{name: len(getattr(shown.agenda, name)) for name in ("due", "new", "later", "held", "aside")},
        "check": shown.check and shown.check.isoformat(),
        "open_exam": shown.open_check.exam if shown.open_check else None,
        "readiness": " ".join(shown.readiness) or None,
        "decks": shapes(shown.decks, "title known:4 due"),
    }
