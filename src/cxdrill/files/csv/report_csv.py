"""The item table of a report as CSV, its texts guarded against spreadsheets that run cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from cxdrill.files.csv.csv_cells import guarded


def table_csv(rows: Iterable[Sequence[Any]]) -> bytes:
    """The rows in UTF-8 with CRLF; numbers with all their digits, what is not known empty."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8", "replace")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    # A number is written by us and may begin with a minus sign: that is data, no formula.
    return repr(value) if isinstance(value, int | float) else guarded(str(value))
