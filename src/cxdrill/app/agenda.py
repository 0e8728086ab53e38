"""What `study` would ask now, for every command that speaks of it: by the plan up to a check, or by what is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from cxdrill.app.context import Context
from cxdrill.core.cards.roleplay import weak_plays
from cxdrill.core.exams.exam import Feedback
from cxdrill.core.exams.score import last_of_each
from cxdrill.core.exams.score import missed as missed_in
from cxdrill.core.ready.planned import is_expected
from cxdrill.core.study.counts import Agenda
from cxdrill.core.study.history import History
from cxdrill.core.study.queue import Filters, Missed
from cxdrill.errors import CxdrillError, Refused


def agenda(
    context: Context, now: datetime, decks: Sequence[str] = (), days: int = 2, history: History | None = None
) -> Agenda:
    """What `study` asks now of these decks (of all where empty), and in the days that follow.

    A history of all faces is not read once more.
    """
    filters = Filters(decks=tuple(decks))
    if has_date(context, filters, now):
        try:
            filters = planned(context, filters, now)
        except CxdrillError:
            filters = Filters()  # `ready` says what is wrong with the exam
    return context.index.agenda(filters, missed(context), context.settings, now, days, history)


def missed(context: Context, *, is_asked: bool = False) -> Missed:
    """What went wrong in the last check and in role-plays; only in the check, and Refused without one, where asked."""
    index = context.index
    plays = {} if is_asked else weak_plays(index.roleplays())
    if not is_asked and not any(event.kind == "exam-finished" for event in index.exam_events()):
        return Missed(plays=plays)
    made = context.attempts()
    lasts = last_of_each(made)
    if is_asked and not lasts:
        raise Refused('no check is finished yet, so none was missed; "cxdrill quiz" takes one')
    if is_asked and all(each.policy.feedback is Feedback.NONE for each in lasts):
        raise Refused(
            f'the exam "{lasts[0].exam}" does not tell what was missed (feedback: none); study its decks instead'
        )
    return Missed(missed_in(made), plays)


def has_date(context: Context, filters: Filters, now: datetime) -> bool:
    """Whether a session without a choice of its own follows the plan up to the day of a check."""
    events = context.index.exam_events()
    if filters != Filters(limit=filters.limit) or not any(event.kind == "plan" for event in events):
        return False
    return is_expected(context.index.exams, events, context.study_day(now))


def planned(context: Context, filters: Filters, now: datetime, minutes: float | None = None) -> Filters:
    """The same filters, with what the plan asks of so many minutes; raises as `keys_of_plan`."""
    from cxdrill.app.exam_outlook import keys_of_plan

    return replace(filters, plan=keys_of_plan(context, now, minutes))
