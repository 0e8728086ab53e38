"""Sessions on a pseudo-terminal that are killed at a random moment: keys go in as fast as screens come out."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"
PATIENCE_SECONDS = 30.0
FRAME_END = b"\x1b[?2026l"
LEFT = b"\x1b[?1049l"


class Killed(Exception):
    """The moment has come; the program is dead."""


class Ended(Exception):
    """The program ended by itself before that."""


class Victim:
    """One run of cxdrill that dies after `screens` screens, some share of a screen's time later; with no screen at
    all it dies that share of a second after its start."""

    def __init__(self, *arguments: str, env: Mapping[str, str], screens: int, share: float) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "cxdrill", *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={
                **env,
                "TERM": "xterm",
                "PYTHONPATH": os.pathsep.join([str(SOURCE), os.environ.get("PYTHONPATH", "")]),
            },
            start_new_session=True,
        )
        os.close(slave)
        self._screens, self._share = screens, share
        self._sent_at = time.monotonic()
        self._deadline = self._sent_at + (PATIENCE_SECONDS if screens else share)
        self._frame = b""
        self.output = b""

    def send(self, keys: bytes) -> None:
        """Types."""
        if not self._screens:
            # A screen's time is what the last one took: so the moment lies anywhere in it, on a busy machine too.
            now = time.monotonic()
            self._deadline = now + self._share * (now - self._sent_at)
        self._sent_at = time.monotonic()
        try:
            os.write(self.master, keys)
        except OSError as error:
            raise Ended from error

    def frame(self, *wanted: bytes) -> bytes:
        """The next whole screen, or last words, with any of `wanted`; raises Killed at the chosen moment."""
        self._frame = b""
        while True:
            left = self._deadline - time.monotonic()
            if left <= 0 or not select.select([self.master], [], [], left)[0]:
                self._kill()
            try:
                received = os.read(self.master, 65536)
            except OSError as error:
                raise Ended from error
            if not received:
                raise Ended
            self.output += received
            self._frame += received
            if any(word in self._frame for word in wanted) and (FRAME_END in self._frame or LEFT in self._frame):
                self._screens = max(0, self._screens - 1)
                return self._frame

    def _kill(self) -> None:
        assert not self._screens, f"no screen came: {self.output!r}"
        os.kill(self._process.pid, signal.SIGKILL)
        raise Killed

    def close(self) -> None:
        """Waits for the body."""
        self._process.kill()
        self._process.wait()
        os.close(self.master)
