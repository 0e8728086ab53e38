"""The text of a GIFT file in pieces: questions between empty lines, and what no backslash keeps from being a sign."""

from __future__ import annotations

import re
from collections.abc import Iterator

ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def blocks(text: str) -> Iterator[tuple[int, str]]:
    """Pieces between empty lines, with the number of their first line; inside braces an empty line ends nothing."""
    block: list[str] = []
    depth = start = 0
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if not line.strip() and depth <= 0:
            if block:
                yield start, "\n".join(block)
            block, depth = [], 0
            continue
        start = start if block else number
        block.append(line)
        if not line.lstrip().startswith("//"):
            plain = ESCAPED.sub("", line) if "\\" in line else line
            depth += plain.count("{") - plain.count("}")
        if line.startswith("$CATEGORY:"):
            yield start, line
            block = []
    if block:
        yield start, "\n".join(block)


def find(text: str, sign: str) -> int:
    """The place of a sign that has no backslash before it; -1 where there is none."""
    return next(_places(text, sign), -1) if "\\" in text else text.find(sign)


def _places(text: str, sign: str) -> Iterator[int]:
    found = re.finditer(rf"\\.|{re.escape(sign)}", text, re.DOTALL)
    return (each.start() for each in found if each[0] == sign)


def split(text: str, sign: str) -> list[str]:
    """The parts of a text between signs that have no backslash before them."""
    if "\\" not in text:
        return text.split(sign)
    places = list(_places(text, sign))
    starts = [0, *(place + len(sign) for place in places)]
    return [text[start:end] for start, end in zip(starts, [*places, len(text)], strict=True)]
