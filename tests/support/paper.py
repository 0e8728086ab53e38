"""A screen of paper: a keyboard that follows a script, and every frame kept."""

from collections.abc import Iterable
from typing import Literal

from rich.console import Console

from cxdrill.terminal.keyboard import Keyboard
from cxdrill.terminal.screen import Screen


class Script(Keyboard):
    """Presses what it was told to, one key at a time, and then hangs up."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.keys = list(keys)
        self.dropped = 0

    def drop_input(self) -> None:
        self.dropped += 1

    def key(self, wait_seconds: float | None) -> str | None:
        if not self.keys:
            raise EOFError
        return self.keys.pop(0)


class Clock:
    """Moves on by `step` seconds whenever it is read."""

    def __init__(self, step: float) -> None:
        self.now, self.step = 0.0, step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


def screen(
    *keys: str, lines: int = 6, columns: int = 40, step: float = 1.0, style: Literal["standard"] | None = None
) -> tuple[Screen, list[str]]:
    """A screen whose keyboard presses `keys`, and the list of its frames: without styles, or in standard ones."""
    frames: list[str] = []
    console = Console(force_terminal=True, highlight=False, emoji=False, markup=False, color_system=style)
    return Screen(Script(keys), frames.append, lambda: (columns, lines), console, Clock(step)), frames
