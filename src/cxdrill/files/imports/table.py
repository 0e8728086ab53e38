"""Rows of a table to notes: questions with options and a key, or fronts and backs, under a header or without one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from cxdrill.errors import DataError
from cxdrill.files.imports.columns import Column, header, places, plain, reading
from cxdrill.files.imports.html_text import Taken, no_key
from cxdrill.files.imports.note import Brought, LeftOut, Note, cleaned, question, truth

Rows = Sequence[tuple[int, Sequence[str]]]
"""Rows with the numbers that a spreadsheet gives them."""

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


def brought(rows: Rows, key_of: Callable[[str], str] = no_key, *, form: str, deck: str = "") -> Brought:
    """The notes of a table; raises DataError where it holds something else. `key_of` knows the files beside it."""
    filled = [(number, [cleaned(cell) for cell in cells]) for number, cells in rows if any(map(str.strip, cells))]
    if filled and plain(filled[0][1][0]) in _FORMS:
        words = "holds the answers that people gave to a form, not its questions; bring the questions as a table"
        raise DataError(f"it {words}")
    for place, (_, cells) in enumerate(filled[:_SEARCHED]):
        if columns := header(cells):
            return _Questions(columns, filled[place + 1 :], deck, key_of).brought(form)
    return _list(filled, form, deck)


class _Questions:
    """Reads the rows under a header."""

    def __init__(self, columns: Sequence[Column], rows: Rows, deck: str, key_of: Callable[[str], str] = no_key) -> None:
        self.columns, self.deck, self.key_of = columns, deck, key_of
        self.problems: list[str] = []
        self.left_out: list[LeftOut] = []
        self.rows = [(number, cells) for number, row in rows if (cells := self._fitting(number, row))]
        self.has_options = any(each.role == "option" and each.place for each in columns)
        self.has_wrong = any(each.role == "wrong" for each in columns)
        self.key_role = "key" if any(each.role == "key" for each in columns) else "answer"
        of_key = next((each.name for each in columns if each.role == self.key_role), "")
        self.is_game = any(_TIMED.match(plain(each.name)) for each in columns)
        is_number = bool(_NUMBERS.search(of_key)) or self.is_game
        keys = [(self._cell(cells, self.key_role), self._options(cells)) for _, cells in self.rows]
        self.how = reading([(key, options) for key, options in keys if key and any(options)], is_number=is_number)

    def brought(self, form: str) -> Brought:
        """Everything that the rows hold."""
        notes = [note for number, cells in self.rows for note in self._notes(number, cells)]
        unread = [place for place, each in enumerate(self.columns) if not each.role and each.name]
        filled = [place for place in unread if any(cells[place] for _, cells in self.rows)]
        self.left_out += [LeftOut("the header", "column", self.columns[place].name) for place in filled]
        return Brought(form, notes, self.left_out, self.problems)

    def _fitting(self, number: int, cells: Sequence[str]) -> Sequence[str]:
        """The cells under the header; empty, and a problem told, where more stand beside it."""
        if any(cells[len(self.columns) :]):
            words = f"row {number}: the row has {len(cells)} cells, where the header has {len(self.columns)}"
            self.problems.append(f"{words}; put texts that hold the separator in double quotes")
            return ()
        return [*cells, *[""] * (len(self.columns) - len(cells))][: len(self.columns)]

    def _cell(self, cells: Sequence[str], role: str) -> str:
        found = zip(self.columns, cells, strict=True)
        return next((cell for each, cell in found if each.role == role and cell), "")

    def _numbered(self, cells: Sequence[str], role: str) -> list[str]:
        """The cells of a role by their places, empty where there is none."""
        found = {each.place: cell for each, cell in zip(self.columns, cells, strict=True) if each.role == role}
        return [found.get(place, "") for place in range(1, max(found, default=0) + 1)]

    def _options(self, cells: Sequence[str]) -> list[str]:
        return self._numbered(cells, "option") if self.has_options else []

    def _notes(self, number: int, cells: Sequence[str]) -> Iterator[Note]:
        where, taken = f"row {number}", Taken(self.key_of)
        for role in ("picture", "sound"):
            if (cell := self._cell(cells, role)) and not taken.takes(role, cell):
                self.left_out.append(LeftOut(where, role, cell))
        named = self._cell(cells, "type")
        kind = _KIND_OF.get(plain(named), "choice")
        prompt = self._cell(cells, "prompt")
        if prompt.startswith(_INSTRUCTION):
            return
        if not kind:
            self.left_out.append(LeftOut(where, "question", f'of the type "{named}", which has no right answer'))
        elif not prompt and not any(
            (*self._options(cells), *self._numbered(cells, "wrong"), self._cell(cells, "answer"))
        ):
            return  # a line of a template that nobody filled in
        elif not prompt:
            self.problems.append(f"{where}: the question is missing; write it or delete the row")
        elif made := self._question(where, cells, kind, prompt):
            fields = {**made[1], **self._more(cells, made[1]), **taken.fields}
            yield Note(made[0], fields, where, self._cell(cells, "id"), deck=self.deck)

    def _question(self, where: str, cells: Sequence[str], kind: str, prompt: str) -> tuple[str, dict[str, Any]] | None:
        """The type and fields of a row; None, and a problem told, where it has no answer that can be read."""
        options, key = self._options(cells), self._cell(cells, self.key_role) or self._cell(cells, "answer")
        wrong = [text for text in self._numbered(cells, "wrong") if text]
        filled = [text for text in options if text]
        accept = [part.strip() for part in re.split(r"[;|\n]", self._cell(cells, "accept")) if part.strip()]
        if (kind == "typed" and (filled or key)) or (accept and key and not filled):  # others accepted: it is typed
            first, *others = filled if filled and not key else [key]
            others += accept
            return "typed", {"prompt": prompt, "answer": first, "accept": tuple(others)}
        if not key:
            self.problems.append(f"{where}: no answer is marked as right; name it in the column for it")
        elif kind == "true-false" and truth(key) is not None and not filled:
            return "true-false", {"prompt": prompt, "answer": truth(key)}
        elif wrong:
            return question(prompt, [(key, True, ""), *((text, False, "") for text in wrong)])
        elif filled and kind != "flashcard":
            return self._choice(where, cells, key, kind == "multiple")
        else:
            return "flashcard", {"prompt": prompt, "answer": key}
        return None

    def _choice(
        self, where: str, cells: Sequence[str], key: str, takes_several: bool
    ) -> tuple[str, dict[str, Any]] | None:
        options, whys = self._options(cells), self._numbered(cells, "why")
        right = places(key, options, self.how)
        if right is None:
            unclear = f'the key "{key}" may be the place of an option or its text; write the whole text of the option'
            missing = f'the key "{key}" is none of the options; write the letter, the number or the text of one'
            is_unclear = any(places(key, options, how) for how in ("letter", "number", "text"))
            self.problems.append(f"{where}: {unclear if is_unclear else missing}")
            return None
        if len(right) > 1 and self.is_game and not takes_several:
            self.left_out.append(LeftOut(where, "several-answer choice", "here all of them are asked for"))
        given = (
            (text, place in right, whys[place] if place < len(whys) else "")
            for place, text in enumerate(options)
            if text
        )
        return question(self._cell(cells, "prompt"), given, takes_several=takes_several)

    def _more(self, cells: Sequence[str], made: dict[str, Any]) -> dict[str, Any]:
        """What a row says beside question and answer."""
        texts = (self._cell(cells, "explanation"), made.get("explanation", ""))
        topic = " ".join(self._cell(cells, "topic").split())[:100]
        return {
            "explanation": "\n\n".join(filter(None, texts)),
            "tags": _tags(self._cell(cells, "tags")),
            "topic": topic,
        }


def _tags(cell: str) -> tuple[str, ...]:
    return tuple(tag[:100] for part in re.split(r"[;,|\n]", cell) if (tag := " ".join(part.split())))


def _list(rows: Rows, form: str, deck: str) -> Brought:
    """Rows without a header: questions whose last cell is the letter of the right one, or fronts and backs."""
    widths = {_width(cells) for _, cells in rows}
    width = max(widths, default=0)
    letters = [chr(ord("a") + place) for place in range(width - 2)]
    if len(widths) == 1 and 4 <= width <= 10 and all(cells[width - 1].casefold() in letters for _, cells in rows):
        names = ["Question", *letters, "Correct"]
        columns = header(names)
        assert columns
        return _Questions(columns, [(number, cells[:width]) for number, cells in rows], deck).brought(form)
    third = [cells[2] for _, cells in rows if len(cells) > 2 and cells[2]]
    is_tags = all(len(cell) <= 40 for cell in third) and len(set(third)) <= max(1, len(third) // 2 + 1)
    notes, problems = [], []
    for number, cells in rows:
        if not 2 <= _width(cells) <= 3 or not all(cells[:2]):
            words = f"row {number}: the row has {count_of(_width(cells))}, where a list has a front and a back"
            problems.append(f"{words}; give the table a header: Question, A, B, C, Correct")
            continue
        fields: dict[str, Any] = {"prompt": cells[0], "answer": cells[1]}
        if len(cells) > 2 and cells[2]:
            fields |= {"tags": _tags(cells[2])} if is_tags else {"explanation": cells[2]}
        notes.append(Note("flashcard", fields, f"row {number}", deck=deck))
    return Brought(form, notes, (), problems)


def count_of(cells: int) -> str:
    """A number of cells in words."""
    return "1 cell" if cells == 1 else f"{cells} cells"


def _width(cells: Sequence[str]) -> int:
    """The number of cells up to the last one that is filled."""
    return next((place for place in range(len(cells), 0, -1) if cells[place - 1]), 0)
