"""How far a long run of small steps has come, on standard error and only where that is a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from cxdrill.terminal.report import is_terminal

_EVERY_SECONDS = 0.1
_WIDTH = 24
_Step = TypeVar("_Step")


def metered(steps: Iterable[_Step], total: int, what: str) -> Iterator[_Step]:
    """The steps one after the other, with a line that fills up and is wiped out at the end."""
    if not is_terminal(sys.stderr):
        yield from steps
        return
    shown_at, began_at = 0.0, time.monotonic()
    try:
        for done, step in enumerate(steps, start=1):
            now = time.monotonic()
            if now - shown_at >= _EVERY_SECONDS and now - began_at >= _EVERY_SECONDS:
                shown_at = now
                _write(f"\r{_line(min(done, total), total)} {what}")
            yield step
    finally:
        if shown_at:
            _write(f"\r{' ' * (_WIDTH + 30 + len(what))}\r")


def _line(done: int, total: int) -> str:
    full = round(_WIDTH * done / total) if total else _WIDTH
    return f"{'━' * full}{'─' * (_WIDTH - full)} {done} of {total}"


def _write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
