"""`cxdrill results`: past attempts, one of them in full, and a certificate."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxdrill.cli import opening, options
from cxdrill.errors import Refused, WrongUsage

if TYPE_CHECKING:
    from cxdrill.core.attempt import Attempt
    from cxdrill.core.exam import Exam
    from cxdrill.core.score import Result


def results_command(
    attempt: Annotated[int | None, typer.Argument(min=1, help="The number of an attempt.")] = None,
    certificate: Annotated[
        Path | None, typer.Option("--certificate", metavar="FILE.html", help="Write a page to print, if passed.")
    ] = None,
    name: Annotated[str, typer.Option("--name", help="The name on the certificate and in the record.")] = "",
    decks: options.Decks = None,
    progress: options.Progress = None,
    plain: options.Plain = False,
    json: options.Json = False,
    force: options.Force = False,
) -> None:
    """Show past attempts, or one of them as far as its exam's feedback allows.

    Example: cxdrill results 2 --certificate my-check.html        Example: cxdrill results 2 --json > record.json
    """
    from cxdrill.core.attempt import attempts

    settings = opening.settings()
    made = attempts(opening.loaded(opening.store(progress)).events, _exams(decks))
    plain = plain or settings.plain
    if attempt is None:
        if certificate:
            raise WrongUsage("name the attempt: cxdrill results N --certificate FILE.html")
        _show_all(made, plain=plain, as_json=json)
        return
    chosen = _chosen(made, attempt)
    if certificate:
        _write_certificate(chosen, name or settings.name, certificate, progress, force=force)
    elif json:
        print_record(chosen, name or settings.name)
    else:
        _show(chosen, plain=plain)


def print_record(attempt: "Attempt", name: str) -> None:
    """The full record as one line of JSON, byte for byte what `cxdrill verify` reads."""
    from cxdrill.core.record import record, record_text

    sys.stdout.flush()
    sys.stdout.buffer.write(record_text(record(attempt, name)).encode("utf-8", "surrogatepass"))
    sys.stdout.buffer.flush()


def result_of(attempt: "Attempt") -> "Result | None":
    """The result of an attempt that was handed in; None for others, and where its form cannot be read."""
    from cxdrill.core.attempt import State
    from cxdrill.core.score import attempt_result

    if attempt.state is not State.FINISHED or attempt.form is None:
        return None
    return attempt_result(attempt)


def _exams(decks: list[Path] | None) -> "tuple[Exam, ...]":
    """The exams of the decks, for attempts that hold no rules of their own; decks in error take nothing away."""
    from cxdrill.errors import DataError

    try:
        return opening.library(decks).exams
    except DataError:
        return ()


def _chosen(made: "tuple[Attempt, ...]", number: int) -> "Attempt":
    for each in made:
        if each.number == number:
            return each
    have = f"there are {len(made)}" if made else "there is none yet"
    raise WrongUsage(f'there is no attempt {number}; {have}, "cxdrill results" lists them')


def _show_all(made: "tuple[Attempt, ...]", *, plain: bool, as_json: bool) -> None:
    from cxdrill.core.record import attempt_row
    from cxdrill.terminal.report import print_json, print_lines, width

    results = [result_of(each) for each in made]
    if as_json:
        print_json({"attempts": [attempt_row(each) for each in made]})
        return
    from cxdrill.terminal import paint
    from cxdrill.terminal.result_view import attempts_lines

    if not made:
        print_lines([paint.words("No check was taken yet."), paint.words("→ cxdrill quiz")], plain=plain)
        return
    print_lines(attempts_lines(made, results, width()), plain=plain)


def _show(attempt: "Attempt", *, plain: bool) -> None:
    from cxdrill.terminal.report import print_lines, width
    from cxdrill.terminal.result_view import attempts_lines, result_lines

    result = result_of(attempt)
    if result is None:
        print_lines(attempts_lines([attempt], [None], width()), plain=plain)
        return
    command = f"cxdrill results {attempt.number} --certificate my-check.html"
    print_lines(
        result_lines(attempt, result, width(), [command] if result.is_passed else ["cxdrill study --missed"]),
        plain=plain,
    )


def _write_certificate(attempt: "Attempt", name: str, path: Path, progress: Path | None, *, force: bool) -> None:
    from cxdrill.files import places
    from cxdrill.files.certificate import certificate_html
    from cxdrill.files.output import write_output

    result = result_of(attempt)
    if result is None or not result.is_passed:
        raise Refused(f"attempt {attempt.number} is not passed; a certificate is for a passed check")
    if not name:
        raise WrongUsage('whose certificate is it? give --name "Your Name", or set name in the settings')
    content = certificate_html(attempt, result, name).encode("utf-8", "replace")
    write_output(path, content, force=force, protected=[places.progress_path(progress)])
    opening.notice(f"wrote {path}")
