"""Drives the program in a real pseudo-terminal and reads what such a terminal shows."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pexpect
import pyte

SOURCE = Path(__file__).parent.parent / "src"
PATIENCE_SECONDS = 20


class Screen(pyte.Screen):
    """A screen that remembers what is dim, which pyte passes over: as italics, which cxdrill does not use."""

    def select_graphic_rendition(self, *attributes: int, private: bool = False) -> None:
        super().select_graphic_rendition(*(3 if each == 2 else each for each in attributes), private=private)
        if 22 in attributes:
            super().select_graphic_rendition(23)


class Terminal:
    """One run of cxdrill in a window of `columns` x `rows`."""

    def __init__(self, *arguments: str, env: dict[str, str], columns: int = 80, rows: int = 24) -> None:
        self.screen = Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("CXDRILL", "COLUMNS", "LINES"))}
        paths = os.pathsep.join([str(SOURCE), *filter(None, [clean.get("PYTHONPATH", "")])])
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "cxdrill", *arguments],
            env={**clean, "TERM": "xterm-256color", "PYTHONPATH": paths, **env},
            dimensions=(rows, columns),
            timeout=PATIENCE_SECONDS,
        )
        # The driver answers at once; pexpect's own pause before each key is for people at slow lines.
        self.child.delaybeforesend = None

    @property
    def text(self) -> str:
        """What stands on the screen, without blanks at the ends of lines."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    def send(self, keys: str | bytes) -> "Terminal":
        """Types."""
        self.child.send(keys)
        return self

    def wait_for(self, wanted: str | Callable[[str], bool]) -> str:
        """Reads until the screen shows `wanted` (or fulfils it) and gives the screen; fails with what stands there."""
        is_there = wanted if callable(wanted) else lambda text: wanted in text
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not is_there(self.text):
            if not self._read(deadline):
                if is_there(self.text):
                    break
                raise AssertionError(f"waited for {wanted!r}; the screen shows:\n{self.text}")
        return self.text

    def wait_for_end(self) -> int:
        """Reads until the program ends and gives its exit code, 128 + n for a signal."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self._read(deadline):
            pass
        self.child.wait() if self.child.isalive() else None
        self.child.close()
        status: int = self.child.exitstatus if self.child.exitstatus is not None else 128 + self.child.signalstatus
        return status

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
        self._stream.feed(received)
        return True
