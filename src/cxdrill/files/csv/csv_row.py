"""The cells of one row as texts, ids, names, lists and flags; what is wrong with them is noted with row and column."""

from __future__ import annotations

from collections.abc import Mapping

from cxdrill.core.cards.card import NO_WAIVER, Waiver
from cxdrill.files.csv.csv_cells import cell_list
from cxdrill.files.csv.csv_layout import RowProblem
from cxdrill.files.decks.problem_list import quoted
from cxdrill.files.decks.text_readers import ID, NAME

# A spreadsheet writes its own word for true and false in the language of its user.
YES = frozenset(
    ("yes", "y", "true", "t", "1", "x", "wahr", "ja", "vrai", "oui", "verdadero", "si", "sí", "vero", "waar")
)
NO = frozenset(("no", "n", "false", "f", "0", "falsch", "nein", "faux", "non", "falso", "onwaar", "nee"))


class Row:
    """Reads the cells of one row (those that are not empty, by column) and collects what is wrong with it."""

    def __init__(self, number: int, cells: Mapping[str, str], problems: list[RowProblem]) -> None:
        self.number = number
        self.cells = cells
        self.problems = problems
        self._told = len(problems)

    @property
    def is_right(self) -> bool:
        """Whether nothing was wrong so far."""
        return len(self.problems) == self._told

    def refuse(self, column: str, message: str) -> None:
        """Note what is wrong."""
        self.problems.append(RowProblem(self.number, column, message))

    def text(self, column: str, *, is_needed: bool = True) -> str:
        """The cell as it is."""
        text = self.cells.get(column, "")
        if not text.strip():
            if is_needed:
                self.refuse(column, f"the {column} is missing; write it or delete the row")
            return ""
        return text

    def id(self, column: str, *, is_needed: bool = True) -> str:
        """An id: lower case letters, digits and hyphens."""
        text = self.text(column, is_needed=is_needed).strip()
        if text and not ID.fullmatch(text):
            self.refuse(column, f"{quoted(text)} is not an id; use lower case letters, digits and hyphens, at most 64")
        return text

    def name(self, column: str) -> str:
        """A short text of one line, or nothing."""
        text = self.text(column, is_needed=False)
        if text and not NAME.fullmatch(text):
            self.refuse(column, "the cell is longer than one line of 100 characters; shorten it")
        return text

    def names(self, column: str) -> tuple[str, ...]:
        """Short texts with semicolons between them."""
        texts = cell_list(self.cells.get(column, ""))
        if any(not NAME.fullmatch(text) for text in texts):
            self.refuse(column, "one of the texts is longer than one line of 100 characters; shorten it")
        return texts

    def flag(self, column: str) -> bool:
        """Yes or no; an empty cell is no."""
        word = self.cells.get(column, "").strip().casefold()
        if word and word not in YES | NO:
            self.refuse(column, f"{quoted(word)} is neither yes nor no; write yes or leave the cell empty")
        return word in YES

    def whole(self, column: str, least: int, most: int, *, is_needed: bool = True) -> int:
        """A whole number in bounds; 0 for an empty cell that need not be filled."""
        text = self.text(column, is_needed=is_needed).strip()
        if text and not (text.lstrip("+-").isdecimal() and least <= int(text) <= most):
            self.refuse(column, f"{quoted(text)} is no whole number from {least} to {most}; write one of these")
            return least
        return int(text or 0)

    def waiver(self) -> Waiver:
        """The rules set aside, and why."""
        rules, why = self.names("lint_ignore"), self.text("lint_why", is_needed=False)
        if bool(rules) != bool(why):
            missing = "lint_why" if rules else "lint_ignore"
            self.refuse(missing, "lint_ignore and lint_why go together; fill both or none")
        return Waiver(rules, why) if rules else NO_WAIVER
