"""What stands before and after the questions of an exam: its rules, the answer sheet, and the question before that is
handed in. Enter alone hands nothing in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from cxdrill.terminal import paint, question_view
from cxdrill.terminal.actions import At, actions_at, footer
from cxdrill.terminal.answer_sheet import Cell, Taking, confirmation, counts
from cxdrill.terminal.paint import StyledLine
from cxdrill.terminal.screen import Frame, Left, Screen, page


def are_accepted(rules: Sequence[str], title: str, screen: Screen) -> bool:
    """Shows the rules until Enter (True) or until the person leaves."""

    def body(width: int) -> list[StyledLine]:
        return [line for each in rules for line in (*paint.wrapped(each, width), paint.words(""))]

    try:
        view = page(title, body, footer(actions_at(At.RULES), At.RULES), paint.TITLE)
        return screen.chosen(view, At.RULES) == "start"
    except EOFError:  # the terminal is gone
        return False


class SheetScreen(Struct, frozen=True):
    """The sheet; `key` and `header` come from the exam, which watches the time with both."""

    taking: Taking
    screen: Screen
    key: Callable[[], str]
    header: Callable[[str, int], list[StyledLine]]

    def run(self) -> bool:
        """Shows the sheet until the person hands it in (True) or goes back to a question (False)."""
        number, sitting = "", self.taking.sitting
        actions = actions_at(At.SHEET)

        def frame(width: int) -> Frame:
            sheet = self.taking.cells()
            asked = [paint.joined("question ", paint.words(number, paint.TITLE))] if number else []
            above = [*paint.wrapped(counts(sheet), width), *asked]
            body = [*above, paint.words(""), *_columns(sheet, width)]
            keys = question_view.keys(footer(actions, At.SHEET), width)
            in_sight = range(len(above) - 1, len(above)) if number else range(1)
            return Frame(self.header("Answer sheet", width), body, keys, in_sight)

        for action, key in self.screen.pressed(frame, actions, self.key):
            if len(key) == 1 and key.isascii() and key.isdigit():
                number = (number + key)[-3:]
            elif key == "backspace":
                number = number[:-1]
            match action:
                case "go to" if number:
                    if 1 <= int(number) <= len(sitting.form.items):
                        sitting.go_to(int(number) - 1)
                        return False
                    self.screen.say(f"there is no question {number}; type one from 1 to {len(sitting.form.items)}")
                    number = ""
                case "to the item":
                    return False
                case "submit":
                    if self._is_confirmed():
                        return True
                    self.screen.show(frame)
                case "quit":
                    raise Left
        return False

    def _is_confirmed(self) -> bool:

        def frame(width: int) -> Frame:
            text = paint.wrapped(confirmation(self.taking.cells()), width)
            body = [*text, paint.words(""), paint.words("Hand in now?", paint.TITLE)]
            keys = question_view.keys(footer(actions_at(At.CONFIRM), At.CONFIRM), width)
            return Frame(self.header("Answer sheet", width), body, keys)

        action = self.screen.chosen(frame, At.CONFIRM, self.key)
        if action == "quit":
            raise Left
        return action == "hand in"


def _columns(sheet: Sequence[Cell], width: int) -> list[StyledLine]:
    """The cells in as many columns as fit; marked ones in yellow beside their star, open ones with a dot."""
    cells = [_cell(cell) for cell in sheet]
    widest = max((cell.cell_len for cell in cells), default=4) + 2
    across = max(1, width // widest)
    rows = [cells[start : start + across] for start in range(0, len(cells), across)]
    return [paint.joined(*(paint.padded(cell, min(widest, width)) for cell in row)) for row in rows]


def _cell(cell: Cell) -> StyledLine:
    style = paint.DUE if cell.is_marked or cell.is_open else paint.PLAIN
    return paint.joined(paint.words(f"{cell.number:>3} "), paint.words(cell.drawn, style))
