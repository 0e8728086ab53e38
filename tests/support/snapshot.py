"""Screens as pictures: what a terminal shows, as SVG files that tests compare and the README shows."""

import os
from pathlib import Path

import pyte
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

FOLDER = Path(__file__).parents[1] / "snapshots"
_THEME = TerminalTheme(
    (24, 26, 31),
    (220, 223, 228),
    [
        *((40, 44, 52), (224, 108, 117), (152, 195, 121), (229, 192, 123)),
        *((97, 175, 239), (198, 120, 221), (86, 182, 194), (220, 223, 228)),
    ],
)


def check_snapshot(name: str, screen: pyte.Screen, title: str) -> None:
    """Compares the screen with `snapshots/NAME.svg`; UPDATE_SNAPSHOTS=1 writes it instead."""
    check_text(f"{name}.svg", svg(screen, title))


def check_text(name: str, now: str) -> None:
    """Compares a text with `snapshots/NAME`; UPDATE_SNAPSHOTS=1 writes it instead."""
    path = FOLDER / name
    if os.environ.get("UPDATE_SNAPSHOTS"):
        FOLDER.mkdir(exist_ok=True)
        path.write_text(now, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == now, f"{path.name} differs; UPDATE_SNAPSHOTS=1 makes it anew"


def svg(screen: pyte.Screen, title: str) -> str:
    """The picture of a screen."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=screen.columns, file=nowhere, force_terminal=True, color_system="standard")
        for row in range(screen.lines):
            console.print(_line(screen, row), no_wrap=True, overflow="crop")
        return console.export_svg(title=title, theme=_THEME, unique_id="screen")


def _line(screen: pyte.Screen, row: int) -> Text:
    """One row; a text without style gets one of its own, so that every stretch between wide gaps has its own place
    in the picture, whatever font draws it."""
    line = Text()
    cells = [screen.buffer[row][column] for column in range(screen.columns)]
    text = "".join(cell.data or "" for cell in cells).rstrip()
    for place, cell in enumerate(cells[: len(text)]):
        is_gap = cell.data == " " and (place == 0 or " " in (cells[place - 1].data, cells[place + 1].data))
        line.append(cell.data or "", "" if is_gap else _style(cell) or "not dim")
    return line


def _style(cell: pyte.screens.Char) -> str:
    parts = (
        ("bold", cell.bold),
        ("dim", cell.italics),
        ("reverse", cell.reverse),
        (_colour(cell.fg), cell.fg != "default"),
    )
    return " ".join(word for word, is_on in parts if is_on)


def _colour(name: str) -> str:
    return {"brown": "yellow"}.get(name, name)
