"""What stands in one CSV cell: the reversible guard for cells a spreadsheet would run, and lists inside a cell.

A guarded cell has one apostrophe more at its front than the text it holds. Only text that a spreadsheet could take
for a formula, and text that begins with an apostrophe itself, is guarded; so every text comes back as it was. What
follows a semicolon inside a cell is guarded alike: where semicolons part the cells, a spreadsheet cuts there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

MAX_SPREADSHEET_CELL = 32_767  # characters; Excel cuts longer cells off without a word
SEPARATOR = ";"

# Blanks, control and zero-width characters that a spreadsheet may skip before it looks at the first sign.
_SKIPPED = (
    r"\s\x00-\x20\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f"
    r"\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
)
# The ASCII triggers, their full-width and small forms (input methods and some importers fold them), and the minus sign.
_SIGNS = r"=+\-@＝＋－＠﹢﹣﹦﹫\u2212"
_NEEDS_GUARD = re.compile(rf"'|[{_SKIPPED}]*[{_SIGNS}\t\r\n]").match
_INSIDE = re.compile(f"(;[{_SKIPPED}]*)('*[{_SIGNS}])")
_GUARDED_INSIDE = re.compile(f"(;[{_SKIPPED}]*)'('*[{_SIGNS}])")


def guarded(text: str) -> str:
    """The cell for `text` that no spreadsheet runs."""
    if SEPARATOR in text:
        text = _INSIDE.sub(r"\1'\2", text)
    return text if text[:1].isalnum() or not _NEEDS_GUARD(text) else "'" + text


def unguarded(cell: str) -> str:
    """The text of a guarded cell; an apostrophe that guards nothing, as in `'tis`, is the text's own and stays."""
    text = cell[1:] if cell[:1] == "'" and _NEEDS_GUARD(cell, 1) else cell
    return _GUARDED_INSIDE.sub(r"\1\2", text) if SEPARATOR in text else text


def list_cell(texts: Iterable[str]) -> str:
    r"""Texts in one cell, `a; b`; a backslash goes before `;`, `\` and a blank at the end of a text."""
    return "; ".join([text if text.isalnum() else _escaped(text) for text in texts])


def cell_list(cell: str) -> tuple[str, ...]:
    """The texts of a cell made by `list_cell` or typed by hand: blanks around a text and empty texts do not count."""
    if "\\" not in cell:
        return tuple(stripped for text in cell.split(SEPARATOR) if (stripped := text.strip()))
    return tuple(text for part in _parts(cell) if (text := _unescaped(part)))


def _escaped(text: str) -> str:
    if not text:
        return text
    escaped = text.replace("\\", "\\\\").replace(SEPARATOR, "\\" + SEPARATOR)
    if text[-1].isspace():
        escaped = f"{escaped[:-1]}\\{escaped[-1]}"
    if text[0].isspace() and len(text) > 1:
        escaped = "\\" + escaped
    return escaped


def _parts(cell: str) -> list[str]:
    """The cell cut at every separator that has no backslash before it."""
    parts, start, place = [], 0, 0
    while place < len(cell):
        if cell[place] == "\\":
            place += 2
            continue
        if cell[place] == SEPARATOR:
            parts.append(cell[start:place])
            start = place + 1
        place += 1
    return [*parts, cell[start:]]


def _unescaped(part: str) -> str:
    """One text without its backslashes; blanks around it go, unless a backslash holds them."""
    part = part.lstrip()
    bare = part.rstrip()
    if (len(bare) - len(bare.rstrip("\\"))) % 2 and len(bare) < len(part):
        bare = part[: len(bare) + 1]
    return re.sub(r"\\(.)", r"\1", bare, flags=re.DOTALL)
