"""The databases that count long tables: DuckDB in this process for files, ClickHouse for an organisation."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote, urlsplit

from cxdrill.core.analysis.long_rows import COLUMNS
from cxdrill.core.text import clean
from cxdrill.errors import DataError, WrongUsage
from cxdrill.files.csv.csv_cells import guarded, unguarded
from cxdrill.files.csv.long_table import KINDS, LongTable, Rows, package

SCHEME = "clickhouse://"
PASSWORD = "CLICKHOUSE_PASSWORD"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_PLAIN_PORT, _TLS_PORT = 8123, 8443
CLICKHOUSE_SOURCE = """WITH long_table AS (SELECT * FROM {database:Identifier}.{table:Identifier}),
answers AS (SELECT * FROM long_table WHERE exam = {exam:String} AND (attempt = 1 OR {every:UInt8} = 1))
"""
_SQL_KINDS = {"string": "VARCHAR", "int32": "INTEGER", "int64": "BIGINT", "bool_": "BOOLEAN", "float64": "DOUBLE"}
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "350MB",  # then it goes on in temporary files
    "preserve_insertion_order": False,
    "autoinstall_known_extensions": False,  # nothing is fetched
    "autoload_known_extensions": False,
}
_SECONDS = 10  # to connect


@contextmanager
def opened(named: Sequence[str]) -> Iterator[LongTable]:
    """The long table in files, or in the database that an address names; raises DataError and WrongUsage."""
    if not named[0].startswith(SCHEME):
        with TemporaryDirectory() as spill:
            yield _DuckDB([Path(each) for each in named], spill)
    elif len(named) > 1:
        raise WrongUsage("name one table of a database, and nothing beside it")
    else:
        yield _ClickHouse(named[0])


class _DuckDB:
    """Long tables in files of one kind, taken together as one."""

    def __init__(self, paths: Sequence[Path], spill: str) -> None:
        duckdb = package("duckdb")
        self.name = str(paths[0]) if len(paths) == 1 else f"{paths[0]} and {len(paths) - 1} more"
        self._base, self._duckdb = duckdb.connect(config={**_CONFIG, "temp_directory": spill}), duckdb
        self._is_csv = paths[0].suffix.lower() == ".csv"
        names = [glob.escape(str(path)) for path in paths]  # signs of patterns stand for themselves
        with _sentence(self.name, self._duckdb.Error):
            if self._is_csv:
                table = self._base.read_csv(names, header=True, all_varchar=True, delimiter=",", quotechar='"')
            else:
                table = self._base.read_parquet(names, hive_partitioning=False)
            _refuse_others(self.name, table.columns)
            columns = ((name, _SQL_KINDS[KINDS.get(name, "string")]) for name in COLUMNS)
            column = duckdb.ColumnExpression
            table.select(*(column(name).cast(kind).alias(name) for name, kind in columns)).create_view("long_table")

    def rows(self, query: str, exam: str = "", *, all_attempts: bool = False) -> Rows:
        column, value = self._duckdb.ColumnExpression, self._duckdb.ConstantExpression
        counted = column("exam") == value(guarded(exam) if self._is_csv else exam)
        if not all_attempts:
            counted &= column("attempt") == value(1)
        with _sentence(self.name, self._duckdb.Error):
            self._base.view("long_table").filter(counted).create_view("answers")
            found: Rows = self._base.execute(query).fetchall()
        if not self._is_csv:
            return found
        return [[unguarded(each) if isinstance(each, str) else each for each in row] for row in found]


class _ClickHouse:
    """A long table in ClickHouse, `clickhouse://USER@HOST:PORT/DATABASE.TABLE`; the environment has the password."""

    def __init__(self, address: str) -> None:
        host, port, user, database, table = _parts(address)
        self.name, self._names = f"{SCHEME}{host}/{database}.{table}", {"database": database, "table": table}
        clickhouse = package("clickhouse_connect")
        self._errors = (clickhouse.driver.exceptions.ClickHouseError, OSError)
        with _sentence(self.name, *self._errors):
            self._client = clickhouse.get_client(
                host=host,
                port=port or (_PLAIN_PORT if host in _LOOPBACK else _TLS_PORT),
                secure=host not in _LOOPBACK and port != _PLAIN_PORT,
                username=user,
                password=os.environ.get(PASSWORD, ""),
                connect_timeout=_SECONDS,
                query_retries=0,
            )
            told = self._client.query(f"{CLICKHOUSE_SOURCE} SELECT * FROM long_table LIMIT 0", self._values())
        _refuse_others(self.name, told.column_names)

    def rows(self, query: str, exam: str = "", *, all_attempts: bool = False) -> Rows:
        with _sentence(self.name, *self._errors):
            found: Rows = self._client.query(CLICKHOUSE_SOURCE + query, self._values(exam, all_attempts)).result_rows
        return found

    def _values(self, exam: str = "", is_every: bool = False) -> dict[str, Any]:
        return {**self._names, "exam": exam, "every": int(is_every)}


@contextmanager
def _sentence(name: str, *errors: type[Exception]) -> Iterator[None]:
    try:
        yield
    except errors as error:
        why = clean(str(error).partition("\n")[0])[:200]
        raise DataError(f"{name} cannot be read as a long table ({why})") from None


def _parts(address: str) -> tuple[str, int | None, str, str, str]:
    """The host, the port, the user, the database and the table; raises WrongUsage for what is no address."""
    try:
        parts = urlsplit(address)
        host, port, user = parts.hostname, parts.port, unquote(parts.username or "default")
    except ValueError:
        host = None
    if host is not None:
        if parts.password:
            raise WrongUsage(f"a password in an address stays in lists of commands; set {PASSWORD} instead")
        database, _, table = unquote(parts.path.lstrip("/")).partition(".")
        if database and table:
            return host, port, user, database, table
    raise WrongUsage(f"write {SCHEME}host/database.table, with user@ and :port if need be")


def _refuse_others(name: str, columns: Sequence[str]) -> None:
    missing = [each for each in COLUMNS if each not in columns]
    if missing:
        words = f'it has no column "{missing[0]}"' + (f" and lacks {len(missing) - 1} more" if len(missing) > 1 else "")
        hint = "write one with report --long; a row a person and a column an item is read with --matrix"
        raise DataError(f"{name} is no long table: {words}; {hint}")
