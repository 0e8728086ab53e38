"""Whether a new attempt at an exam may start, and if not, what to tell the person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from cxdrill.core.day import ONE_DAY
from cxdrill.core.exams.attempt import Attempt
from cxdrill.core.exams.exam import Exam


def refusal(exam: Exam, made: Iterable[Attempt], now: datetime) -> str | None:
    """Why the exam cannot be started at `now`, in a sentence that says when it can; None where it can.

    Every attempt with an answer counts, those given up too. The cool-down begins when the last one ended. An open
    attempt is gone on with, not started anew, so it must be looked for first.
    """
    own = counted(exam.id, made)
    if exam.attempts is not None and len(own) >= exam.attempts:
        used = {1: "your one attempt", 2: "both attempts"}.get(exam.attempts, f"all {exam.attempts} attempts")
        return f'you have used {used} at "{exam.id}"; ask your instructor for another'
    opens_at = next_try_at(exam, own, now)
    if opens_at is None or now >= opens_at:
        return None
    local = opens_at.astimezone(now.tzinfo)
    if local.second or local.microsecond:
        local = local.replace(second=0, microsecond=0) + timedelta(minutes=1)  # a time shown too early would be wrong
    when = f"{local:%H:%M}" if local.date() == now.date() else f"{local:%Y-%m-%d} at {local:%H:%M}"
    return f'the next try at "{exam.id}" opens {when}; until then, drill with "cxdrill study --missed"'


def counted(exam_id: str, made: Iterable[Attempt]) -> list[Attempt]:
    """The attempts that use up those allowed."""
    return [attempt for attempt in made if attempt.exam == exam_id and attempt.is_counted]


def next_try_at(exam: Exam, made: Iterable[Attempt], now: datetime) -> datetime | None:
    """When the cool-down after the last attempt that ended is over; None before the first one."""
    # An end that lies more than a day ahead was made under a wrong clock, which must not close the exam until then.
    ended = counted(exam.id, made)
    ends = [attempt.seen_at for attempt in ended if attempt.seen_at - now <= ONE_DAY]
    return max(ends) + timedelta(seconds=exam.cooldown_seconds) if ends else None
