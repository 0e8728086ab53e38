"""Rows of a table to notes: questions with options and a key, or fronts and backs, under a header or without one."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, zip_longest

from msgspec import Struct

from cxdrill.core.cards.sheet import Option
from cxdrill.errors import DataError
from cxdrill.files.csv.csv_file import MAX_ROWS, RowProblem, Rows, below_separator, records
from cxdrill.files.imports.columns import Column, header, places, plain, reading
from cxdrill.files.imports.html_text import cleaned, no_key
from cxdrill.files.imports.note import ALL_ASKED, Made, Note, Reader, question, truth

_SAMPLE = 130_000  # characters looked at to find the separator
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
        words = "the answers that people gave to a form, not its questions; bring the questions as a table"
        raise DataError(f"it holds {words}")
    for place, (_, cells) in enumerate(filled[:_SEARCHED]):
        if columns := header(cells):
            return iter(_Table(sheet, columns, filled[place + 1 :]).readers)
    return _list(sheet, filled)


class _Table:
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
        met = {column for row in read for column, _ in row.filled}
        head = Reader(f"{sheet.name}the header")
        head.lose("column", (each.name for each in columns if not each.role and each in met))
        self.readers: list[Reader] = [*read, head]


class _Row(Reader):
    def __init__(self, table: _Table, number: int, cells: Sequence[str]) -> None:
        super().__init__(f"{table.sheet.name}row {number}", table.sheet.key_of, table.sheet.deck)
        self.table, width = table, len(table.columns)
        if any(cells[width:]):
            words = f"the row has {len(cells)} cells, where the header has {width}"
            self.refuse(f"{words}; put texts that hold the separator in double quotes")
            cells = ()
        self.cells = [*cells, *[""] * (width - len(cells))][:width]
        self.filled = [pair for pair in zip(table.columns, self.cells, strict=True) if pair[1]]
        self.options = self._numbered("option") if table.has_options else []

    def cell(self, role: str) -> str:
        """The first cell of a role that is filled."""
        return next((cell for each, cell in self.filled if each.role == role), "")

    def _numbered(self, role: str) -> list[str]:
        """The cells of a role by their places, empty where there is none."""
        found = {each.place: cell for each, cell in self.filled if each.role == role}
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
    rows = [
        (number, cells[: max((at for at, cell in enumerate(cells, 1) if cell), default=0)]) for number, cells in rows
    ]
    widths = {len(cells) for _, cells in rows}
    letters = [chr(ord("a") + place) for place in range(max(widths, default=0) - 2)]
    names, fitting = ["Question", *letters, "Correct"], list(rows)
    if len(widths) != 1 or not 2 <= len(letters) <= 8 or any(cells[-1].casefold() not in letters for _, cells in rows):
        third = [cells[2] for _, cells in rows if len(cells) > 2 and cells[2]]
        is_tags = all(len(cell) <= 40 for cell in third) and len(set(third)) <= max(1, len(third) // 2 + 1)
        names, fitting = ["Front", "Back", "Tags" if is_tags else "Explanation"], []
        for number, cells in rows:
            if 2 <= len(cells) <= 3 and all(cells[:2]):
                fitting.append((number, cells))
                continue
            misfit, many = Reader(f"{sheet.name}row {number}"), f"{len(cells)} cell{'s' * (len(cells) != 1)}"
            words = f"the row has {many}, where a list has a front and a back"
            misfit.refuse(f"{words}; give the table a header: Question, A, B, C, Correct")
            yield misfit
    columns = header(names)
    assert columns
    yield from _Table(sheet, columns, fitting).readers


def table_rows(text: str) -> Rows:
    """The rows of a text under the separator that it names or that fits best; raises DataError where none does."""
    named, text = below_separator(text)
    if text.lstrip().startswith("|"):  # a table in Markdown
        bare = (line.strip().strip("|") for line in text.split("\n"))
        text = "\n".join("" if re.fullmatch(r"[\s|:-]+", line) else line for line in bare)
    problems: list[RowProblem] = []
    sign = named or _separator(text)
    found = list(records(text, sign, len(named), problems))
    if problems and sign == "\t":  # quotation marks that open nothing are text there
        lines = enumerate(text.splitlines()[:MAX_ROWS], len(named) + 1)
        found = [(number, line.split("\t")) for number, line in lines]
    elif problems:
        raise DataError(str(problems[0]))
    return _joined(found) if named in ("", "\t") else found


def _separator(text: str) -> str:
    """The separator under which there is a header, else under which most rows have equally many cells."""
    samples = {}
    for sign in (each for each in "\t;,|" if each in text):
        rows = records(text[:_SAMPLE], sign, 0, [], is_strict=False)
        samples[sign] = [cells for _, cells in islice(rows, 200)]
    if not samples:
        raise DataError("it has no questions that can be told: no separators of a table, no lettered options, no marks")

    def fit(sign: str) -> tuple[int, int]:
        """How many columns a header among the first rows names, and how many rows are as wide as most."""
        heads = filter(None, map(header, samples[sign][:30]))
        named = max((sum(bool(each.role) for each in columns) for columns in heads), default=0)
        widths = Counter(len(cells) for cells in samples[sign] if len(cells) > 1)
        return named, max(widths.values(), default=0)

    return max(samples, key=fit)


def _joined(rows: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Rows of a list with tabs, where a line without a tab goes on with the text before it."""
    if not rows or max(len(cells) for _, cells in rows) != 2 or header(rows[0][1]):
        return rows
    joined: list[tuple[int, list[str], list[str]]] = []  # number, cells before the last, lines of the last
    for number, cells in rows:
        if len(cells) == 1 and cells[0].strip() and joined:
            joined[-1][2].append(cells[0])
        else:
            joined.append((number, cells[:-1], cells[-1:]))
    return [(number, [*cells, "\n".join(last)]) for number, cells, last in joined]
