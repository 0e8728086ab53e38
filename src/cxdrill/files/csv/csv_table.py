"""CSV text to rows under named columns; every row that does not fit them is told.

What the cells mean is `csv_cards`' concern.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from cxdrill.files.csv.csv_layout import (
    RowProblem,
    column_name,
    known_columns,
    likely_delimiter,
    nearest,
    normal_name,
    preamble,
    records,
)
from cxdrill.files.decks.problem_list import quoted

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


class Table(Struct, frozen=True):
    """Rows by number; `columns` are known names, empty where a column is not read. A list has no header of ours."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, list[str]], ...]
    is_list: bool = False
    is_html: bool = False
    problems: tuple[RowProblem, ...] = ()
    notices: tuple[str, ...] = ()


def table(text: str) -> Table:
    """The rows of a CSV file, or of a list of fronts and backs; every row that does not fit is told."""
    start = preamble(text)
    text = text[start.length :]
    problems: list[RowProblem] = []
    found = list(records(text, start.delimiter or likely_delimiter(text), start.rows, problems))
    if found and is_header(found[0][1]):
        return _headed(found, problems, start.directives)
    return _list(found, problems, start.directives)


def is_header(cells: list[str]) -> bool:
    """Whether the row names columns: at least two of them are known."""
    return sum(bool(column_name(cell)) for cell in cells) >= 2


def _headed(rows: list[tuple[int, list[str]]], problems: list[RowProblem], directives: Mapping[str, str]) -> Table:
    (number, header), *rows = rows
    columns = tuple(column_name(cell) for cell in header)
    notices = []
    for place, (cell, column) in enumerate(zip(header, columns, strict=True)):
        if column and column in columns[:place]:
            problems.append(RowProblem(number, column, "the header has this column twice; delete one"))
        elif not column and cell.strip():
            if likely := nearest(normal_name(cell), known_columns()):
                words = f"no such column {quoted(cell)}; did you mean {likely}? (delete or rename it if not)"
                problems.append(RowProblem(number, "", words))
            else:
                notices.append(f"the column {quoted(cell)} is not one of a deck's and is not read")
    kept = _fitting(rows, columns, [bool(cell.strip()) for cell in header], problems)
    is_list = not {"type", "deck", "id"} & set(columns)
    is_html = directives.get("html") == "true"
    return Table(columns, kept, is_list, is_html, tuple(problems), tuple(notices))


def _list(rows: list[tuple[int, list[str]]], problems: list[RowProblem], directives: Mapping[str, str]) -> Table:
    """A list without a header: front and back, and what an Anki file says of its other columns."""
    special = {}
    for name in ("guid", "notetype", "deck", "tags"):
        if re.fullmatch("[1-9][0-9]?", position := directives.get(f"{name} column", "")):
            special[int(position) - 1] = "tags" if name == "tags" else ""
    columns: list[str] = []
    wanted = ["prompt", "answer"]
    while wanted or len(columns) <= max(special, default=0):
        place = len(columns)
        columns.append(special[place] if place in special else wanted.pop(0) if wanted else "")
    kept = _fitting(rows, tuple(columns), [True] * len(columns), problems)
    for number, cells in kept:
        if "tags" in columns:
            cells[columns.index("tags")] = "; ".join(cells[columns.index("tags")].split())  # Anki's have blanks between
        if any(_CONTROL.search(cell) for cell in cells):
            problems.append(RowProblem(number, "", "the row has control characters; give a text file"))
    return Table(tuple(columns), kept, True, directives.get("html") == "true", tuple(problems))


def _fitting(
    rows: list[tuple[int, list[str]]], columns: tuple[str, ...], is_named: list[bool], problems: list[RowProblem]
) -> tuple[tuple[int, list[str]], ...]:
    """The rows that have as many cells as there are columns; cells that are empty and superfluous do not count."""
    kept = []
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        unnamed = [cell for cell, named in zip(cells, is_named, strict=False) if not named and cell.strip()]
        if len(cells) < len(columns) or any(cell.strip() for cell in cells[len(columns) :]):
            remedy = "add empty ones, or"
            if len(cells) > len(columns):
                remedy = "if the separator is part of a text,"
            words = f"the row has {len(cells)} cells, where {len(columns)} are needed"
            problems.append(RowProblem(number, "", f"{words}; {remedy} put texts in double quotes"))
        elif unnamed:
            words = f"the cell {quoted(unnamed[0])} stands in a column without a name; name the column or empty it"
            problems.append(RowProblem(number, "", words))
        else:
            kept.append((number, cells[: len(columns)]))
    return tuple(kept)
