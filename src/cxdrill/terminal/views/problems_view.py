"""Problems in deck files as lines: where and what, the source line with the place underlined, and the repair."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from cxdrill.core.problem import Location, Problem, Severity
from cxdrill.core.text import clean_line
from cxdrill.terminal import paint
from cxdrill.terminal.paint import StyledLine, cells
from cxdrill.terminal.wording import count

LONGEST_LINE = 160  # cells of an excerpt where nothing else sets a limit
MOST_OF_A_FILE = 20  # problems shown
MOST_OF_A_KIND = 10  # of one rule in one file
MARGIN = 8  # of them for the line's number

SourceLine = Callable[[Location], str]
"""Gives the line of a file that a location names, or nothing where it cannot be read."""

_STYLES = {Severity.ERROR: paint.WRONG, Severity.WARNING: paint.DUE, Severity.NOTE: paint.PLAIN}


def problem_lines(
    problems: Iterable[Problem], source_line: SourceLine, room: int = LONGEST_LINE
) -> Iterator[StyledLine]:
    """Each problem with its source line, cut to `room` cells around the place, and its repair.

    Of one file the first ones, errors before others, and no more than some of each rule; the rest is counted.
    """
    found = list(problems)
    shown = _first(found)
    for problem in (each for place, each in enumerate(found) if place in shown):
        head = paint.words(f"{problem.severity} {problem.rule}", _STYLES[problem.severity])
        yield paint.joined(paint.words(f"{problem.location}: ", paint.TITLE), head, f": {clean_line(problem.message)}")
        if line := source_line(problem.location).rstrip():
            yield from _excerpt(line, problem, room - MARGIN)
        if problem.remedy:
            yield paint.joined("   ", clean_line(problem.remedy))
    rest = Counter((each.location.path, each.rule) for place, each in enumerate(found) if place not in shown)
    for (path, rule), number in rest.items():
        yield paint.words(f"{clean_line(path)}: {rule}: {number} more of this kind")


def _first(problems: Sequence[Problem]) -> set[int]:
    """The places of those to show."""
    shown: set[int] = set()
    of_file: Counter[str] = Counter()
    of_kind: Counter[tuple[str, str]] = Counter()
    for place, each in sorted(enumerate(problems), key=lambda row: list(Severity).index(row[1].severity)):
        path, kind = each.location.path, (each.location.path, each.rule)
        if of_file[path] < MOST_OF_A_FILE and of_kind[kind] < MOST_OF_A_KIND:
            shown.add(place)
            of_file[path] += 1
            of_kind[kind] += 1
    return shown


def summary_line(problems: Iterable[Problem], files: int, cards: int, hidden: int) -> StyledLine:
    """How many errors and warnings in how many files and cards, and how many notes are not shown."""
    found = list(problems)
    errors = sum(problem.severity is Severity.ERROR for problem in found)
    warnings = sum(problem.severity is Severity.WARNING for problem in found)
    where = f"in {count(files, 'file')}" + (f", {count(cards, 'card')}" if cards else "")
    words = f"{count(errors, 'error')}, {count(warnings, 'warning')} {where}"
    if not errors and not warnings:
        words = f"nothing to mend: {words}"
    more = f"; {count(hidden, 'note')} more with --notes" if hidden else ""
    style = paint.WRONG if errors else paint.DUE if warnings else paint.RIGHT
    return paint.joined(paint.words(words, style), paint.words(more))


def _excerpt(line: str, problem: Problem, room: int) -> Iterator[StyledLine]:
    start = min(problem.location.column - 1, len(line) - 1)
    word = re.split(r"[\s,:\]}]", line[start:], maxsplit=1)[0]
    end = min(start + (problem.width or max(1, len(word))), len(line))
    first = max(0, start - room // 3) if len(line) > room else 0
    last = min(len(line), first + room - 2)
    parts = (line[first:start], line[start : min(end, last)], line[end:last])
    before, marked, after = (clean_line(part.replace("\t", "    ")) for part in parts)
    before, after = ("…" if first else "") + before, after + ("…" if last < len(line) else "")
    number = f"{problem.location.line:>5}"
    style = _STYLES[problem.severity]
    yield paint.joined(paint.words(f"{number} | "), before, paint.words(marked, style), after)
    carets = "^" * max(1, cells(marked.rstrip()))
    yield paint.joined(paint.words(f"{' ' * len(number)} | "), " " * cells(before), paint.words(carets, style))
