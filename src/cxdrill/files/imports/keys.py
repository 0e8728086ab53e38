"""Which options a table's key names: by letter, by number or by text, the same way in the whole table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from cxdrill.files.imports.columns import plain

Read = Callable[[str, Sequence[str]], frozenset[int] | None]
_AND = re.compile(r"\s*[,;/|&+\n]\s*|\s+(?:and|und|et|y|e)\s+")
_NAME = "option|answer|choice|opci[oó]n|respuesta|antwort|auswahl|r[eé]ponse|choix|op[cç][aã]o|resposta|alternativa"
_MARK = rf"(?:(?:{_NAME})\s+)?\(?({{}})(?:[.):]+(?:\s.*)?|$)"
_LETTER, _NUMBER = re.compile(_MARK.format("[a-j]"), re.DOTALL), re.compile(_MARK.format("[1-9]|10"), re.DOTALL)


def by_letter(key: str, options: Sequence[str]) -> frozenset[int] | None:
    """The places that `B`, `b)`, `A, C`, `AC` or `B) Paris` name, of options that may be empty; None for no letters."""
    bare = key.strip().casefold()
    if re.fullmatch("[a-j]{2,10}", bare) and list(bare) == sorted(set(bare)):
        return _within((ord(mark) - ord("a") for mark in bare), options)
    return _marks(bare, _LETTER, lambda mark: ord(mark) - ord("a"), options)


def by_number(key: str, options: Sequence[str]) -> frozenset[int] | None:
    """The places that `2`, `1,3` or `Option 2` name."""
    bare = re.sub(r"(?<=\d)\.0\b", "", key.strip().casefold())
    return _marks(bare, _NUMBER, lambda mark: int(mark) - 1, options)


def by_text(key: str, options: Sequence[str]) -> frozenset[int] | None:
    """The places of the options that the key spells out."""
    texts = [plain(option) or option.strip() for option in options]
    whole = plain(key) or key.strip()
    if texts.count(whole) == 1:
        return frozenset((texts.index(whole),))
    exact = [option.strip() for option in options]
    if exact.count(key.strip()) == 1:
        return frozenset((exact.index(key.strip()),))
    for sign in ("\n", ";", "|", ","):
        parts = [plain(part) or part.strip() for part in key.split(sign)]
        if len(parts) > 1 and all(texts.count(part) == 1 for part in parts):
            return frozenset(map(texts.index, parts))
    return None


READINGS: dict[str, Read] = {"letter": by_letter, "number": by_number, "text": by_text}


def reading(rows: Sequence[tuple[str, Sequence[str]]], *, is_number: bool = False) -> str:
    """The way in which all the keys of a table can be read; `mixed` where none serves, `unclear` where two differ."""
    fitting = [name for name, read in READINGS.items() if all(read(*row) is not None for row in rows)]
    if is_number and "number" in fitting:
        return "number"
    if len(fitting) < 2:
        return fitting[0] if fitting else "mixed"
    are_one = all(len({READINGS[name](*row) for name in fitting}) == 1 for row in rows)
    return fitting[0] if are_one else "unclear"


def places(key: str, options: Sequence[str], how: str) -> frozenset[int] | None:
    """The places that a key names, read that way; None where it names none, or different ones."""
    if how in READINGS:
        return READINGS[how](key, options)
    found = {each for read in READINGS.values() if (each := read(key, options)) is not None}
    return found.pop() if len(found) == 1 else None


def _marks(
    key: str, pattern: re.Pattern[str], place: Callable[[str], int], options: Sequence[str]
) -> frozenset[int] | None:
    whole = pattern.fullmatch(key)
    found = [whole] if whole else [pattern.fullmatch(part) for part in _AND.split(key) if part]
    return _within((place(each[1]) for each in found if each), options) if found and all(found) else None


def _within(places: Iterable[int], options: Sequence[str]) -> frozenset[int] | None:
    found = frozenset(places)
    return found if found and all(0 <= each < len(options) and options[each].strip() for each in found) else None
