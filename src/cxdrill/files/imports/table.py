"""Rows of a table to notes: questions with options and a key, or fronts and backs, under a header or without one."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest

from msgspec import Struct

from cxdrill.core.cards.sheet import Option
from cxdrill.errors import DataError
from cxdrill.files.csv.csv_file import Rows
from cxdrill.files.imports.columns import Column, header, places, plain, reading
from cxdrill.files.imports.html_text import cleaned, no_key
from cxdrill.files.imports.note import ALL_ASKED, Made, Note, Reader, question, truth

_SEARCHED = 30  # rows that may stand above the header: titles and instructions of a template
_FORMS = ("timestamp", "marca temporal", "zeitstempel", "horodateur", "carimbo de data hora")
_TIMED = re.compile(r"time (limit|in seconds)")  # only templates of quiz games have it, and their keys are numbers
_INSTRUCTION = "Text of the question"  # what such a template says in its first row
_NUMBERS = re.compile(r"#|number|nummer|n[uú]mero|choose at least one", re.IGNORECASE)
_KINDS = {
    "flashcard": "flashcard|flash card|karteikarte|basic|basic and reversed card",
    "typed": "typed|short answer|fill in the blank|fill in|fillintheblank|open text|type answer|respuesta corta"
    "|kurzantwort|reponse courte|resposta curta|text",
    "true-false": "true false|true or false|tf|t f|truefalse|verdadero falso|richtig falsch|wahr falsch|vrai faux"
    "|verdadeiro falso",
    "multiple": "checkbox|checkboxes|multiple|multiple response|multi select|multiple select|multiple answer"
    "|multiselect|casillas|kontrollkastchen|cases a cocher|caixas de selecao",
    "": "poll|survey|open ended|openended|essay|draw|drawing|slide|word cloud|paragraph|parrafo|absatz|paragraphe",
}  # fmt: skip
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split("|")}


class Sheet(Struct, frozen=True):
    """A table under one name: its rows, the deck that they go to, and what knows the files beside it."""

    rows: Rows
    key_of: Callable[[str], str] = no_key
    deck: str = ""
    name: str = ""  # before the numbers of rows, where there are several sheets


def readers(sheet: Sheet) -> Iterator[Reader]:
    """What reads the rows of a table; raises DataError where it holds something else."""
    filled = [(number, [cleaned(cell) for cell in cells]) for number, cells in sheet.rows if any(map(str.strip, cells))]
    if filled and plain(filled[0][1][0]) in _FORMS:
        words = "holds the answers that people gave to a form, not its questions; bring the questions as a table"
        raise DataError(f"it {words}")
    for place, (_, cells) in enumerate(filled[:_SEARCHED]):
        if columns := header(cells):
            return iter(_Table(sheet, columns, filled[place + 1 :]).readers)
    return _list(sheet, filled)


class _Table:
    """The rows under a header, and how its keys are read."""

    def __init__(self, sheet: Sheet, columns: Sequence[Column], rows: Rows) -> None:
        self.sheet, self.columns = sheet, columns
        self.has_options = any(each.role == "option" and each.place for each in columns)
        self.key_role = "key" if any(each.role == "key" for each in columns) else "answer"
        of_key = next((each.name for each in columns if each.role == self.key_role), "")
        self.is_game = any(_TIMED.match(plain(each.name)) for each in columns)
        is_number = bool(_NUMBERS.search(of_key)) or self.is_game
        read = [_Row(self, number, cells) for number, cells in rows]
        keys = [(each.cell(self.key_role), each.options) for each in read]
        self.how = reading([(key, options) for key, options in keys if key and any(options)], is_number=is_number)
        places = [place for place, each in enumerate(columns) if not each.role and each.name]
        head = Reader(f"{sheet.name}the header")
        head.lose("column", (columns[place].name for place in places if any(row.cells[place] for row in read)))
        self.readers: list[Reader] = [*read, head]


class _Row(Reader):
    """Reads one row under a header."""

    def __init__(self, table: _Table, number: int, cells: Sequence[str]) -> None:
        super().__init__(f"{table.sheet.name}row {number}", table.sheet.key_of, table.sheet.deck)
        self.table, width = table, len(table.columns)
        if any(cells[width:]):
            words = f"the row has {len(cells)} cells, where the header has {width}"
            self.refuse(f"{words}; put texts that hold the separator in double quotes")
            cells = ()
        self.cells = [*cells, *[""] * (width - len(cells))][:width]
        self.options = self._numbered("option") if table.has_options else []

    def cell(self, role: str) -> str:
        """The first cell of a role that is filled."""
        found = zip(self.table.columns, self.cells, strict=True)
        return next((cell for each, cell in found if each.role == role and cell), "")

    def _numbered(self, role: str) -> list[str]:
        """The cells of a role by their places, empty where there is none."""
        columns = zip(self.table.columns, self.cells, strict=True)
        found = {each.place: cell for each, cell in columns if each.role == role}
        return [found.get(place, "") for place in range(1, max(found, default=0) + 1)]

    def notes(self) -> Iterator[Note]:
        for role in ("picture", "sound"):
            if (cell := self.cell(role)) and not self.taken.takes(role, cell):
                self.losses.append((role, cell))
        named, prompt = self.cell("type"), self.cell("prompt")
        kind = _KIND_OF.get(plain(named), "choice")
        if prompt.startswith(_INSTRUCTION) or not any(self.cells):
            return
        if not kind:
            self.leave(f'of the type "{named}", which has no right answer')
        elif prompt:
            if made := self._made(kind, prompt):
                tags = (" ".join(part.split())[:100] for part in re.split(r"[;,|\n]", self.cell("tags")))
                more = {"tags": tuple(filter(None, tags)), "topic": " ".join(self.cell("topic").split())[:100]}
                yield self.note(made, self.cell("explanation"), more, source_id=self.cell("id"))
        elif any((*self.options, *self._numbered("wrong"), self.cell("answer"))):  # else nobody filled it in
            self.refuse("the question is missing; write it or delete the row")

    def _made(self, kind: str, prompt: str) -> Made | None:
        key, wrong = self.cell(self.table.key_role) or self.cell("answer"), [*filter(None, self._numbered("wrong"))]
        filled = [text for text in self.options if text]
        accept = [part.strip() for part in re.split(r"[;|\n]", self.cell("accept")) if part.strip()]
        if (kind == "typed" and (filled or key)) or (accept and key and not filled):  # others accepted: it is typed
            first, *others = filled if filled and not key else [key]
            return "typed", {"prompt": prompt, "answer": first, "accept": (*others, *accept)}
        if not key:
            return self.refuse("no answer is marked as right; name it in the column for it")
        if kind == "true-false" and truth(key) is not None and not filled:
            return "true-false", {"prompt": prompt, "answer": truth(key)}
        if wrong:
            return question(prompt, (Option(key, True), *map(Option, wrong)))
        if filled and kind != "flashcard":
            return self._choice(prompt, key, kind == "multiple")
        return "flashcard", {"prompt": prompt, "answer": key}

    def _choice(self, prompt: str, key: str, takes_several: bool) -> Made | None:
        whys, right = self._numbered("why"), places(key, self.options, self.table.how)
        if right is None:
            unclear = f'the key "{key}" may be the place of an option or its text; write the whole text of the option'
            missing = f'the key "{key}" is none of the options; write the letter, the number or the text of one'
            is_unclear = any(places(key, self.options, how) for how in ("letter", "number", "text"))
            return self.refuse(unclear if is_unclear else missing)
        if len(right) > 1 and self.table.is_game and not takes_several:
            self.lose("several-answer choice", [ALL_ASKED])
        given = zip_longest(self.options, whys[: len(self.options)], fillvalue="")
        options = (Option(text, place in right, why) for place, (text, why) in enumerate(given) if text)
        return question(prompt, options, takes_several=takes_several)


def _list(sheet: Sheet, rows: Rows) -> Iterator[Reader]:
    """Rows without a header: questions whose last cell is the letter of the right one, or fronts and backs."""
    widths = {_width(cells) for _, cells in rows}
    width = max(widths, default=0)
    letters = [chr(ord("a") + place) for place in range(width - 2)]
    if len(widths) == 1 and 4 <= width <= 10 and all(cells[width - 1].casefold() in letters for _, cells in rows):
        names, fitting = ["Question", *letters, "Correct"], [(number, cells[:width]) for number, cells in rows]
    else:
        third = [cells[2] for _, cells in rows if len(cells) > 2 and cells[2]]
        is_tags = all(len(cell) <= 40 for cell in third) and len(set(third)) <= max(1, len(third) // 2 + 1)
        names, fitting = ["Front", "Back", "Tags" if is_tags else "Explanation"], []
        for number, cells in rows:
            width = _width(cells)
            if 2 <= width <= 3 and all(cells[:2]):
                fitting.append((number, cells[:3]))
                continue
            misfit = Reader(f"{sheet.name}row {number}")
            words = f"the row has {width} {'cell' if width == 1 else 'cells'}, where a list has a front and a back"
            misfit.refuse(f"{words}; give the table a header: Question, A, B, C, Correct")
            yield misfit
    columns = header(names)
    assert columns
    yield from _Table(sheet, columns, fitting).readers


def _width(cells: Sequence[str]) -> int:
    """The number of cells up to the last one that is filled."""
    return next((place for place in range(len(cells), 0, -1) if cells[place - 1]), 0)
