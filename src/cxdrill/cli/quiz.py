"""`cxdrill quiz`: the certification check, from the first question or from where it was left; `--practice`."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

import typer

from cxdrill.cli import completion, opening, options
from cxdrill.errors import ExitCode, Refused, WrongUsage

if TYPE_CHECKING:
    from cxdrill.core.cards.deck import DeckHead
    from cxdrill.core.exams.attempt import Attempt
    from cxdrill.core.exams.exam import Exam, Share
    from cxdrill.core.exams.sitting import Sitting
    from cxdrill.files.index.index import Index
    from cxdrill.files.log.store import Store


def quiz_command(
    exam: Annotated[
        str | None,
        typer.Argument(
            metavar="EXAM or DECK",
            help="An exam; or a deck, with --practice.",
            autocompletion=completion.exams_and_decks,
        ),
    ] = None,
    practice: Annotated[bool, typer.Option("--practice", help="Feedback at once; counts for nothing.")] = False,
    seed: Annotated[int | None, typer.Option(min=0, help="Draw the form of this number again.")] = None,
    extra_time: Annotated[str | None, typer.Option(metavar="25%", help="More time, recorded with the attempt.")] = None,
    abandon: Annotated[bool, typer.Option("--abandon", help="Give the open attempt up, which is recorded.")] = False,
    decks: options.Decks = None,
    progress: options.Progress = None,
    plain: options.Plain = False,
    json: options.Json = False,
) -> None:
    """Take the certification check. Leave at any time: the next cxdrill quiz goes on with the same questions.

    Exits with 0 if passed, with 1 if not or if it was left open.

    Example: cxdrill quiz        Example: cxdrill quiz telephone-practices --practice
    """
    index = opening.index(decks, [exam] if exam else [], progress)
    plain = plain or opening.settings().plain
    if practice:
        from cxdrill.cli.practice import practise

        practise(index, exam, opening.store(progress, index), seed, plain=plain, as_json=json)
        return
    from cxdrill.cli.exam_choice import chosen_exam

    chosen = chosen_exam(index, exam, "quiz", _practise_instead, plain=plain or json)
    store, share = opening.store(progress, index), _share(extra_time)
    if abandon:
        from cxdrill.cli import exam_start

        exam_start.abandon(chosen, store, index)
    else:
        _show(_taken(chosen, index, store, seed, share, plain=plain, as_json=json), plain=plain, as_json=json)


def _taken(
    exam: Exam,
    index: Index,
    store: Store,
    seed: int | None,
    extra_time: Share | None,
    *,
    plain: bool,
    as_json: bool,
) -> Attempt:
    """The attempt once it is handed in; raises Refused where another check is being taken or this one is left open."""
    from cxdrill.cli.exam_start import opened_sitting
    from cxdrill.cli.one_check import alone
    from cxdrill.terminal.report import is_interactive

    with alone(store):
        said: list[str] = []
        try:
            sitting = opened_sitting(exam, index, store, seed, extra_time, said.append)
        finally:
            for sentence in store.late_notices():
                opening.notice(sentence)
        play = _play_lines if as_json or not is_interactive(plain=plain) else _play_screen
        try:
            is_done = play(sitting, store, said, as_json=as_json)
        except KeyboardInterrupt:
            if sitting.is_open:
                opening.notice(_left_open(sitting))
            raise
        if not is_done:
            raise Refused(_left_open(sitting))
    return sitting.attempt


def _practise_instead(deck: DeckHead, exams: str) -> str:
    return f'"{deck.id}" is a deck; practise it with: cxdrill quiz {deck.id} --practice'


def _share(extra_time: str | None) -> Share | None:
    from cxdrill.core.exams.exam import Share

    if extra_time is None:
        return None
    text = extra_time.strip().removesuffix("%").strip()
    try:
        percent = Fraction(text)
    except (ValueError, ZeroDivisionError):
        percent = Fraction(-1)
    if not 0 < percent <= 300:
        raise WrongUsage(f'--extra-time "{extra_time}" is no share of the time; write it like 25%, up to 300%')
    return Share(percent / 100, f"{text}%")


def _play_screen(sitting: Sitting, store: Store, said: Sequence[str], *, as_json: bool) -> bool:
    """Asks on the screen, `said` above the first question, until the sheet is handed in (True) or left."""
    from cxdrill.cli.saving import careful
    from cxdrill.terminal.answer_sheet import TIME_IS_UP
    from cxdrill.terminal.exam_screen import ExamScreen
    from cxdrill.terminal.screen import terminal_screen

    screen = terminal_screen()
    with careful(store), screen.opened():
        asked = ExamScreen(sitting, store.save, opening.steady_seconds, screen, "; ".join(said))
        is_done = asked.run()
    if asked.is_time_up:
        opening.notice(TIME_IS_UP)
    return is_done


def _play_lines(sitting: Sitting, store: Store, said: Sequence[str], *, as_json: bool) -> bool:
    """Asks in lines, on standard error beside JSON."""
    import sys

    from cxdrill.terminal.exam_lines import ExamLines
    from cxdrill.terminal.lines import Lines

    for sentence in said:
        opening.notice(sentence)
    lines = Lines(prompts=sys.stderr if as_json else sys.stdout)
    return ExamLines(sitting, store.save, opening.steady_seconds, lines).run()


def _left_open(sitting: Sitting) -> str:
    attempt = sitting.attempt
    return (
        f"attempt {attempt.number} is left open with {len(attempt.responses)} of {len(sitting.form.items)} answered; "
        f'"cxdrill quiz {attempt.exam}" goes on with it'
    )


def _show(attempt: Attempt, *, plain: bool, as_json: bool) -> None:
    """The result, and the exit code that tells it."""
    from cxdrill.core.exams.score import attempt_result
    from cxdrill.terminal.report import print_lines, room

    result = attempt_result(attempt)
    if as_json:
        from cxdrill.cli.results import print_record

        print_record(attempt, opening.settings().name)
    else:
        from cxdrill.terminal.views.result_view import result_lines

        print_lines(
            result_lines(attempt, result, room(plain=plain), _next(attempt, result.is_passed, len(result.missed))),
            plain=plain,
        )
    if not result.is_passed:
        raise typer.Exit(int(ExitCode.REFUSED))


def _next(attempt: Attempt, is_passed: bool, missed: int) -> list[str]:
    from cxdrill.cli.results import certificate_command
    from cxdrill.core.exams.exam import Feedback

    certificate = certificate_command(attempt)
    if not missed or attempt.policy.feedback is Feedback.NONE:
        return [certificate] if is_passed else ["cxdrill study"]
    which = "the one you missed comes first" if missed == 1 else f"the {missed} you missed come first"
    study = f"cxdrill study --missed     {which}"
    return [certificate, study] if is_passed else [study]
