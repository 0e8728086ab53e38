"""`report --long`: every answer as a row, under pseudonyms, as CSV and as Parquet."""

import csv
import io
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from builders import Journal
from command import run
from cxdrill.core.exams.attempt import attempts
from cxdrill.core.exams.exam import Feedback
from cxdrill.core.exams.record import record, record_text
from cxdrill.files.csv import long_table
from exam_class import ALL, RULES, learner, sit, write_progress, writer_of
from long_class import differences


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for number in range(12):
        known = ALL[: number % 7]
        write_progress(tmp_path / "class" / f"person {number:02}.json", f"learner-{number}", learner(number + 1, known))
    return tmp_path


def rows(home, *more):
    found = run("report", "class", "--long", "long.csv", "--force", *more, home=home)
    assert found.code == 0, found
    return list(csv.DictReader(io.StringIO((home / "long.csv").read_text("utf-8"))))


def test_every_answer_is_a_row(home):
    found = rows(home)

    assert len(found) == 12 * 6
    assert {row["exam"] for row in found} == {"certification"}
    assert sum(float(row["points"]) for row in found) == sum(number % 7 for number in range(12))
    assert all((row["right"] == "yes") == (row["points"] == "1.0") for row in found)
    assert all((row["response"] == row["key"]) == (row["right"] == "yes") for row in found)
    assert {row["ms"] for row in found} == {"10000", "20000"}
    assert {row["type"] for row in found} == {"choice", "typed"}
    assert {row["attempt"] for row in found} == {"1"}


def test_learners_are_pseudonyms_unless_names_are_asked_for(home):
    hidden, shown = rows(home), rows(home, "--names")

    assert len({row["learner"] for row in hidden}) == 12
    assert not any("learner" in row["learner"] or "person" in row["learner"] for row in hidden)
    assert {row["learner"] for row in shown} == {f"person {number:02}" for number in range(12)}
    assert {row["learner"] for row in rows(home)} == {row["learner"] for row in hidden}


def test_the_name_in_a_record_cannot_be_found_by_trying_names(home):
    tables = []
    for number in (1, 2):
        journal = Journal(writer_of(50 + number), datetime(2026, 3, number, 9, tzinfo=UTC))
        sit(journal, ALL[:number], rules=replace(RULES, feedback=Feedback.FULL))
        (home / f"{number}.json").write_text(record_text(record(attempts(journal.events)[0], name="Ana")), "utf-8")
        assert run("report", f"{number}.json", "--long", f"{number}.csv", home=home).code == 0
        lines = (home / f"{number}.csv").read_text("utf-8").splitlines()[1:]
        tables.append({line.split(",")[0] for line in lines})

    assert [len(each) for each in tables] == [1, 1]
    assert tables[0].isdisjoint(tables[1])
    assert "Ana" not in str(tables)


def test_parquet_holds_the_same(home):
    parquet = pytest.importorskip("pyarrow.parquet")
    plain = rows(home)
    assert run("report", "class", "--long", "long.parquet", home=home).code == 0
    table = parquet.read_table(home / "long.parquet").to_pylist()

    assert [row["response"] or "" for row in table] == [row["response"] for row in plain]
    assert [row["points"] for row in table] == [float(row["points"]) for row in plain]
    assert table[0]["passed"] is (plain[0]["passed"] == "yes")
    assert table[0]["expected"] is None


@pytest.mark.parametrize(("name", "code"), [("long.xml", 2), ("class/person 00.json", 2), ("people.csv", 3)])
def test_other_names_and_files_that_exist_are_refused(home, name, code):
    (home / "people.csv").write_text("mine", "utf-8")
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    found = run("report", "class", "--long", name, home=home)

    assert (found.code, found.out) == (code, "")
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before


def figures(found):
    """What a report says of an exam, without what stands in progress files alone."""
    assert found.code == 0, found
    alone = ("learners", "flags", "left_out")
    told = {name: value for name, value in found.json.items() if name not in alone}
    told["exam"] = {name: value for name, value in told["exam"].items() if name not in ("title", "unfinished")}
    return told


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_long_table_is_read_back_to_the_same_figures(home, kind):
    pytest.importorskip("duckdb")
    (home / "tables").mkdir()
    told = run("report", "class", "--long", f"tables/long.{kind}", "--json", home=home)
    read = run("report", "tables" if kind == "parquet" else "tables/long.csv", "--json", home=home)

    assert list(differences(figures(read), figures(told))) == []
    assert (read.json["learners"], read.json["attempts"]) == (12, 12)


def test_a_long_table_is_shown_like_a_class_and_makes_a_page(home):
    pytest.importorskip("duckdb")
    run("report", "class", "--long", "long.csv", home=home)
    told, read = run("report", "class", home=home), run("report", "long.csv", home=home)
    page = run("report", "long.csv", "--html", "page.html", home=home)

    assert read.out.splitlines()[1:] == told.out.splitlines()[1:]
    assert page.code == 0
    assert "of 12 people passed" in (home / "page.html").read_text("utf-8")
    assert run("report", "long.csv", "--csv", "long.csv", "--force", home=home).code == 3


def test_people_of_a_long_table_are_those_of_the_files(home):
    pytest.importorskip("duckdb")
    (home / "people.csv").write_text("name,group\nperson 01,north\nperson 02,north\nperson 99,south\n", "utf-8")
    rows(home, "--names")
    told, read = (
        run("report", place, "--roster", "people.csv", "--json", home=home).json for place in ("class", "long.csv")
    )
    for found in (told, read):  # of study and role-plays an answer tells nothing
        for person in found["people"]:
            person.update(last_studied=None, due=None)

    assert list(differences(read["people"], told["people"])) == []
    assert list(differences(read["groups"], told["groups"])) == []
    assert read["not_on_roster"] == 10


def test_of_too_many_people_there_is_no_list(home, monkeypatch):
    pytest.importorskip("duckdb")
    rows(home)
    monkeypatch.setattr(long_table, "MOST_LISTED", 12)
    found = run("report", "long.csv", "--html", "page.html", home=home)

    assert "too many people" in found.err
    assert "of 12 attempts passed" in (home / "page.html").read_text("utf-8")


def test_the_exam_of_a_long_table_is_chosen_like_that_of_files(home):
    pytest.importorskip("duckdb")
    first = rows(home)
    with (home / "long.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([{**row, "exam": "other"}.values() for row in first[:6]])
    chosen, asked = (run("report", "long.csv", *more, "--json", home=home) for more in ((), ("--exam", "other")))

    assert "several exams with attempts: certification (12), other (1); this is certification" in chosen.err
    assert (chosen.json["attempts"], asked.json["attempts"]) == (12, 1)
    assert run("report", "long.csv", "--exam", "none", home=home).code == 2


@pytest.mark.parametrize(
    "words",
    [
        ("long.csv", "class"),
        ("long.csv", "more.parquet"),
        ("long.csv", "--rescore"),
        ("long.csv", "--long", "other.csv"),
        ("clickhouse://nowhere", "--json"),
        ("clickhouse://nowhere:port/data.answers",),
        ("clickhouse://[nowhere/data.answers",),
        ("clickhouse://127.0.0.1:9/data.answers", "clickhouse://127.0.0.1:9/data.answers"),
    ],
)
def test_what_goes_with_no_long_table_is_refused(home, words):
    for name in ("long.csv", "more.parquet"):
        (home / name).write_bytes(b"")
    found = run("report", *words, home=home)

    assert (found.code, found.out) == (2, "")


@pytest.mark.parametrize("place", ["class.csv", "class.parquet", "clickhouse://127.0.0.1:9/data.answers"])
def test_a_table_that_cannot_be_read_is_a_sentence(home, place):
    pytest.importorskip("duckdb")
    pytest.importorskip("clickhouse_connect")
    for name in ("class.csv", "class.parquet"):
        (home / name).write_bytes(b"learner,item\r\nAda,x\r\n")
    found = run("report", place, home=home)

    assert (found.code, found.out) == (3, "")
    assert len(found.err.strip().splitlines()) == 1
