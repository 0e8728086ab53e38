"""What a trainer brings of a class: a roster, and a table of plain responses, a row a person, a column an item.

The first column of such a table names the person. A row named `key` has the right letters (`A`, or `A;C` where several
are right), a row named `max` the most marks of each item (1 where it is left out). An empty cell is an item left open,
`-` or `NA` an item that this person did not have. A roster has a column `name`, and if wanted `id`, `group`, `file`,
`learner`; it may be a workbook.
"""

import io
import re
from collections import Counter
from collections.abc import Sequence
from math import isfinite, nan
from pathlib import Path
from typing import NamedTuple

from cxdrill.core.analysis.people import Enrolled, folded
from cxdrill.core.analysis.sheet import OPEN, Asked, AskedOption, ExamSheets, Reply, Sheet
from cxdrill.errors import DataError
from cxdrill.files.csv.csv_file import bytes_of, plain_rows, text_of
from cxdrill.files.imports.package import MAGIC, Package, number_of
from cxdrill.files.imports.workbook import opened, opened_old

_KEY, _MAX = "key", "max"
_NOT_SEEN = frozenset({"-", "na", "n/a"})
_LETTERS = re.compile(r"[A-Z](?:[\s;,+&/]*[A-Z])*")


class _Row(NamedTuple):
    line: int  # at which it ends
    name: str
    cells: tuple[str, ...]  # behind the first


def read_matrix(path: Path, *, all_attempts: bool = False) -> ExamSheets:
    """The sheets of a table; of a person with several rows the first counts, or with `all_attempts` all of them.

    Raises DataError with the row and the column of what cannot be read.
    """
    try:
        return matrix(text_of(path), path.stem, all_attempts=all_attempts)
    except ValueError as error:
        raise DataError(f"{path}: {error}") from None


def matrix(text: str, name: str = "matrix", *, all_attempts: bool = False) -> ExamSheets:
    """The sheets of a table's text; raises ValueError with the row and the column."""
    rows: list[_Row] = []
    for line, (first, *cells) in plain_rows(text):
        if rows and len(rows[0].cells) not in (0, len(cells)):
            raise ValueError(f"row {line} has {len(cells) + 1} cells, the first row {len(rows[0].cells) + 1}")
        rows.append(_Row(line, first, tuple(cells)))
    if not rows:
        raise ValueError("the table is empty; its first row names the items")
    names = _item_names(rows[0].cells)
    key, most = _special(rows, _KEY), _special(rows, _MAX)
    people = [row for row in rows[1:] if row.name.casefold() not in (_KEY, _MAX)]
    columns = [_Column(*each, people) for each in zip(names, range(len(names)), key, most, strict=True)]
    met: Counter[str] = Counter()
    sheets = []
    for row in people:
        learner = row.name or f"row {row.line}"
        said = {column.asked.key: reply for column in columns if (reply := column.reply(row)) is not None}
        keys, replies = tuple(said), tuple(said.values())
        sheets.append(Sheet(learner=learner, exam=name, keys=keys, replies=replies, place=met[learner]))
        met[learner] += 1
    counted = tuple(sheet for sheet in sheets if all_attempts or sheet.place == 0)
    asked = tuple(column.asked for column in columns)
    return ExamSheets(exam=name, title=name, sheets=counted, asked=asked, later=len(sheets) - len(counted))


class _Column:
    """How the cells of one item are read."""

    def __init__(self, name: str, place: int, key: str, most: str, people: Sequence[_Row]) -> None:
        self._place = place
        self._key = _letters(key)
        if key and not self._key:
            raise ValueError(f'the key of "{name}" is "{key}"; write letters, A or A;C')
        maximum = _number(most) if most else 1.0
        if maximum is None or maximum <= 0 or (self._key and maximum != 1):
            raise ValueError(f'the row "max" has "{most}" for "{name}"; write a number above 0, and none for letters')
        given = (_letters(row.cells[place]) for row in people) if self._key else ()
        self._options = {letter: at for at, letter in enumerate(sorted(self._key.union(*given)))}
        options = tuple(AskedOption(letter, letter in self._key) for letter in self._options)
        self.asked = Asked(key=name, options=options, maximum=maximum)

    def reply(self, row: _Row) -> Reply | None:
        """What a cell says; None for an item that the person did not have."""
        cell = row.cells[self._place]
        if not cell:
            return OPEN
        if cell.casefold() in _NOT_SEEN:
            return None
        letters, mark = _letters(cell), _number(cell)
        if self._key and letters:
            return Reply(float(letters == self._key), tuple(sorted(self._options[letter] for letter in letters)))
        if not self._key and mark is not None and 0 <= mark <= self.asked.maximum:
            return Reply(mark)
        remedy = "write a mark, or leave it empty"
        if self._key:
            remedy = "write the letters chosen, like A, or leave it empty"
        elif mark is None and letters:
            remedy = 'for letters add a row "key" with the right ones'
        elif mark is not None and mark > 0:
            remedy = f'that is more than {self.asked.maximum:g}; add a row "max" with the most of each item'
        raise ValueError(f'row {row.line}, column "{self.asked.key}" has "{cell}"; {remedy}')


def _special(rows: Sequence[_Row], name: str) -> tuple[str, ...]:
    """The cells of the row with that name; empty ones where there is none."""
    found = [row for row in rows[1:] if row.name.casefold() == name]
    if len(found) > 1:
        raise ValueError(f'row {found[1].line} is a second row "{name}"; keep one of them')
    return found[0].cells if found else ("",) * len(rows[0].cells)


def _item_names(names: tuple[str, ...]) -> tuple[str, ...]:
    if not names:
        raise ValueError("there is one column only; put the person first, then a column for each item")
    if "" in names:
        raise ValueError(f"column {names.index('') + 2} has no name; name each item in the first row")
    doubled = [name for name, count in Counter(names).items() if count > 1]
    if doubled:
        raise ValueError(f'two columns are called "{doubled[0]}"; give each item its own name')
    return names


def _letters(cell: str) -> frozenset[str]:
    """The letters of a cell; none where it is something else."""
    text = cell.upper()
    if text.casefold() in _NOT_SEEN or not _LETTERS.fullmatch(text):
        return frozenset()
    return frozenset(re.findall("[A-Z]", text))


def _number(cell: str) -> float | None:
    number = number_of(cell.replace(",", "."), nan)
    return number if isfinite(number) else None


COLUMNS = ("name", "id", "group", "file", "learner")
_WORKBOOKS = (".xlsx", ".ods", ".xls")


def read_roster(path: Path) -> tuple[Enrolled, ...]:
    """The people of a roster; raises DataError with the row of what is wrong."""
    try:
        rows = _filled_rows(path)
    except ValueError as error:
        raise DataError(f"{path}: {error}") from None
    head = [cell.casefold() for cell in rows[0]] if rows else []
    if "name" not in head:
        raise DataError(f"{path}: no column is called name; a roster has the columns name, and id or group if you like")
    people = []
    for row in rows[1:]:
        cells = dict(zip(head, row, strict=False))
        name, id, group, file, learner = (cells.get(column, "") for column in COLUMNS)
        handles = frozenset(filter(None, (Path(file).name.removesuffix(".json"), learner)))
        people.append(Enrolled(name, id, group, handles))
    _refuse(path, people)
    return tuple(people)


def _filled_rows(path: Path) -> list[list[str]]:
    """The rows that hold anything, of the first sheet where there are several."""
    if path.suffix.lower() not in _WORKBOOKS:
        return [cells for _, cells in plain_rows(text_of(path))]
    content = bytes_of(path)
    try:
        book = opened(Package(io.BytesIO(content))) if content[:4] == MAGIC else opened_old(content)
    except DataError as error:
        raise ValueError(str(error)) from None
    filled = ([cell.strip() for cell in cells] for _, cells in next(iter(book.visible().values()), []))
    return [cells for cells in filled if any(cells)]


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
