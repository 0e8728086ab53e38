"""The one cleaning function that every text which is not ours passes before a screen, a message, a name or a log."""

from __future__ import annotations

import re
from unicodedata import category

# Characters that show nothing or change how others show, though Unicode does not call them control or format.
_INVISIBLE = frozenset(
    [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2065, 0x3164, 0xFFA0, *range(0x180B, 0x1810), *range(0xE0000, 0xE1000)]
)
_JOINER = "\u200d"
# More marks on one sign than any script has climb over the lines above it.
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_TOO_MANY_MARKS = f"({_MARK}{{8}}){_MARK}+"


def clean(text: str) -> str:
    """`text` with control bytes, escape and bidi controls and invisible characters turned into visible marks.

    Line feeds stay (CR LF counts as one), tabs become four blanks. Everything printable stays as typed; the result
    has no character that moves a cursor, and cleaning it again changes nothing.
    """
    # The common case, at the speed of C; the few printable invisible characters are all outside ASCII.
    if not text.isascii():
        text = re.sub(_TOO_MANY_MARKS, r"\1…", text)
    if text.isprintable() and (text.isascii() or _INVISIBLE.isdisjoint(map(ord, text))):
        return text
    text = text.replace("\r\n", "\n")
    return "".join(_visible(sign, text, place) for place, sign in enumerate(text))


def clean_line(text: str) -> str:
    """`clean` for a place that holds one line: line feeds become blanks."""
    return " ".join(clean(text).split("\n"))


def _visible(sign: str, text: str, place: int) -> str:
    if sign == "\n":
        return sign
    if sign == "\t":
        return "    "
    code = ord(sign)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if sign == _JOINER and _joins_emoji(text, place):
        return sign
    if code in _INVISIBLE or category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") or code & 0xFFFE == 0xFFFE:
        return f"‹U+{code:04X}›"
    return sign


def _joins_emoji(text: str, place: int) -> bool:
    """Whether the zero-width joiner at `place` stands between two pictures, as in the emoji of a family."""
    # A picture has a few marks behind it at most; thousands of joiners must not be gone through for each of them.
    before = text[max(0, place - 9) : place].rstrip("\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
    after = text[place + 1 : place + 2]
    return bool(before and after) and category(before[-1]) == "So" and category(after) == "So"
