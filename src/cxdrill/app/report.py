"""`cxdrill report`: item analysis over many learners' files, or over a plain table of responses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from cxdrill.app.context import Context
from cxdrill.core.analysis.analysis import Analysis, analysis
from cxdrill.core.analysis.gathering import READ_KINDS, Gathering
from cxdrill.core.analysis.plain import analysis_plain, table_rows
from cxdrill.core.analysis.sheet import ExamSheets, LeftOut
from cxdrill.core.cards.question import Question
from cxdrill.errors import DataError, WrongUsage
from cxdrill.files.collector import collector_paused
from cxdrill.files.csv.deck_csv import table_csv
from cxdrill.files.csv.matrix_csv import read_matrix
from cxdrill.files.learner_files import Damaged, file_paths, learner_files
from cxdrill.files.output import write_output
from cxdrill.terminal.report import metered, notice, print_bytes, print_json, print_lines, room
from cxdrill.terminal.views.report_view import report_lines

MAX_NAMED = 20  # files left out that are named on the screen; --json names all


def run(
    paths: list[Path] | None,
    matrix: Path | None,
    exam: str | None,
    csv: Path | None,
    decks: list[Path] | None,
    *,
    all_attempts: bool,
    details: bool,
    force: bool,
    plain: bool,
    json: bool,
) -> None:
    """Shows the analysis of an exam's items, and writes it as a table."""
    if bool(paths) == bool(matrix):
        raise WrongUsage("name progress files or folders, or a table with --matrix FILE.csv")
    if json and str(csv) == "-":
        raise WrongUsage("--json and --csv - both write to standard output; give --csv a file")
    read = _table(matrix, all_attempts) if matrix else _gathered(paths or [], decks, exam, all_attempts)

    found = analysis(read.about)
    if csv is not None:
        _write_table(found, csv, read.files, decks, force=force)
    if json or str(csv) != "-":
        _show(found, read, has_details=details, plain=plain, as_json=json)


class _Read(NamedTuple):
    """Sheets of one exam in the files, the number of learners, the files left out, and those read."""

    about: ExamSheets
    learners: int
    left_out: tuple[LeftOut, ...]
    files: tuple[Path, ...]


def _table(path: Path, all_attempts: bool) -> _Read:
    about = read_matrix(path, all_attempts=all_attempts)
    return _Read(about, len({sheet.learner for sheet in about.sheets}), (), (path,))


def _gathered(paths: Sequence[Path], decks: list[Path] | None, exam: str | None, all_attempts: bool) -> _Read:
    files = file_paths(paths)
    gathering = Gathering(_Questions(decks))
    damaged = []
    with collector_paused():
        for read in metered(learner_files(files, READ_KINDS), len(files), "files"):
            if isinstance(read, Damaged):
                damaged.append(LeftOut(str(read.path), read.reason))
            elif read.record is not None:
                gathering.add_record(read.record, str(read.path))
            else:
                gathering.add(read.learner, read.events, str(read.path))
    left_out = (*damaged, *gathering.left_out)
    _name(left_out)
    if files and len(damaged) == len(files):
        raise DataError("none of the files can be read; name progress files or records of attempts")
    chosen = _chosen(gathering, exam)
    return _Read(gathering.exam_sheets(chosen, all_attempts=all_attempts), gathering.learners, left_out, files)


class _Questions:
    """Questions of the decks by key; the decks are read when the first one is asked for."""

    def __init__(self, decks: list[Path] | None) -> None:
        self._decks = decks
        self._questions: dict[str, Question] | None = None

    def __call__(self, key: str) -> Question | None:

        if self._questions is None:
            cards = Context(self._decks).library.cards()
            self._questions = {card.key: card for card in cards if isinstance(card, Question)}
        return self._questions.get(key)


def _chosen(gathering: Gathering, exam: str | None) -> str:
    """The exam asked for, or the one with most attempts, which is said where there are others."""
    exams = gathering.exams()
    if exam is not None:
        if exam not in exams:
            known = ", ".join(exams) or "no exam at all"
            raise WrongUsage(f'nobody handed in an attempt at "{exam}" in these files; there is {known}')
        return exam
    if len(exams) > 1:
        counted = ", ".join(f"{name} ({number})" for name, number in exams.items())
        notice(f"several exams with attempts: {counted}; this is {next(iter(exams))}, --exam ID shows another")
    return next(iter(exams), "")


def _name(left_out: Sequence[LeftOut]) -> None:
    for each in left_out[:MAX_NAMED]:
        reason = each.reason.removeprefix(f"{each.place} ").removeprefix(f"{each.place}: ")
        notice(f"left out {each.place}: {reason}")
    if len(left_out) > MAX_NAMED:
        notice(f"left out {len(left_out) - MAX_NAMED} more; --json names them all")


def _write_table(
    analysis: Analysis, path: Path, read: Sequence[Path], decks: list[Path] | None, *, force: bool
) -> None:
    content = table_csv(table_rows(analysis))
    if str(path) == "-":
        print_bytes(content)
        return
    write_output(path, content, force=force, protected=Context(decks).protected_paths(read))
    notice(f"wrote {path}")


def _show(found: Analysis, read: _Read, *, has_details: bool, plain: bool, as_json: bool) -> None:
    if as_json:
        print_json(analysis_plain(found, read.learners, read.left_out))
    else:
        plain = Context(plain=plain).plain
        print_lines(report_lines(found, room(plain=plain), has_details=has_details), plain=plain)
