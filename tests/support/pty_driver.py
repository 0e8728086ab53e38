"""Drives the program in a real pseudo-terminal and reads what such a terminal shows."""

import copy
import os
import re
import sys
import termios
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pexpect
import pyte

from command import environment

SOURCE = Path(__file__).parents[2] / "src"
PYTHON = (sys.executable, "-m", "cxdrill")
FROZEN = (sys.executable, str(Path(__file__).with_name("frozen.py")), "7", "2026-11-21T10:00:00+00:00")
PATIENCE_SECONDS = 20
PICTURE = re.compile(rb"\x1b_G[^\x1b]*\x1b\\\\")  # of kitty, which pyte takes for text
FRAME_BEGIN = b"\x1b[?2026h"
FRAME_END = b"\x1b[?2026l"


class Screen(pyte.Screen):
    """A screen with the two things that pyte passes over: the alternate screen, and dim text.

    Dim is kept as italics, which cxdrill does not use.
    """

    _normal: tuple[Any, Any] | None = None

    def set_mode(self, *modes: int, **options: Any) -> None:
        super().set_mode(*modes, **options)
        if 1049 in modes and self._normal is None:
            self._normal = copy.deepcopy(self.buffer), copy.copy(self.cursor)
            self.erase_in_display(2)

    def reset_mode(self, *modes: int, **options: Any) -> None:
        super().reset_mode(*modes, **options)
        if 1049 in modes and self._normal is not None:
            self.erase_in_display(2)
            (buffer, self.cursor), self._normal = self._normal, None
            self.buffer.update(buffer)

    def select_graphic_rendition(self, *attributes: int) -> None:
        super().select_graphic_rendition(*(3 if each == 2 else each for each in attributes))
        if 22 in attributes:
            super().select_graphic_rendition(23)


BINARIES = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])  # where cxdrill is found


class Terminal:
    """One run of cxdrill in a window of `columns` x `rows`."""

    def __init__(
        self,
        *arguments: str,
        env: dict[str, str],
        columns: int = 80,
        rows: int = 24,
        program: Sequence[str] = PYTHON,
    ) -> None:
        self.screen = Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("CXDRILL", "COLUMNS", "LINES"))}
        paths = os.pathsep.join([str(SOURCE), *filter(None, [clean.get("PYTHONPATH", "")])])
        self.child = pexpect.spawn(
            program[0],
            [*program[1:], *arguments],
            env={**clean, "TERM": "xterm-256color", "PYTHONPATH": paths, **env, "PATH": BINARIES},
            dimensions=(rows, columns),
            timeout=PATIENCE_SECONDS,
        )
        self.mode_before = self.mode
        self.mode_after: list[Any] = []
        # The driver answers at once; pexpect's own pause before each key is for people at slow lines.
        self.child.delaybeforesend = None

    @property
    def mode(self) -> list[Any]:
        """The terminal's settings, as `stty -g` would tell them."""
        return termios.tcgetattr(self.child.child_fd)

    @property
    def is_cursor_shown(self) -> bool:
        """Whether the last word about the cursor was that it shows."""
        return self.raw.rfind(b"\x1b[?25h") >= self.raw.rfind(b"\x1b[?25l")

    @property
    def is_on_alternate_screen(self) -> bool:
        """Whether the alternate screen was entered and not left."""
        return self.raw.rfind(b"\x1b[?1049h") > self.raw.rfind(b"\x1b[?1049l")

    @property
    def foreground(self) -> int:
        """The process group that has the terminal."""
        return os.tcgetpgrp(self.child.child_fd)

    def end_with(self, key: str) -> int:
        """Presses a key, as often as it is dropped for having come too early, until the program ends; its exit code."""
        with suppress(AssertionError, OSError):
            self.press_until(key, lambda _: not self.child.isalive())
        return self.wait_for_end()

    @property
    def text(self) -> str:
        """What stands on the screen, without blanks at the ends of lines."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    def letter(self, text: str) -> str:
        """The letter before the row that begins with a text."""
        return next(line.split(text)[0].split()[-1] for line in self.text.split("\n") if text in line)

    def send(self, keys: str | bytes) -> "Terminal":
        """Types."""
        self.child.send(keys)
        return self

    def press(self, keys: str, *, seconds: float = PATIENCE_SECONDS) -> str:
        """Types, and gives the screen that is drawn next."""
        frames = self.raw.count(FRAME_END)
        self.send(keys)
        return self.wait_for(lambda _: self.raw.count(FRAME_END) > frames, seconds=seconds)

    def press_until(self, key: str, wanted: str | Callable[[str], bool]) -> str:
        """Presses a key, as often as it scrolls or is dropped for having come too early, until `wanted` shows."""
        for _ in range(PATIENCE_SECONDS * 2):
            with suppress(AssertionError):
                self.press(key, seconds=0.5)
            with suppress(AssertionError):
                return self.wait_for(wanted, seconds=0.2)
        raise AssertionError(f"{key!r} does not lead to {wanted!r}; the screen shows:\n{self.text}")

    @property
    def last_words(self) -> str:
        """What was printed after the screen was left, without styles and line breaks."""
        printed = self.raw.rpartition(b"\x1b[?1049l")[2].decode()
        return " ".join(re.sub(r"\x1b\[[0-9;]*m", "", printed).split())

    def wait_for(self, wanted: str | Callable[[str], bool], *, seconds: float = PATIENCE_SECONDS) -> str:
        """Reads until the screen shows `wanted` (or fulfils it) and gives the screen; fails with what stands there."""

        def is_there(text: str) -> bool:
            is_whole = self.raw.count(FRAME_BEGIN) == self.raw.count(FRAME_END)
            return is_whole and (wanted(text) if callable(wanted) else wanted in text)

        deadline = time.monotonic() + seconds
        while not is_there(self.text):
            if not self._read(deadline):
                if is_there(self.text):
                    break
                raise AssertionError(f"waited for {wanted!r}; the screen shows:\n{self.text}")
        return self.text

    def wait_for_end(self) -> int:
        """Reads until the program ends and gives its exit code, 128 + n for a signal."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.child.isalive():
            if time.monotonic() > deadline:
                self.close()
                raise AssertionError(f"waited for the end; the screen shows:\n{self.text}")
            self._read(time.monotonic() + 0.02)
        while self._read(time.monotonic() + 0.02):
            pass
        self.mode_after = self.mode
        self.child.ptyproc.delayafterclose = 0  # it waits for a program that runs to notice
        self.close()
        status: int = self.child.exitstatus if self.child.exitstatus is not None else 128 + self.child.signalstatus
        return status

    def close(self) -> None:
        """Closes the window."""
        self.child.close(force=True)

    def resize(self, columns: int, rows: int) -> None:
        """Changes the window's size."""
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def _read(self, deadline: float) -> bool:
        """Takes in what has come; False at the end of the program or of patience."""
        try:
            received = self.child.read_nonblocking(65536, timeout=max(0.01, deadline - time.monotonic()))
        except (pexpect.EOF, pexpect.TIMEOUT):
            return False
        self.raw += received
        self._stream.feed(PICTURE.sub(b"", received))
        return True


def at_terminal(
    home: Path, *arguments: str, columns: int = 80, rows: int = 24, program: Sequence[str] = PYTHON, **variables: str
) -> Terminal:
    """`cxdrill ARGUMENTS` at a terminal, on the decks of a home."""
    env = environment(home, **variables)
    return Terminal(*arguments, "--decks", str(home / "decks"), env=env, columns=columns, rows=rows, program=program)
