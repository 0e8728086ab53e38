"""Runs cxdrill with what Windows lacks out of reach, so that a regression there shows on Linux too.

Python's own library and the packages are loaded first: they know both systems. Paths stay those of POSIX.
"""

import os
import runpy
import signal
import sqlite3
import sys
import time
from types import ModuleType

import msgspec
import platformdirs
import rich.console
import rich.text
import typer.completion
import typer.rich_utils
import yaml

LOADED = (msgspec, platformdirs, rich.console, rich.text, runpy, sqlite3, typer.completion, typer.rich_utils, yaml)
MODULES = ("curses", "fcntl", "grp", "pty", "pwd", "readline", "resource", "syslog", "termios", "tty")
CALLS = (
    *("chown", "fchmod", "fchown", "fork", "forkpty", "geteuid", "getpgrp", "getuid", "killpg", "mkfifo", "openpty"),
    *("O_DIRECTORY", "O_NOCTTY", "O_NOFOLLOW", "O_NONBLOCK", "pread", "pwrite", "set_blocking", "statvfs"),
    *("tcgetpgrp", "tcsetpgrp", "uname"),
)
SIGNALS = ("ALRM", "CHLD", "CONT", "HUP", "KILL", "PIPE", "QUIT", "STOP", "TSTP", "USR1", "WINCH")


class FileLock:
    """The part of `filelock` that cxdrill uses; nobody else is there to wait for."""

    def __init__(self, path: os.PathLike[str], timeout: float, mode: int) -> None:
        self.path = path

    def acquire(self, poll_interval: float) -> None:
        with open(self.path, "ab"):
            pass

    def release(self) -> None:
        pass


def put_up() -> None:
    """Hides modules, calls and signals, and opens no folder as if it were a file."""
    sys.platform = "win32"
    sys.modules.update(dict.fromkeys(MODULES))  # type: ignore[arg-type]  # importing what is None fails
    filelock = ModuleType("filelock")
    filelock.FileLock, filelock.Timeout = FileLock, TimeoutError  # type: ignore[attr-defined]
    sys.modules["filelock"] = filelock
    owned = [(os, CALLS), (time, ("CLOCK_BOOTTIME", "clock_gettime", "tzset"))]
    owned += [(signal, (*(f"SIG{name}" for name in SIGNALS), "setitimer", "pthread_sigmask"))]
    for owner, names in owned:
        for name in names:
            if hasattr(owner, name):
                delattr(owner, name)
    opened = os.open

    def open_(path, *arguments, **named):
        if os.path.isdir(path):
            raise PermissionError(13, "Permission denied", path)
        return opened(path, *arguments, **named)

    os.open = open_


if __name__ == "__main__":
    put_up()
    sys.argv[0] = "cxdrill"
    runpy.run_module("cxdrill", run_name="__main__")
