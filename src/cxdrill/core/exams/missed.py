"""What the last attempt at an exam got wrong, for the study session that follows it."""

from __future__ import annotations

from collections.abc import Iterable

from cxdrill.core.exams.attempt import Attempt, State
from cxdrill.core.exams.exam import Feedback
from cxdrill.core.exams.score import missed_keys
from cxdrill.core.study.queue import NOTHING_MISSED, Missed
from cxdrill.errors import Refused


def last_finished(made: Iterable[Attempt]) -> Attempt | None:
    """The last attempt that was handed in and whose form can be read."""
    finished = [attempt for attempt in made if attempt.state is State.FINISHED and attempt.form is not None]
    return finished[-1] if finished else None


def missed(made: Iterable[Attempt]) -> Missed:
    """The questions that the last attempt handed in got wrong or left open, unless its exam tells nothing."""
    attempt = last_finished(made)
    if attempt is None or attempt.policy.feedback is Feedback.NONE:
        return NOTHING_MISSED
    return Missed(missed_keys([attempt]), attempt.seen_at)


def asked_missed(made: Iterable[Attempt]) -> Missed:
    """The same for a learner who asks for it; raises Refused with the reason where there is nothing to give."""
    made = tuple(made)
    attempt = last_finished(made)
    if attempt is None:
        raise Refused('no check is finished yet, so none was missed; "cxdrill quiz" takes one')
    if attempt.policy.feedback is Feedback.NONE:
        raise Refused(
            f'the exam "{attempt.exam}" does not tell what was missed (feedback: none); study its decks instead'
        )
    return missed(made)
