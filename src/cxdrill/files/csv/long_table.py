"""The long table of a class as a file: CSV, or Parquet where pyarrow is installed."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cxdrill.core.analysis.long_rows import COLUMNS
from cxdrill.errors import DataError, WrongUsage
from cxdrill.files.csv.deck_csv import table_csv

NEEDS = 'Parquet needs the extra: pip install "cxdrill[scale]"'
_KINDS = {
    "attempt": "int32",
    "passed": "bool_",
    "expected": "float64",
    "right": "bool_",
    "points": "float64",
    "ms": "int64",
}


def long_table(rows: Iterable[tuple[Any, ...]], path: Path) -> bytes:
    """The bytes of the table, as the file's name says; raises WrongUsage for other names."""
    match path.suffix.lower():
        case ".csv":
            return table_csv([COLUMNS, *rows])
        case ".parquet":
            return _parquet(rows)
    raise WrongUsage(f"{path} is named neither .csv nor .parquet; name the long table so")


def _parquet(rows: Iterable[tuple[Any, ...]]) -> bytes:
    try:
        import pyarrow.parquet
    except ImportError:
        raise DataError(NEEDS) from None
    columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS)
    kinds = [getattr(pyarrow, _KINDS.get(name, "string"))() for name in COLUMNS]
    arrays = [pyarrow.array(each, kind) for each, kind in zip(columns, kinds, strict=True)]
    made = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(arrays, names=list(COLUMNS)), made)
    return made.getvalue()
