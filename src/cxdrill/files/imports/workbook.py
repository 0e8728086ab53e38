"""The sheets of a workbook (.xlsx, .xls, .ods) as rows of texts."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial, reduce
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate

import xlrd
from msgspec import Struct
from python_calamine import CalamineError, SheetVisibleEnum, load_workbook

from cxdrill.errors import DataError
from cxdrill.files.csv.csv_file import Rows
from cxdrill.files.imports.html_text import Losses
from cxdrill.files.imports.package import Package, number_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST = 24_000_000  # bytes of the texts of a workbook
_MOST_CELLS = 2_000_000  # of the rectangle round all cells of a sheet
_MOST_OLD = 12_000_000  # bytes of an .xls
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")  # how a PNG and a JPEG begin in an .xls
_BESIDE = {"xl/media/": "picture", "Pictures/": "picture", "xl/comments": "comment sheet", "xl/charts/chart": "chart"}
_CELL = re.compile("([A-Z]{0,3})([0-9]{1,7})")
_NOT_NEEDED = re.compile(r"(?:xl/(?:drawings|media|theme|charts)|docProps|customXml)/|(?:styles|meta|settings)\.xml$")
# Of an .xlsx: cells that are only styled, rows without cells, which reach to the last of all, and numbers as texts.
_EMPTY_CELL, _EMPTY_ROW = (
    re.compile(rb"<(?:\w+:)?%s\s[^<>]*(?:/>|>\s*</(?:\w+:)?%s>)" % (tag, tag)) for tag in (b"c", b"row")
)
_PLACED = re.compile(rb"\sr\s*=")
_SIZE = re.compile(rb"<(?:\w+:)?dimension\b[^<>]*>")
_NUMBER = re.compile(rb"(<(?:\w+:)?c\b[^<>]*)>(?:<f\b[^<>]*(?:/>|>[^<>]*</f>))?<v>([^<>]*)</v>")
_FORMAT = re.compile(r'<(?:\w+:)?numFmt\s[^<>]*numFmtId="(\d+)"[^<>]*formatCode="([^"]*)"')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]*ref="([A-Z]+([0-9]+):[A-Z]+([0-9]+))"')
_ERROR = re.compile(rb'\sr="(\w+)"[^<>]*\st="e"')
# Of an .ods: one cell or row for hundreds, and numbers that are shown with a sign.
_REPEATED = re.compile(rb'number-(columns|rows)-repeated="([0-9]{3,})"')
_SPANNED = re.compile(rb'number-rows-spanned="([2-9]|[1-9][0-9]+)"')
_SIGNED = re.compile(rb'office:value-type="(?:percentage|currency)"(?: office:(?:currency|value)="[^"]*")*')
_RUNS = {"xl/sharedStrings.xml": b"<rPr>", "content.xml": b"<text:span "}  # how text in another style begins
_LENGTH = re.compile(r"PT(\d+)H(\d\d)M(\d\d)S")


class Workbook(Struct, frozen=True):
    """The sheets that have anything, by their names, which of them are hidden, and what lies beside the texts."""

    sheets: Mapping[str, Rows]
    hidden: frozenset[str]
    losses: Losses

    def visible(self) -> Mapping[str, Rows]:
        """The sheets that are not hidden; all of them where there is no other."""
        return {name: rows for name, rows in self.sheets.items() if name not in self.hidden} or self.sheets


def opened(package: Package) -> Workbook:
    """An .xlsx or .ods, with every cell as text; raises DataError."""
    names = sorted(package.names)
    losses = [(kind, name) for name in names for start, kind in _BESIDE.items() if name.startswith(start)]
    sound = _bounded(package, losses)
    try:
        book = load_workbook(io.BytesIO(sound))
        found = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
        hidden = [each.name for each in book.sheets_metadata if each.visible != SheetVisibleEnum.Visible]
    except (CalamineError, OSError, ValueError) as error:
        raise DataError(f"it is a workbook that cannot be read ({error}); save it anew") from None
    return _filled(found, hidden, losses)


def opened_old(content: bytes) -> Workbook:
    """The same of an .xls, read cell by cell: its few bytes may claim any number of rows."""
    if len(content) > _MOST_OLD:
        raise DataError(f"it is a workbook of over {_MOST_OLD // 1_000_000} MB; split it")
    try:
        book = xlrd.open_workbook(file_contents=content, logfile=io.StringIO(), ragged_rows=True)
        if sum(sheet.row_len(row) for sheet in book.sheets() for row in range(sheet.nrows)) > _MOST_CELLS:
            raise ValueError("it has too many cells")
        read = partial(_old_cell, book.datemode)
        found = {each.name: [list(map(read, row)) for row in each.get_rows()] for each in book}
    except Exception as error:  # whatever comes of a broken file: xlrd does not say which errors it raises
        raise DataError(f"it is an old workbook that cannot be read ({error}); save it as .xlsx") from None
    hidden = [sheet.name for sheet in book.sheets() if sheet.visibility]
    return _filled(found, hidden, [("picture", "")] * sum(map(content.count, _PICTURES)))


def _old_cell(datemode: int, cell: Any) -> Any:
    match cell.ctype:
        case xlrd.XL_CELL_DATE:
            moment = xlrd.xldate_as_datetime(cell.value, datemode)
            return moment.time() if cell.value < 1 else moment
        case xlrd.XL_CELL_BOOLEAN:
            return bool(cell.value)
        case xlrd.XL_CELL_ERROR:
            return xlrd.error_text_from_code[cell.value]
    return cell.value


def _filled(found: dict[str, list[list[Any]]], hidden: Sequence[str], losses: Losses) -> Workbook:
    """Every cell as text; sheets that are empty are left out."""
    rows = {name: [(n, [shown(cell) for cell in cells]) for n, cells in enumerate(of, 1)] for name, of in found.items()}
    filled = {name: each for name, each in rows.items() if any(any(cells) for _, cells in each)}
    return Workbook(filled, frozenset(hidden), losses)


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
            return cell.isoformat(" ", "seconds" if cell.second else "minutes")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            minutes, seconds = divmod(round(cell.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
        case str() if found := _LENGTH.fullmatch(cell):
            return ":".join(found.groups())
    return str(cell)


def _bounded(package: Package, losses: Losses) -> bytes:
    """The workbook with its texts alone, unpacked and measured: nothing in it can grow any more."""
    made, room = io.BytesIO(), _MOST
    styles = package.read("xl/styles.xml", _MOST) if "xl/styles.xml" in package.names else b""
    signs = _signs(styles.decode("utf-8", "replace"))
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name in package.names:
            if not name.endswith((".xml", ".rels", "mimetype")) or _NOT_NEEDED.match(name):
                continue
            part = package.read(name, room)
            room -= len(part)
            if name.startswith("xl/worksheets/"):
                part = _worksheet(part, signs, losses)
            elif name == "content.xml":
                part = _SIGNED.sub(b'office:value-type="string"', _REPEATED.sub(rb'number-\1-repeated="1"', part))
                losses += [("comment", "")] * part.count(b"</office:annotation>")
                losses += [("merged cells", f"over {rows.decode()} rows") for rows in _SPANNED.findall(part)]
            if runs := part.count(_RUNS.get(name, b"\0")):
                losses.append(("formatted text", f"{runs} times"))
            if name == "content.xml" or name.startswith("xl/worksheets/"):
                _refuse_wide(part)
            archive.writestr(name, part)
    return made.getvalue()


def _worksheet(part: bytes, signs: Sequence[str], losses: Losses) -> bytes:
    """A sheet of an .xlsx without what only says how empty cells look, and with percentages as they are shown."""

    def percentage(found: re.Match[bytes]) -> bytes:
        style = re.search(rb'\ss="([0-9]{1,4})"', found[1])
        sign = signs[int(style[1])] if style and int(style[1]) < len(signs) else ""
        cell = re.sub(rb'\st="n"', b"", found[1])
        if not sign or re.search(rb"\st=", cell):  # texts and answers may have such a style too
            return found[0]
        if sign == "%":
            share = number_of(found[2].decode("utf-8", "replace"))
            return b'%s t="str"><v>%s%%</v>' % (cell, f"{share * 100:.12g}".encode())
        place = re.search(rb'\sr="(\w+)"', cell)
        losses.append(("currency sign", f"{sign} in {place[1].decode()}" if place else sign))
        return found[0]

    losses += [("cell with an error", each.decode()) for each in _ERROR.findall(part)]
    losses += [("merged cells", each.decode()) for each, first, last in _MERGED.findall(part) if first != last]
    for empty in (_EMPTY_CELL, _EMPTY_ROW):
        part = empty.sub(lambda found: b"" if _PLACED.search(found[0]) else found[0], part)
    return _NUMBER.sub(percentage, _SIZE.sub(b"", part))


def _signs(styles: str) -> list[str]:
    """The sign that each style of an .xlsx shows with a number: of percentages, of a currency, or none."""
    codes = {"9": "%", "10": "%", **dict(_FORMAT.findall(styles))}
    used = re.findall(r'<(?:\w+:)?xf\s[^<>]*numFmtId="(\d+)"', styles.partition("cellXfs")[2].partition("cellXfs")[0])
    found = (re.search(r"\[\$([^\]-]+)|([%€$£¥])(?!-)", codes.get(each, "")) for each in used)
    return [sign[1] or sign[2] if sign else "" for sign in found]


def _refuse_wide(part: bytes) -> None:
    """Raises DataError where cells lie so far apart that the room between them would fill memory.

    A cell is where it says that it is, else behind the one before it; one that is repeated counts as often.
    """
    row = column = rows = columns = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, rows, columns
        name, place = tag.rpartition(":")[2], attributes.get("r")
        match name:
            case "table" | "worksheet":
                row = 0
            case "row" | "table-row":
                row, column = row + int(attributes.get("table:number-rows-repeated", "1")), 0
            case "c" | "table-cell" | "covered-table-cell":
                column += int(attributes.get("table:number-columns-repeated", "1"))
        if name in ("row", "c") and place is not None:
            found = _CELL.fullmatch(place.upper())
            if not found:  # which the reader would take for one beyond all memory
                raise ValueError(f'"{place[:20]}" is no place of a cell')
            letters, row = found[1], int(found[2])
            column = reduce(lambda number, sign: number * 26 + ord(sign) - 64, letters, 0) or column  # A is 1, AA 27
        rows, columns = max(rows, row), max(columns, column)

    def refuse(*_: object) -> None:
        raise ValueError("it declares a document type")

    parser = ParserCreate()
    parser.StartElementHandler, parser.StartDoctypeDeclHandler = start, refuse
    try:
        parser.Parse(part, True)
    except (ExpatError, ValueError, LookupError) as error:
        raise DataError(f"it is a workbook that cannot be read ({error}); save it anew") from None
    if rows * columns > _MOST_CELLS:
        raise DataError(f"it is a workbook with cells down to row {rows:,}, column {columns:,}; delete them")
