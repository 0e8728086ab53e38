"""The sheets of a workbook (.xlsx, .xls, .ods) as rows of texts."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate

import xlrd
from python_calamine import CalamineError, load_workbook

from cxdrill.errors import DataError
from cxdrill.files.csv.csv_file import Rows
from cxdrill.files.imports.package import Package

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST = 24_000_000  # bytes of the texts of a workbook
_MOST_CELLS = 2_000_000  # of the rectangle round all cells of a sheet
_MOST_OLD = 12_000_000  # bytes of an .xls
_CELL = re.compile("([A-Z]{0,3})([0-9]{1,7})")
_REPEATED = re.compile(rb'number-(columns|rows)-repeated="([0-9]+)"')
_NOT_NEEDED = re.compile(r"(?:xl/(?:drawings|media|theme|charts)|docProps|customXml)/|(?:styles|meta|settings)\.xml$")


def sheets(package: Package) -> dict[str, Rows]:
    """The rows of every sheet of an .xlsx or .ods that has any, by its name; raises DataError."""
    sound = _bounded(package)
    try:
        book = load_workbook(io.BytesIO(sound))
        found = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    except (CalamineError, OSError, ValueError) as error:
        raise DataError(f"it is a workbook that cannot be read ({error}); save it anew") from None
    return _filled(found)


def old_sheets(content: bytes) -> dict[str, Rows]:
    """The same of an .xls, read cell by cell: its few bytes may claim any number of rows."""
    if len(content) > _MOST_OLD:
        raise DataError(f"it is a workbook of over {_MOST_OLD // 1_000_000} MB; split it")
    try:
        book = xlrd.open_workbook(file_contents=content, logfile=io.StringIO(), ragged_rows=True)
        if sum(sheet.row_len(row) for sheet in book.sheets() for row in range(sheet.nrows)) > _MOST_CELLS:
            raise ValueError("it has too many cells")
        found = {
            sheet.name: [[_old_cell(cell, book.datemode) for cell in sheet.row(row)] for row in range(sheet.nrows)]
            for sheet in book.sheets()
        }
    except Exception as error:  # whatever comes of a broken file: xlrd does not say which errors it raises
        raise DataError(f"it is an old workbook that cannot be read ({error}); save it as .xlsx") from None
    return _filled(found)


def _old_cell(cell: Any, datemode: int) -> Any:
    if cell.ctype == xlrd.XL_CELL_DATE:
        return xlrd.xldate_as_datetime(cell.value, datemode)
    return bool(cell.value) if cell.ctype == xlrd.XL_CELL_BOOLEAN else cell.value


def _filled(found: dict[str, list[list[Any]]]) -> dict[str, Rows]:
    """Every cell as text; sheets that are empty are left out."""
    rows = {name: [(n, [shown(cell) for cell in cells]) for n, cells in enumerate(of, 1)] for name, of in found.items()}
    return {name: each for name, each in rows.items() if any(any(cells) for _, cells in each)}


def shown(cell: Any) -> str:
    """A cell as text, as a spreadsheet shows it."""
    match cell:
        case bool():
            return "TRUE" if cell else "FALSE"
        case float():
            return f"{cell:.15g}" if abs(cell) < 1e15 else repr(cell)
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime():
            return cell.isoformat(" ", "minutes")
        case date() | time():
            return cell.isoformat()
    return str(cell)


def _bounded(package: Package) -> bytes:
    """The workbook with its texts alone, unpacked and measured: nothing in it can grow any more."""
    made, room = io.BytesIO(), _MOST
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name in package.names:
            if not name.endswith((".xml", ".rels", "mimetype")) or _NOT_NEEDED.match(name):
                continue
            part = package.read(name, room)
            room -= len(part)
            if name.startswith("xl/worksheets/"):
                _refuse_wide(part)
            elif name == "content.xml":
                part = _REPEATED.sub(
                    lambda found: found[0] if len(found[2]) < 3 else b'number-%s-repeated="1"' % found[1], part
                )
                _refuse_wide(part)
            archive.writestr(name, part)
    return made.getvalue()


def _refuse_wide(part: bytes) -> None:
    """Raises DataError where cells lie so far apart that the room between them would fill memory."""
    extent = _Extent()
    parser = ParserCreate()
    parser.StartElementHandler, parser.StartDoctypeDeclHandler = extent.start, extent.refuse
    try:
        parser.Parse(part, True)
    except (ExpatError, ValueError) as error:
        raise DataError(f"it is a workbook that cannot be read ({error}); save it anew") from None
    if extent.rows * extent.columns > _MOST_CELLS:
        words = f"it is a workbook with cells down to row {extent.rows:,}, column {extent.columns:,}"
        raise DataError(f"{words}; delete them")


class _Extent:
    """How far the cells of a sheet reach, by the places that they name or by counting, repetitions included."""

    def __init__(self) -> None:
        self.rows = self.columns = self.row = self.column = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag.rpartition(":")[2]:
            case "table" | "worksheet":
                self.row = 0
            case "row" | "table-row":
                self.row, self.column = self.row + int(attributes.get("table:number-rows-repeated", "1")), 0
            case "c" | "table-cell" | "covered-table-cell":
                self.column += int(attributes.get("table:number-columns-repeated", "1"))
        if place := _CELL.fullmatch(attributes.get("r", "").upper()):
            self.row, self.column = int(place[2]), _number(place[1]) or self.column
        self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)

    def refuse(self, *_: object) -> None:
        raise ValueError("it declares a document type")


def _number(letters: str) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for sign in letters:
        number = number * 26 + ord(sign) - 64
    return number
