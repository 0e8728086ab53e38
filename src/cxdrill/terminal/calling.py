"""How this program was called, so that the commands it prints work when they are copied."""

from __future__ import annotations

import os
import shlex
import sys

NAMES = "cxdrill", "cxdrill.exe"
_TAKEN_BY = {
    "--decks": ("", "study", "quiz", "ready", "plan", "results", "stats", "decks", "cards", "notes", "check"),
    "--progress": ("", "study", "quiz", "ready", "plan", "results", "stats", "cards", "restore"),
}
"""The options that are said again in a command to type next, and the commands that take them."""


def typed(text: str) -> str:
    """A command that begins with `cxdrill`, with the program and the options of this run; two blanks begin a remark."""
    command, gap, remark = text.partition("  ")
    words = command.removeprefix("cxdrill").split()
    name = words[0] if words and not words[0].startswith("-") else ""
    again = [f"{option} {shlex.quote(value)}" for option, value in _given() if name in _TAKEN_BY[option]]
    return " ".join([program(), *words, *again]) + gap + remark


def program() -> str:
    """The name to type for this program here: its bare name where the shell finds it, else the path of this one."""
    called = sys.argv[0]
    folder, script = os.path.split(called)
    is_module = script == "__main__.py" and os.path.basename(folder) == "cxdrill"
    if not folder or not (is_module or script in NAMES) or _is_found():
        return NAMES[0]
    return f"{os.path.basename(sys.executable)} -m cxdrill" if is_module else _shortest(called)


def _shortest(path: str) -> str:
    return shlex.quote(min(path, os.path.relpath(path), key=len))


def _given() -> list[tuple[str, str]]:
    """Those options of this run, as they were typed."""
    words = sys.argv[1 : sys.argv.index("--") if "--" in sys.argv else None]
    apart = [word for each in words for word in (each.split("=", 1) if each.split("=", 1)[0] in _TAKEN_BY else [each])]
    return [(word, apart[place + 1]) for place, word in enumerate(apart[:-1]) if word in _TAKEN_BY]


def _is_found() -> bool:
    """Whether a shell finds the program by its name."""
    folders = os.get_exec_path()
    return any(os.access(os.path.join(folder, each), os.X_OK) for folder in folders for each in NAMES)
