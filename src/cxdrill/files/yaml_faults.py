"""The parser's errors as sentences that a deck author can act on, at the line where the author's mistake is."""

from typing import Any

from cxdrill.files.problem_list import ProblemList


def tell(error: Exception, last: Any, raw: bytes, problems: ProblemList) -> None:
    """Note the error that ended the parse; `last` is the last event before it."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    problems.add("S105", place, str(getattr(error, "problem", error)), "mend the YAML there")
