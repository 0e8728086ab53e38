"""Results on standard output: styled and wrapped on a terminal, the same words as plain lines elsewhere."""

from __future__ import annotations

import json as json_format
import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from textwrap import fill
from typing import Any, TypeVar

from cxdrill.core.text import clean
from cxdrill.terminal.paint import ARROW, MARGIN, UNWRAPPED, WIDEST, Page, StyledLine, fitting, joined, rows, words
from cxdrill.terminal.wording import typed

_NARROWEST = 10
_BARE, _COMMAND = r'(?<=")cxdrill [^"]*(?=")|(?<=: )cxdrill [^;\n]*', r'"\S*cxdrill [^"]*"|(?<=: )\S*cxdrill [^;]*'
_UNUSED = r"not \w+|on \S+|bright_"  # of a style: what it lacks, and more than the terminal's own eight colours
_GLUE = "\0"  # no message holds one
_EVERY_SECONDS = 0.1
_METER_WIDTH = 24
_Step = TypeVar("_Step")


def is_interactive(*, plain: bool) -> bool:
    """Whether single keys and a drawn screen can be used: both ends are terminals and nobody asked for lines."""
    return not plain and is_terminal(sys.stdin) and is_drawable(plain=plain)


def is_drawable(*, plain: bool) -> bool:
    """Whether standard output is a terminal that understands colour and movement."""
    is_dumb = os.environ.get("TERM", "" if sys.platform == "win32" else "dumb") == "dumb"
    return not plain and not is_dumb and is_terminal(sys.stdout)


def is_terminal(stream: Any) -> bool:
    """Whether the stream is open and a terminal."""
    try:
        return stream is not None and bool(stream.isatty())
    except ValueError:  # closed
        return False


def width() -> int:
    """The cells that a report may use: the window's, within what reads well."""
    if not is_terminal(sys.stdout):
        return WIDEST
    return max(_NARROWEST, fitting(shutil.get_terminal_size().columns - 2))


def room(*, plain: bool) -> int:
    """The cells that a line of a report may use: without end where lines are for scripts and screen readers."""
    return width() if is_drawable(plain=plain) else UNWRAPPED


def print_lines(lines: Iterable[StyledLine], *, plain: bool = False) -> None:
    """Prints lines with a margin, or without colour where nobody would see it."""
    if not is_drawable(plain=plain):
        told = spoken if plain or is_terminal(sys.stdout) else str
        print_plain(told(line.plain.rstrip()) for line in lines)
        return
    if sys.platform == "win32":
        os.system("")  # an empty command is what switches the console to escape sequences
    for line in lines:
        sys.stdout.writelines(joined(MARGIN, row).drawn + "\n" for row in rows(line, width()))
    sys.stdout.flush()


def show(title: str, lines: Callable[[int], Sequence[StyledLine]], *, plain: bool = False, stays: int = 0) -> None:
    """Prints lines made for a width; where they are longer than the window and keys can be read, page by page."""

    @lru_cache(maxsize=1)  # the same for each page of a list that may be long
    def fitted_lines(width: int) -> Sequence[StyledLine]:
        return [row for line in lines(width) for row in rows(line, width)]

    made = lines(room(plain=plain))
    if not is_interactive(plain=plain) or len(fitted_lines(width())) < shutil.get_terminal_size().lines:
        print_lines(made, plain=plain)
        return
    page_through([(title, fitted_lines)])
    print_lines([*made[:stays], *(line for line in made if line.plain.startswith(ARROW))])  # and what to type next


def page_through(pages: Sequence[Page], keys: Sequence[tuple[str, str]] = (), rest: str = "next") -> str:
    """Shows pages on a screen, `rest` behind the first, until the person is through; gives the key of `keys` pressed.

    Of the last page only Enter and what leaves any other are the way out: nobody pages over the end.
    """
    from cxdrill.terminal import screen

    drawn, place = screen.Screen(), 0
    with suppress(EOFError), drawn.opened():  # at its end the terminal is gone
        while True:
            is_last = place == len(pages) - 1
            moves = [] if is_last else [("space", "next" if place else rest)]
            moves += [("←", "back")] if place else []
            shown = [*moves, *keys, ("enter or q" if is_last else "q", "done")]
            for _, key in drawn.pressed(screen.page(*pages[place], shown)):
                if key in ("q", "esc", "end of input") or (is_last and key == "enter"):
                    return ""
                if key in {each for each, _ in keys}:
                    return key
                if (key in (" ", "enter", "right") and not is_last) or (key in ("left", "backspace") and place):
                    place += -1 if key in ("left", "backspace") else 1
                    break
    return ""


def notes_lines(text: str) -> Callable[[int], list[StyledLine]]:
    """Study notes, which are Markdown, as lines for a width."""
    from rich import console, markdown

    # Hyperlinks off: a link in a deck shows its address and is never sent to the terminal as one.
    made = markdown.Markdown(clean(text), "ansi_dark", hyperlinks=False)

    def lines(width: int) -> list[StyledLine]:
        page = console.Console(width=width, highlight=False, emoji=False, markup=False, legacy_windows=False)
        rows = page.render_lines(made, page.options.update(width=max(20, width)), pad=False)
        return [joined(*(words(text, re.sub(_UNUSED, "", str(style or ""))) for text, style, _ in row)) for row in rows]

    return lines


def spoken(text: str) -> str:
    """A line for a screen reader: signs that words repeat are left out, and others become words."""
    for sign, word in (("✓ ", ""), ("✗ ", ""), ("→ ", "Next: "), (" · ", ", ")):
        text = text.replace(sign, word)
    return text


def print_plain(lines: Iterable[str]) -> None:
    """Prints lines as they are, cleaned."""
    for line in lines:
        sys.stdout.write(clean(line) + "\n")
    sys.stdout.flush()


def print_json(shape: Mapping[str, Any]) -> None:
    """Prints one JSON object; every text in it is exact, since JSON escapes what a terminal would obey."""
    # DEL is the one control sign that JSON leaves as it is.
    sys.stdout.write(json_format.dumps(shape, ensure_ascii=True, indent=2).replace("\x7f", "\\u007f") + "\n")
    sys.stdout.flush()


def print_bytes(content: bytes) -> None:
    """Sends a whole file to standard output: bytes, without CR CR LF; cleaned on a terminal."""
    if sys.stdout is None:
        return
    if is_terminal(sys.stdout):
        print_plain([content.decode("utf-8", "replace").removesuffix("\n").removesuffix("\r")])
        return
    sys.stdout.flush()
    rest = memoryview(content)
    while rest:  # piece by piece, since an unbuffered stream may take less
        rest = rest[sys.stdout.buffer.write(rest) :]
    sys.stdout.buffer.flush()


def notice(sentence: str, prefix: str = "cxdrill: ") -> None:
    """A word on standard error, on a terminal with the margin of a screen where no prefix stands before it."""
    if sys.stderr is not None:
        margin = "" if prefix or not is_terminal(sys.stderr) else MARGIN
        told = re.sub(_BARE, lambda command: typed(command[0]), sentence)
        sys.stderr.write(fitted(f"{prefix}{margin}{clean(told)}") + "\n")
        sys.stderr.flush()


def notices(sentences: Iterable[str]) -> None:
    for sentence in sentences:
        notice(sentence)


def fitted(text: str) -> str:
    """The lines of a message broken between words where standard error is a window; a command stays one to copy."""
    if not is_terminal(sys.stderr):
        return text
    room = max(_NARROWEST, shutil.get_terminal_size().columns - 1)
    rows = []
    for line in text.split("\n"):
        indent = line[: len(line) - len(line.lstrip())]
        whole = re.sub(_COMMAND, lambda command: command[0].replace(" ", _GLUE), line)
        rows.append(fill(whole, room, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False))
    return "\n".join(rows).replace(_GLUE, " ")


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
                full = round(_METER_WIDTH * min(done, total) / total)
                _write_meter(f"\r{'━' * full}{'─' * (_METER_WIDTH - full)} {min(done, total)} of {total} {what}")
            yield step
    finally:
        if shown_at:
            _write_meter(f"\r{' ' * (_METER_WIDTH + 30 + len(what))}\r")


def _write_meter(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
