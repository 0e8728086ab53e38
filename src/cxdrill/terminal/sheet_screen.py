"""What stands before and after the questions of an exam: its rules, the answer sheet, and the question before that is
handed in. Enter alone hands nothing in.
"""

from __future__ import annotations

from collections.abc import Sequence

from cxdrill.terminal import paint, question_view
from cxdrill.terminal.actions import At, actions_at
from cxdrill.terminal.answer_sheet import TIME_WORDS, Cell, Taking, confirmation, counts
from cxdrill.terminal.paint import StyledLine
from cxdrill.terminal.screen import Frame, Left, Screen, foot, page

TICK_SECONDS = 1.0


class TimeUp(Exception):
    """The time limit is reached."""


def are_accepted(rules: Sequence[str], title: str, screen: Screen) -> bool:
    """Shows the rules until Enter (True) or until the person leaves."""

    def body(width: int) -> list[StyledLine]:
        return [line for each in rules for line in (*paint.wrapped(each, width), paint.words(""))]

    try:
        view = page(paint.words(title, paint.TITLE), body, foot(actions_at(At.RULES), At.RULES))
        return screen.chosen(view, At.RULES) == "start"
    except EOFError:  # the terminal is gone
        return False


class SheetScreen(Taking, kw_only=True):
    """An attempt on the alternate screen, with its clock and the answer sheet."""

    screen: Screen
    message: str = ""  # above the question, until the next key

    def key(self) -> str:
        """The next key; keeps the clock on the screen right, and raises TimeUp at the limit."""
        while True:
            left = self.remaining()
            if left == 0.0:
                raise TimeUp
            shown = self.clock()
            key = self.screen.key(None if left is None else min(TICK_SECONDS, left))
            if self.remaining() == 0.0:
                raise TimeUp
            self.message = self.time_word() or ("" if key else self.message)
            if self.clock() != shown:
                self.screen.redraw()
            if key is not None:
                return key

    def header(self, place: str, width: int, mark: str = "") -> list[StyledLine]:
        left = self.remaining()
        style = paint.DUE if left is not None and left <= TIME_WORDS[0][0] else paint.PLAIN
        right = paint.joined(paint.words(mark, paint.DUE), paint.words(place), paint.words(self.clock(), style))
        return question_view.header(self.sitting.attempt.policy.title, right, width)

    def _is_handed_in(self) -> bool:
        """Shows the sheet until the person hands it in (True) or goes back to a question (False)."""
        number, sitting, message = "", self.sitting, self.message
        actions = actions_at(At.SHEET)
        keys = foot(actions, At.SHEET)

        def frame(width: int) -> Frame:
            sheet = self.cells()
            asked = [paint.joined("question ", paint.words(number, paint.TITLE))] if number else []
            above = [*paint.wrapped(counts(sheet), width), *asked]
            body = [*above, paint.words(""), *_columns(sheet, width)]
            in_sight = range(len(above) - 1, len(above)) if number else range(1)
            return Frame(self.header("Answer sheet", width), body, keys(width), in_sight)

        for action, key in self.screen.pressed(frame, actions, self.key):
            if len(key) == 1 and key.isascii() and key.isdigit():
                number = (number + key)[-3:]
            elif key == "backspace":
                number = number[:-1]
            match action:
                case "go to" if number:
                    if 1 <= int(number) <= len(sitting.form.items):
                        sitting.go_to(int(number) - 1)
                        break
                    self.screen.say(f"there is no question {number}; type one from 1 to {len(sitting.form.items)}")
                    number = ""
                case "to the item":
                    break
                case "submit":
                    if self._is_confirmed():
                        return True
                    self.screen.show(frame)
                case "quit":
                    raise Left
        self.message = self.message or message  # the sheet has no room for it
        return False

    def _is_confirmed(self) -> bool:

        def body(width: int) -> list[StyledLine]:
            asked = [paint.words("Hand in now?", paint.TITLE)]
            return paint.stacked(paint.wrapped(confirmation(self.cells()), width), asked)

        keys = foot(actions_at(At.CONFIRM), At.CONFIRM)
        view = page(lambda width: self.header("Answer sheet", width), body, keys)
        action = self.screen.chosen(view, At.CONFIRM, self.key)
        if action == "quit":
            raise Left
        return action == "hand in"


def _columns(sheet: Sequence[Cell], width: int) -> list[StyledLine]:
    """The cells in as many columns as fit; marked ones in bold beside their star, open ones with a dot."""
    styles = (paint.DUE if cell.is_marked or cell.is_open else paint.PLAIN for cell in sheet)
    drawn = (paint.words(cell.drawn, style) for cell, style in zip(sheet, styles, strict=True))
    cells = [paint.joined(f"{cell.number:>3}. ", each) for cell, each in zip(sheet, drawn, strict=True)]
    widest = max((cell.cell_len for cell in cells), default=4) + 2
    across = max(1, width // widest)
    rows = [cells[start : start + across] for start in range(0, len(cells), across)]
    return [paint.joined(*(paint.padded(cell, min(widest, width)) for cell in row)) for row in rows]
