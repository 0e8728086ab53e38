"""Runs a cxdrill command inside the test's own process: arguments and input in, exit code and both outputs out.

Nothing of the person who runs the tests is read or written: home, progress and settings lie in `home`.
"""

import gc
import io
import json
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a shell would see."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output read as JSON."""
        return json.loads(self.out)

    def __str__(self) -> str:
        return f"exit code {self.code}\n--- out\n{self.out}--- err\n{self.err}"


class Typist(io.TextIOBase):
    """Standard input whose lines are made while the command runs, so that a test can look in between."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)

    def readline(self, size: int = -1) -> str:  # type: ignore[override]
        line = next(self._lines, None)
        return "" if line is None else f"{line}\n"


def environment(home: Path, **more: str) -> dict[str, str]:
    """The variables of a person whose home is `home`: no settings, no progress yet, the shipped decks."""
    kept = ("PATH", "LANG", "SYSTEMROOT", "TEMP", "TMP", "TZ")
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "HOME": str(home),
        "USERPROFILE": str(home),
        "CXDRILL_PROGRESS": str(progress_file(home)),
        "CXDRILL_CONFIG": str(home / "config.toml"),
        **more,
    }


def progress_file(home: Path) -> Path:
    """Where the commands of such a person keep their progress."""
    return home / "progress.json"


def events(home: Path, kind: str = "") -> list[dict[str, Any]]:
    """What the progress file holds, read as plain JSON: every event, or those of one kind."""
    path = progress_file(home)
    if not path.exists():
        return []
    found = json.loads(path.read_text("utf-8"))["events"]
    return [event for event in found if not kind or event["kind"] == kind]


def run(
    *arguments: str, home: Path, stdin: str | bytes | Iterable[str] = "", env: dict[str, str] | None = None
) -> Outcome:
    """`cxdrill ARGUMENTS` with `stdin` typed: a text, bytes, or lines made one by one while the command runs."""
    out, err = io.BytesIO(), io.BytesIO()
    streams = {
        "stdin": _input(stdin),
        "stdout": io.TextIOWrapper(out, "utf-8", write_through=True, newline="\n"),
        "stderr": io.TextIOWrapper(err, "utf-8", write_through=True, newline="\n"),
    }
    with (
        mock.patch.dict(os.environ, {**environment(home), **(env or {})}, clear=True),
        mock.patch.multiple(sys, argv=["cxdrill", *arguments], **streams),
        mock.patch.object(gc, "freeze"),  # for good: whoever counts what is frozen walks all of the test run
        _signals_kept(),
    ):
        from cxdrill.cli.main import main

        try:
            main()
        except SystemExit as ending:
            code = ending.code
    assert isinstance(code, int)
    return Outcome(code, out.getvalue().decode(), err.getvalue().decode())


def on_decks(*first: str) -> Callable[..., Outcome]:
    """A function that runs a command in a home, on its decks; what is typed are `lines`, or one text, or `stdin`."""

    def outcome(home: Path, *arguments: str, lines: str | Iterable[str] = (), **more: Any) -> Outcome:
        typed = lines if isinstance(lines, str) else "".join(f"{line}\n" for line in lines)
        return run(*first, *arguments, "--decks", str(home / "decks"), home=home, **{"stdin": typed, **more})

    return outcome


def _input(stdin: str | bytes | Iterable[str]) -> io.TextIOBase:
    if isinstance(stdin, str | bytes):
        typed = stdin.encode() if isinstance(stdin, str) else stdin
        return io.TextIOWrapper(io.BytesIO(typed), "utf-8")
    return Typist(stdin)


@contextmanager
def _signals_kept() -> Iterator[None]:
    """Puts the test runner's own handler of Ctrl-C back."""
    before = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
