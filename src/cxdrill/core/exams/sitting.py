"""An attempt while it is taken: the question in front of the person, the time, and the events that it leaves behind.

Also whether a new one may start, and if not, what to tell the person. Until an event is saved nothing has happened.
Time runs by a steady clock within a run and by the wall clock between runs; both are read elsewhere. The time used so
far orders the events of an attempt even where a wall clock was set back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct

from cxdrill.core.day import ONE_DAY, dated
from cxdrill.core.event import Draft, Event
from cxdrill.core.exams.attempt import Attempt, State, advanced, open_attempt
from cxdrill.core.exams.exam import Away, Exam, Policy, policy_plain
from cxdrill.core.exams.form import Expected, Form, FormItem, form_plain
from cxdrill.core.exams.score import attempt_result
from cxdrill.core.plain import plain
from cxdrill.errors import DataError


def used_at(attempt: Attempt, now: datetime) -> float:
    """The seconds used when the attempt is taken up again at `now`.

    Time away is counted from the last event by the wall clock, unless the exam stops it. A clock that stands before
    that event adds nothing, so the time used is never less than what is recorded; and the way back of a clock that was
    seen to be set back is no time away.
    """
    if attempt.policy.away is Away.STOPS or attempt.state is not State.OPEN:
        return attempt.used_seconds
    away = max(0.0, away_seconds(attempt, now))
    return attempt.used_seconds + (away - attempt.behind_seconds if away >= attempt.behind_seconds else away)


def remaining_seconds(attempt: Attempt, used_seconds: float) -> float | None:
    """The time left, never below 0; None where the exam has no limit."""
    limit = attempt.policy.time_limit_seconds
    return None if limit is None else max(0.0, limit - used_seconds)


class Sitting:
    """One run at an attempt. `reading` is always what a steady clock shows, in seconds."""

    def __init__(self, attempt: Attempt, used_before: float, begun_at: float) -> None:
        """`used_before` are the seconds used before this run, which began when the clock read `begun_at`."""
        if attempt.form is None or not attempt.form.items:
            raise DataError("the recorded form of the exam cannot be read; give the attempt up")
        self.attempt = attempt
        self.form: Form = attempt.form
        self.used_before, self.begun_at = used_before, begun_at
        self.place = next((place for place, item in enumerate(self.form.items) if not self.is_answered(item)), 0)

    @property
    def asked(self) -> FormItem:
        return self.form.items[self.place]

    @property
    def key(self) -> str:
        return self.asked.card.key

    @property
    def response(self) -> str | None:
        return self.attempt.responses.get(self.key)

    def is_answered(self, item: FormItem) -> bool:
        """Whether its answer is whole; that of a talk that goes on is not."""
        response = self.attempt.responses.get(item.card.key)
        return response is not None and item.card.step(response).is_over

    @property
    def is_marked(self) -> bool:
        return self.key in self.attempt.marked

    @property
    def is_last(self) -> bool:
        return self.place == len(self.form.items) - 1

    @property
    def is_open(self) -> bool:
        return self.attempt.state is State.OPEN

    def go_to(self, place: int) -> None:
        """Turns to the question at `place`, counted from 0, or to the nearest there is."""
        self.place = max(0, min(place, len(self.form.items) - 1))

    def used(self, reading: float) -> float:
        """The seconds used by now; they never grow fewer."""
        return self.used_before + max(0.0, reading - self.begun_at)

    def remaining(self, reading: float) -> float | None:
        return remaining_seconds(self.attempt, self.used(reading))

    def is_time_up(self, reading: float) -> bool:
        """Whether the sheet has to be handed in as it stands."""
        return self.remaining(reading) == 0.0

    def answering(self, response: str | None, reading: float) -> Draft:
        """The draft of a line-mode answer, or with None of leaving the question open again."""
        return self._draft("exam-answered", self.used(reading), {"card": self.key, "response": response})

    def marking(self, reading: float) -> Draft:
        return self._draft("exam-marked", self.used(reading), {"card": self.key, "marked": not self.is_marked})

    def handing_in(self, reading: float) -> Draft:
        limit = self.attempt.policy.time_limit_seconds
        used = self.used(reading) if limit is None else min(self.used(reading), float(limit))
        sheet = {"responses": dict(self.attempt.responses)}
        return self._draft("exam-finished", used, attempt_result(self.attempt).worth | sheet)

    def _draft(self, kind: str, used_seconds: float, fields: dict[str, Any]) -> Draft:
        return Draft(kind, _step(self.attempt, used_seconds) | fields)

    def record(self, event: Event) -> None:
        """Takes in an event of this attempt that was saved."""
        self.attempt = advanced(self.attempt, event)


class Refusal(Struct, frozen=True):
    """Why an exam cannot be started, and what the caller may name a way on by."""

    reason: str
    is_passed: bool
    opens_at: datetime | None = None  # None where all attempts are used


def refusal(exam: Exam, made: Iterable[Attempt], now: datetime) -> Refusal | None:
    """Why the exam cannot be started at `now`, and when it can; None where it can.

    Every attempt with an answer counts, those given up too. The cool-down begins when the last one ended. An open
    attempt is gone on with, not started anew, so it must be looked for first.
    """
    own = counted(exam.id, made)
    is_passed = any(attempt.recorded.get("passed") for attempt in own)
    if exam.attempts is not None and len(own) >= exam.attempts:
        used = {1: "your one attempt", 2: "both attempts"}.get(exam.attempts, f"all {exam.attempts} attempts")
        return Refusal(f'you have used {used} at "{exam.id}"{" and passed" if is_passed else ""}', is_passed)
    opens_at = next_try_at(exam, own, now)
    if opens_at is None:
        return None
    first = "you have passed, and " if is_passed else ""
    return Refusal(f'{first}the next try at "{exam.id}" opens {_moment(opens_at, now)}', is_passed, opens_at)


def may_be_taken(exam: Exam, made: Sequence[Attempt], now: datetime) -> bool:
    """Whether there is an attempt to go on with, or the rules let a new one start."""
    return open_attempt(made, exam.id) is not None or refusal(exam, made, now) is None


def next_try(exam: Exam, made: Iterable[Attempt], now: datetime) -> str:
    """A sentence after an attempt that was not passed: how many are used, and when the next can be taken."""
    own = counted(exam.id, made)
    if exam.attempts is not None and len(own) >= exam.attempts:
        return "That was your last attempt; ask your instructor for another."
    used = f"{len(own)} of {exam.attempts} attempts used; the" if exam.attempts else "The"
    if (opens_at := next_try_at(exam, own, now)) is None:
        return f"{used} next one can be taken now."
    return f"{used} next one opens {_moment(opens_at, now)}."


def _moment(at: datetime, now: datetime) -> str:
    local = at.astimezone(now.tzinfo)
    if local.second or local.microsecond:
        local = local.replace(second=0, microsecond=0) + timedelta(minutes=1)  # a time shown too early would be wrong
    day = "" if local.date() == now.date() else f"on {local:%A} {dated(local.date())} "
    return f"{day}at {local:%H:%M}"


def counted(exam_id: str, made: Iterable[Attempt]) -> list[Attempt]:
    """The attempts that use up those allowed: one that was given up without a single answer does not."""
    ended = (each for each in made if each.exam == exam_id and each.state is not State.OPEN)
    return [each for each in ended if each.state is State.FINISHED or each.responses]


def _ended_at(attempt: Attempt) -> datetime:
    """When an attempt was handed in, or its time ran out while nobody was there to hand it in."""
    limit = attempt.policy.time_limit_seconds
    if limit is None or attempt.policy.away is Away.STOPS or attempt.used_seconds < limit:
        return attempt.seen_at
    return min(attempt.seen_at, attempt.started_at + timedelta(seconds=limit))


def next_try_at(exam: Exam, own: Iterable[Attempt], now: datetime) -> datetime | None:
    """When the cool-down after the last of the attempts that count is over; None where the next can be taken now."""
    # An end that lies more than a day ahead was made under a wrong clock, which must not close the exam until then.
    ends = [_ended_at(attempt) for attempt in own if attempt.seen_at - now <= ONE_DAY]
    opens_at = max(ends, default=now) + timedelta(seconds=exam.cooldown_seconds)
    return opens_at if ends and opens_at > now else None


def started(
    form: Form, seed: int, avoided: Iterable[str], policy: Policy, *, is_seed_chosen: bool = False,
    expected: Expected | None = None, paper: str = "",
) -> Draft:  # fmt: skip
    """An attempt begins: its form in full, how hard it is expected to be, and the rules that hold for it."""
    drawn = {"exam": form.exam, "seed": seed, "avoided": sorted(avoided)}
    known = {"seed_chosen": is_seed_chosen, "paper": paper, "expected": plain(expected)}
    drawn |= {name: value for name, value in known.items() if value}
    return Draft("exam-started", drawn | {"form": form_plain(form), "policy": policy_plain(policy)})


def resumed(attempt: Attempt, now: datetime, used_seconds: float) -> Draft:
    """An attempt is taken up again; a wall clock that stands before the last event is recorded as such."""
    away = away_seconds(attempt, now)
    behind = {"clock_behind_seconds": round(-away, 3)} if away < 0 else {}
    return Draft("exam-resumed", _step(attempt, used_seconds) | {"away_seconds": round(max(0.0, away), 3)} | behind)


def abandoned(attempt: Attempt, used_seconds: float) -> Draft:
    return Draft("exam-abandoned", _step(attempt, used_seconds))


def away_seconds(attempt: Attempt, now: datetime) -> float:
    """The time since the last event by the wall clock; negative where the clock was set back meanwhile."""
    return (now - attempt.seen_at).total_seconds()


def _step(attempt: Attempt, used_seconds: float) -> dict[str, object]:
    return {"attempt": attempt.id, "used_seconds": round(used_seconds, 3)}
