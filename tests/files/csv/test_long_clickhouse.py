"""The same text counts long tables in ClickHouse, its embedded build behind HTTP, to the figures of the files."""

import subprocess
import sys
from pathlib import Path

import pytest

from cxdrill.errors import DataError
from cxdrill.files.csv.long_engines import opened
from long_class import check_class, random_class, write_long

pytest.importorskip("clickhouse_connect")
pytest.importorskip("chdb", reason="needs chdb, which make soak installs")
pytest.importorskip("pyarrow")
pytestmark = pytest.mark.soak
SEEDS = range(40)
SERVER = Path(__file__).parents[2] / "support" / "chdb_server.py"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables")
    paths = [write_long(folder / f"{seed}.parquet", random_class(seed, all_attempts=True)) for seed in SEEDS]
    server = subprocess.Popen([sys.executable, SERVER, *paths], stdout=subprocess.PIPE, text=True)
    try:
        yield f"clickhouse://127.0.0.1:{server.stdout.readline().strip()}"
    finally:
        server.kill()
        server.communicate()


@pytest.mark.parametrize("seed", SEEDS)
def test_figures_are_those_of_the_files(address, seed):
    check_class(seed, f"{address}/class.answers{seed}", all_attempts=seed % 3 == 0)


@pytest.mark.parametrize(
    "table", ["class.none", "none.answers0", "class.other", "class.a' OR `b", "class.answers0; --"]
)
def test_a_table_that_is_not_there_or_another_is_told_in_a_sentence(address, table):
    with pytest.raises(DataError, match="clickhouse://"), opened([f"{address}/{table}"]):
        pass
