"""Scoring again: `cxdrill verify`, and a corrected key recorded by `cxdrill results N --rescore`."""

from cxdrill.app import clock
from cxdrill.app.context import Context
from cxdrill.app.exam_start import fingerprint_of
from cxdrill.app.output import tell_plain
from cxdrill.core.exams import verification
from cxdrill.core.exams.attempt import Attempt
from cxdrill.core.exams.exam import Feedback
from cxdrill.core.exams.record import NO_RECORD
from cxdrill.core.exams.remarks import rescored_draft, rescoring
from cxdrill.core.exams.score import points_shown
from cxdrill.core.plain import shapes
from cxdrill.errors import DataError, ExitCode
from cxdrill.files.whole_file import content_of
from cxdrill.terminal.report import notice

REASON = "the decks have another key now"


def rescore(context: Context, attempt: Attempt, reason: str) -> bool:
    """Records the attempt's result under the present key of the decks where that is another; says what changed."""
    found = rescoring(attempt, context.questions.get)
    for key in found.unlike:
        notice(f"{key} is no longer the question that was asked, so it keeps its key")
    if not found.changed.items:
        notice(f"result {attempt.number}: the decks have the same key, so nothing changes")
        return False
    context.begin(clock.now())
    exam = next((each for each in context.index.exams if each.id == attempt.exam), None)
    fingerprint = fingerprint_of(context, exam) if exam else attempt.policy.fingerprint
    context.store.save(rescored_draft(attempt, found, fingerprint, reason or REASON))
    context.grow_index()
    notice(f"another key: {', '.join(found.changed.keys)}")
    tells = attempt.policy.feedback.includes(Feedback.SCORE)
    before, after = (
        f"{points_shown(each.score)} of {len(each.items)}, " * tells + ("passed" if each.is_passed else "not passed")
        for each in (found.before, found.after)
    )
    notice(f"result {attempt.number}: {before} before, {after} now")
    return True


_LARGEST = 16_000_000  # bytes; a record of 40 items has about 6,000


def verify(context: Context) -> ExitCode:
    """Scores a record again; the exit code tells whether all of it agrees."""
    file = context.options.file
    try:
        content = content_of(file, limit=_LARGEST)
    except OSError as error:
        raise DataError(f"{file}: cannot be read ({error.strerror}); name a record of an attempt") from error
    library = context.library
    try:
        findings = verification.verify(content, library)
    except DataError as error:
        remedy = '; make one with "cxdrill results N --json"' if str(error) == NO_RECORD else ""
        raise DataError(f"{file}: {error}{remedy}") from error
    agrees = all(each.agrees for each in findings)
    plain = {"agrees": agrees, "findings": shapes(findings, "subject agrees message")}
    signs = ("!" if each.subject == "remark" else "✓" if each.agrees else "✗" for each in findings)
    told = (f"{sign} {each.subject:<8}{each.message}" for sign, each in zip(signs, findings, strict=True))
    tell_plain(context, plain, told)
    return ExitCode.DONE if agrees else ExitCode.REFUSED
