"""The problems found in one file: each message cleaned and kept to one line, and never more than anybody reads."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from cxdrill.core.problem import Location, Problem, Severity
from cxdrill.core.text import clean_line
from cxdrill.errors import nearest

MAX_PROBLEMS = 1_000  # of one file: a hostile one could make millions
MAX_KNOWN = 200  # names that a misspelt one is compared with
MAX_QUOTE = 60  # characters of a deck's text inside a message


class Guesses:
    """Guesses at misspelt words, as long as that does not take too long."""

    def __init__(self) -> None:
        self._patience = 8_000  # comparisons of a misspelt word with a known one, which are slow

    def __call__(self, word: str, known: Iterable[str]) -> str:
        """The one of `known` that `word` seems to mean, or nothing; also nothing once that took long enough."""
        names = {name.casefold().replace("_", "-"): name for name in islice(known, MAX_KNOWN)}
        self._patience -= len(names)
        if self._patience < 0 or len(word) > MAX_QUOTE:
            return ""
        found = nearest(word.casefold().replace("_", "-"), names)
        return names[found[0]] if found else ""


class ProblemList:
    """Collects the errors of the file at `path`; those over the limit are left out, and one last line says so."""

    def __init__(self, path: str) -> None:
        self.path = clean_line(path)
        self._problems: list[Problem] = []
        self.nearest = Guesses()

    @property
    def is_full(self) -> bool:
        """Whether more problems would only be dropped."""
        return len(self._problems) >= MAX_PROBLEMS

    def __len__(self) -> int:
        return len(self._problems)

    def add(self, rule: str, place: tuple[int, int], message: str, remedy: str = "", width: int = 0) -> None:
        """Note an error at `place`, its line and column from 1."""
        if self.is_full:
            return
        location = Location(self.path, *place)
        told = clean_line(message), clean_line(remedy)
        self._problems.append(Problem(location, rule, Severity.ERROR, *told, min(width, MAX_QUOTE)))

    def is_told(self, place: tuple[int, int]) -> bool:
        """Whether something was noted at that place already."""
        return any((problem.location.line, problem.location.column) == place for problem in self._problems)

    def has(self, rule: str, lines: range) -> bool:
        """Whether that rule was noted in one of the lines."""
        return any(problem.rule == rule and problem.location.line in lines for problem in self._problems)

    def all(self) -> tuple[Problem, ...]:
        """The problems in the order of their places."""
        found = sorted(self._problems, key=lambda problem: problem.location)
        if self.is_full:
            rest = f"the file has more problems than these {MAX_PROBLEMS}"
            found.append(Problem(found[-1].location, "S106", Severity.ERROR, rest, "mend these first and check again"))
        return tuple(found)


def quoted(text: str) -> str:
    """`text` in quotation marks for a message: cleaned, one line, cut where it is long."""
    cut = text if len(text) <= MAX_QUOTE else text[: MAX_QUOTE - 1] + "…"
    return f'"{clean_line(cut)}"'
