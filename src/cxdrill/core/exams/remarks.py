"""Remarks on an attempt: what its result alone does not tell, and who knows it must know as well."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cxdrill.core.exams.attempt import Attempt, Rescored, State
from cxdrill.core.exams.blueprint import fresh_needed, met_wording
from cxdrill.core.exams.exam import Feedback
from cxdrill.core.exams.score import attempt_result, plain_number
from cxdrill.core.text import clean_line


def remarks(attempt: Attempt) -> tuple[str, ...]:
    """Sentences about what the result alone does not tell: who knows it must know these as well."""
    made = [*too_few_fresh(attempt)]
    if attempt.seen and attempt.form:
        made.append(f"{attempt.seen} of {len(attempt.form.keys)} questions were seen in an earlier attempt")
    if attempt.paper:
        made.append(f"the answers were typed in from the paper form {clean_line(attempt.paper)}")
    if attempt.is_seed_chosen:
        made.append("the seed was chosen")
    if attempt.is_repaired:
        made.append("the progress file was repaired and lost entries while this attempt was open")
    made += [_corrected(attempt, each) for each in attempt.rescorings]
    if differs(attempt):
        recorded = _recorded(attempt, attempt.recorded)
        told = f" ({recorded})" if recorded else ""
        made.append(f"the result recorded at its end{told} is not what its answers give")
    return tuple(made)


def fresh_items(attempt: Attempt) -> int | None:
    """How many items were new to the learner; None where the exam asks for none."""
    if attempt.form is None or attempt.policy.fresh is None:
        return None
    met = frozenset(attempt.avoided)
    return sum(met_wording(each.card.key, each.wording) not in met for each in attempt.form.items)


def too_few_fresh(attempt: Attempt) -> tuple[str, ...]:
    """A sentence where the form holds fewer fresh items than its exam asks for; nothing where it holds enough."""
    fresh, items = fresh_items(attempt), len(attempt.form.items) if attempt.form else 0
    if fresh is None or fresh >= (wanted := fresh_needed(attempt.policy, items)):
        return ()
    return (f"only {fresh} of {items} questions are new to the person, where the exam asks for {wanted}",)


def differs(attempt: Attempt) -> bool:
    """Whether an attempt that was handed in recorded another result than its answers give."""
    if attempt.state is not State.FINISHED or attempt.form is None:
        return False
    again = attempt_result(attempt)
    now = {"score": plain_number(again.score), "items": len(again.items), "passed": again.is_passed}
    return any(value != now[name] for name, value in attempt.recorded.items())


def _corrected(attempt: Attempt, done: Rescored) -> str:
    before, reason = _recorded(attempt, done.before), f" ({done.reason})" if done.reason else ""
    told = f"; the result before: {before}" if before else ""
    return f"scored again on {done.at.date()} under another key of {', '.join(done.cards)}{reason}{told}"


def _recorded(attempt: Attempt, recorded: Mapping[str, Any]) -> str:
    """A recorded result in words, where the exam tells it."""
    score, passed = recorded.get("score"), recorded.get("passed")
    is_score = isinstance(score, int | float) and isinstance(passed, bool)
    if not attempt.policy.feedback.includes(Feedback.SCORE) or not is_score:
        return ""
    return f"{score:g}, {'passed' if passed else 'not passed'}"
