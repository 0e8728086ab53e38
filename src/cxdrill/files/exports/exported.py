"""What every export gives back: the bytes to write, and what a person must be told about them."""

from __future__ import annotations

from msgspec import Struct


class LeftOut(Struct, frozen=True):
    """A card that the format cannot hold, by its key, and why."""

    card: str
    reason: str


class Exported(Struct, frozen=True):
    """One file's content; `left_out` names every card that is not in it, `notices` are whole sentences."""

    content: bytes
    left_out: tuple[LeftOut, ...] = ()
    notices: tuple[str, ...] = ()
