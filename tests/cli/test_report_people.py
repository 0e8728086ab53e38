"""`cxdrill report --people` and `--roster`: everybody with what is missing, who sent nothing, groups compared."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from xlsxwriter import Workbook

from builders import Journal
from command import run
from cxdrill.core.event import Draft
from exam_class import ALL, learner, sit, write_progress, writer_of

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ROSTER = "name;id;group\nAna María;7;north\nBo;8;north\nCleo;9;south\n"


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Ana fails (1 of 6), then passes (4 of 6); Bo fails; Cleo sent nothing; a stranger passes."""
    monkeypatch.chdir(tmp_path)
    ana = Journal(writer_of(1))
    sit(ana, ALL[:1])
    ana.wait(3600)
    sit(ana, ALL[:4])
    write_progress(tmp_path / "class" / "ana-maria.json", "learner-a", ana.events)
    write_progress(tmp_path / "class" / "8" / "progress.json", "learner-b", learner(2, ALL[:1]))
    write_progress(tmp_path / "class" / "zed.json", "learner-z", learner(3, ALL))
    (tmp_path / "people.csv").write_text(ROSTER, "utf-8")
    return tmp_path


def people(home, *more):
    found = run("report", "class", "--json", *more, home=home)
    assert found.code == 0, found
    return found.json


def test_everybody_on_the_roster_is_told_and_who_sent_nothing(home):
    found = people(home, "--roster", "people.csv")
    named = {each["name"]: each for each in found["people"]}

    assert {name: each["verdict"] for name, each in named.items()} == {
        "Ana María": "passed",
        "Bo": "2 points missing",
        "Cleo": "sent nothing",
        "zed": "passed",
    }
    ana = named["Ana María"]
    assert [ana[which]["score"] for which in ("first", "best", "last")] == [1, 4, 4]
    assert (ana["id"], ana["group"], ana["attempts"], ana["missing"]) == ("7", "north", 2, None)
    assert ana["topics"] == {"calls": pytest.approx(4 / 6)}
    assert found["not_on_roster"] == 1


def test_a_roster_may_be_a_workbook(home):
    with Workbook(home / "people.xlsx") as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(ROSTER.splitlines()):
            sheet.write_row(2 * number, 0, [int(cell) if cell.isdecimal() else cell for cell in line.split(";")])

    assert people(home, "--roster", "people.xlsx") == people(home, "--roster", "people.csv")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
@pytest.mark.parametrize("name", ["people.xlsx", "people.xls", "people.ods"])
def test_a_workbook_that_is_none_is_refused_in_a_sentence(home, content, name):
    (home / name).write_bytes(content)
    found = run("report", "class", "--roster", name, home=home)

    assert (found.code, found.out) == (3, "")
    assert found.err.startswith(f"cxdrill: {name}: ")


def test_groups_are_compared(home):
    north, south = people(home, "--roster", "people.csv")["groups"]

    assert (north["group"], north["people"], north["begun"], north["passed"]) == ("north", 2, 2, 1)
    assert north["first"] == pytest.approx(1 / 6)
    assert (south["people"], south["sent_nothing"], south["first"]) == (1, 1, None)


def test_without_a_roster_the_files_say_who_there_is(home):
    assert [each["name"] for each in people(home, "--people")["people"]] == ["8", "ana-maria", "zed"]
    assert "people" not in people(home)


def test_two_files_of_one_person_are_one_person(home):
    write_progress(home / "class" / "7.json", "learner-a2", learner(9, ALL))
    ana = people(home, "--roster", "people.csv")["people"][0]

    assert (ana["name"], ana["attempts"]) == ("Ana María", 3)


def test_a_column_says_whose_a_file_is(home):
    (home / "people.csv").write_text("name,learner,file\nZoe,learner-z,\nAnna,,ana-maria.json\n", "utf-8")
    named = {each["name"]: each["verdict"] for each in people(home, "--roster", "people.csv")["people"]}

    assert named == {"Anna": "passed", "Zoe": "passed", "8": "2 points missing"}


def test_study_is_told_with_the_cards_due(home):
    journal = Journal(writer_of(5))
    day = NOW.date()
    for card, days in (("q0", -1), ("q1", 40_000), ("q2", -3), ("q3", -3)):
        due = (day + timedelta(days=days)).isoformat()
        fields = {"card": f"calls/{card}", "rating": 3, "took_ms": 1, "day": day.isoformat(), "due": due}
        last = journal.save(Draft("review", fields))
    journal.save(Draft("suspend", {"card": "calls/q2"}))
    journal.save(Draft("undo", {"voids": last.id}))
    write_progress(home / "class" / "dee.json", "learner-d", journal.events)
    (dee,) = [each for each in people(home, "--people")["people"] if each["name"] == "dee"]

    assert (dee["due"], dee["verdict"]) == (1, "no attempt handed in")
    assert dee["last_studied"] == NOW.date().isoformat()


def test_the_table_and_the_screen_hold_everybody(home):
    found = run("report", "class", "--roster", "people.csv", "--csv", "-", home=home)
    rows = list(csv.DictReader(io.StringIO(found.out)))
    shown = run("report", "class", "--roster", "people.csv", "--plain", home=home).out

    assert [row["name"] for row in rows] == ["Ana María", "Bo", "Cleo", "zed"]
    assert [row["first_score"] for row in rows] == ["1.0", "1.0", "", "6.0"]
    assert "topic:calls" in rows[0]
    assert "Sent nothing: Cleo." in shown
    assert "2 points missing" in shown
    assert "south" in shown


@pytest.mark.parametrize(
    ("roster", "words"),
    [
        ("name\nBo\nbo\n", 'rows 2 and 3 are both called "bo"'),
        ("name,id\nBo,1\nAna,1\n", 'both called "1"'),
        ("person\nBo\n", "no column is called name"),
        ("name\n", "names nobody"),
        ("name,id\n,8\n", "row 2 has no name"),
        ("name\nNobody Here\n", "none of the people on the roster is in these files"),
        (b"PK\x03\x04", "a workbook"),
    ],
)
def test_a_roster_that_cannot_be_right_is_refused(home, roster, words):
    (home / "people.csv").write_bytes(roster if isinstance(roster, bytes) else roster.encode())
    found = run("report", "class", "--roster", "people.csv", "--csv", "out.csv", home=home)

    assert (found.code, found.out) == (3, "")
    assert words in found.err
    assert not (home / "out.csv").exists()
