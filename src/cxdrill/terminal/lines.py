"""Line mode: prompts and answers one line at a time, for pipes, scripts, screen readers and tests.

Nothing is wrapped, drawn again or coloured. Every text is cleaned on its way out.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TextIO

from msgspec import Struct, field

from cxdrill.core.cards.question import Step
from cxdrill.core.cards.sheet import with_told
from cxdrill.core.text import clean, clean_line

if sys.platform != "win32":
    import termios

LONGEST = 1000


class Line(Struct, frozen=True):
    """Typed text and where the cursor stands in it (0 to its length)."""

    text: str = ""
    cursor: int = 0

    def after(self, key: str) -> Line:
        """The line once `key` was pressed; keys that mean nothing here change nothing."""
        text, cursor = self.text, self.cursor
        match key:
            case "left":
                return Line(text, max(0, cursor - 1))
            case "right":
                return Line(text, min(len(text), cursor + 1))
            case "home":
                return Line(text, 0)
            case "end":
                return Line(text, len(text))
            case "backspace":
                return Line(text[: cursor - 1] + text[cursor:], cursor - 1) if cursor else self
            case "delete":
                return Line(text[:cursor] + text[cursor + 1 :], cursor)
            case "clear line" | "esc":
                return Line()
            case sign if len(sign) == 1 and len(text) < LONGEST:
                return Line(text[:cursor] + sign + text[cursor:], cursor + 1)
        return self


class Lines(Struct):
    """Where prompts go and answers come from: standard input and output, or standard error beside `--json`."""

    prompts: TextIO = field(default_factory=lambda: sys.stdout)
    complaints: TextIO = field(default_factory=lambda: sys.stderr)
    answers: TextIO | None = field(default_factory=lambda: sys.stdin)

    @property
    def is_heard(self) -> bool:
        """Whether a person listens or reads, and no script that wants to know which card it is."""
        try:
            return self.answers is not None and self.answers.isatty()
        except ValueError:  # closed
            return False

    def say(self, text: str = "") -> None:
        """Prints text that may run over several lines."""
        self.prompts.write(clean(text) + "\n")
        self.prompts.flush()

    def hear(self, text: str) -> None:
        """Prints what a person is glad to hear and a script does not wait for."""
        if self.is_heard:
            self.say(text)

    def complain(self, sentence: str) -> None:
        self.complaints.write(clean_line(sentence) + "\n")
        self.complaints.flush()

    def say_question(self, head: str, scenario: str, prompt: str, media: str = "") -> None:
        """Prints what a card asks, under its first line; `media` says what a picture shows."""
        for text in (head, scenario.strip(), prompt.strip(), f"{media} (:open opens it)" if media else ""):
            if text:
                self.say(text)

    def say_step(self, step: Step, *, has_rows: bool = True) -> None:
        for who, text in step.said[-1:]:
            self.say(f"{who}: {text.strip()}")
            if step.mood or step.is_over:
                self.say(f"({step.mood or 'the talk is over'})")
        for row in step.rows if has_rows else ():
            self.say(f"{row.name}) {with_told(row.text, row)}")

    def refuse(self, sentence: str) -> bool:
        """Says why a line could not be used; False, since no card is to be shown after it."""
        self.complain(sentence)
        return False

    def answer(self) -> str | None:
        """The next line without its end, or None at the end of input."""
        while True:
            try:
                line = self.answers.readline() if self.answers else ""
            except (OSError, ValueError):
                line = ""  # a closed or unreadable standard input is the end of input
            if len(line.rstrip("\r\n")) <= LONGEST:
                return line.rstrip("\r\n") if line else None
            self.complain(f"the line is longer than {LONGEST} characters; nothing was recorded")


def drop_typed_ahead() -> None:
    """Forgets the keys pressed before a question that nobody expected: they were meant for something else."""
    if sys.platform != "win32" and sys.stdin is not None:
        with suppress(OSError, ValueError, termios.error):
            termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)
