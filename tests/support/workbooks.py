"""Workbooks as LibreOffice, Excel and Google's tables lay them out: other words, the same structure, told honestly.

`python tests/support/workbooks.py` writes those of the set anew.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from fractions import Fraction
from html import escape
from pathlib import Path
from types import EllipsisType

Cell = str | float | bool | date | time | timedelta | Fraction | Decimal | list[str] | EllipsisType | None
"""A text (a list: bold and plain pieces), a number, a yes, a day, a time, a length, a share, euros, what a merged cell
before it covers, or nothing."""
Sheets = Mapping[str, Sequence[Sequence[Cell]]]
"""The rows of sheets by their names; a name that begins with a dot is hidden."""

MAKER = "cxdrill's tests, laid out as by"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES = " ".join(f'xmlns:{name}="{_ODF}{name}:1.0"' for name in ("office", "table", "text", "meta", "style"))
_SPACES += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
_KIND = "application/vnd.oasis.opendocument.spreadsheet"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TABLES = f'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{_LINKS}"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FORMATS = {"": 0, "date": 14, "length": 46, "percentage": 10, "time": 20, "tenth": 164, "currency": 165}
_STYLE = (
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="0.0%"/>'
    '<numFmt numFmtId="165" formatCode="#,##0.00&quot; &quot;[$€-407]"/></numFmts>'
)
_LOOK = 'customFormat="false" ht="12.8" hidden="false" customHeight="false" outlineLevel="0" collapsed="false"'
_COLUMNS, _LAST = 1024, 1_048_576


def packed(files: Mapping[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _read(cell: Cell) -> tuple[str, str, str]:
    """What kind of thing a cell has, its value in a file, and what is shown of it in Germany."""
    match cell:
        case bool():
            return "boolean", str(cell).lower(), "WAHR" if cell else "FALSCH"
        case date():
            return "date", cell.isoformat(), f"{cell:%d.%m.%y}"
        case time():
            return "time", f"{cell:PT%HH%MM%SS}", f"{cell:%H:%M:%S}"
        case timedelta():
            hours, minutes = divmod(int(cell.total_seconds()) // 60, 60)
            return "time", f"PT{hours}H{minutes:02}M00S", f"{hours}:{minutes:02}:00"
        case Fraction():
            return "percentage", str(float(cell)), f"{float(cell):.2%}".replace(".", ",")
        case Decimal():
            return "currency", str(cell), f"{cell} €".replace(".", ",")
        case float() | int():
            return "float", f"{cell:g}", f"{cell:g}".replace(".", ",")
    return "string", "", "".join(cell) if isinstance(cell, list) else str(cell)


def like_libreoffice_ods(sheets: Sheets, comment: str = "") -> bytes:
    """Every sheet goes down to the last row and column, by cells that stand for many; the first cell has a comment."""
    styles, tables = "", ""
    empty = f'<table:table-cell table:number-columns-repeated="{_COLUMNS}"/></table:table-row>'
    for number, (name, rows) in enumerate(sheets.items()):
        shown = str(not name.startswith(".")).lower()
        table = f'style:name="ta{number}" style:family="table"><style:table-properties table:display="{shown}"/>'
        styles += f"<style:style {table}</style:style>"
        made = list(map(_ods_row, rows))
        for place in (place for place, row in enumerate(rows) if row[0] is ...):  # the cell above stands here too
            made[place - 1] = made[place - 1].replace("table-cell ", 'table-cell table:number-rows-spanned="2" ', 1)
        cells = "".join(made)
        if comment:
            cells = cells.replace(
                "<text:p>", f"<office:annotation><text:p>{comment}</text:p></office:annotation><text:p>", 1
            )
        rest = f'<table:table-row table:style-name="ro2" table:number-rows-repeated="{_LAST - 1 - len(rows)}">{empty}'
        head = f'table:table table:name="{name.strip(".")}" table:style-name="ta{number}"'
        tables += f"<{head}>{cells}{rest}<table:table-row>{empty}</table:table>"
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_KIND}"/></manifest:manifest>'
    meta = f"<office:meta><meta:generator>{MAKER} LibreOffice 7.4</meta:generator></office:meta>"
    files = {
        "mimetype": _KIND,
        "META-INF/manifest.xml": f'{_HEAD}<manifest:manifest xmlns:manifest="{_ODF}manifest:1.0">{entry}',
    }
    for part, inside in (
        ("content", f"<office:automatic-styles>{styles}</office:automatic-styles>{body}"),
        ("meta", meta),
    ):
        files[f"{part}.xml"] = f"{_HEAD}<office:document-{part} {_SPACES}>{inside}</office:document-{part}>"
    return packed(files)


def _ods_row(row: Sequence[Cell]) -> str:
    cells = "".join(map(_ods_cell, row))
    rest = f'<table:table-cell table:number-columns-repeated="{_COLUMNS - len(row)}"/>'
    return f"<table:table-row>{cells}{rest}</table:table-row>"


def _ods_cell(cell: Cell) -> str:
    if cell is None or cell is ...:
        return f"<table:{'covered-' * (cell is ...)}table-cell/>"
    kind, value, shown = _read(cell)
    named = {"boolean": "boolean-value", "date": "date-value", "time": "time-value", "string": ""}.get(kind, "value")
    attributes = f'office:value-type="{kind}"' + ' office:currency="EUR"' * (kind == "currency")
    attributes += f' office:{named}="{value}"' * bool(named)
    if isinstance(cell, list):
        lines = "".join(f'<text:span text:style-name="T{n}">{each}</text:span>' for n, each in enumerate(cell))
        lines = f"<text:p>{lines}</text:p>"
    else:
        blanks = '<text:s text:c="2"/>'
        lines = "".join(f"<text:p>{escape(line).replace('  ', blanks)}</text:p>" for line in shown.split("\n"))
    return (
        f'<table:table-cell table:style-name="ce1" {attributes} calcext:value-type="{kind}">{lines}</table:table-cell>'
    )


def like_libreoffice_xlsx(sheets: Sheets) -> bytes:
    """Shared texts that keep their blanks, a type for each cell, empty styled cells and rows down to the last."""
    return _xlsx(sheets, f"{MAKER} LibreOffice 6.4", is_full=True)


def like_excel(sheets: Sheets) -> bytes:
    """Cells and rows only where there is something, no type for numbers, `spans`, long texts in their cells."""
    return _xlsx(sheets, f"{MAKER} Microsoft Excel")


def like_google(sheets: Sheets) -> bytes:
    """A thousand rows of empty styled cells, and nothing that says who made it."""
    return _xlsx(sheets, "", rows=1000)


def _xlsx(sheets: Sheets, maker: str, *, is_full: bool = False, rows: int = 0) -> bytes:
    texts: dict[str, int] = {}
    files, named = {}, ""
    if maker:
        files["docProps/app.xml"] = f"{_HEAD}<Properties><Application>{maker}</Application></Properties>"
    for number, (name, cells) in enumerate(sheets.items(), 1):
        state = "hidden" if name.startswith(".") else "visible"
        named += f'<sheet name="{name.strip(".")}" sheetId="{number}" state="{state}" r:id="rId{number}"/>'
        last, data = len(cells), "".join(_xlsx_row(place, row, texts, is_full) for place, row in enumerate(cells, 1))
        if is_full:
            data += "".join(
                f'<row r="{row}" {_LOOK}></row>' for row in (*range(last + 1, last + 9), *range(_LAST - 9, _LAST + 1))
            )
        for row in range(last + 1, rows):
            data += f'<row r="{row}"><c r="A{row}" s="1"/><c r="B{row}" s="1"/></row>'
        sheet = f'<dimension ref="A1:{"AMJ1048576" if is_full else f"G{last}"}"/><sheetData>{data}</sheetData>'
        merged = [place for place, row in enumerate(cells, 1) if row[0] is ...]  # under the first cell of the row above
        sheet += "".join(f'<mergeCells><mergeCell ref="A{row - 1}:A{row}"/></mergeCells>' for row in merged)
        files[f"xl/worksheets/sheet{number}.xml"] = f"{_HEAD}<worksheet {_TABLES}>{sheet}</worksheet>"
    targets = {f"worksheets/sheet{number}.xml": "worksheet" for number in range(1, len(sheets) + 1)}
    targets |= {"sharedStrings.xml": "sharedStrings", "styles.xml": "styles"}
    files["_rels/.rels"] = _relations({"xl/workbook.xml": "officeDocument"})
    files["xl/_rels/workbook.xml.rels"] = _relations(targets)
    files["xl/workbook.xml"] = f"{_HEAD}<workbook {_TABLES}><sheets>{named}</sheets></workbook>"
    formats = "".join(f'<xf numFmtId="{each}" applyNumberFormat="1"/>' for each in _FORMATS.values())
    files["xl/styles.xml"] = f"{_HEAD}<styleSheet {_TABLES}>{_STYLE}<cellXfs>{formats}</cellXfs></styleSheet>"
    files["xl/sharedStrings.xml"] = f"{_HEAD}<sst {_TABLES}>{''.join(texts)}</sst>"
    return packed(files)


def _relations(targets: Mapping[str, str]) -> str:
    each = "".join(
        f'<Relationship Id="rId{number}" Type="{_LINKS}/{kind}" Target="{target}"/>'
        for number, (target, kind) in enumerate(targets.items(), 1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_HEAD}<Relationships xmlns="{space}">{each}</Relationships>'


def _xlsx_row(place: int, row: Sequence[Cell], texts: dict[str, int], is_full: bool) -> str:
    cells = ""
    for column, cell in enumerate((*row, *[None] * (_COLUMNS - len(row))) if is_full and place == 1 else row):
        name = f"{_letter(column)}{place}"
        if cell is not None and cell is not ...:
            cells += _xlsx_cell(name, cell, texts, is_full)
        elif is_full:
            cells += f'<c r="{name}" s="0"/>'
    return f'<row r="{place}" spans="1:{len(row)}">{cells}</row>'


def _xlsx_cell(name: str, cell: Cell, texts: dict[str, int], is_full: bool) -> str:
    kind, value, shown = _read(cell)
    if isinstance(cell, list):
        bold = ("<rPr><b/><sz val='11'/></rPr>", "")
        pieces = "".join(f'<r>{bold[n % 2]}<t xml:space="preserve">{each}</t></r>' for n, each in enumerate(cell))
    elif kind == "boolean":
        return f'<c r="{name}" s="0" t="b"><v>{int(value == "true")}</v></c>'
    elif kind != "string":
        if isinstance(cell, time):
            value = str((cell.hour * 60 + cell.minute) / 1440)
        elif isinstance(cell, timedelta):
            kind, value = "length", str(cell / timedelta(days=1))
        elif isinstance(cell, date):
            value = str((cell - date(1899, 12, 30)).days)
        kind = "tenth" if value == "0.125" else kind
        style = list(_FORMATS).index(kind) if kind in _FORMATS else 0
        number = ' t="n"' if is_full else ""
        return f'<c r="{name}" s="{style}"{number}><v>{value}</v></c>'
    elif shown.startswith("#"):  # what a formula without a value shows
        return f'<c r="{name}" t="e"><f>1/0</f><v>{shown}</v></c>'
    elif shown.startswith("="):
        return f'<c r="{name}" t="str"><f>CONCATENATE("a","b")</f><v>{escape(shown[1:])}</v></c>'
    elif not is_full and len(shown) > 40:
        return f'<c r="{name}" t="inlineStr"><is><t>{escape(shown)}</t></is></c>'
    else:
        pieces = f'<t xml:space="preserve">{escape(shown)}</t>'
    return f'<c r="{name}" s="0" t="s"><v>{texts.setdefault(f"<si>{pieces}</si>", len(texts))}</v></c>'


def _letter(column: int) -> str:
    return (_letter(column // 26 - 1) if column > 25 else "") + chr(ord("A") + column % 26)


FRAGEN: Sheets = {
    "Fragen": (
        ("Nachtdienst, Stand März", *[...] * 6),
        (None, None, None, None, None, None),
        ("Frage", "A", "B", "C", "Richtig", "Erklärung", "Thema"),
        ("Bis wann ist Frühstück?", time(9, 30), time(10, 0), time(11, 0), "B", "Danach\nist Pause", "Essen"),
        ("Wann ist der Umbau fertig?", date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1), "C", None, "Essen"),
        ("Wie viel Rabatt gibt es?", Fraction(1, 10), Fraction(1, 5), Fraction(1, 4), "A", None, "Preis"),
        ("Wie viele Zimmer sind es?", 99.0, 101.0, 112.5, "A", "Das halbe ist ein Bad", "Haus"),
        ("Ist der Lift nachts an?", True, False, None, "A", None, "Haus"),
        ("Wie lange gilt die Karte?", timedelta(hours=27, minutes=15), timedelta(hours=9), None, "A", None, "Haus"),
        ("Was heißt  »zu«?", ["ge", "schlossen"], "offen", "R&D <x>", "A", None, "Haus"),
    ),
    ".Listen": (("Wert",), ("A",), ("B",), ("eins", "zwei", "drei", "vier")),
}
PREGUNTAS: Sheets = {
    "Hoja1": (
        ("Pregunta", "Opción 1", "Opción 2", "Opción 3", "Correcta", "Etiquetas"),
        ("¿Hasta cuándo hay desayuno?", time(9, 30), time(10, 0), time(11, 0), 2, "comida; horario"),
        ("¿Cuándo termina la obra?", date(2026, 3, 1), date(2026, 4, 1), None, 1, None),
        ("¿Cuánto es el descuento?", Fraction(1, 10), Fraction(1, 5), Fraction(1, 8), 3, "precio"),
        ("¿Está abierto el ascensor por la noche, también los domingos y festivos?", True, False, None, 1, None),
        ("=¿Cómo se escribe?", ["habi", "tación"], "habitacion", "#N/A", 1, None),
        ("¿Cuántas?", 0.1 + 0.2, 1000000.0, 1e-7, 2, None),
    ),
    ".Claves": (("x",), ("y", "z", "w", "v")),
}


def renew(folder: Path) -> None:
    for name, content in {
        "fragen-calc.ods": like_libreoffice_ods(FRAGEN, "Vorsicht"),
        "fragen-calc.xlsx": like_libreoffice_xlsx(FRAGEN),
        "preguntas-excel.xlsx": like_excel(PREGUNTAS),
        "preguntas-google.xlsx": like_google(PREGUNTAS),
    }.items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    renew(Path(__file__).parents[1] / "data" / "imports")
