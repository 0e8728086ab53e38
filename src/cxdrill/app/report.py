"""`cxdrill report`: item analysis over many learners' files, or over a plain table of responses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

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
from cxdrill.files.exports.report_html import class_page
from cxdrill.files.imports.class_tables import read_matrix, read_roster
from cxdrill.files.output import write_output
from cxdrill.terminal.paint import StyledLine
from cxdrill.terminal.report import notice, print_bytes
from cxdrill.terminal.views.report_items_view import WARNINGS, untrained_lines
from cxdrill.terminal.views.report_view import people_lines, report_lines

STANDARD_OUTPUT = Path("-")


class Asked(Struct, frozen=True, kw_only=True):
    """What is asked for, option by option."""

    paths: list[str] | None
    matrix: Path | None
    lrs: str | None
    exam: str | None
    csv: Path | None
    before: list[Path] | None
    facilities: Path | None
    roster: Path | None
    html: Path | None
    long: Path | None
    people: bool
    names: bool
    all_attempts: bool
    rescore: bool
    details: bool

    @property
    def has_people(self) -> bool:
        return bool(self.people or self.roster)

    @property
    def has_study(self) -> bool:
        """Whether more than the answers is looked at."""
        return bool(self.has_people or self.html or self.names)


def run(context: Context, **options: Any) -> None:
    """Shows the analysis of an exam's items, and writes what is asked for: tables, a page, the facilities of draws."""
    asked = Asked(**options)
    tables = long_tables(asked.paths or [])
    if reason := _refusal(asked, is_table=bool(tables), as_json=context.as_json):
        raise WrongUsage(reason)
    enrolled = read_roster(asked.roster) if asked.roster else ()
    read = _read(context, asked, tables)
    found = analysis(read.about, read.tally)
    persons = everybody(read.every, read.studied, enrolled) if asked.has_study else None
    listed = persons if asked.has_people else None
    first = (
        untrained(gathered(context, asked.before, Wanted(read.about.exam)).about, read.about) if asked.before else None
    )
    called = names_of(read.studied, enrolled) if asked.names else None
    outputs: list[tuple[Path | None, Callable[[Path], bytes]]] = [
        (asked.html, lambda _: class_page(found, persons or People(()), first, WARNINGS)),
        (asked.long, lambda path: long_table(long_rows(read.about, list_cell, called), path)),
        (asked.csv, lambda _: table_csv(people_rows(listed) if listed else table_rows(found))),
    ]
    for path, content in outputs:
        if path == STANDARD_OUTPUT:
            print_bytes(content(path))
        elif path is not None:
            write(context, path, content(path), read=read.files)
    if asked.facilities is not None:
        _write_facilities(context, read, found, asked.facilities)
    if context.as_json or asked.csv != STANDARD_OUTPUT:
        _show(context, found, read, first, listed, has_details=asked.details)


def _refusal(asked: Asked, *, is_table: bool, as_json: bool) -> str:
    """Why these options do not go together; nothing where they do."""
    if sum(map(bool, (asked.paths, asked.matrix, asked.lrs))) != 1:
        return "name progress files, folders or long tables, or one table with --matrix, or one store with --lrs"
    if STANDARD_OUTPUT in (asked.html, asked.long) or (as_json and asked.csv == STANDARD_OUTPUT):
        return "standard output takes one thing at a time; give --html, --long, and --csv beside --json a file"
    if (asked.matrix or is_table) and (asked.before or asked.facilities or asked.rescore):
        return "--before, --facilities and --rescore need progress files or records, not a table"
    if is_table and asked.long:
        return "a long table is one already; --long needs progress files, records or a store"
    is_nameless = asked.names and asked.long is None
    return "--names says who is who in the long table; give --long FILE too" if is_nameless else ""


def _read(context: Context, asked: Asked, tables: Sequence[str]) -> ClassRead:
    if asked.matrix:
        every = read_matrix(asked.matrix, all_attempts=True)
        about = every if asked.all_attempts else read_matrix(asked.matrix, all_attempts=False)
        return ClassRead(about, len({sheet.learner for sheet in about.sheets}), (), (asked.matrix,), every, {})
    wanted = Wanted(asked.exam, asked.all_attempts, asked.rescore, asked.has_study)
    if asked.lrs:
        return from_store(context, asked.lrs, wanted)
    return counted(tables, wanted) if tables else gathered(context, list(map(Path, asked.paths or ())), wanted)


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
        return [*report_lines(found, width, has_details=has_details), *people, *gains]

    tell(context, plain, lines)
