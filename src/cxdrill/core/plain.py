"""Values as plain data (mappings, lists, text, numbers) and back, as their types say; some fields, and groups of them.

A fraction is plain as its text, `4/5`. How cards are written is `core/cards/registry.py`'s part.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from fractions import Fraction
from operator import attrgetter
from typing import Any, TypeVar

import msgspec

Kind = TypeVar("Kind")
Key = TypeVar("Key")
_FRACTION = r"[0-9]{1,18}(?:/0*[1-9][0-9]{0,17}|\.[0-9]{1,18})?"  # no exponents: 1e99999999 takes for ever


def plain(value: Any) -> Any:
    """The value as plain data; what it leaves at its default is there too, unless its type omits that."""
    return _with_lists(msgspec.to_builtins(value, enc_hook=_written))


def value_from(data: Any, kind: type[Kind]) -> Kind:
    """The value of that type that plain data hold; raises ValueError where they hold none, whatever they are."""
    try:
        return msgspec.convert(data, kind, dec_hook=_read)
    except (RecursionError, OverflowError) as cause:
        raise ValueError("nested too deeply, or a number out of bounds") from cause


def value_or_none(data: Any, kind: type[Kind]) -> Kind | None:
    """The value of that type that plain data hold; None where they hold none."""
    try:
        return value_from(data, kind)
    except ValueError:
        return None


def _with_lists(data: Any) -> Any:
    """The data with lists for tuples, as JSON gives them back."""
    if isinstance(data, dict):
        return {name: _with_lists(each) for name, each in data.items()}
    return [_with_lists(each) for each in data] if isinstance(data, list | tuple) else data


def _written(value: Any) -> Any:
    if isinstance(value, Fraction):
        return str(value)
    raise NotImplementedError(f"nothing plain stands for {type(value)}")


def _read(kind: type, data: Any) -> Any:
    if kind is Fraction and re.fullmatch(_FRACTION, str(data)):
        return Fraction(str(data))
    raise ValueError("a number is missing")


def canonical(value: Any) -> bytes:
    """The value as JSON with sorted keys, no blanks and no escapes but the necessary ones."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "surrogatepass")


def digest(value: Any) -> str:
    return digest_of_lines((canonical(value),), end=b"")


def digest_of_lines(texts: Iterable[bytes], end: bytes = b"\n") -> str:
    """The SHA-256 of canonical texts, each with a line break behind it; none holds one, so where each ends is clear."""
    from hashlib import sha256  # loads OpenSSL, for which a study session that reads an attempt has no use

    found = sha256()
    for text in texts:
        found.update(text + end)
    return found.hexdigest()


def grouped(pairs: Iterable[tuple[Key, Kind]]) -> dict[Key, list[Kind]]:
    """The second values of pairs under their first, each in the order met."""
    groups: dict[Key, list[Kind]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


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
    return [shape(value, fields) for value in values]
