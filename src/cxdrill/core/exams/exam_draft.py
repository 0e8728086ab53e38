"""The events that an attempt leaves behind, before they are saved: one function for each kind.

`used_seconds` is the time used so far; it orders the events of an attempt even where a wall clock was set back.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from cxdrill.core.event import Draft
from cxdrill.core.exams.attempt import Attempt
from cxdrill.core.exams.exam import Policy, policy_plain
from cxdrill.core.exams.form import Expected, Form, form_plain
from cxdrill.core.exams.score import attempt_result
from cxdrill.core.plain import plain


def started(
    form: Form,
    seed: int,
    avoided: Iterable[str],
    policy: Policy,
    *,
    is_seed_chosen: bool = False,
    expected: Expected | None = None,
    paper: str = "",
) -> Draft:
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


def answered(attempt: Attempt, key: str, response: str | None, used_seconds: float) -> Draft:
    """A question is answered with a line-mode answer, or left open again with None."""
    return Draft("exam-answered", _step(attempt, used_seconds) | {"card": key, "response": response})


def marked(attempt: Attempt, key: str, is_marked: bool, used_seconds: float) -> Draft:
    """A question is marked to come back to, or no longer."""
    return Draft("exam-marked", _step(attempt, used_seconds) | {"card": key, "marked": is_marked})


def finished(attempt: Attempt, used_seconds: float) -> Draft:
    """The sheet is handed in as it stands."""
    step = _step(attempt, used_seconds) | attempt_result(attempt).worth
    return Draft("exam-finished", step | {"responses": dict(attempt.responses)})


def abandoned(attempt: Attempt, used_seconds: float) -> Draft:
    """The attempt is given up."""
    return Draft("exam-abandoned", _step(attempt, used_seconds))


def away_seconds(attempt: Attempt, now: datetime) -> float:
    """The time since the last event by the wall clock; negative where the clock was set back meanwhile."""
    return (now - attempt.seen_at).total_seconds()


def _step(attempt: Attempt, used_seconds: float) -> dict[str, object]:
    return {"attempt": attempt.id, "used_seconds": round(used_seconds, 3)}
