"""What a command gives: its result as JSON or in lines, and files that are written for the user."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from cxdrill.app.context import Context
from cxdrill.files.output import write_output
from cxdrill.terminal.paint import StyledLine
from cxdrill.terminal.report import notice, print_json, print_lines, room, show


def tell(
    context: Context,
    plain: Callable[[], Mapping[str, Any]],
    lines: Callable[[int], Sequence[StyledLine]],
    title: str = "",
) -> None:
    """Prints the result as JSON where that is asked for, else in lines for a width: page by page under a `title`."""
    if context.as_json:
        print_json(plain())
    elif title:
        show(title, lines, plain=context.plain)
    else:
        print_lines(lines(room(plain=context.plain)), plain=context.plain)


def write(context: Context, path: Path, content: bytes, more: str = "", read: Sequence[Path] = ()) -> None:
    """Writes a file and says so, with `more`; raises DataError as `write_output` does, also for the files `read`."""
    write_output(path, content, force=context.force, protected=context.protected_paths(read))
    notice(f"wrote {path}{more}")
