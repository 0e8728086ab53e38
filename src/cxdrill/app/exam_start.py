"""The attempt that `cxdrill quiz` works on: a new one, the one that was left open, or that one given up."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from cxdrill.app import clock
from cxdrill.app.context import Context
from cxdrill.core.exams.attempt import Attempt, State, advanced, begun, open_attempt, seen_keys
from cxdrill.core.exams.blueprint import met_wording
from cxdrill.core.exams.draw import Stock, stock_of
from cxdrill.core.exams.exam import Exam, Share, exam_of, policy_of, seed_of
from cxdrill.core.exams.form import Pools, drawn_form, expected_score, pools_of
from cxdrill.core.exams.paper import form_of
from cxdrill.core.exams.remarks import too_few_fresh
from cxdrill.core.exams.sitting import (
    Sitting,
    abandoned,
    refusal,
    remaining_seconds,
    resumed,
    started,
    used_at,
)
from cxdrill.core.exams.verification import fingerprint
from cxdrill.errors import DataError, ProgressError, Refused, WrongUsage
from cxdrill.files import whole_file
from cxdrill.files.disk import REAL_DISK
from cxdrill.files.log.lock import Lock
from cxdrill.files.places import CHECKING
from cxdrill.terminal.report import notice


def recorded_exam(context: Context) -> Exam | None:
    """The exam of the last open attempt that can go on from its record alone, of the named exam where one is named."""
    context.load()
    for each in reversed(context.attempts()):
        if each.state is State.OPEN and each.form and (not context.named or each.exam == context.named[0]):
            return exam_of(each.exam, each.policy)
    return None


class Opening(Struct):
    """What `cxdrill quiz` is about to do: start an attempt or go on with one. Nothing is recorded before `begin`."""

    context: Context
    exam: Exam
    made: tuple[Attempt, ...]
    attempt: Attempt | None  # the one that is open
    seed: int | None
    extra_time: Share | None
    paper: str = ""  # the code of a printed form whose answers are typed in
    sitting: Sitting | None = None  # once it has begun

    def begin(self, say: Callable[[str], None]) -> Sitting:
        """Starts the attempt or goes on with it; `say` takes what the person has to know before the first question."""
        now, attempt = clock.now(), self.attempt
        used = used_at(attempt, now) if attempt else 0.0
        if attempt and not attempt.responses and remaining_seconds(attempt, used) == 0:
            self.context.store.save(abandoned(attempt, used))
            say("the time of the last check went by without an answer, so it does not count; this one is new")
            attempt, used = None, 0.0
        if attempt is None:
            attempt = _started(self, say)
        else:
            if self.extra_time is not None or self.seed is not None:
                say("--seed and --extra-time hold for a new attempt; this one goes on as it was started")
            attempt = _resumed(self.context, attempt, self.exam, used, say)
        try:
            self.sitting = Sitting(attempt, used, clock.steady_seconds())
        except DataError as error:
            raise DataError(f"{error} with --abandon") from None
        return self.sitting


def opening(context: Context, exam: Exam, seed: int | None, extra_time: Share | None, paper: str = "") -> Opening:
    """What is about to begin; raises Refused where the exam's rules say no."""
    if exam.form and seed is not None:
        raise WrongUsage(f'the exam "{exam.id}" has one form for everybody ({exam.form}); leave --seed out')
    if paper and seed is not None:
        raise WrongUsage("--enter and --seed contradict each other: the code of a form has its seed in it")
    now = clock.now()
    context.begin(now, is_backed_up_later=True)
    made = context.attempts()
    attempt = open_attempt(made, exam.id)
    if attempt is None and (refused := refusal(exam, made, now)):
        drill = 'until then, drill with "cxdrill study --missed"'
        instead = drill if refused.opens_at else "ask your instructor for another"
        raise Refused(f"{refused.reason}; " + ('see "cxdrill results"' if refused.is_passed else instead))
    if attempt and paper and attempt.paper != paper:
        raise Refused(f'a check is open; finish it with "cxdrill quiz {exam.id}", or add --abandon')
    return Opening(context, exam, made, attempt, seed, extra_time, paper)


def _started(opened: Opening, say: Callable[[str], None]) -> Attempt:
    context, exam, seed = opened.context, opened.exam, opened.seed
    source = _source(context, exam)
    avoided: frozenset[str] = frozenset()
    if opened.paper:
        drawn, form = form_of(source, opened.paper)
    elif exam.form:
        drawn = seed_of(exam)
        form = drawn_form(source, drawn)
    else:
        seen = seen_keys(opened.made) if seed is None else frozenset[str]()
        avoided = seen.intersection(source.questions) | _met_wordings(context, source, opened.made)
        drawn = clock.seed() if seed is None else seed
        form = drawn_form(source, drawn, avoided)
    policy, expected = policy_of(exam, fingerprint_of(context, exam), opened.extra_time), expected_score(source, form)
    is_chosen = seed is not None
    draft = started(form, drawn, avoided, policy, is_seed_chosen=is_chosen, expected=expected, paper=opened.paper)
    attempt = begun(context.store.save(draft), len(opened.made) + 1, form, exam)
    for sentence in too_few_fresh(attempt):
        say(sentence)
    return attempt


def fingerprint_of(context: Context, exam: Exam) -> str:
    """The fingerprint of an exam and of all it can draw, computed once for each state of the decks."""
    index = context.index
    return index.kept(f"fingerprint {exam.id}", str, lambda: fingerprint(exam, index.library(exam.blueprint or None)))


def _source(context: Context, exam: Exam) -> Pools:
    """What the exam draws from, made once for each state of the decks; only what is drawn becomes a card."""
    index = context.index

    def made() -> Stock:
        return stock_of(exam.blueprint, index.library(exam.blueprint).questions().values())

    stock = index.kept(f"stock {exam.id}", Stock, made)
    decks = {deck.id: deck for deck in index.decks}
    return pools_of(exam, stock, index.question, decks.__getitem__, index.facilities(exam.id))


def _met_wordings(context: Context, source: Pools, made: tuple[Attempt, ...]) -> frozenset[str]:
    """The wordings that this learner has met: drills show them in turn, and forms and practice say which they held."""
    worded = source.stock.worded
    asked = {key: worded.get(key, 0) for key in source.questions} if source.exam.fresh else worded
    if not asked:
        return frozenset()
    history = context.index.history(asked)
    drilled = ((key, range(min(history.state(key).reviews, others + 1))) for key, others in asked.items())
    met = [(key, number) for key, numbers in drilled for number in numbers]
    met += [(each.card.key, each.wording) for attempt in made if attempt.form for each in attempt.form.items]
    for event in (event for kind in ("cram", "practice", "probe") for event in context.index.events_of(kind)):
        met.append((event.fields.get("card", ""), event.fields.get("wording", 0)))
    return frozenset(met_wording(key, number) for key, number in met if key in asked)


def _resumed(context: Context, attempt: Attempt, exam: Exam, used: float, say: Callable[[str], None]) -> Attempt:
    """Goes on with an open attempt, and says what changed meanwhile."""
    if not context.has_decks:
        say(f'the exam "{attempt.exam}" cannot be read from the decks now; this attempt goes on as it was recorded')
    elif attempt.policy.fingerprint not in ("", fingerprint_of(context, exam)):
        say("the decks or the exam were edited meanwhile; this attempt goes on with the form it recorded")
    if remaining_seconds(attempt, used) != 0:
        say("You go on at the first question that has no answer yet.")
    return advanced(attempt, context.store.save(resumed(attempt, clock.now(), used)))


def abandon(context: Context, exam: Exam) -> None:
    """Gives the open attempt up, which is recorded; raises Refused where none is open."""
    with exam_lock(context):
        now = clock.now()
        context.begin(now)
        attempt = open_attempt(context.attempts(), exam.id)
        if attempt is None:
            raise Refused(f'no check "{exam.id}" is open; "cxdrill results" lists those taken')
        context.store.save(abandoned(attempt, used_at(attempt, now)))
        notice(f"the check was cancelled and recorded as result {attempt.number}")


@contextmanager
def exam_lock(context: Context) -> Iterator[None]:
    """The right to take a check, until the block ends or the process dies: a second one at the same time would answer
    and hand in behind the back of the first. Raises Refused where another one has it.
    """
    progress = context.store.path
    path = Path(os.path.realpath(progress) + CHECKING)
    lock = Lock(path, started_at=clock.now(), timeout_seconds=0.0)
    with ExitStack() as stack:
        with suppress(OSError):  # where nothing can be written the progress file has the better words for it
            whole_file.make_folders(path.parent, REAL_DISK)
        try:
            stack.enter_context(lock.held())
        except ProgressError as error:
            if isinstance(error.__cause__, OSError | NotImplementedError):
                context.begin(clock.now())
                raise
            raise Refused(
                f"a check is being taken with {progress} already ({lock.owner()}); finish or leave that one first"
            ) from error
        yield
