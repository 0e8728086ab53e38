"""How a CSV file is laid out: the lines before its table, its separator, the names in its header, its records."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from msgspec import Struct

from cxdrill.core.cards.registry import CARD_TYPES
from cxdrill.files.csv.deck_csv import FIRST_COLUMNS, LAST_COLUMNS, NUMBER, OPTIONAL, own_columns, part_shapes

DELIMITERS = (",", ";", "\t")


@cache
def known_columns() -> frozenset[str]:
    """Every column that is read, but for the numbered ones."""
    own = (name for kind in CARD_TYPES.values() for name in own_columns(kind) if not name.endswith(NUMBER))
    parts = (name for kind in CARD_TYPES.values() for form in part_shapes(kind) for name in form.fields)
    return frozenset((*FIRST_COLUMNS, *LAST_COLUMNS, *OPTIONAL, "language", *own, *parts))


MAX_COLUMNS = 1_000
MAX_ROWS = 250_000
_NUMBERED = re.compile(r"(option|correct|why|fixed|value)_[1-9][0-9]?")
_OTHER_NAMES = {
    **dict.fromkeys(("front", "question", "term", "text", "word"), "prompt"),
    **dict.fromkeys(("back", "definition"), "answer"),
    "tag": "tags",
    "rationale": "explanation",
}
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\r?\n?$')
_DIRECTIVE = re.compile(r"#([a-z ]+):(.*?)\s*$", re.DOTALL)
_NAMED_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " "}
_MAX_WORD, _MAX_KNOWN = 60, 200  # longer or more than that are not compared
_SAMPLE = 200  # records looked at to find the separator of a list


class RowProblem(Struct, frozen=True, order=True):
    """What is wrong in one row, counted as a spreadsheet counts; `column` may be empty."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"row {self.row}{f', column {self.column}' if self.column else ''}: {self.message}"


@dataclass(slots=True)
class Preamble:
    """What the lines before the table say."""

    delimiter: str = ""
    rows: int = 0
    length: int = 0  # characters
    directives: dict[str, str] = field(default_factory=dict)


def nearest(word: str, known: Iterable[str]) -> str:
    """The one of `known` that `word` seems to mean, or nothing."""
    return _nearest(word, tuple(known)[:_MAX_KNOWN]) if len(word) <= _MAX_WORD else ""


@lru_cache(maxsize=256)
def _nearest(word: str, known: tuple[str, ...]) -> str:
    from difflib import get_close_matches

    names = {name.casefold(): name for name in known}
    found = get_close_matches(word.casefold(), names, n=1, cutoff=0.6)
    return names[found[0]] if found else ""


def preamble(text: str) -> Preamble:
    """The line `sep=;` of a spreadsheet, or the lines with # of an Anki export."""
    found = Preamble()
    for line in io.StringIO(text[:10_000], newline=""):
        separator, directive = _SEPARATOR_LINE.match(line), _DIRECTIVE.match(line)
        if separator and not found.rows:
            found.delimiter = separator[1]
        elif directive:
            found.directives[directive[1]] = directive[2]
        else:
            break
        found.rows += 1
        found.length += len(line)
    if named := found.directives.get("separator"):
        found.delimiter = _NAMED_SEPARATORS.get(named.casefold(), named[:1])
    return found


def likely_delimiter(text: str) -> str:
    """The separator under which the first row is a header, else under which most rows of a list have two cells."""
    samples = {delimiter: _sample(text, delimiter) for delimiter in DELIMITERS}
    known = {each: sum(bool(column_name(cell)) for cell in rows[0]) if rows else 0 for each, rows in samples.items()}
    best = max(known, key=lambda each: known[each])
    if known[best] >= 2:
        return best
    # In a list a comma is often part of the text, a tab hardly ever.
    return max(reversed(DELIMITERS), key=lambda each: sum(len(row) == 2 for row in samples[each]))


def _sample(text: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    for _, cells in records(text[:200_000], delimiter, 0, []):
        rows.append(cells)
        if len(rows) == _SAMPLE:
            break
    return rows


def column_name(cell: str) -> str:
    """The known column that a header's cell names, or nothing."""
    name = normal_name(cell)
    name = _OTHER_NAMES.get(name, name)
    return name if name in known_columns() or _NUMBERED.fullmatch(name) else ""


def normal_name(cell: str) -> str:
    return re.sub(r"[\s_-]+", "_", cell.strip("\ufeff' \t\r\n").casefold())


def records(text: str, delimiter: str, skipped: int, problems: list[RowProblem]) -> Iterator[tuple[int, list[str]]]:
    """Every record with its number, up to the first that no quotation rule can read."""
    limit = csv.field_size_limit(max(len(text), 131_072))  # a module-wide setting, put back below
    number = skipped
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            number += 1
            if len(cells) > MAX_COLUMNS or number > MAX_ROWS:
                words = f"the row has {len(cells)} cells, more than any deck needs (nothing after it was read)"
                if number > MAX_ROWS:
                    words = f"the file has more than {MAX_ROWS:,} rows; split it"
                problems.append(RowProblem(number, "", words))
                return
            yield number, cells
    except csv.Error as error:
        words = "a quotation mark opens a cell that does not end; close it, or double the mark if it is meant as text"
        if "expected after" in str(error):
            words = "text stands after a closing quotation mark; double a quotation mark that is meant as text"
        problems.append(RowProblem(number + 1, "", f"{words} (nothing after it was read)"))
    finally:
        csv.field_size_limit(limit)
