"""`cxdrill quiz`: the certification check, from the first question or from where it was left."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from datetime import timedelta

from cxdrill.app import clock
from cxdrill.app.context import Context
from cxdrill.app.exam_start import Opening, exam_lock, opening, recorded_exam
from cxdrill.app.exam_start import abandon as give_up
from cxdrill.app.output import chosen_exam, lines_of, offering_another_file
from cxdrill.core.cards.registry import CARD_TYPES
from cxdrill.core.exams.attempt import Attempt
from cxdrill.core.exams.exam import Away, Exam, Rules, Share, percent_of, policy_of
from cxdrill.core.exams.score import attempt_result
from cxdrill.core.exams.sitting import Sitting, counted, next_try, next_try_at, remaining_seconds, used_at
from cxdrill.errors import DataError, ExitCode, LeftOpen, Refused, WrongUsage
from cxdrill.files.index.index import Index
from cxdrill.terminal import paint
from cxdrill.terminal.answer_sheet import TIME_IS_UP
from cxdrill.terminal.exam_lines import ExamLines
from cxdrill.terminal.menu import is_confirmed
from cxdrill.terminal.report import is_interactive, notice, notices, print_lines, room
from cxdrill.terminal.views.exam_view import rule_sentences
from cxdrill.terminal.wording import clock as clock_words


def run(context: Context) -> ExitCode:
    """Takes a check, goes on with one or gives it up; whether it was passed is the exit code."""
    options = context.options
    if options.rules and options.abandon:
        raise WrongUsage("--rules prints and --abandon gives up; give one of them")
    if context.as_json and (options.rules or options.abandon):
        raise WrongUsage("--json prints the record of a check that was taken; leave it out with --rules and --abandon")
    paper = None if options.enter is None else options.enter.strip().lower()
    if paper == "":
        raise WrongUsage("--enter needs the code of a form; it stands at the top of the sheet, like 7-3f2a")
    share = None if options.extra_time is None else percent_of(options.extra_time)
    if share is None and options.extra_time is not None:
        raise WrongUsage(f'--extra-time "{options.extra_time}" is no share of the time up to 300%; write it like 25%')
    context, chosen = _chosen(context)
    if options.abandon:
        if _keeps_open(context):
            notice("the check stays open")
            return ExitCode.REFUSED
        give_up(context, chosen)
        return ExitCode.DONE
    if options.rules:
        context.load()
        made, now = context.attempts(), clock.now()
        told = _rules(context, chosen, policy_of(chosen, extra_time=share), made)
        told += [next_try(chosen, made, now)] if next_try_at(chosen, counted(chosen.id, made), now) else []
        print_lines(paint.sentences(told, room(plain=context.plain)), plain=context.plain)
        return ExitCode.DONE
    attempt = _taken(context, chosen, options.seed, share, paper or "")
    result = attempt_result(attempt)
    from cxdrill.app.results import print_record, show_result  # with certificates and paper

    if context.as_json:
        print_record(attempt, context.settings.name)
    else:
        show_result(context, attempt, result, context.attempts())
    return ExitCode.DONE if result.is_passed else ExitCode.REFUSED


def _keeps_open(context: Context) -> bool:
    """Whether somebody who is asked does not want to give the attempt up after all."""
    try:
        return (
            is_confirmed("Give the open check up? It is recorded and cannot be taken back.", plain=context.plain)
            is False
        )
    except EOFError:
        return True


def _chosen(context: Context) -> tuple[Context, Exam]:
    """The exam asked for; where the decks do not give it, that of an open attempt, from its record alone."""
    try:
        return context, chosen_exam(
            context, "quiz", '"{deck}" is a deck; practice it with: cxdrill quiz {deck} --practice'
        )
    except (DataError, WrongUsage):
        alone = context.without_decks()
        exam = recorded_exam(alone)
        if exam is None:
            raise
        return alone, exam


def _taken(context: Context, exam: Exam, seed: int | None, extra_time: Share | None, paper: str) -> Attempt:
    """The attempt once it is handed in; raises Refused where another check is being taken or this one is left open."""
    with exam_lock(context):
        opened = opening(context, exam, seed, extra_time, paper)
        again = f"cxdrill quiz {shlex.quote(context.named[0]) if context.named else exam.id}"  # works where it is read
        is_drawn = is_interactive(plain=context.plain) and not context.as_json and not paper
        play = _play_screen if is_drawn else _play_lines
        try:
            is_done = play(opened, _rules_of(opened))
        except KeyboardInterrupt:
            if opened.sitting and opened.sitting.is_open:
                notice(_saved(opened.sitting, again), "")
            raise
        finally:
            notices(context.store.late_notices())
        if opened.sitting is None and opened.attempt is None:
            raise Refused(f'no attempt was started; "{again}" shows the rules again')
        if opened.sitting is None:
            raise LeftOpen(f"The check stays open. Continue with: {again}")
        if not is_done:
            raise LeftOpen(_saved(opened.sitting, again))
        taken = opened.sitting.attempt
    context.grow_index()  # the whole file tells what was seen before, and whether it was repaired meanwhile
    return next((each for each in reversed(context.attempts()) if each.id == taken.id), taken)


def _rules_of(opened: Opening) -> list[str]:
    """The rules to show before an attempt that has no answer yet."""
    attempt, exam = opened.attempt, opened.exam
    if opened.paper:
        return [f"Type the answers of the form {opened.paper} as they stand on the sheet; Enter leaves one open."]
    if attempt and attempt.responses:
        return []
    policy = attempt.policy if attempt else policy_of(exam, extra_time=opened.extra_time)
    left = remaining_seconds(attempt, used_at(attempt, clock.now())) if attempt else None  # 0: a new one begins
    begun = [f"You have begun: {clock_words(left)}, and no answer is given yet."] if left else []
    return [*begun, *_rules(opened.context, exam, policy, opened.made, attempt)]


def _rules(
    context: Context, exam: Exam, policy: Rules, made: Sequence[Attempt], attempt: Attempt | None = None
) -> list[str]:
    form = attempt.form if attempt else None
    items, tries = len(form.items) if form else exam.items, len(counted(exam.id, made))
    cards = [item.card.is_critical for item in form.items] if form else [context.index.has_critical(exam.blueprint)]
    named = {name: kind.partly for name, kind in CARD_TYPES.items() if kind.partly}
    types = {item.card.type for item in form.items} if form else _types(context.index, exam, named)
    partly = [words for name, words in named.items() if name in types]
    limits = exam.attempts, exam.cooldown_seconds
    return rule_sentences(policy, items, tries, *limits, has_critical=any(cards), partly=partly)


def _types(index: Index, exam: Exam, names: Iterable[str]) -> list[str]:
    """Those of the card types that an exam may draw, looked for once for each state of the decks."""
    return index.kept(f"types {exam.id}", list[str], lambda: index.types_among(exam.blueprint, names))


def _play_screen(opened: Opening, rules: Sequence[str]) -> bool:
    """Asks on the screen until the sheet is handed in (True) or left; nothing starts before the rules are accepted."""
    from cxdrill.terminal import exam_screen, screen, sheet_screen

    drawn, said, store = screen.Screen(), list[str](), opened.context.store
    with offering_another_file(store), drawn.opened():
        if rules and not sheet_screen.are_accepted(rules, opened.exam.title, drawn):
            return False
        sitting = opened.begin(said.append)
        said_first, files = "; ".join(said), lambda: opened.context.files
        asked = exam_screen.ExamScreen(
            sitting, store.save, clock.steady_seconds, files, screen=drawn, message=said_first
        )
        is_done = asked.run()
    if asked.is_time_up:
        notice(TIME_IS_UP, "")
    return is_done


def _play_lines(opened: Opening, rules: Sequence[str]) -> bool:
    """Asks in lines, on standard error beside JSON."""
    lines, store = lines_of(opened.context), opened.context.store
    with offering_another_file(store, can_ask=False):
        sitting = opened.begin(notice)
        notices(store.late_notices())
        for sentence in rules:
            lines.say(sentence)
        return ExamLines(sitting, store.save, clock.steady_seconds, lambda: opened.context.files, lines=lines).run()


def _saved(sitting: Sitting, again: str) -> str:
    """What is saved of an attempt that was left, how much time it has and whether that runs, and how to go on."""
    attempt, now = sitting.attempt, clock.now()
    time, left = "", sitting.remaining(clock.steady_seconds())
    if left is not None:
        runs = f"the clock runs on, and after {now + timedelta(seconds=left):%H:%M} your answers count as they stand"
        waits = "the clock waits until you are back"
        time = f", {clock_words(left)}; {waits if attempt.policy.away is Away.STOPS else runs}"
    answered = f"{sum(map(sitting.is_answered, sitting.form.items))} of {len(sitting.form.items)} answered"
    answered += "" if attempt.responses else ", so it does not count as an attempt yet"
    return f"Saved: {answered}{time}. Continue with: {again}"
