"""A screen of paper: a keyboard that follows a script, and every frame kept."""

import re
from collections.abc import Iterable

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
    *keys: str, lines: int = 6, columns: int = 40, step: float = 1.0, is_styled: bool = False
) -> tuple[Screen, list[str]]:
    """A screen whose keyboard presses `keys`, and the list of its frames: with or without their styles."""
    frames: list[str] = []

    def write(frame: str) -> None:
        frames.append(frame if is_styled else re.sub(r"\x1b\[[0-9;]*m", "", frame))

    return Screen(Script(keys), write, lambda: (columns, lines), Clock(step)), frames
