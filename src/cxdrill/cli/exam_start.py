"""The attempt that `cxdrill quiz` works on: a new one, the one that was left open, or that one given up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cxdrill.cli import opening
from cxdrill.errors import Refused

if TYPE_CHECKING:
    from cxdrill.core.exams.attempt import Attempt
    from cxdrill.core.exams.exam import Exam, Share
    from cxdrill.core.exams.sitting import Sitting
    from cxdrill.files.index.index import Index
    from cxdrill.files.log.store import Store


def opened_sitting(
    exam: Exam,
    index: Index,
    store: Store,
    seed: int | None,
    extra_time: Share | None,
    say: Callable[[str], None],
) -> Sitting:
    """The attempt to go on with, or a new one; raises Refused where the exam's rules say no.

    `say` takes what the person has to know before the first question.
    """
    from cxdrill.core.exams import admission
    from cxdrill.core.exams.attempt import open_attempt
    from cxdrill.core.exams.sitting import Sitting, Watch, used_at

    now = opening.now()
    opening.begun(store, opening.settings(), now, index, is_backed_up_later=True)
    made = opening.attempts(index)
    attempt = open_attempt(made, exam.id)
    if attempt is None:
        if reason := admission.refusal(exam, made, now):
            raise Refused(reason)
        attempt = _started(exam, index, store, made, seed, extra_time)
        used = 0.0
    else:
        if extra_time is not None or seed is not None:
            say("--seed and --extra-time hold for a new attempt; this one goes on as it was started")
        used = used_at(attempt, now)
        attempt = _resumed(attempt, exam, index, store, used, say)
    return Sitting(attempt, Watch(used, opening.steady_seconds()))


def _started(
    exam: Exam,
    index: Index,
    store: Store,
    made: tuple[Attempt, ...],
    seed: int | None,
    extra_time: Share | None,
) -> Attempt:
    from cxdrill.core.exams import exam_draft
    from cxdrill.core.exams.attempt import begun, seen_keys
    from cxdrill.core.exams.exam import policy_of
    from cxdrill.core.exams.form import drawn_form, pools

    source = pools(exam, index.library(exam.blueprint or None))
    seen = frozenset[str]() if seed is not None else seen_keys(made)
    avoided = seen and seen & source.keys
    drawn = opening.seed() if seed is None else seed
    policy = policy_of(exam, index.fingerprint(exam), extra_time)
    event = store.save(exam_draft.started(drawn_form(source, drawn, avoided), drawn, avoided, policy))
    return begun(event, len(made) + 1, exam)


def _resumed(
    attempt: Attempt, exam: Exam, index: Index, store: Store, used: float, say: Callable[[str], None]
) -> Attempt:
    """Goes on with an open attempt, and says what changed meanwhile."""
    from cxdrill.core.exams import exam_draft
    from cxdrill.core.exams.attempt import advanced

    if attempt.policy.fingerprint not in ("", index.fingerprint(exam)):
        say("the decks or the exam were edited meanwhile; this attempt goes on with the form it recorded")
    say(f"attempt {attempt.number} goes on where it was left")
    return advanced(attempt, store.save(exam_draft.resumed(attempt, opening.now(), used)))


def abandon(exam: Exam, store: Store, index: Index) -> None:
    """Gives the open attempt up, which is recorded; raises Refused where none is open."""
    from cxdrill.cli.one_check import alone
    from cxdrill.core.exams import exam_draft
    from cxdrill.core.exams.attempt import open_attempt
    from cxdrill.core.exams.sitting import used_at

    with alone(store):
        now = opening.now()
        opening.begun(store, opening.settings(), now, index)
        made = opening.attempts(index)
        attempt = open_attempt(made, exam.id)
        if attempt is None:
            raise Refused(f'no attempt at "{exam.id}" is open; "cxdrill results" lists the attempts')
        store.save(exam_draft.abandoned(attempt, used_at(attempt, now)))
        opening.notice(f"attempt {attempt.number} is given up")
