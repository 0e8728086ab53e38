"""Work of `cxdrill results N --rescore`: a corrected key, recorded, and what it changes."""

from __future__ import annotations

from cxdrill.app import clock
from cxdrill.app.context import Context
from cxdrill.core.cards.question import Question
from cxdrill.core.exams.attempt import Attempt
from cxdrill.core.exams.exam import Feedback
from cxdrill.core.exams.rescoring import rescored_draft, rescoring
from cxdrill.core.exams.score import Result, points_shown
from cxdrill.terminal.report import notice

REASON = "the decks have another key now"


def rescore(context: Context, attempt: Attempt, reason: str) -> bool:
    """Records the attempt's result under the present key of the decks where that is another; says what changed."""
    cards = {card.key: card for card in context.library.cards() if isinstance(card, Question)}
    found = rescoring(attempt, cards.get)
    for key in found.unlike:
        notice(f"{key} is no longer the question that was asked, so it keeps its key")
    if not found.changed.items:
        notice(f"attempt {attempt.number}: the decks have the same key, so nothing changes")
        return False
    context.begin(clock.now())
    exam = next((each for each in context.index.exams if each.id == attempt.exam), None)
    fingerprint = context.index.fingerprint(exam) if exam else attempt.policy.fingerprint
    context.store.save(rescored_draft(attempt, found, fingerprint, reason or REASON))
    context.grow_index()
    notice(f"another key: {', '.join(found.changed.keys)}")
    tells = attempt.policy.feedback.includes(Feedback.SCORE)
    before, after = (_worth(each, has_score=tells) for each in (found.before, found.after))
    notice(f"attempt {attempt.number}: {before} before, {after} now")
    return True


def _worth(result: Result, *, has_score: bool) -> str:
    verdict = "passed" if result.is_passed else "not passed"
    return f"{points_shown(result.score)} of {len(result.items)}, {verdict}" if has_score else verdict
