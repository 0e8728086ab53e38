"""Steps from older formats of the progress file to the present one. Each takes the whole JSON object one format up.

Format 1 is the first, so there are none yet. The store keeps a backup before it writes what a step made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Step = Callable[[dict[str, Any]], dict[str, Any]]

STEPS: Mapping[int, Step] = {}
"""The format that a step starts from, and the step."""


def migrated(top: dict[str, Any], number: int, steps: Mapping[int, Step]) -> dict[str, Any] | None:
    """The object in format `number`, or None where no chain of steps leads there."""
    while type(top.get("format")) is int and top["format"] < number:
        step = steps.get(top["format"])
        if step is None:
            return None
        top = {**step(top), "format": top["format"] + 1}
    return top
