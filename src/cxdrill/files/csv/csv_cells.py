"""The cells of a table's row by the fields they hold, all as the fields declare, and how a cell is written.

A list of options, items or pairs stands in numbered columns, other lists of entries in rows below the card's.
Text that a spreadsheet could take for a formula, or that begins with an apostrophe, has one apostrophe more at its
front: a guard that comes off again, so every text comes back as it was. What follows a semicolon inside a cell is
guarded alike: where semicolons part the cells, a spreadsheet cuts there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cxdrill.core.cards.card import OF_EVERY_CARD
from cxdrill.core.cards.fields import Field, Kind, Shape, shape
from cxdrill.files.decks.deck_fields import DECK as DECK_SHAPE

SEPARATOR = ";"
_PART = re.compile(r"(?:\\.?|[^;\\])+", re.DOTALL)  # up to a separator that has no backslash before it

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
    return tuple(text for part in _PART.findall(cell) if (text := _unescaped(part)))


def _escaped(text: str) -> str:
    if not text:
        return text
    escaped = text.replace("\\", "\\\\").replace(SEPARATOR, "\\" + SEPARATOR)
    if text[-1].isspace():
        escaped = f"{escaped[:-1]}\\{escaped[-1]}"
    if text[0].isspace() and len(text) > 1:
        escaped = "\\" + escaped
    return escaped


def _unescaped(part: str) -> str:
    """One text without its backslashes; blanks around it go, unless a backslash holds them."""
    part = part.lstrip()
    bare = part.rstrip()
    if (len(bare) - len(bare.rstrip("\\"))) % 2 and len(bare) < len(part):
        bare = part[: len(bare) + 1]
    return re.sub(r"\\(.)", r"\1", bare, flags=re.DOTALL)


DECK, SOURCE, SCENARIO = "deck", "source", "scenario"  # the types of rows that are no cards
NUMBER = "_N"  # how a numbered column ends here
Cells = dict[str, str]
"""The cells of one row that are not empty, by column."""

_LEFT, _RIGHT = (Field(name, Kind.TEXT, "", required=True) for name in ("option", "why"))
_ITEM = shape("item", _LEFT, becomes=lambda option: option)
_PAIR = shape("pair", _LEFT, _RIGHT, becomes=lambda option, why: (option, why))
_NUMBERED = ("options", "items", "pairs")
OF_DECK = tuple(
    field for field in DECK_SHAPE.fields.values() if field.kind not in (Kind.TITLES, Kind.SCENARIOS, Kind.CARDS)
)


def is_in_rows(field: Field) -> bool:
    """Whether the entries of a field take a row each, below that of the card."""
    return field.kind is Kind.ENTRIES and field.name not in _NUMBERED


def group(field: Field) -> Shape | None:
    """The shape of what stands under each number, for a field in numbered columns."""
    own = field.entry or (_PAIR if field.kind is Kind.PAIRS else _ITEM)
    return own if field.name in _NUMBERED else None


def column(field: Field, number: object = "") -> str:
    """The column of a field; of one in a numbered group with its number, where the text is the option itself."""
    if number:
        return f"{'option' if field.name == 'text' else field.name}_{number}"
    return "prompt" if field.target == "prompt" else field.name


def columns_of(fields: Iterable[Field], *, is_deep: bool = False) -> Iterator[str]:
    """The columns of fields; numbered ones end in `_N`. `is_deep` takes those of rows below the card as well."""
    for field in sorted(fields, key=is_in_rows):
        if form := group(field):
            yield from (column(each, NUMBER[1:]) for each in form.fields.values())
        elif not field.entry:
            yield column(field)
        elif not is_in_rows(field):
            yield from (f"{field.name}_{name}" for name in field.entry.fields)
        elif is_deep:
            yield from columns_of(field.entry.fields.values(), is_deep=True)


COMMON = frozenset(("deck", "type", "id", "prompt", *columns_of(OF_EVERY_CARD)))
COLUMNS = {  # of the rows that are no cards
    DECK: frozenset(("type", *columns_of(OF_DECK))),
    SOURCE: frozenset(("deck", "type", "id", "title")),
    SCENARIO: frozenset(("deck", "type", "id", "prompt")),
}


def part_types(fields: Iterable[Field]) -> Iterator[str]:
    """The types of rows that belong to a card."""
    for form in (field.entry for field in fields if is_in_rows(field) and field.entry):
        yield from (form.name, *part_types(form.fields.values()))


def cells_of(fields: Iterable[Field], value: Any) -> Cells:
    """The cells of a value's fields that say something."""
    cells: Cells = {}
    for field in fields:
        held = getattr(value, field.attribute or field.name)
        if not (held or field.required) or is_in_rows(field):
            continue
        if form := group(field):
            for number, each in enumerate(held, 1):
                for inner, part in zip(form.fields.values(), _parts(form, each), strict=True):
                    if part or inner.required:
                        cells[column(inner, number)] = part if type(part) is str else _cell(inner, part)
        elif field.entry:
            inside = cells_of(field.entry.fields.values(), held)
            cells |= {f"{field.name}_{name}": text for name, text in inside.items()}
        else:
            cells[column(field)] = held if type(held) is str else _cell(field, held)
    return cells


def _parts(form: Shape, entry: Any) -> Sequence[Any]:
    if form is _ITEM:
        return (entry,)
    return entry if form is _PAIR else [getattr(entry, each.attribute or each.name) for each in form.fields.values()]


def _cell(field: Field, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return list_cell(value)
    if isinstance(value, bool):
        return str(value).lower() if field.required else "yes" if value else ""
    return str(value) if value or field.required else ""
