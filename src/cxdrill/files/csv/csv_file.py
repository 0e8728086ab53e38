"""The bytes of a CSV file to rows under named columns: encoding, separator, header; what does not fit is told."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from cxdrill.core.cards.registry import CARD_TYPES
from cxdrill.errors import DataError
from cxdrill.files.csv.csv_cells import COLUMNS, COMMON, NUMBER, Cells, columns_of, unguarded
from cxdrill.files.decks.deck_bytes import foreign_kind
from cxdrill.files.decks.problem_list import Guesses, quoted
from cxdrill.files.whole_file import content_of

MAX_BYTES = 32_000_000  # far over any deck; a spreadsheet of that size is no list of cards
MAX_COLUMNS = 1_000
MAX_ROWS = 250_000
DELIMITERS = (",", ";", "\t")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_OTHER_NAMES = {"front": "prompt", "question": "prompt", "back": "answer", "tag": "tags", "rationale": "explanation"}
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\r?\n')

Rows = Sequence[tuple[int, Sequence[str]]]
"""The cells of each row with its number, as a spreadsheet counts."""


class RowProblem(Struct, frozen=True, order=True):
    """A mistake in one row, counted as a spreadsheet counts; `column` may be empty."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"row {self.row}{f', column {self.column}' if self.column else ''}: {self.message}"


class Table(Struct, frozen=True):
    """The cells of each row that say something, with its number; `columns` are those that are read."""

    columns: frozenset[str] = frozenset()
    rows: Sequence[tuple[int, Cells]] = ()
    problems: tuple[RowProblem, ...] = ()
    notices: tuple[str, ...] = ()


def csv_text(content: bytes, path: str) -> str:
    """The text of the file, its encoding told by the bytes; raises DataError where it is too large or no text.

    What is no Unicode is taken as Windows-1252, which spreadsheets save where nobody asks for UTF-8.
    """
    if len(content) > MAX_BYTES:
        size, most = len(content) // 1_000_000, MAX_BYTES // 1_000_000
        raise DataError(f"{path} has {size} MB, more than the {most} MB that are read; split it into several files")
    if kind := foreign_kind(content):
        raise DataError(f"{path} is no text but {kind}; give it as CSV (UTF-8)")
    with suppress(UnicodeDecodeError):
        return content.decode(_encoding(content)).removeprefix("\ufeff")
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


def _encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = content[:200]
    # Latin text in UTF-16 has a zero byte beside nearly every letter.
    if head[1::2].count(0) * 3 > len(head):
        return "utf-16-le"
    return "utf-16-be" if head[::2].count(0) * 3 > len(head) else "utf-8"


def text_of(path: Path) -> str:
    """The text of the file at `path`; raises DataError where it cannot be read."""
    return csv_text(bytes_of(path), str(path))


def bytes_of(path: Path) -> bytes:
    """The bytes of the file at `path`; raises DataError where it cannot be read."""
    try:
        return content_of(path, limit=MAX_BYTES)
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error.strerror or error}); check the name") from error


def plain_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of any table that hold something, bare texts with the line they end at; raises ValueError."""
    delimiter = max(DELIMITERS, key=text.lstrip().partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                yield reader.line_num, [unguarded(cell).strip() for cell in cells]
    except csv.Error as error:
        raise ValueError(f"row {reader.line_num} cannot be read ({error}); look for an unclosed quote") from None


def below_separator(text: str) -> tuple[str, str]:
    """The separator that a first line names, as in `sep=;`, or nothing; and the text below that line."""
    named = _SEPARATOR_LINE.match(text)
    return (named[1], text[named.end() :]) if named else ("", text)


def records(
    text: str, delimiter: str, skipped: int, problems: list[RowProblem], *, is_strict: bool = True
) -> Iterator[tuple[int, list[str]]]:
    """Every record with its number, up to the first that no quotation rule can read."""
    limit = csv.field_size_limit(max(len(text), 131_072))  # a module-wide setting, put back below
    number, words = skipped, ""
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=is_strict):
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
        words = "a quotation mark opens a cell that does not end; close it, or double the mark if it is meant as text"
        if "expected after" in str(error):
            words = "text stands after a closing quotation mark; double a quotation mark that is meant as text"
    finally:
        csv.field_size_limit(limit)
    if words:
        problems.append(RowProblem(number, "", f"{words} (nothing after it was read)"))


def table(source: str | Rows, *, is_raw: bool) -> Table:
    """The rows of a CSV file, or rows, under a header of ours; every row that does not fit is told."""
    names, problems = _Names(), list[RowProblem]()
    if isinstance(source, str):
        sign, text = below_separator(source)
        # The separator under which the first row names most columns.
        samples = {each: next(records(text[:200_000], each, 0, []), (0, [""])) for each in DELIMITERS}
        likely = max(DELIMITERS, key=lambda each: sum(bool(names.column(cell)) for cell in samples[each][1]))
        source = list(records(text, sign or likely, len(sign), problems))
    if not source:
        return Table(problems=tuple(problems))
    (number, header), *rows = source
    columns = tuple(map(names.column, header))
    notices = names.unread(number, header, problems)
    shown = str if is_raw else unguarded
    kept = []
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if misfit := _misfit(cells, header):
            problems.append(RowProblem(number, "", misfit))
        else:
            named = zip(columns, cells, strict=False)
            kept.append((number, {name: shown(cell) for name, cell in named if name and cell}))
    return Table(frozenset(filter(None, columns)), kept, tuple(problems), tuple(notices))


class _Names:
    """The names of columns that are read; of those with a number, what stands before it."""

    def __init__(self) -> None:
        names = COMMON.union(*COLUMNS.values(), ("answer",))
        own = [name for kind in CARD_TYPES.values() for name in columns_of(kind.own_fields, is_deep=True)]
        self.known = sorted({*names, *(name for name in own if not name.endswith(NUMBER))})
        self.groups = sorted({name.removesuffix(NUMBER) for name in own if name.endswith(NUMBER)})
        self._numbered = re.compile(rf"({'|'.join(self.groups)})_[1-9][0-9]?")

    def column(self, cell: str) -> str:
        """The column that a header's cell names, or nothing."""
        name = _normal_name(cell)
        name = _OTHER_NAMES.get(name, name)
        return name if name in self.known or self._numbered.fullmatch(name) else ""

    def unread(self, number: int, header: Sequence[str], problems: list[RowProblem]) -> list[str]:
        """Tells the columns that stand twice or seem misspelt; gives a notice for each other one that is not read."""
        columns, notices, nearest = list(map(self.column, header)), [], Guesses()
        for place, (cell, column) in enumerate(zip(header, columns, strict=True)):
            if column and column in columns[:place]:
                problems.append(RowProblem(number, column, "the header has this column twice; delete one"))
            elif not column and cell.strip():
                name = _normal_name(cell)
                last = name[-1:] if re.search("[1-9]$", name) else "1"
                known = (*self.known, *(f"{each}_{last}" for each in self.groups))
                if likely := nearest(name, [each for each in known if each not in columns]):
                    words = f"no such column {quoted(cell)}; did you mean {likely}? (delete or rename it if not)"
                    problems.append(RowProblem(number, "", words))
                else:
                    notices.append(f"the column {quoted(cell)} is not one of a deck's and is not read")
        return notices


def _misfit(cells: Sequence[str], header: Sequence[str]) -> str:
    """The reason why a row does not fit the header, or nothing; empty cells that are superfluous do not count."""
    if len(cells) < len(header) or any(cell.strip() for cell in cells[len(header) :]):
        remedy = "if the separator is part of a text," if len(cells) > len(header) else "add empty ones, or"
        needed = f"the row has {len(cells)} cells, where {len(header)} are needed"
        return f"{needed}; {remedy} put texts in double quotes"
    for cell, name in zip(cells, header, strict=False):
        if cell.strip() and not name.strip():
            return f"the cell {quoted(cell)} stands in a column without a name; name the column or empty it"
    return ""


def _normal_name(cell: str) -> str:
    return re.sub(r"[\s_-]+", "_", cell.strip("\ufeff' \t\r\n").casefold())
