"""`cxdrill results`: past attempts, one of them in full, and a certificate."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxdrill.cli import opening, options
from cxdrill.errors import DataError, Refused, WrongUsage

if TYPE_CHECKING:
    from cxdrill.core.cards.roleplay import RolePlay
    from cxdrill.core.exams.attempt import Attempt
    from cxdrill.core.exams.score import Result
    from cxdrill.files.index.index import Index


def results_command(
    attempt: Annotated[int | None, typer.Argument(metavar="[N]", min=1, help="The number of an attempt.")] = None,
    certificate: Annotated[
        Path | None, typer.Option("--certificate", metavar="FILE.html", help="Write a page to print, if passed.")
    ] = None,
    name: Annotated[
        str, typer.Option("--name", metavar="NAME", help="The name on the certificate and in the record.")
    ] = "",
    decks: options.Decks = None,
    progress: options.Progress = None,
    plain: options.Plain = False,
    json: options.Json = False,
    force: options.Force = False,
) -> None:
    """Show past attempts, or one of them as far as its exam's feedback allows.

    Example: cxdrill results 2 --certificate my-check.html

    Example: cxdrill results 2 --json > record.json
    """
    settings, index = opening.settings(), _index(decks, progress)
    made = _attempts(index, progress)
    plain = plain or settings.plain
    if attempt is None:
        if certificate:
            raise WrongUsage("name the attempt: cxdrill results N --certificate FILE.html")
        _show_all(made, index.roleplays() if index else [], plain=plain, as_json=json)
        return
    chosen = _chosen(made, attempt)
    if certificate:
        from cxdrill.cli.export import protected_paths

        protected = protected_paths(index.paths if index else (), decks, progress)
        _write_certificate(chosen, name.strip() or settings.name, certificate, protected, force=force)
    if json:
        print_record(chosen, name.strip() or settings.name)
    elif not certificate:
        _show(chosen, _next(chosen, made), plain=plain)


def print_record(attempt: Attempt, name: str) -> None:
    """The full record as one line of JSON, byte for byte what `cxdrill verify` reads."""
    from cxdrill.core.exams.record import record, record_text

    sys.stdout.flush()
    sys.stdout.buffer.write(record_text(record(attempt, name)).encode("utf-8", "surrogatepass"))
    sys.stdout.buffer.flush()


def result_of(attempt: Attempt) -> Result | None:
    """The result of an attempt that was handed in; None for others, and where its form cannot be read."""
    from cxdrill.core.exams.attempt import State
    from cxdrill.core.exams.score import attempt_result

    if attempt.state is not State.FINISHED or attempt.form is None:
        return None
    return attempt_result(attempt)


def _index(decks: list[Path] | None, progress: Path | None) -> Index | None:
    """Decks and history; None where decks are in error, which takes no attempt away."""
    try:
        return opening.index(decks, (), progress)
    except DataError:
        return None


def _attempts(index: Index | None, progress: Path | None) -> tuple[Attempt, ...]:
    """Every attempt; those that hold no rules of their own take them from the exams of the decks."""
    past = opening.loaded(opening.store(progress, index), index)
    if index is not None:
        return opening.attempts(index)
    from cxdrill.core.exams.attempt import attempts

    return attempts(past.events, ())


def _chosen(made: tuple[Attempt, ...], number: int) -> Attempt:
    for each in made:
        if each.number == number:
            return each
    have = f"there are {len(made)}" if made else "there is none yet"
    raise WrongUsage(f'there is no attempt {number}; {have}, "cxdrill results" lists them')


def _show_all(made: tuple[Attempt, ...], plays: list[RolePlay], *, plain: bool, as_json: bool) -> None:
    from msgspec import to_builtins

    from cxdrill.core.exams.record import attempt_row
    from cxdrill.terminal.report import print_json, print_lines, room

    results = [result_of(each) for each in made]
    if as_json:
        shape: dict[str, object] = {"attempts": [attempt_row(each) for each in made]}
        print_json(shape | ({"roleplays": [to_builtins(each) for each in plays]} if plays else {}))
        return
    from cxdrill.terminal import paint
    from cxdrill.terminal.views.result_view import attempts_lines, roleplay_lines

    if plays:
        print_lines(roleplay_lines(plays, room(plain=plain)), plain=plain)
    if not made:
        from cxdrill.terminal.paint import commands

        print_lines([paint.words("No check was taken yet."), *commands(["cxdrill quiz"])], plain=plain)
        return
    print_lines(attempts_lines(made, results, room(plain=plain)), plain=plain)


def certificate_command(attempt: Attempt) -> str:
    """What writes the certificate of an attempt, with a name where none is set."""
    name = "" if opening.settings().name else ' --name "Your Name"'
    return f"cxdrill results {attempt.number} --certificate my-check.html{name}"


def _next(attempt: Attempt, made: tuple[Attempt, ...]) -> list[str]:
    """What to do about an attempt; only the last one's misses are studied first."""
    from cxdrill.core.exams.exam import Feedback
    from cxdrill.core.exams.score import last_finished

    result = result_of(attempt)
    certificate = [certificate_command(attempt)] if result and result.is_passed else []
    tells = attempt.policy.feedback is not Feedback.NONE and attempt == last_finished(made)
    study = ["cxdrill study --missed"] if tells and result and result.missed else []
    return [*certificate, *study] or ["cxdrill study"]


def _show(attempt: Attempt, next_commands: list[str], *, plain: bool) -> None:
    from cxdrill.terminal.report import print_lines, room
    from cxdrill.terminal.views.result_view import attempts_lines, result_lines

    result = result_of(attempt)
    if result is None:
        print_lines(attempts_lines([attempt], [None], room(plain=plain)), plain=plain)
        return
    print_lines(result_lines(attempt, result, room(plain=plain), next_commands), plain=plain)


def _write_certificate(attempt: Attempt, name: str, path: Path, protected: Sequence[Path], *, force: bool) -> None:
    from cxdrill.files.exports.certificate import certificate_html
    from cxdrill.files.output import write_output

    result = result_of(attempt)
    if result is None or not result.is_passed:
        raise Refused(f"attempt {attempt.number} is not passed; a certificate is for a passed check")
    if not name:
        raise WrongUsage('whose certificate is it? give --name "Your Name", or set name in the settings')
    content = certificate_html(attempt, result, name).encode("utf-8", "replace")
    write_output(path, content, force=force, protected=protected)
    opening.notice(f"wrote {path}")
