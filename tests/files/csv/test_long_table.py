"""A long table counted by a database gives the figures of the class it was written of."""

import sys

import pytest

from cxdrill.core.analysis.analysis import analysis
from cxdrill.core.analysis.long_rows import COLUMNS
from cxdrill.errors import DataError, WrongUsage
from cxdrill.files.csv.long_engines import opened
from cxdrill.files.csv.long_table import tally
from long_class import EXAM, check_class, differences, figures, random_class, without_sheets, write_long

pytest.importorskip("duckdb")
pyarrow = pytest.importorskip("pyarrow")
pytest.importorskip("pyarrow.parquet")
FULL = next(seed for seed in range(100) if len(random_class(seed).sheets) > 30)
NAME = "it's [a] *class*"


@pytest.mark.parametrize("kind", [".parquet", ".csv"])
@pytest.mark.parametrize("seed", range(24))
def test_figures_are_those_of_the_files(tmp_path, seed, kind):
    path = write_long(tmp_path / f"{NAME}{kind}", random_class(seed, all_attempts=True))
    check_class(seed, str(path), all_attempts=seed % 3 == 0)


def test_several_files_are_one_class(tmp_path):
    about = random_class(FULL)
    half = len(about.sheets) // 2
    parts = [
        type(about)(exam=EXAM, asked=about.asked, sheets=each) for each in (about.sheets[:half], about.sheets[half:])
    ]
    paths = [str(write_long(tmp_path / f"{number}.parquet", each)) for number, each in enumerate(parts)]
    with opened(paths) as table:
        found = analysis(without_sheets(about), tally(table, EXAM, all_attempts=False))
    assert half > 4
    assert list(differences(figures(found), figures(analysis(about)))) == []


def test_a_table_named_twice_is_refused(tmp_path):
    path = str(write_long(tmp_path / "long.parquet", random_class(FULL)))
    with opened([path, path]) as table, pytest.raises(DataError, match="an attempt stands in it twice"):
        tally(table, EXAM, all_attempts=False)


@pytest.mark.parametrize("damage", ["cut short", "middle zeroed"])
def test_a_damaged_file_is_refused(tmp_path, damage):
    path = write_long(tmp_path / "long.parquet", random_class(FULL))
    content, words = bytearray(path.read_bytes()), None
    if damage == "cut short":
        del content[-200:]
        words = "cannot be read as a long table"
    else:
        content[100 : len(content) // 2] = bytes(len(content) // 2 - 100)
    path.write_bytes(content)
    with pytest.raises(DataError, match=words), opened([str(path)]) as table:
        tally(table, EXAM, all_attempts=False)


@pytest.mark.parametrize(("column", "text"), [("points", "many"), ("points", ""), ("attempt", "first"), ("ms", "1s")])
def test_a_cell_that_cannot_be_is_refused(tmp_path, column, text):
    path = write_long(tmp_path / "long.csv", random_class(FULL))
    lines = path.read_bytes().decode().split("\r\n")
    row = ["a", EXAM, "80%", "1", "", "yes", "", "1", "x/y", "t", "choice", "p", "a; b", "a", "1", "", "a", "no"]
    row += ["yes", "1.0", "1.0", "", "5"]
    assert len(row) == len(COLUMNS)
    row[COLUMNS.index(column)] = text
    path.write_bytes("\r\n".join([lines[0], ",".join(row), ""]).encode())
    with pytest.raises(DataError), opened([str(path)]) as table:
        tally(table, EXAM, all_attempts=False)


@pytest.mark.parametrize("name", ["table.csv", "table.parquet"])
def test_a_table_of_another_shape_is_refused(tmp_path, name):
    (tmp_path / "table.csv").write_text("learner,item,points\nAda,x,1\n")
    pyarrow.parquet.write_table(pyarrow.table({"learner": ["Ada"]}), tmp_path / "table.parquet")
    with pytest.raises(DataError, match=r'no column "(exam|item)"'), opened([str(tmp_path / name)]):
        pass


@pytest.mark.parametrize("address", ["clickhouse://host", "clickhouse://host/table", "clickhouse:///data.table"])
def test_an_address_that_is_none_is_told(address):
    with pytest.raises(WrongUsage, match=r"database\.table"), opened([address]):
        pass


def test_a_database_that_is_not_there_is_told_in_a_sentence():
    pytest.importorskip("clickhouse_connect")
    with pytest.raises(DataError, match=r"clickhouse://127\.0\.0\.1/data\.table cannot be read as a long table"):  # noqa: SIM117
        with opened(["clickhouse://127.0.0.1:9/data.table"]):
            pass


def test_a_password_in_an_address_is_refused():
    with pytest.raises(WrongUsage, match="CLICKHOUSE_PASSWORD"), opened(["clickhouse://me:secret@host/data.table"]):
        pass


def test_what_is_not_installed_is_named_with_the_extra_that_brings_it(tmp_path, monkeypatch):
    path = write_long(tmp_path / "long.parquet", random_class(FULL))
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(DataError, match=r"duckdb.*cxdrill\[scale\]"), opened([str(path)]):
        pass
