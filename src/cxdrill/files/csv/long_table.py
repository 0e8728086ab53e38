"""The long table of a class as a file: CSV, or Parquet where pyarrow is installed."""

from __future__ import annotations

import io
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from cxdrill.core.analysis.long_rows import COLUMNS
from cxdrill.errors import DataError, WrongUsage
from cxdrill.files.csv.deck_csv import table_csv

KINDS = {
    **dict.fromkeys(("attempt", "place", "wordings"), "int32"),
    **dict.fromkeys(("passed", "open", "right", "fresh"), "bool_"),
    **dict.fromkeys(("expected", "guess", "points", "most"), "float64"),
    "ms": "int64",
}
"""What stands in a column that holds no text, by arrow's name of it."""


LONG_NAMES = (".csv", ".parquet")


def long_table(rows: Iterable[tuple[Any, ...]], path: Path) -> bytes:
    """The bytes of the table, as the file's name says; raises WrongUsage for other names."""
    match path.suffix.lower():
        case ".csv":
            return table_csv([COLUMNS, *rows])
        case ".parquet":
            return _parquet(rows)
    raise WrongUsage(f"{path} is named neither .csv nor .parquet; name the long table so")


def package(name: str) -> Any:
    """A package that the extra for many people brings; raises DataError where it is missing."""
    try:
        return import_module(name)
    except ImportError:
        wanted = name.partition(".")[0].replace("_", "-")
        raise DataError(f'that needs {wanted}, which an extra brings: pip install "cxdrill[scale]"') from None


def _parquet(rows: Iterable[tuple[Any, ...]]) -> bytes:
    pyarrow, parquet = package("pyarrow"), package("pyarrow.parquet")
    columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS)
    kinds = [KINDS.get(name, "string") for name in COLUMNS]
    texts = [
        [_utf8(each) for each in column] if kind == "string" else column
        for kind, column in zip(kinds, columns, strict=True)
    ]
    arrays = [pyarrow.array(each, getattr(pyarrow, kind)()) for each, kind in zip(texts, kinds, strict=True)]
    made = io.BytesIO()
    parquet.write_table(pyarrow.table(arrays, names=list(COLUMNS)), made)
    return made.getvalue()


def _utf8(text: str | None) -> bytes | None:
    return None if text is None else text.encode("utf-8", "replace")
