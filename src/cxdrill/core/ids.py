"""Ids made of words in any script: `habitación` is `habitacion`, `Übung` is `uebung`, `ключ` is `klyuch`."""

import re

from anyascii import anyascii

LONGEST = 64  # characters of an id
_STEM = 48  # of one made of a sentence
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_SPANISH = re.compile("(?<=[gq])ü(?=[eéií])")  # `pingüino`: the sign says only that the letter is spoken


def slug(text: str, longest: int = _STEM) -> str:
    """The words of a text as an id, cut at a word where that is possible; empty where there is nothing to read."""
    plain = anyascii(_SPANISH.sub("u", text[:400].casefold()).translate(_GERMAN))
    words = re.sub(r"[^a-z0-9]+", "-", re.sub("['`]", "", plain.casefold())).strip("-")
    if len(words) > longest:
        cut = words[: longest + 1].rpartition("-")[0]
        words = cut if len(cut) > longest // 2 else words[:longest]
    return words.strip("-")
