"""Screens as pictures: what a terminal shows, as SVG files that tests compare and the README shows."""

import os
from pathlib import Path

import pyte
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

FOLDER = Path(__file__).parent / "snapshots"
_THEME = TerminalTheme(
    (24, 26, 31),
    (220, 223, 228),
    [(40, 44, 52), (224, 108, 117), (152, 195, 121), (229, 192, 123), (97, 175, 239), (198, 120, 221), (86, 182, 194)]
    + [(220, 223, 228)],
)


def check_snapshot(name: str, screen: pyte.Screen, title: str) -> None:
    """Compares the screen with `snapshots/NAME.svg`; UPDATE_SNAPSHOTS=1 writes it instead."""
    path = FOLDER / f"{name}.svg"
    now = svg(screen, title)
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
    line = Text()
    cells = screen.buffer[row]
    for column in range(screen.columns):
        cell = cells[column]
        style = " ".join(
            word
            for word, is_on in (("bold", cell.bold), ("dim", cell.italics), ("reverse", cell.reverse), (_colour(cell.fg), cell.fg != "default"))
            if is_on
        )
        line.append(cell.data or "", style)
    return line


def _colour(name: str) -> str:
    return {"brown": "yellow"}.get(name, name)
