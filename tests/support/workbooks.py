"""Workbooks as LibreOffice, Excel and Google's tables lay them out: other words, the same structure, told honestly.

`python tests/support/workbooks.py` writes those of the set anew.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from html import escape
from pathlib import Path

Cell = str | float | bool | date | time | timedelta | Fraction | Decimal | list[str] | None
"""A text (a list: bold and plain pieces), a number, a yes, a day, a time, a length, a share, euros, or nothing."""
Sheets = Mapping[str, Sequence[Sequence[Cell]]]
"""The rows of sheets by their names; a name that begins with a dot is hidden."""

MAKER = "cxdrill's tests, laid out as by"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES = " ".join(f'xmlns:{name}="{_ODF}{name}:1.0"' for name in ("office", "table", "text", "meta"))
_SPACES += f' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" xmlns:dc="{_ODF}dc"'
_TABLES = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STYLES = (14, 46, 10, 20)  # of days, lengths, percentages, times: the numbers of their formats
_COLUMNS = 1024
_KIND = "application/vnd.oasis.opendocument.spreadsheet"


def packed(files: Mapping[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def like_libreoffice_ods(sheets: Sheets, comment: str = "") -> bytes:
    """Every sheet goes down to row 1,048,576 and to the last column, by cells that stand for many."""
    tables = []
    for name, rows in sheets.items():
        shown = "".join(_ods_row(row, comment if not number else "") for number, row in enumerate(rows))
        empty = f'<table:table-cell table:number-columns-repeated="{_COLUMNS}"/></table:table-row>'
        shown += f'<table:table-row table:style-name="ro2" table:number-rows-repeated="{1048575 - len(rows)}">{empty}'
        style = "ta2" if name.startswith(".") else "ta1"
        head = f'<table:table table:name="{name.strip(".")}" table:style-name="{style}">'
        tables.append(f'{head}{shown}<table:table-row table:style-name="ro2">{empty}</table:table>')
    style = (
        '<style:style style:name="{}" style:family="table"><style:table-properties table:display="{}"/></style:style>'
    )
    styles = style.format("ta1", "true") + style.format("ta2", "false")
    spaces = f'{_SPACES} xmlns:style="{_ODF}style:1.0" office:version="1.3"'
    body = f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
    content = f"<office:automatic-styles>{styles}</office:automatic-styles>{body}"
    entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_KIND}"/></manifest:manifest>'
    meta = f"<office:meta><meta:generator>{MAKER} LibreOffice 7.4</meta:generator></office:meta>"
    return packed(
        {
            "mimetype": _KIND,
            "META-INF/manifest.xml": f'{_HEAD}<manifest:manifest xmlns:manifest="{_ODF}manifest:1.0">{entry}',
            "content.xml": f"{_HEAD}<office:document-content {spaces}>{content}</office:document-content>",
            "meta.xml": f"{_HEAD}<office:document-meta {spaces}>{meta}</office:document-meta>",
        }
    )


def _ods_row(row: Sequence[Cell], comment: str) -> str:
    cells, empty = [], 0
    for cell in (*row, ""):
        if cell is None:
            empty += 1
            continue
        if empty:
            cells.append(f'<table:table-cell table:number-columns-repeated="{empty}"/>')
        empty = 0
        if cell != "":
            cells.append(_ods_cell(cell).replace(">", f">{comment and _ods_comment(comment)}", 1))
            comment = ""
    cells.append(f'<table:table-cell table:number-columns-repeated="{_COLUMNS - len(row)}"/>')
    return f'<table:table-row table:style-name="ro1">{"".join(cells)}</table:table-row>'


def _ods_comment(text: str) -> str:
    return f"<office:annotation><dc:date>2026-03-01T09:00:00</dc:date><text:p>{text}</text:p></office:annotation>"


def _ods_cell(cell: Cell) -> str:
    match cell:
        case bool():
            kind, value, shown = "boolean", f'office:boolean-value="{str(cell).lower()}"', "WAHR" if cell else "FALSCH"
        case datetime():
            kind, value, shown = "date", f'office:date-value="{cell.isoformat()}"', f"{cell:%d.%m.%y %H:%M}"
        case date():
            kind, value, shown = "date", f'office:date-value="{cell.isoformat()}"', f"{cell:%d.%m.%y}"
        case time():
            kind, value, shown = "time", f'office:time-value="PT{cell:%HH%MM%S}S"', f"{cell:%H:%M:%S}"
        case timedelta():
            hours, minutes = divmod(int(cell.total_seconds()) // 60, 60)
            kind, value, shown = "time", f'office:time-value="PT{hours}H{minutes:02}M00S"', f"{hours}:{minutes:02}:00"
        case Fraction():
            kind, value = "percentage", f'office:value="{float(cell)}"'
            shown = f"{float(cell):.2%}".replace(".", ",")
        case Decimal():
            kind, value, shown = (
                "currency",
                f'office:currency="EUR" office:value="{cell}"',
                f"{cell} €".replace(".", ","),
            )
        case float() | int():
            kind, value, shown = "float", f'office:value="{cell:g}"', f"{cell:g}".replace(".", ",")
        case list():
            spans = (f'<text:span text:style-name="T{n % 2}">{escape(each)}</text:span>' for n, each in enumerate(cell))
            return f'<table:table-cell office:value-type="string"><text:p>{"".join(spans)}</text:p></table:table-cell>'
        case _:
            kind, value, shown = "string", "", str(cell)
    blanks = '<text:s text:c="2"/>'
    lines = "".join(f"<text:p>{escape(line).replace('  ', blanks)}</text:p>" for line in shown.split("\n"))
    kinds = f'office:value-type="{kind}" {value} calcext:value-type="{kind}"'
    return f'<table:table-cell table:style-name="ce1" {kinds}>{lines}</table:table-cell>'


def like_libreoffice_xlsx(sheets: Sheets) -> bytes:
    """Shared texts that keep their blanks, a type for each cell, empty styled cells and rows down to the last."""
    return _xlsx(sheets, f"{MAKER} LibreOffice 6.4", is_full=True)


def like_excel(sheets: Sheets, merged: str = "") -> bytes:
    """Cells and rows only where there is something, no type for numbers, `spans`, texts in pieces."""
    return _xlsx(sheets, f"{MAKER} Microsoft Excel", merged=merged)


def like_google(sheets: Sheets) -> bytes:
    """A thousand rows of empty styled cells, and nothing that says who made it."""
    return _xlsx(sheets, "", rows=1000)


def _xlsx(sheets: Sheets, maker: str, *, is_full: bool = False, rows: int = 0, merged: str = "") -> bytes:
    texts: dict[str, int] = {}
    files = {
        "_rels/.rels": _relations({"officeDocument": "xl/workbook.xml", "extended-properties": "docProps/app.xml"})
    }
    if maker:
        app = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
        files["docProps/app.xml"] = f'{_HEAD}<Properties xmlns="{app}"><Application>{maker}</Application></Properties>'
    named = []
    for number, (name, cells) in enumerate(sheets.items(), 1):
        state = "hidden" if name.startswith(".") else "visible"
        named.append(f'<sheet name="{name.strip(".")}" sheetId="{number}" state="{state}" r:id="rId{number}"/>')
        data = "".join(_xlsx_row(place, row, texts, is_full) for place, row in enumerate(cells, 1))
        last, width = len(cells), max(map(len, cells), default=0)
        if is_full:
            look = (
                'customFormat="false" ht="12.8" hidden="false" customHeight="false" outlineLevel="0" collapsed="false"'
            )
            data += "".join(
                f'<row r="{row}" {look}></row>' for row in (*range(last + 1, last + 20), *range(1048570, 1048577))
            )
        for row in range(last + 1, rows):
            empty = "".join(f'<c r="{_letter(column)}{row}" s="1"/>' for column in range(width))
            data += f'<row r="{row}">{empty}</row>'
        size = "A1:AMJ1048576" if is_full else f"A1:{_letter(width - 1)}{last}"
        merge = f'<mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>' if merged else ""
        sheet = f'<dimension ref="{size}"/><sheetData>{data}</sheetData>{merge}'
        files[f"xl/worksheets/sheet{number}.xml"] = f"{_HEAD}<worksheet {_TABLES}>{sheet}</worksheet>"
    targets = {f"worksheet{number}": f"worksheets/sheet{number}.xml" for number in range(1, len(sheets) + 1)}
    files["xl/_rels/workbook.xml.rels"] = _relations(
        {**targets, "sharedStrings": "sharedStrings.xml", "styles": "styles.xml"}
    )
    files["xl/workbook.xml"] = (
        f'{_HEAD}<workbook {_TABLES} xmlns:r="{_LINKS}"><sheets>{"".join(named)}</sheets></workbook>'
    )
    formats = "".join(f'<xf numFmtId="{each}" applyNumberFormat="1"/>' for each in (0, *_STYLES, 164, 165))
    files["xl/styles.xml"] = (
        f'{_HEAD}<styleSheet {_TABLES}><numFmts count="2"><numFmt numFmtId="164" formatCode="0.0%"/>'
        '<numFmt numFmtId="165" formatCode="#,##0.00&quot; &quot;[$€-407]"/></numFmts>'
        f'<cellXfs count="{len(_STYLES) + 3}">{formats}</cellXfs></styleSheet>'
    )
    files["xl/sharedStrings.xml"] = f'{_HEAD}<sst {_TABLES} count="{len(texts)}">{"".join(texts)}</sst>'
    return packed(files)


def _relations(targets: Mapping[str, str]) -> str:
    each = "".join(
        f'<Relationship Id="rId{number}" Type="{_LINKS}/{kind.rstrip("0123456789")}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), 1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_HEAD}<Relationships xmlns="{space}">{each}</Relationships>'


def _xlsx_row(place: int, row: Sequence[Cell], texts: dict[str, int], is_full: bool) -> str:
    cells = ""
    for column, cell in enumerate((*row, *[None] * (_COLUMNS - len(row))) if is_full and place == 1 else row):
        name = f"{_letter(column)}{place}"
        if cell is not None and cell != "":
            cells += _xlsx_cell(name, cell, texts, is_full)
        elif is_full:
            cells += f'<c r="{name}" s="0"/>'
    return f'<row r="{place}" spans="1:{len(row)}">{cells}</row>'


def _xlsx_cell(name: str, cell: Cell, texts: dict[str, int], is_full: bool) -> str:
    begin = date(1899, 12, 30)
    number = ' t="n"' if is_full else ""
    match cell:
        case bool():
            return f'<c r="{name}" s="0" t="b"><v>{int(cell)}</v></c>'
        case date():
            return f'<c r="{name}" s="1"{number}><v>{(cell - begin).days}</v></c>'
        case time():
            return f'<c r="{name}" s="4"{number}><v>{(cell.hour * 3600 + cell.minute * 60) / 86400:.15g}</v></c>'
        case timedelta():
            return f'<c r="{name}" s="2"{number}><v>{cell.total_seconds() / 86400:.15g}</v></c>'
        case Fraction():
            style = 3 if cell.denominator < 50 else 5
            return f'<c r="{name}" s="{style}"{number}><v>{float(cell)}</v></c>'
        case Decimal():
            return f'<c r="{name}" s="6"{number}><v>{cell}</v></c>'
        case float() | int():
            return f'<c r="{name}"{number}><v>{cell!r}</v></c>'
        case list():
            bold = ("<rPr><b/><sz val='11'/></rPr>", "")
            pieces = "".join(
                f'<r>{bold[n % 2]}<t xml:space="preserve">{escape(each)}</t></r>' for n, each in enumerate(cell)
            )
            shared = f"<si>{pieces}</si>"
        case _ if str(cell).startswith("#"):  # what a formula without a value shows
            return f'<c r="{name}" t="e"><f>1/0</f><v>{cell}</v></c>'
        case _ if str(cell).startswith("="):
            return f'<c r="{name}" t="str"><f>CONCATENATE("a","b")</f><v>{escape(str(cell)[1:])}</v></c>'
        case _ if not is_full and len(str(cell)) > 40:
            return f'<c r="{name}" t="inlineStr"><is><t>{escape(str(cell))}</t></is></c>'
        case _:
            shared = f'<si><t xml:space="preserve">{escape(str(cell))}</t></si>'
    return f'<c r="{name}" s="0" t="s"><v>{texts.setdefault(shared, len(texts))}</v></c>'


def _letter(column: int) -> str:
    return (_letter(column // 26 - 1) if column > 25 else "") + chr(ord("A") + column % 26)


FRAGEN: Sheets = {
    "Fragen": (
        ("Nachtdienst, Stand März", None, None, None, None, None),
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
