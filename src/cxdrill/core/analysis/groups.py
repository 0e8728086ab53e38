"""The top and the bottom group of a class: the 27 % with the highest and with the lowest scores (Kelley 1939)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import floor
from typing import NamedTuple

SHARE = 0.27


class Groups(NamedTuple):
    """The weight of each person in the two groups, from 0 to 1; each group's weights sum to `size`."""

    top: list[float]
    bottom: list[float]
    size: int


def groups(scores: Sequence[float]) -> Groups:
    """The groups, each of 27 % of the people rounded half up, at least one.

    People tied at a cut share the places left in equal parts, so the order of files decides nothing.
    """
    if not scores:
        return Groups([], [], 0)
    size, ordered = max(1, floor(SHARE * len(scores) + 0.5)), sorted(scores)
    low, high = ordered[size - 1], ordered[-size]
    low_part = (size - sum(score < low for score in ordered)) / ordered.count(low)
    high_part = (size - sum(score > high for score in ordered)) / ordered.count(high)
    top = [1.0 if score > high else high_part if score == high else 0.0 for score in scores]
    return Groups(top, [1.0 if score < low else low_part if score == low else 0.0 for score in scores], size)


def share(weights: Sequence[float], rows: Iterable[int], size: int) -> float | None:
    """The share of a group that the people at `rows` make."""
    return sum([weights[row] for row in rows]) / size if size else None
