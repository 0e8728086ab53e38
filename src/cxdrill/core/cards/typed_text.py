"""Whether a text typed from memory says the same as an accepted answer, and how it differs where it nearly does.

Forgives what says nothing about knowledge: case, spacing, blanks round signs and units, hyphens between letters,
typographic quotes and dashes, compatible forms of characters, digits of other scripts, closing punctuation, and what
`languages` adds. A near miss is still wrong; what a drill makes of it is left to the drill.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from cxdrill.core.cards.languages import STRICT, Manner, is_same, lowered, spelled

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´ʼ", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−־", "-"),
        "⁄": "/",
    }
)
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_CLOSING = ".,;:!?。؟، "
_OPENING = "¿¡ "
_TIGHT = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"(?<=\d) ?([ap])\.? ?m\b\.?", r"\1m"),  # 9 a.m.
        (r"(?<=\d) (?=[^\W\d_]|[%°‰€$£¥])", ""),  # 80 %, 5 km
        (r"(?<=[€$£¥#§%]) (?=\d)", ""),  # € 24.90
        (r" ?([/+=<>*×]) ?", r"\1"),
        (r" ?([,;]) ?(?!\d)|(?<!\d) ?([,;]) ?", r"\1\2"),  # between digits a comma may be a decimal one
    )
)
_LONGEST = 200  # characters; a longer text is an essay, not a slip of the keys


class Difference(StrEnum):
    """How one place of what was typed relates to what is right."""

    SAME = "same"
    WRONG = "wrong"  # one character stands for another
    EXTRA = "extra"  # typed, but not in the answer
    MISSING = "missing"  # in the answer, but not typed
    SWAPPED = "swapped"  # two neighbours turned round


class Mark(Struct, frozen=True):
    """One place of an alignment: the characters typed there and those that are right."""

    difference: Difference
    typed: str
    right: str


def tidy(text: str) -> str:
    """The text with plain quotes, dashes and single spaces, and without invisible characters or closing punctuation."""
    # Quotes first: the compatible form of an accent that stands for one is a space and a combining mark.
    plain = unicodedata.normalize("NFKC", text.translate(_PLAIN)).translate(_PLAIN)
    plain = plain.replace('" ', '"', 1).replace(' "', '"') if plain[:2] == '" ' else plain  # « so »
    visible = "".join(character for character in plain if unicodedata.category(character) != "Cf")
    spaced = re.sub(r" ?- ?", "-", " ".join(visible.split()))
    if not spaced.isascii():
        spaced = "".join(str(unicodedata.decimal(sign, sign)) for sign in spaced).lstrip(_OPENING) or spaced
    return spaced.rstrip(_CLOSING) or spaced


def folded(text: str, manner: Manner = STRICT) -> str:
    """The form in which two texts are compared: without case, and with a blank for a hyphen between letters."""
    plain = unicodedata.normalize("NFKC", lowered(_HYPHEN.sub(" ", tidy(text)), manner))
    for pattern, instead in _TIGHT:
        plain = pattern.sub(instead, plain)
    return spelled(plain, manner)


def is_accepted(typed: str, answers: Iterable[str], manner: Manner = STRICT) -> bool:
    """Whether what was typed says the same as one of the answers."""
    written = folded(typed, manner)
    return any(is_same(written, folded(answer, manner), manner) for answer in answers)


def near_miss(typed: str, answers: Iterable[str]) -> tuple[Mark, ...]:
    """The alignment with the nearest answer if only a few letters differ; empty if it is no near miss.

    Up to one edit in 3 letters, two in 6, three in 12; a neighbouring pair turned round counts as one. Digits must
    agree: another number is another fact, not a slip.
    """
    written = tidy(typed)
    nearest: tuple[Mark, ...] = ()
    fewest = _LONGEST
    for answer in map(tidy, answers):
        allowed = _allowed(answer)
        if abs(len(written) - len(answer)) > allowed or len(answer) > _LONGEST or _digits(written) != _digits(answer):
            continue
        marks = aligned(written, answer)
        edits = sum(mark.difference is not Difference.SAME for mark in marks)
        if edits <= allowed and edits < fewest:
            nearest, fewest = marks, edits
    return nearest


def aligned(typed: str, right: str) -> tuple[Mark, ...]:
    """The two texts side by side with the fewest differences (optimal string alignment), case aside."""
    written, wanted = [sign.casefold() for sign in typed], [sign.casefold() for sign in right]
    costs = _costs(written, wanted)
    marks: list[Mark] = []
    row, column = len(typed), len(right)
    while row or column:
        difference, rows, columns = _last_step(costs, written, wanted, row, column)
        marks.append(Mark(difference, typed[row - rows : row], right[column - columns : column]))
        row, column = row - rows, column - columns
    return tuple(reversed(marks))


def _costs(typed: list[str], right: list[str]) -> list[list[int]]:
    """The fewest edits between the first `row` letters typed and the first `column` right ones."""
    costs = [list(range(len(right) + 1))]
    for row in range(1, len(typed) + 1):
        line = [row]
        for column in range(1, len(right) + 1):
            edit = costs[row - 1][column - 1] + (typed[row - 1] != right[column - 1])
            cheapest = min(edit, costs[row - 1][column] + 1, line[column - 1] + 1)
            if _is_swap(typed, right, row, column):
                cheapest = min(cheapest, costs[row - 2][column - 2] + 1)
            line.append(cheapest)
        costs.append(line)
    return costs


def _is_swap(typed: list[str], right: list[str], row: int, column: int) -> bool:
    if row < 2 or column < 2 or typed[row - 1] == right[column - 1]:
        return False
    return typed[row - 2 : row] == right[column - 2 : column][::-1]


def _last_step(
    costs: list[list[int]], typed: list[str], right: list[str], row: int, column: int
) -> tuple[Difference, int, int]:
    """How the cheapest alignment ends there: the difference, and how many letters it takes of either text."""
    cost = costs[row][column]
    if row and column:
        is_same = typed[row - 1] == right[column - 1]
        if cost == costs[row - 1][column - 1] + (not is_same):
            return (Difference.SAME if is_same else Difference.WRONG), 1, 1
        if _is_swap(typed, right, row, column) and cost == costs[row - 2][column - 2] + 1:
            return Difference.SWAPPED, 2, 2
    if row and cost == costs[row - 1][column] + 1:
        return Difference.EXTRA, 1, 0
    return Difference.MISSING, 0, 1


def _allowed(answer: str) -> int:
    length = len(answer)
    return 0 if length < 3 else 1 if length < 6 else 2 if length < 12 else 3


def _digits(text: str) -> list[str]:
    return [sign for sign in text if sign.isdigit()]
