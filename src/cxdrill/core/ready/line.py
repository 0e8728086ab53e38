"""Readiness for the first screen: the number recorded last while it still holds, else a quick one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from cxdrill.core.cards.library import Library
from cxdrill.core.day import study_day
from cxdrill.core.exams.attempt import Attempt
from cxdrill.core.exams.exam import Exam
from cxdrill.core.ready.forecast import Readiness, readiness_of
from cxdrill.core.ready.pass_chance import Chance
from cxdrill.core.ready.standing import Standing
from cxdrill.core.ready.track_record import Forecast
from cxdrill.core.settings import Settings
from cxdrill.core.study.history import History


def readiness_line(
    library: Library,
    exam: Exam,
    history: History,
    made: Sequence[Attempt],
    now: datetime,
    settings: Settings,
    past: Sequence[Forecast] = (),
) -> Readiness:
    """What the first screen says of an exam; `past` are its recorded forecasts, in order.

    Raises WrongUsage and DataError as `Standing` does. Quick, since memories are read off the promised due dates.
    """
    standing = Standing(library, exam, history, made, settings, now, is_quick=True)
    said = readiness_of(standing)
    last = past[-1] if past else None
    if said.chance is None or last is None or last.expected is None or not _holds(last, standing):
        return said
    return replace(said, chance=Chance(last.probability, last.low, last.high, last.expected))


def _holds(last: Forecast, standing: Standing) -> bool:
    """Whether a forecast is of today, with nothing answered since."""
    now, day_start = standing.now, standing.settings.day_start
    if study_day(last.at.astimezone(now.tzinfo), day_start) != study_day(now, day_start):
        return False
    answered = (*(trace.last_at for trace in standing.traces.values()), *(each.seen_at for each in standing.made))
    return all(at <= last.at for at in answered)
