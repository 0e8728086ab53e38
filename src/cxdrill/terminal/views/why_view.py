"""Why a card is asked today, or is not: a sentence in plain words."""

from __future__ import annotations

from datetime import date, datetime

from cxdrill.core.settings import Settings
from cxdrill.core.study.counts import Agenda
from cxdrill.core.study.history import History
from cxdrill.core.study.queue import Missed
from cxdrill.core.study.schedule import days_ahead
from cxdrill.terminal.wording import count, percent, relative_day

RESERVED = "Kept for the check (exam: only): no drill asks it."


def reason(key: str, agenda: Agenda, missed: Missed, history: History, settings: Settings, today: date) -> str:
    """Why `study` asks this face now, or why not."""
    if history.is_suspended(key):
        return f"Set aside: not asked until you bring it back, cxdrill cards --wake {key}."
    if history.buried.get(key) == today:
        return "Put off to tomorrow."
    state = history.state(key)
    when = "New" if state.is_new else _due(state.due, today)
    if key in missed.every:
        when = "Wrong in the last check or role-play"
    if key in agenda.due or key in agenda.new:
        asked = (*agenda.due, *agenda.new)
        return f"{when}: asked today, as number {asked.index(key) + 1} of {len(asked)}."
    if key in agenda.later:
        return f"{when}: it comes back at {agenda.later[key].astimezone():%H:%M}."
    if key in agenda.held:
        limit = settings.reviews_per_day
        reached = "a day's work is" if limit is None else f"today's limit of {count(limit, 'review')} is"
        return f"{when}, but {reached} reached; cxdrill study --reviews 20 asks more."
    if key in agenda.aside:
        return f"{when}, but it waits for another day: {agenda.aside[key]}, asked today, gives it away."
    if state.is_new:
        return _not_yet(agenda, settings)
    if days_ahead(state, today) <= 0 and state.last_day != today:
        return (
            f"{when}, but the plan up to your check asks others first; cxdrill study {key.partition('/')[0]} asks it."
        )
    chance = percent(settings.desired_retention)
    return f"{when}: not asked before, since until then you remember it with a chance of {chance} or more."


def _due(due: date | datetime | None, today: date) -> str:
    if due is None:
        return "In learning"
    if isinstance(due, datetime):
        at = due.astimezone()
        return "In learning" + (f", due {relative_day(at.date(), today)} at {at:%H:%M}" if at.date() > today else "")
    return f"Due {relative_day(due, today)}" if due >= today else f"Due for {count((today - due).days, 'day')}"


def _not_yet(agenda: Agenda, settings: Settings) -> str:
    """Why a new face is not among today's."""
    if agenda.is_planned:
        return "New: the plan up to your check asks others first."
    if agenda.held:
        return f"New, and waits while {count(len(agenda.held), 'review')} wait for another day."
    return f"New: today's new cards come before it ({settings.new_per_day} a day); cxdrill study --new 10 asks more."
