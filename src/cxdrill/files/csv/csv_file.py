"""The bytes of a CSV file to rows under named columns: encoding, separator, header; what does not fit is told.

What the cells mean is `csv_import`'s concern.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from msgspec import Struct

from cxdrill.core.cards.registry import CARD_TYPES
from cxdrill.errors import DataError
from cxdrill.files.csv.columns import COLUMNS, NUMBER, OF_CARD, columns_of
from cxdrill.files.decks.problem_list import Guesses, quoted

MAX_BYTES = 32_000_000  # far over any deck; a spreadsheet of that size is no list of cards
MAX_COLUMNS = 1_000
MAX_ROWS = 250_000
DELIMITERS = (",", ";", "\t")
_MAGIC = (
    (b"PK\x03\x04", "a workbook or another zip archive; save it as CSV (UTF-8) and import that"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook; save it as CSV (UTF-8) and import that"),
    (b"%PDF", "a PDF document, not CSV; give a CSV file"),
    (b"\x1f\x8b", "a gzip archive, not CSV; give a CSV file"),
    (b"\x89PNG", "a picture, not CSV; give a CSV file"),
    (b"\xff\xd8\xff", "a picture, not CSV; give a CSV file"),
    (b"SQLite format 3", "a database, not CSV; give a CSV file"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_OTHER_NAMES = {
    **dict.fromkeys(("front", "question", "term", "text", "word"), "prompt"),
    **dict.fromkeys(("back", "definition"), "answer"),
    "tag": "tags",
    "rationale": "explanation",
}
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\r?\n?$')
_DIRECTIVE = re.compile(r"#([a-z ]+):(.*?)\s*$", re.DOTALL)
_NAMED_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " "}
_SAMPLE = 200  # records looked at to find the separator of a list

Rows = list[tuple[int, list[str]]]
"""The cells of each row with its number, as a spreadsheet counts."""


class RowProblem(Struct, frozen=True, order=True):
    """What is wrong in one row, counted as a spreadsheet counts; `column` may be empty."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"row {self.row}{f', column {self.column}' if self.column else ''}: {self.message}"


class Table(Struct, frozen=True):
    """Rows by number; `columns` are known names, empty where a column is not read. A list has no header of ours."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, list[str]], ...]
    is_list: bool = False
    is_html: bool = False
    problems: tuple[RowProblem, ...] = ()
    notices: tuple[str, ...] = ()


def csv_text(content: bytes, path: str) -> str:
    """The text of the file, its encoding told by the bytes; raises DataError where it is too large or no text."""
    if len(content) > MAX_BYTES:
        size, most = len(content) // 1_000_000, MAX_BYTES // 1_000_000
        raise DataError(f"{path} has {size} MB, more than the {most} MB that are read; split it into several files")
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            raise DataError(f"{path} is {kind}")
    try:
        return content.decode(_encoding(content)).removeprefix("\ufeff")
    except UnicodeDecodeError:
        return _windows_text(content, path)


def _encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = content[:200]
    # Latin text in UTF-16 has a zero byte beside nearly every letter.
    if head[1::2].count(0) * 3 > len(head):
        return "utf-16-le"
    return "utf-16-be" if head[::2].count(0) * 3 > len(head) else "utf-8"


def _windows_text(content: bytes, path: str) -> str:
    """The text as Windows-1252, which is what spreadsheets save where nobody asks for UTF-8."""
    remedy = 'save it as "CSV UTF-8" and import that'
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        words = f"{path} is no text that can be read: line {line} has a byte of no known encoding; {remedy}"
        raise DataError(words) from None
    if found := _CONTROL.search(text.rstrip("\x1a")):
        line = text.count("\n", 0, found.start()) + 1
        raise DataError(f"{path} is no text: line {line} has control characters; {remedy}")
    return text


def table(text: str) -> Table:
    """The rows of a CSV file, or of a list of fronts and backs; every row that does not fit is told."""
    return _Reading().table(text)


class _Reading:
    """One file on its way to a table."""

    def __init__(self) -> None:
        names = (*columns_of(OF_CARD), *(name for each in COLUMNS.values() for name in each), "answer")
        own = [name for kind in CARD_TYPES.values() for name in columns_of(kind.own_fields, is_deep=True)]
        self.known = sorted({*names, *(name for name in own if not name.endswith(NUMBER))})
        self.groups = sorted({name.removesuffix(NUMBER) for name in own if name.endswith(NUMBER)})
        self.numbered = re.compile(rf"({'|'.join(self.groups)})_[1-9][0-9]?")
        self.problems: list[RowProblem] = []
        self.directives: dict[str, str] = {}

    def table(self, text: str) -> Table:
        delimiter, number, length = self._preamble(text)
        text = text[length:]
        rows = list(self._records(text, delimiter or self._likely_delimiter(text), number))
        is_headed = bool(rows) and sum(map(bool, map(self._name, rows[0][1]))) >= 2
        return self._headed(rows) if is_headed else self._list(rows)

    def _preamble(self, text: str) -> tuple[str, int, int]:
        """The separator that the lines before the table name, their number and their length in characters.

        Such lines are `sep=;` of a spreadsheet, or those with # of an Anki export.
        """
        delimiter, rows, length = "", 0, 0
        for line in io.StringIO(text[:10_000], newline=""):
            separator, directive = _SEPARATOR_LINE.match(line), _DIRECTIVE.match(line)
            if separator and not rows:
                delimiter = separator[1]
            elif directive:
                self.directives[directive[1]] = directive[2]
            else:
                break
            rows, length = rows + 1, length + len(line)
        named = self.directives.get("separator", "")
        return _NAMED_SEPARATORS.get(named.casefold(), named[:1]) or delimiter, rows, length

    def _likely_delimiter(self, text: str) -> str:
        """The separator under which the first row is a header, else under which most rows of a list have two cells."""
        samples = {delimiter: _Reading()._sample(text, delimiter) for delimiter in DELIMITERS}
        known = {each: sum(map(bool, map(self._name, rows[0]))) if rows else 0 for each, rows in samples.items()}
        best = max(known, key=lambda each: known[each])
        if known[best] >= 2:
            return best
        # In a list a comma is often part of the text, a tab hardly ever.
        return max(reversed(DELIMITERS), key=lambda each: sum(len(row) == 2 for row in samples[each]))

    def _sample(self, text: str, delimiter: str) -> list[list[str]]:
        records = self._records(text[:200_000], delimiter, 0)
        return [cells for (_, cells), _ in zip(records, range(_SAMPLE), strict=False)]

    def _name(self, cell: str) -> str:
        """The known column that a header's cell names, or nothing."""
        name = _normal_name(cell)
        name = _OTHER_NAMES.get(name, name)
        return name if name in self.known or self.numbered.fullmatch(name) else ""

    def _records(self, text: str, delimiter: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
        """Every record with its number, up to the first that no quotation rule can read."""
        limit = csv.field_size_limit(max(len(text), 131_072))  # a module-wide setting, put back below
        number, words = skipped, ""
        try:
            for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
                number += 1
                if len(cells) > MAX_COLUMNS:
                    words = f"the row has {len(cells)} cells, more than any deck needs"
                elif number > MAX_ROWS:
                    words = f"the file has more than {MAX_ROWS:,} rows; split it"
                if words:
                    break
                yield number, cells
        except csv.Error as error:
            number += 1
            words = (
                "a quotation mark opens a cell that does not end; close it, or double the mark if it is meant as text"
            )
            if "expected after" in str(error):
                words = "text stands after a closing quotation mark; double a quotation mark that is meant as text"
        finally:
            csv.field_size_limit(limit)
        if words:
            self.problems.append(RowProblem(number, "", f"{words} (nothing after it was read)"))

    def _headed(self, rows: Rows) -> Table:
        (number, header), *rows = rows
        columns = tuple(map(self._name, header))
        notices, nearest = [], Guesses()
        for place, (cell, column) in enumerate(zip(header, columns, strict=True)):
            if column and column in columns[:place]:
                self.problems.append(RowProblem(number, column, "the header has this column twice; delete one"))
            elif not column and cell.strip():
                name = _normal_name(cell)
                last = name[-1] if name[-1:] in "123456789" else "1"
                if likely := nearest(name, (*self.known, *(f"{each}_{last}" for each in self.groups))):
                    words = f"no such column {quoted(cell)}; did you mean {likely}? (delete or rename it if not)"
                    self.problems.append(RowProblem(number, "", words))
                else:
                    notices.append(f"the column {quoted(cell)} is not one of a deck's and is not read")
        kept = self._fitting(rows, columns, [bool(cell.strip()) for cell in header])
        is_list = not {"type", "deck", "id"} & set(columns)
        return Table(columns, kept, is_list, self._is_html(), tuple(self.problems), tuple(notices))

    def _list(self, rows: Rows) -> Table:
        """A list without a header: front and back, and what an Anki file says of its other columns."""
        special = {}
        for name in ("guid", "notetype", "deck", "tags"):
            if re.fullmatch("[1-9][0-9]?", position := self.directives.get(f"{name} column", "")):
                special[int(position) - 1] = "tags" if name == "tags" else ""
        columns: list[str] = []
        wanted = ["prompt", "answer"]
        while wanted or len(columns) <= max(special, default=0):
            place = len(columns)
            columns.append(special[place] if place in special else wanted.pop(0) if wanted else "")
        kept = self._fitting(rows, tuple(columns), [True] * len(columns))
        for number, cells in kept:
            if "tags" in columns:
                place = columns.index("tags")
                cells[place] = "; ".join(cells[place].split())  # Anki's have blanks between
            if any(map(_CONTROL.search, cells)):
                self.problems.append(RowProblem(number, "", "the row has control characters; give a text file"))
        return Table(tuple(columns), kept, True, self._is_html(), tuple(self.problems))

    def _is_html(self) -> bool:
        return self.directives.get("html") == "true"

    def _fitting(self, rows: Rows, columns: tuple[str, ...], is_named: list[bool]) -> tuple[tuple[int, list[str]], ...]:
        """The rows that have as many cells as there are columns; cells that are empty and superfluous do not count."""
        kept, words = [], ""
        for number, cells in rows:
            if not any(cell.strip() for cell in cells):
                continue
            unnamed = [cell for cell, named in zip(cells, is_named, strict=False) if not named and cell.strip()]
            if len(cells) < len(columns) or any(cell.strip() for cell in cells[len(columns) :]):
                remedy = "if the separator is part of a text," if len(cells) > len(columns) else "add empty ones, or"
                words = f"the row has {len(cells)} cells, where {len(columns)} are needed"
                words += f"; {remedy} put texts in double quotes"
            elif unnamed:
                words = f"the cell {quoted(unnamed[0])} stands in a column without a name; name the column or empty it"
            else:
                kept.append((number, cells[: len(columns)]))
                continue
            self.problems.append(RowProblem(number, "", words))
        return tuple(kept)


def _normal_name(cell: str) -> str:
    return re.sub(r"[\s_-]+", "_", cell.strip("\ufeff' \t\r\n").casefold())
