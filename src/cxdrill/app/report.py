"""`cxdrill report`: item analysis over many learners' files, or over a plain table of responses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from cxdrill.app.context import Context
from cxdrill.app.gathered import ClassRead, counted, from_store, gathered, long_tables
from cxdrill.core.analysis.analysis import Analysis, analysis
from cxdrill.core.analysis.comparison import Untrained, class_facilities, untrained
from cxdrill.core.analysis.long_rows import long_rows
from cxdrill.core.analysis.people import People, names_of
from cxdrill.core.analysis.people import people as everybody
from cxdrill.core.analysis.plain import analysis_plain, people_plain, people_rows, table_rows, untrained_plain
from cxdrill.core.cards.question import Question
from cxdrill.errors import WrongUsage
from cxdrill.files.csv.class_tables import read_matrix
from cxdrill.files.csv.csv_cells import list_cell
from cxdrill.files.csv.deck_csv import table_csv
from cxdrill.files.csv.long_table import long_table
from cxdrill.files.decks.deck_writer import facilities_yaml
from cxdrill.files.exports.report_html import class_page
from cxdrill.files.imports.roster import read_roster
from cxdrill.files.output import write_output
from cxdrill.terminal.report import notice, print_bytes, print_json, print_lines, room
from cxdrill.terminal.views.comparison_view import untrained_lines
from cxdrill.terminal.views.report_items_view import WARNINGS
from cxdrill.terminal.views.report_view import people_lines, report_lines


def run(
    context: Context,
    paths: list[str] | None,
    matrix: Path | None,
    lrs: str | None,
    exam: str | None,
    csv: Path | None,
    before: list[Path] | None,
    facilities: Path | None,
    roster: Path | None,
    html: Path | None,
    long: Path | None,
    *,
    people: bool,
    names: bool,
    all_attempts: bool,
    rescore: bool,
    details: bool,
    force: bool,
) -> None:
    """Shows the analysis of an exam's items, and writes what is asked for: tables, a page, the facilities of draws."""
    decks, json, named = list(context.decks), context.as_json, paths or []
    tables = long_tables(named)
    if reason := _refusal(
        is_unclear=sum(map(bool, (paths, matrix, lrs))) != 1,
        is_mixed="-" in (str(html), str(long)) or (json and str(csv) == "-"),
        needs_files=bool((matrix or tables) and (before or facilities or rescore)),
        is_copied=bool(tables and long),
        is_nameless=names and long is None,
    ):
        raise WrongUsage(reason)
    enrolled, has_people = read_roster(roster) if roster else (), bool(people or roster)
    has_study = bool(has_people or html or names)
    if matrix:
        read = _table(matrix, all_attempts)
    elif lrs:
        store = context.settings.share
        read = from_store(lrs, store, decks, exam, all_attempts=all_attempts, is_rescored=rescore)
    elif tables:
        read = counted(tables, exam, all_attempts=all_attempts, has_people=has_study)
    else:
        files = [Path(each) for each in named]
        read = gathered(files, decks, exam, all_attempts=all_attempts, is_rescored=rescore, has_study=has_study)
    found = analysis(read.about, read.tally)
    persons = everybody(read.every, read.studied, enrolled) if has_study else None
    first = untrained(gathered(before, decks, read.about.exam).about, read.about) if before else None
    called = names_of(read.studied, enrolled) if names else None
    outputs: list[tuple[Path | None, Callable[[Path], bytes]]] = [
        (html, lambda _: class_page(found, persons or People(()), first, WARNINGS)),
        (long, lambda path: long_table(long_rows(read.about, list_cell, called), path)),
        (csv, lambda _: table_csv(people_rows(persons) if persons and has_people else table_rows(found))),
    ]
    for path, content in outputs:
        if path is not None:
            _write(content(path), path, read.files, decks, force=force)
    if facilities is not None:
        _write_facilities(read, found, facilities, decks, force=force)
    if json or str(csv) != "-":
        _show(found, read, first, persons if has_people else None, has_details=details, context=context)


def _refusal(*, is_unclear: bool, is_mixed: bool, needs_files: bool, is_copied: bool, is_nameless: bool) -> str:
    """Why these options do not go together; nothing where they do."""
    if is_unclear:
        return "name progress files, folders or long tables, or one table with --matrix, or one store with --lrs"
    if is_mixed:
        return "standard output takes one thing at a time; give --html, --long, and --csv beside --json a file"
    if needs_files:
        return "--before, --facilities and --rescore need progress files or records, not a table"
    if is_copied:
        return "a long table is one already; --long needs progress files, records or a store"
    return "--names says who is who in the long table; give --long FILE too" if is_nameless else ""


def _table(path: Path, all_attempts: bool) -> ClassRead:
    about = read_matrix(path, all_attempts=all_attempts)
    every = about if all_attempts else read_matrix(path, all_attempts=True)
    return ClassRead(about, len({sheet.learner for sheet in about.sheets}), (), (path,), every, {})


def _write(content: bytes, path: Path, read: Sequence[Path], decks: list[Path] | None, *, force: bool) -> None:
    if str(path) == "-":
        print_bytes(content)
        return
    write_output(path, content, force=force, protected=Context(decks).protected_paths(read))
    notice(f"wrote {path}")


def _write_facilities(read: ClassRead, found: Analysis, path: Path, decks: list[Path] | None, *, force: bool) -> None:
    context = Context(decks)
    cards = {card.key: card for card in context.library.cards() if isinstance(card, Question)}
    made = class_facilities(read.about, cards, found.gap)
    own = {Path(each.path).resolve() for each in context.library.facilities}  # the file that this one brings up to date
    protected = [each for each in context.protected_paths(read.files) if each.resolve() not in own]
    write_output(path, facilities_yaml(made).encode(), force=force, protected=protected)
    notice(f"wrote {path}: {len(made.cards)} questions, {made.takers} people; put it beside the exam's decks")


def _show(
    found: Analysis, read: ClassRead, first: Untrained | None, persons: People | None,
    *, has_details: bool, context: Context,
) -> None:  # fmt: skip
    if context.as_json:
        more = (untrained_plain(first) if first else {}) | (people_plain(persons) if persons else {})
        print_json(analysis_plain(found, read.learners, read.left_out) | more)
        return
    width = room(plain=context.plain)
    lines = report_lines(found, width, has_details=has_details)
    lines += people_lines(persons, width) if persons else []
    print_lines([*lines, *(untrained_lines(first, width) if first else [])], plain=context.plain)
