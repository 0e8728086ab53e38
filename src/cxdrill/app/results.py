"""`cxdrill results`: past attempts, one of them in full, also under a corrected key, and a certificate."""

import itertools
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import to_builtins

from cxdrill.app import clock
from cxdrill.app.context import Context
from cxdrill.app.exam_start import fingerprint_of
from cxdrill.app.output import tell, write
from cxdrill.core.exams.attempt import Attempt, State
from cxdrill.core.exams.exam import Certificate, Exam, Feedback
from cxdrill.core.exams.record import attempt_row, record, record_text
from cxdrill.core.exams.remarks import differs, rescored_draft, rescoring
from cxdrill.core.exams.score import Result, attempt_result, last_finished, points_shown, to_study
from cxdrill.core.exams.sitting import next_try
from cxdrill.core.text import clean_line
from cxdrill.errors import CxdrillError, Refused, WrongUsage
from cxdrill.files.exports.handouts import certificate_html, logo_of
from cxdrill.files.places import settings_path
from cxdrill.files.settings_toml import begin_settings
from cxdrill.terminal import paint
from cxdrill.terminal.menu import typed
from cxdrill.terminal.paint import StyledLine
from cxdrill.terminal.report import is_interactive, notice, page_through, print_bytes, print_lines, room
from cxdrill.terminal.views import result_view as view
from cxdrill.terminal.wording import certificate_command, count
from cxdrill.terminal.wording import typed as command


def run(context: Context) -> None:
    """Shows the attempts or one of them, under the key of the decks where that is asked, and writes its certificate."""
    options = context.options
    certificate, rescore = options.certificate, options.rescore
    if options.reason and not rescore:
        raise WrongUsage("--reason says why a key was corrected; it goes with --rescore")
    if options.name.strip() and not certificate and not (options.attempt and context.as_json):
        raise WrongUsage("--name goes on a certificate or a record; add --certificate FILE.html, or N and --json")
    context = context if rescore else context.without_broken_decks()
    context.load()
    made = context.attempts()
    name = options.name.strip() or context.settings.name
    if options.attempt is None:
        if certificate or rescore:
            option = "--certificate FILE.html" if certificate else "--rescore"
            raise WrongUsage(f'say which result, by its number in "cxdrill results": cxdrill results N {option}')
        _show_all(context, made)
        return
    chosen = _chosen(made, options.attempt)
    if rescore and _rescored(context, chosen, options.reason.strip()):
        made = context.attempts()
        chosen = _chosen(made, options.attempt)
    if certificate:
        _write_certificate(context, chosen, name, certificate)
    if context.as_json:
        print_record(chosen, name)
    elif certificate:
        return
    elif result := result_of(chosen):
        show_result(context, chosen, result, made)
    else:
        print_lines(view.attempts_lines([chosen], [None], room(plain=context.plain)), plain=context.plain)


def _rescored(context: Context, attempt: Attempt, reason: str) -> bool:
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
    context.store.save(rescored_draft(attempt, found, fingerprint, reason or "the decks have another key now"))
    context.grow_index()
    notice(f"another key: {', '.join(found.changed.keys)}")
    tells = attempt.policy.feedback.includes(Feedback.SCORE)
    before, after = (
        f"{points_shown(each.score)} of {len(each.items)}, " * tells + ("passed" if each.is_passed else "not passed")
        for each in (found.before, found.after)
    )
    notice(f"result {attempt.number}: {before} before, {after} now")
    return True


def print_record(attempt: Attempt, name: str) -> None:
    """The full record as one line of JSON, byte for byte what `cxdrill verify` reads."""
    print_bytes(record_text(record(attempt, name)).encode("utf-8", "surrogatepass"))


def result_of(attempt: Attempt) -> Result | None:
    """The result of an attempt that was handed in; None for others, and where its form cannot be read."""
    if attempt.state is not State.FINISHED or attempt.form is None:
        return None
    return attempt_result(attempt)


def _chosen(made: tuple[Attempt, ...], number: int) -> Attempt:
    for each in made:
        if each.number == number:
            return each
    if not made:
        raise WrongUsage('no check was taken yet; "cxdrill quiz" takes one')
    raise WrongUsage(f'there is no result {number}; "cxdrill results" lists the {count(len(made), "result")}')


def _show_all(context: Context, made: tuple[Attempt, ...]) -> None:
    results, plays = [result_of(each) for each in made], context.roleplays()

    def plain() -> dict[str, object]:
        attempts = {"attempts": [attempt_row(each) for each in made]}
        return attempts | ({"roleplays": [to_builtins(each) for each in plays]} if plays else {})

    passed = [each.number for each, result in zip(made, results, strict=True) if result and result.is_passed]
    numbers = passed or [each.number for each, result in zip(made, results, strict=True) if result]
    commands = [f"cxdrill results {numbers[-1]}   shows it again"] if numbers else ["cxdrill quiz"]
    if passed:
        commands.append(certificate_command(passed[-1]))

    def lines(width: int) -> Sequence[StyledLine]:
        told = view.roleplay_lines(plays, width) if plays else []
        rows = [*view.attempts_lines(made, results, width), paint.words("" if made else "No check was taken yet.")]
        return [*told, *rows, *paint.commands(*commands)]

    tell(context, plain, lines, "Results")


def _next(attempt: Attempt, result: Result, made: tuple[Attempt, ...]) -> list[str]:
    """The commands to type after an attempt; only the misses of the last one at each exam are studied first."""
    certificate = [certificate_command(attempt.number)] if result.is_passed and not differs(attempt) else []
    tells = attempt.policy.feedback is not Feedback.NONE and attempt == last_finished(made, attempt.exam)
    words, drilled = view.missed_words(result), bool(to_study(result))
    study = [f"cxdrill study{' --missed' * drilled}   {words}"] if tells and words else []
    return [*certificate, *study] or ["cxdrill study"]


def show_result(context: Context, attempt: Attempt, result: Result, made: tuple[Attempt, ...]) -> None:
    """Shows a result: page by page where keys can be read, with the verdict first and last."""
    commands = _next(attempt, result, made)
    is_missed = not result.is_passed and attempt == last_finished(made, attempt.exam)
    exam = _exam(context, attempt) if is_missed else None
    again = next_try(exam, made, clock.now()) if exam else ""
    if not is_interactive(plain=context.plain):
        width = room(plain=context.plain)
        print_lines(view.result_lines(attempt, result, width, commands, context.titles, again), plain=context.plain)
        return
    has_certificate = result.is_passed and not differs(attempt)
    keys = [("c", "certificate")] if has_certificate else []
    again += f" Until then: {command(commands[0].partition('   ')[0])}" if again else ""
    invitation = "Press c for your certificate." if has_certificate else again
    pages = view.result_pages(attempt, result, context.titles, invitation)
    if page_through(pages, keys, "what you missed, one by one") == "c" and _offer_certificate(context, attempt):
        commands = [each for each in commands if "--certificate" not in each] or ["cxdrill study"]
    print_lines(view.closing_lines(attempt, result, commands))


def _offer_certificate(context: Context, attempt: Attempt) -> bool:
    """Writes the certificate into this folder, under the learner's name; where it cannot, says why and is False."""
    start = f"{attempt.exam}-certificate-{attempt.number}"
    names = (f"{start}-{number}.html" if number > 1 else f"{start}.html" for number in itertools.count(1))
    path = next(path for path in map(Path, names) if not path.exists())
    print_lines([paint.words("Your certificate", paint.TITLE)])  # at once: asking for the name takes a moment
    try:
        _write_certificate(context, attempt, context.settings.name, path)
    except CxdrillError as error:
        notice(str(error))
        return False
    return True


def _exam(context: Context, attempt: Attempt) -> Exam | None:
    """The exam of an attempt; None where it is gone."""
    exams = context.index.exams if context.has_decks else ()
    return next((each for each in exams if each.id == attempt.exam), None)


def _asked_name(context: Context) -> str:
    """The name that a certificate is for, asked until there is one; none where nobody is asked, or would say."""
    name: str | None = ""
    question = "Your name, as it should stand on the certificate:"
    with suppress(EOFError):
        while name is not None and not name.strip():
            name = typed(question, plain=context.plain or context.as_json)
            question = "A certificate needs your name (Ctrl-D leaves without one):"
    return (name or "").strip()


def _write_certificate(context: Context, attempt: Attempt, name: str, path: Path) -> None:
    result, exam = result_of(attempt), _exam(context, attempt)
    if result is None or not result.is_passed:
        why = f"result {attempt.number} is not passed; a certificate is for a passed check"
        if result:
            when = next_try(exam, context.attempts(), clock.now()) if exam else ""
            why += f'. "cxdrill study --missed" drills what you missed. {when}'.rstrip()
        raise Refused(why)
    if differs(attempt):
        raise Refused(
            f"result {attempt.number} is another one on record than its answers give, so there is no certificate; "
            f'"cxdrill results {attempt.number}" shows both'
        )
    asked = "" if name else clean_line(_asked_name(context))
    name = name or asked
    if not name or name == view.PLACEHOLDER:
        raise WrongUsage('add your name: --name "Ana María"; or set name in the settings once')
    about = exam.certificate if exam else Certificate()
    logo = logo_of(Path(exam.path).parent, about.logo) if exam and about.logo else ""
    content = certificate_html(attempt, result, name, about, logo).encode("utf-8", "replace")
    write(context, path.absolute(), content, "; open it in a browser, to read or to print")
    if asked and begin_settings(settings_path(), asked):
        notice(f"your name is kept for the next one, in {settings_path()}")
