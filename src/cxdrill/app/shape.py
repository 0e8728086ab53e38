"""Values as the JSON that commands print: which fields, under which names, to how many digits."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from cxdrill.core.plain import plain


def shape(value: object, fields: str) -> dict[str, Any]:
    """Some fields of a value as plain data: `reviews new=counts.new seconds:1` (`:1` rounds, `:0` to whole numbers)."""
    made = {}
    for field in fields.split():
        words, _, digits = field.partition(":")
        name, _, path = words.partition("=")
        part = attrgetter(path or name)(value)
        if digits and part is not None:
            part = round(part, int(digits) or None)
        made[name] = plain(part)
    return made


def shapes(values: Any, fields: str) -> list[dict[str, Any]]:
    """Some fields of each of the values."""
    return [shape(value, fields) for value in values]
