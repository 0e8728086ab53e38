"""`cxdrill quiz`: the certification check, from the first question or from where it was left; `--practice`."""

from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

import typer

from cxdrill.cli import completion, opening, options
from cxdrill.errors import ExitCode, Refused, WrongUsage

if TYPE_CHECKING:
    from cxdrill.core.decks.library import Library
    from cxdrill.core.exams.attempt import Attempt
    from cxdrill.core.exams.exam import Exam, Share
    from cxdrill.core.exams.sitting import Sitting
    from cxdrill.files.progress.store import Store


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
    library = opening.library(decks, [exam] if exam else [])
    plain = plain or opening.settings().plain
    if practice:
        from cxdrill.cli.practice import practise

        practise(library, exam, opening.store(progress), seed, plain=plain, as_json=json)
        return
    chosen, store, share = _exam(library, exam, plain=plain or json), opening.store(progress), _share(extra_time)
    if abandon:
        _abandon(chosen, store, library)
    else:
        _show(_taken(chosen, library, store, seed, share, plain=plain, as_json=json), plain=plain, as_json=json)


def _taken(
    exam: "Exam",
    library: "Library",
    store: "Store",
    seed: int | None,
    extra_time: "Share | None",
    *,
    plain: bool,
    as_json: bool,
) -> "Attempt":
    """The attempt once it is handed in; raises Refused where another check is being taken or this one is left open."""
    from cxdrill.cli.one_check import alone

    with alone(store):
        sitting = _sitting(exam, library, store, seed, extra_time)
        _play(sitting, store, plain=plain, as_json=as_json)
    return sitting.attempt


def _exam(library: "Library", name: str | None, *, plain: bool) -> "Exam":
    """The exam that is meant: the one named, the only one, or one chosen from a menu."""
    from pathlib import Path

    if name is not None:
        for each in library.exams:
            if opening.is_file_name(name) and Path(each.path).resolve() == Path(name).resolve():
                return each
        if any(deck.id == name for deck in library.decks):
            raise WrongUsage(f'"{name}" is a deck; practise it with: cxdrill quiz {name} --practice')
        return library.exam(name)
    if not library.exams:
        raise WrongUsage('there is no exam in the decks; a file with "exam:" makes one, see decks/README.md')
    if len(library.exams) == 1:
        return library.exams[0]
    from cxdrill.terminal.menu import chosen

    picked = chosen("Which exam?", [(each.title, each.id) for each in library.exams], plain=plain)
    if picked is None:
        raise WrongUsage(f"name one of the exams: cxdrill quiz {'|'.join(each.id for each in library.exams)}")
    return library.exam(picked)


def _share(extra_time: str | None) -> "Share | None":
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


def _abandon(exam: "Exam", store: "Store", library: "Library") -> None:
    from cxdrill.cli.one_check import alone
    from cxdrill.core.exams import exam_draft
    from cxdrill.core.exams.attempt import attempts, open_attempt
    from cxdrill.core.exams.exam_time import used_at

    with alone(store):
        now = opening.now()
        made = attempts(opening.begun(store, opening.settings(), now).events, library.exams)
        attempt = open_attempt(made, exam.id)
        if attempt is None:
            raise Refused(f'no attempt at "{exam.id}" is open; "cxdrill results" lists the attempts')
        store.save(exam_draft.abandoned(attempt, used_at(attempt, now)))
        opening.notice(f"attempt {attempt.number} is given up")


def _sitting(
    exam: "Exam", library: "Library", store: "Store", seed: int | None, extra_time: "Share | None"
) -> "Sitting":
    """The attempt to go on with, or a new one; raises Refused where the exam's rules say no."""
    from cxdrill.core.exams import admission
    from cxdrill.core.exams.attempt import attempts, open_attempt
    from cxdrill.core.exams.exam_time import Watch, used_at
    from cxdrill.core.exams.sitting import Sitting

    now = opening.now()
    made = attempts(opening.begun(store, opening.settings(), now).events, library.exams)
    attempt = open_attempt(made, exam.id)
    if attempt is None:
        if reason := admission.refusal(exam, made, now):
            raise Refused(reason)
        attempt = _started(exam, library, store, made, seed, extra_time)
        used = 0.0
    else:
        if extra_time is not None or seed is not None:
            opening.notice("--seed and --extra-time hold for a new attempt; this one goes on as it was started")
        used = used_at(attempt, now)
        attempt = _resumed(attempt, exam, library, store, used)
    return Sitting(attempt, Watch(used, opening.steady_seconds()))


def _started(
    exam: "Exam",
    library: "Library",
    store: "Store",
    made: "tuple[Attempt, ...]",
    seed: int | None,
    extra_time: "Share | None",
) -> "Attempt":
    from cxdrill.core.exams import exam_draft
    from cxdrill.core.exams.attempt import begun, seen_keys
    from cxdrill.core.exams.form import drawn_form, pools
    from cxdrill.core.exams.policy import policy_of

    source = pools(exam, library)
    avoided = frozenset[str]() if seed is not None else seen_keys(made) & source.keys
    drawn = opening.seed() if seed is None else seed
    policy = policy_of(exam, _fingerprint(exam, library), extra_time)
    event = store.save(exam_draft.started(drawn_form(source, drawn, avoided), drawn, avoided, policy))
    return begun(event, len(made) + 1, exam)


def _fingerprint(exam: "Exam", library: "Library") -> str:
    """The fingerprint of the exam and of all it can draw, computed once for each state of the decks."""
    from cxdrill.core.exams.form import fingerprint

    if not library.fingerprint:
        return fingerprint(exam, library)
    return opening.remembered(
        f"exam-{exam.id}", [library.fingerprint, exam.path], lambda: (fingerprint(exam, library),)
    )[0]


def _resumed(attempt: "Attempt", exam: "Exam", library: "Library", store: "Store", used: float) -> "Attempt":
    """Goes on with an open attempt, and says what changed meanwhile."""
    from cxdrill.core.exams import exam_draft
    from cxdrill.core.exams.attempt import advanced

    if attempt.policy.fingerprint not in ("", _fingerprint(exam, library)):
        opening.notice("the decks or the exam were edited meanwhile; this attempt goes on with the form it recorded")
    opening.notice(f"attempt {attempt.number} goes on where it was left")
    return advanced(attempt, store.save(exam_draft.resumed(attempt, opening.now(), used)))


def _play(sitting: "Sitting", store: "Store", *, plain: bool, as_json: bool) -> None:
    """Asks until the sheet is handed in; raises Refused where the attempt is left open."""
    from cxdrill.cli.saving import careful
    from cxdrill.terminal.answer_sheet import TIME_IS_UP
    from cxdrill.terminal.report import is_interactive

    if not as_json and is_interactive(plain=plain):
        from cxdrill.terminal.exam_screen import ExamScreen
        from cxdrill.terminal.screen import terminal_screen

        screen = terminal_screen()
        with careful(store), screen.opened():
            asked = ExamScreen(sitting, store.save, opening.steady_seconds, screen)
            is_done = asked.run()
        if asked.is_time_up:
            opening.notice(TIME_IS_UP)
    else:
        import sys

        from cxdrill.terminal.exam_lines import ExamLines
        from cxdrill.terminal.lines import Lines

        lines = Lines(prompts=sys.stderr if as_json else sys.stdout)
        is_done = ExamLines(sitting, store.save, opening.steady_seconds, lines).run()
    if not is_done:
        answered = len(sitting.attempt.responses)
        raise Refused(
            f"attempt {sitting.attempt.number} is left open with {answered} of {len(sitting.form.items)} answered; "
            f'"cxdrill quiz {sitting.attempt.exam}" goes on with it'
        )


def _show(attempt: "Attempt", *, plain: bool, as_json: bool) -> None:
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


def _next(attempt: "Attempt", is_passed: bool, missed: int) -> list[str]:
    from cxdrill.core.exams.exam import Feedback

    certificate = f"cxdrill results {attempt.number} --certificate my-check.html"
    if not missed or attempt.policy.feedback is Feedback.NONE:
        return [certificate] if is_passed else ["cxdrill study"]
    which = "the one you missed comes first" if missed == 1 else f"the {missed} you missed come first"
    study = f"cxdrill study --missed     {which}"
    return [certificate, study] if is_passed else [study]
