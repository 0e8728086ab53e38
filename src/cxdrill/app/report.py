"""`cxdrill report`: item analysis over many learners' files, or over a plain table of responses."""

from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from cxdrill.app.context import Context
from cxdrill.app.gathered import ClassRead, Wanted, counted, from_store, gathered, long_tables
from cxdrill.app.output import tell, write
from cxdrill.core.analysis.analysis import Analysis, analysis
from cxdrill.core.analysis.comparison import Untrained, class_facilities, untrained
from cxdrill.core.analysis.long_rows import long_rows
from cxdrill.core.analysis.people import People, names_of
from cxdrill.core.analysis.people import people as everybody
from cxdrill.core.analysis.plain import analysis_plain, people_plain, people_rows, table_rows, untrained_plain
from cxdrill.errors import WrongUsage
from cxdrill.files.csv.csv_cells import list_cell
from cxdrill.files.csv.deck_csv import table_csv
from cxdrill.files.csv.long_table import long_table
from cxdrill.files.decks.deck_writer import facilities_yaml
from cxdrill.files.exports.reports import class_page
from cxdrill.files.imports.class_tables import read_matrix, read_roster
from cxdrill.files.output import write_output
from cxdrill.terminal import paint
from cxdrill.terminal.paint import StyledLine
from cxdrill.terminal.report import notice, print_bytes
from cxdrill.terminal.views.report_items_view import WARNINGS, untrained_lines
from cxdrill.terminal.views.report_view import people_lines, report_lines

STANDARD_OUTPUT = Path("-")


def run(context: Context) -> None:
    """Shows the analysis of an exam's items, and writes what is asked for: tables, a page, the facilities of draws."""
    options = context.options
    tables = long_tables(options.paths or [])
    if reason := _refusal(options, is_table=bool(tables), as_json=context.as_json):
        raise WrongUsage(reason)
    enrolled = read_roster(options.roster) if options.roster else ()
    has_people = bool(options.people or options.roster)
    has_study = bool(has_people or options.html or options.names)  # more than the answers is looked at
    read = _read(context, tables, has_study=has_study)
    found = analysis(read.about, read.tally)
    persons = everybody(read.every, read.studied, enrolled) if has_study else None
    listed = persons if has_people else None
    first = (
        untrained(gathered(context, options.before, Wanted(read.about.exam)).about, read.about)
        if options.before
        else None
    )
    called = names_of(read.studied, enrolled) if options.names else None
    outputs: list[tuple[Path | None, Callable[[Path], bytes]]] = [
        (options.html, lambda _: class_page(found, persons or People(()), first, WARNINGS)),
        (options.long, lambda path: long_table(long_rows(read.about, list_cell, called), path)),
        (options.csv, lambda _: table_csv(people_rows(listed) if listed else table_rows(found))),
    ]
    for path, content in outputs:
        if path == STANDARD_OUTPUT:
            print_bytes(content(path))
        elif path is not None:
            write(context, path, content(path), read=read.files)
    if options.facilities is not None:
        _write_facilities(context, read, found, options.facilities)
    if context.as_json or options.csv != STANDARD_OUTPUT:
        _show(context, found, read, first, listed, has_details=options.details)


def _refusal(options: SimpleNamespace, *, is_table: bool, as_json: bool) -> str:
    """Why these options do not go together; nothing where they do."""
    if sum(map(bool, (options.paths, options.matrix, options.lrs))) != 1:
        return "name progress files, folders or long tables, or one table with --matrix, or one store with --lrs"
    if STANDARD_OUTPUT in (options.html, options.long) or (as_json and options.csv == STANDARD_OUTPUT):
        return "standard output takes one thing at a time; give --html, --long, and --csv beside --json a file"
    if (options.matrix or is_table) and (options.before or options.facilities or options.rescore):
        return "--before, --facilities and --rescore need progress files or records, not a table"
    if is_table and options.long:
        return "a long table is one already; --long needs progress files, records or a store"
    is_nameless = options.names and options.long is None
    return "--names says who is who in the long table; give --long FILE too" if is_nameless else ""


def _read(context: Context, tables: Sequence[str], *, has_study: bool) -> ClassRead:
    options = context.options
    if options.matrix:
        every = read_matrix(options.matrix, all_attempts=True)
        about = every if options.all_attempts else read_matrix(options.matrix, all_attempts=False)
        return ClassRead(about, len({sheet.learner for sheet in about.sheets}), (), (options.matrix,), every, {})
    wanted = Wanted(options.exam, options.all_attempts, options.rescore, has_study)
    if options.lrs:
        return from_store(context, options.lrs, wanted)
    return counted(tables, wanted) if tables else gathered(context, list(map(Path, options.paths or ())), wanted)


def _write_facilities(context: Context, read: ClassRead, found: Analysis, path: Path) -> None:
    made = class_facilities(read.about, context.questions, found.gap)
    own = {Path(each.path).resolve() for each in context.library.facilities}  # the file that this one brings up to date
    protected = [each for each in context.protected_paths(read.files) if each.resolve() not in own]
    write_output(path, facilities_yaml(made).encode(), force=context.force, protected=protected)
    notice(f"wrote {path}: {len(made.cards)} questions, {made.takers} people; put it beside the exam's decks")


def _show(
    context: Context, found: Analysis, read: ClassRead, first: Untrained | None, persons: People | None,
    *, has_details: bool,
) -> None:  # fmt: skip
    def plain() -> dict[str, Any]:
        more = (untrained_plain(first) if first else {}) | (people_plain(persons) if persons else {})
        return analysis_plain(found, read.learners, read.left_out) | more

    def lines(width: int) -> list[StyledLine]:
        people = people_lines(persons, width) if persons else []
        gains = untrained_lines(first, width) if first else []
        return paint.stacked(report_lines(found, width, has_details=has_details), people, gains)

    tell(context, plain, lines)
