"""Menus, confirmations and typed lines between printed ones, drawn in place where both ends are terminals."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from cxdrill.core.text import clean_line
from cxdrill.terminal import paint
from cxdrill.terminal.lines import Line
from cxdrill.terminal.paint import StyledLine
from cxdrill.terminal.report import is_interactive
from cxdrill.terminal.wording import window

_BEGIN, _END = "\x1b[?25l\x1b[?2004h", "\x1b[?2004l\x1b[?25h\r\n"  # no cursor, and marks round pasted text; and back


def chosen(question: str, choices: Sequence[tuple[str, str]], *, plain: bool = False) -> str | None:
    """The value of the choice (title, value) picked; None where nobody can be asked. Raises EOFError on Ctrl-D."""
    at = 0

    def rows() -> list[StyledLine]:
        room = max(1, window()[1] - 2)
        lines = [f"{'▸' if each == choices[at] else ' '} {clean_line(each[0])}" for each in choices]
        return [paint.words(line) for line in lines[max(0, at - room + 1) :][:room]]

    def take(key: str) -> str | None:
        nonlocal at
        at = max(0, min(at + {"up": -1, "down": 1}.get(key, 0), len(choices) - 1))
        return choices[at][0] if key == "enter" else None

    return None if _asked(question, "(↑ ↓, enter)", take, plain, rows) is None else choices[at][1]


def is_confirmed(question: str, *, plain: bool = False) -> bool | None:
    """Whether the person says yes; None where nobody can be asked. Raises EOFError on Ctrl-D."""
    answers = {"y": "yes", "n": "no", "enter": "no"}
    said = _asked(question, "(y/N)", lambda key: answers.get(key.casefold()), plain)
    return None if said is None else said == "yes"


def typed(question: str, default: str = "", *, plain: bool = False) -> str | None:
    """A line of text, `default` for an empty one, which shows it; None where nobody can be asked.

    Raises EOFError on Ctrl-D.
    """
    line = Line()

    def take(key: str) -> str | None:
        nonlocal line
        line = line.after(key)
        return line.text or default if key == "enter" else None

    return _asked(question, f"(Enter: {clean_line(default)})" if default else "", take, plain, line=lambda: line)


def _asked(
    question: str,
    hint: str,
    take: Callable[[str], str | None],
    plain: bool,
    rows: Callable[[], list[StyledLine]] = list,
    line: Callable[[], Line] | None = None,
) -> str | None:
    """The answer that `take` makes of a key at last; None where nobody can be asked. Raises EOFError on Ctrl-D."""
    if not is_interactive(plain=plain):
        return None
    from cxdrill.terminal import keyboard, mode, screen

    prompt, keys = _Prompt(question, hint, rows, line, mode.send), screen.system_keyboard()
    with mode.SessionMode(keys, prompt.write, prompt.draw, _BEGIN, _END).held():
        while prompt.answer is None:
            prompt.draw()
            key = keys.key(None) or ""
            if key == "end of input" and not (line and line().text):
                raise EOFError
            signs = keyboard.pasted(key)
            for sign in [key] if signs is None else signs if line else []:
                prompt.answer = take(sign)
        prompt.draw()
    return prompt.answer


class _Prompt(Struct):
    """A question where the cursor stands, with `rows` under it or the `line` typed so far beside it."""

    question: str
    hint: str
    rows: Callable[[], list[StyledLine]]
    line: Callable[[], Line] | None
    send: Callable[[str], None]
    answer: str | None = None
    _height: int = 0  # of what was drawn last

    def draw(self) -> None:
        """Draws it in the place of what was drawn before."""
        width = max(8, window()[0] - 1)
        lines = self._lines(width)
        up = f"\x1b[{self._height - 1}A" if self._height > 1 else ""
        self.send(f"\r{up}\x1b[J" + "\r\n".join(each.cut(width, "").drawn for each in lines))
        self._height = len(lines)

    def write(self, sequence: str) -> None:
        """Sends what begins and ends the mode, also around a stop: what is drawn next has lines of its own."""
        self._height = 0
        self.send(sequence)

    def _lines(self, width: int) -> list[StyledLine]:
        asked = paint.joined("? ", paint.words(clean_line(self.question), paint.TITLE), " ")
        if self.answer is not None:
            return paint.wrapped(paint.joined(asked, clean_line(self.answer)), width)
        if self.line is None:
            return [*paint.wrapped(paint.joined(asked, self.hint), width), *self.rows()]
        line = self.line()
        text, at = line.text, line.cursor
        cursor = paint.words(text[at], "reverse") if text[at:] else paint.words("█")
        *lines, last = paint.wrapped(paint.joined(asked, text[:at], cursor, text[at + 1 :]), width)
        return [*lines, last if text else paint.joined(last, " ", self.hint)]
