"""A mapping whose entries lie packed in numbered rows until they are first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import TypeVar

V = TypeVar("V")


class Unpacking(MutableMapping[str, V]):
    """Behaves like a dict. An entry is built once, and from then on is like any other."""

    __slots__ = ("_build", "_built", "_rows")

    def __init__(self, rows: Mapping[str, int] | None = None, build: Callable[[int], V] | None = None) -> None:
        self._rows = dict(rows or {})  # no key is both here and in `_built`
        self._build = build
        self._built: dict[str, V] = {}

    def row(self, key: str) -> int | None:
        """The row of an entry that is packed still."""
        return self._rows.get(key)

    def __getitem__(self, key: str) -> V:
        try:
            return self._built[key]
        except KeyError:
            row = self._rows[key]
        assert self._build is not None
        value = self._built[key] = self._build(row)
        del self._rows[key]
        return value

    def __setitem__(self, key: str, value: V) -> None:
        self._built[key] = value
        self._rows.pop(key, None)

    def __delitem__(self, key: str) -> None:
        if key in self._rows:
            del self._rows[key]
        else:
            del self._built[key]

    def __contains__(self, key: object) -> bool:
        return key in self._rows or key in self._built

    def __iter__(self) -> Iterator[str]:
        return iter([*self._built, *self._rows])

    def __len__(self) -> int:
        return len(self._built) + len(self._rows)

    def clear(self) -> None:
        """Leave nothing."""
        self._rows.clear()
        self._built.clear()
