"""The roster of a class, a table or a workbook: a column `name`, and if wanted `id`, `group`, `file`, `learner`."""

from __future__ import annotations

import io
from pathlib import Path

from cxdrill.core.analysis.people import Enrolled, folded
from cxdrill.errors import DataError
from cxdrill.files.csv.csv_file import bytes_of, plain_rows, text_of
from cxdrill.files.imports.package import MAGIC, Package
from cxdrill.files.imports.workbook import old_sheets, sheets

COLUMNS = ("name", "id", "group", "file", "learner")
_WORKBOOKS = (".xlsx", ".ods", ".xls")


def read_roster(path: Path) -> tuple[Enrolled, ...]:
    """The people of a roster; raises DataError with the row of what is wrong."""
    try:
        rows = _rows(path)
    except ValueError as error:
        raise DataError(f"{path}: {error}") from None
    head = [cell.casefold() for cell in rows[0]] if rows else []
    if "name" not in head:
        raise DataError(f"{path}: no column is called name; a roster has the columns name, and id or group if you like")
    people = [_person(dict(zip(head, row, strict=False))) for row in rows[1:]]
    _refuse(path, people)
    return tuple(people)


def _rows(path: Path) -> list[list[str]]:
    """The rows that hold anything, of the first sheet where there are several."""
    if path.suffix.lower() not in _WORKBOOKS:
        return [cells for _, cells in plain_rows(text_of(path))]
    content = bytes_of(path)
    try:
        found = sheets(Package(io.BytesIO(content))) if content[:4] == MAGIC else old_sheets(content)
    except DataError as error:
        raise ValueError(str(error)) from None
    filled = ([cell.strip() for cell in cells] for _, cells in next(iter(found.values()), []))
    return [cells for cells in filled if any(cells)]


def _person(cells: dict[str, str]) -> Enrolled:
    name, id, group, file, learner = (cells.get(column, "") for column in COLUMNS)
    return Enrolled(name, id, group, frozenset(filter(None, (Path(file).name.removesuffix(".json"), learner))))


def _refuse(path: Path, people: list[Enrolled]) -> None:
    """Raises DataError for a roster without people, for a row without a name, and for words that mean two people."""
    if not people:
        raise DataError(f"{path} names nobody; write a row a person below the header")
    met: dict[str, int] = {}
    for row, person in enumerate(people, 2):
        if not folded(person.name):
            raise DataError(f"{path}: row {row} has no name; write one, or take the row out")
        for handle in {folded(each) for each in (person.name, person.id, *person.handles)} - {""}:
            if handle in met:
                both = f"rows {met[handle]} and {row} are both called"
                raise DataError(f'{path}: {both} "{handle}"; tell them apart, or take one out')
            met[handle] = row
