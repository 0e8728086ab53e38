"""Figures beside their goals: collected by the benchmarks, printed as one table or as JSON."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """One row: what was measured, the number held against the goal, and the figure in words."""

    name: str
    value: float
    goal: float
    figure: str
    unit: str = "r"

    @property
    def is_met(self) -> bool:
        """Every goal is a most."""
        return self.value <= self.goal

    def line(self) -> str:
        """The row in words."""
        verdict = "met" if self.is_met else f"missed by {self.value / self.goal - 1:.0%}"
        return f"{self.name:58} {self.figure:>32}  {self.value:8.2f} {self.unit:6} goal {self.goal:6.2f}  {verdict}"


def as_json(figures: list[Figure]) -> str:
    """The rows for programs."""
    return json.dumps([{**asdict(each), "is_met": each.is_met} for each in figures], indent=2)
