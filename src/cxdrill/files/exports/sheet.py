"""What the exports for people and for Anki share: letters, blanks, and orders that give nothing away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from string import ascii_lowercase

from cxdrill.core.cards.card import Option


def scrambled(texts: Sequence[str]) -> list[str]:
    """The texts in an order that looks random, is the same every time, and is never the one given."""
    mixed = sorted(texts, key=lambda text: sha256(text.encode("utf-8", "replace")).digest())
    return mixed if mixed != list(texts) else [*mixed[1:], *mixed[:1]]


def lettered(options: Sequence[Option]) -> Iterator[tuple[str, Option]]:
    """The options with the letters they are answered by."""
    yield from zip(ascii_lowercase, options, strict=False)
