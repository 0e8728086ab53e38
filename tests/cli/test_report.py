"""`cxdrill report` from the outside: its JSON, its table, its CSV, and what it leaves out."""

import csv
import io
import json
from random import Random

import pytest

from builders import Journal
from command import run
from cxdrill.core.exams.attempt import attempts
from cxdrill.core.exams.record import record, record_text
from exam_class import ALL, RULES, learner, sit, write_progress, writer_of

pytestmark = pytest.mark.usefixtures("there")


def write_class(folder, size, **flags):
    rng = Random(4)
    for number in range(size):
        able = rng.random()
        known = [name for name in ALL if rng.random() < able]
        write_progress(folder / f"{number:03}.json", f"learner-{number}", learner(number, known, **flags))


def test_json_has_the_shape_that_others_rely_on(home):
    write_class(home / "class", 30)
    found = run("report", "class", "--json", home=home)

    assert found.code == 0, found
    assert {"learners", "attempts", "exam", "items", "topics"} <= found.json.keys()
    assert (found.json["learners"], found.json["attempts"]) == (30, 30)
    assert found.json["exam"]["exam"] == RULES.id
    assert found.json["exam"]["fixed_form"] is True
    assert -1 < found.json["exam"]["alpha"] <= 1
    names = {"card", "n", "facility", "item_rest", "efficiency", "upper_lower", "options", "flags"}
    assert all(names <= item.keys() for item in found.json["items"])
    assert [item["card"] for item in found.json["items"]] == sorted(f"calls/{name}" for name in ALL)
    assert found.json["topics"]["calls"]["items"] == 6


def test_fewer_than_ten_people_are_counted_and_nothing_more(home):
    write_class(home / "class", 9)
    found = run("report", "class", "--json", home=home).json
    shown = run("report", "class", home=home)

    assert found["exam"]["sample"] == "counts"
    assert found["exam"]["mean"] is found["exam"]["alpha"] is found["exam"]["pass_rate"] is None
    assert all(item["facility"] is item["item_rest"] is None and item["n"] == 9 for item in found["items"])
    assert sum(option["n"] for option in found["items"][0]["options"]) == 9
    assert "counts only" in shown.out


def test_fewer_than_thirty_people_get_a_banner(home):
    write_class(home / "class", 29)

    assert "! unstable" in run("report", "class", home=home).out
    assert run("report", "class", "--json", home=home).json["exam"]["sample"] == "unstable"


def test_a_damaged_file_is_named_and_left_out_and_alone_gives_no_report(home):
    write_class(home / "class", 12)
    (home / "class" / "003.json").write_text("{")
    found = run("report", "class", "--json", home=home)

    assert (found.code, found.json["attempts"]) == (0, 11)
    assert "left out class/003.json: the file is damaged" in found.err
    assert [each["path"] for each in found.json["left_out"]] == ["class/003.json"]
    alone = run("report", "class/003.json", home=home)
    assert (alone.code, alone.out) == (3, "")


def test_flags_are_listed_with_notes_that_cannot_harm_the_screen(home):
    write_class(home / "class", 1, q0="both \x1b[31mfit")
    shown, found = run("report", "class", home=home), run("report", "class", "--json", home=home).json

    assert "both ␛[31mfit" in shown.out
    assert found["flags"][0]["card"] == "calls/q0"
    assert found["items"][0]["flags"][0]["note"] == "both \x1b[31mfit"


def test_the_exam_with_most_attempts_is_chosen_and_said(home):
    write_class(home / "class", 2)
    other = [
        event
        if event.kind != "exam-started"
        else type(event)(event.id, event.at, event.kind, event.fields | {"exam": "b"})
        for event in learner(9)
    ]
    write_progress(home / "class" / "other.json", "other", other)
    chosen, asked = (
        run("report", "class", "--json", home=home),
        run("report", "class", "--exam", "b", "--json", home=home),
    )

    assert chosen.json["exam"]["exam"] == RULES.id
    assert f"several exams with attempts: {RULES.id} (2), b (1); this is {RULES.id}" in chosen.err
    assert (asked.json["exam"]["exam"], asked.json["attempts"], asked.json["learners"]) == ("b", 1, 3)
    assert run("report", "class", "--exam", "none", home=home).code == 2


def test_all_attempts_are_counted_where_that_is_asked(home):
    journal = Journal(writer_of(1))
    sit(journal, ("q0",))
    sit(journal, ("q0", "q1"))
    write_progress(home / "a.json", "one", journal.events)

    assert run("report", "a.json", "--json", home=home).json["attempts"] == 1
    assert run("report", "a.json", "--json", "--all-attempts", home=home).json["attempts"] == 2


def test_a_table_for_a_spreadsheet_has_a_row_an_item(home):
    write_class(home / "class", 12)
    printed = run("report", "class", "--csv", "-", home=home)
    rows = list(csv.DictReader(io.StringIO(printed.out, newline="")))
    written = run("report", "class", "--csv", "items.csv", "--json", home=home)

    assert [row["card"] for row in rows] == sorted(f"calls/{name}" for name in ALL)
    assert float(rows[0]["facility"]) == pytest.approx(written.json["items"][0]["facility"])
    assert rows[0]["option_2"] == "Ask first"
    assert rows[0]["key_2"] == "yes"
    assert (home / "items.csv").read_bytes() == printed.out.encode()
    assert run("report", "class", "--csv", "items.csv", home=home).code == 3
    assert run("report", "class", "--csv", "class/001.json", "--force", home=home).code == 3


def test_records_are_read_with_the_decks_they_were_drawn_from(home):
    plain = record(attempts(learner(1))[0], "Ada")
    (home / "record.json").write_text(record_text(plain), "utf-8")
    found = run("report", "record.json", "--decks", "decks", "--json", home=home)

    assert found.json["attempts"] == 0
    assert "give them with --decks" in found.err


def test_a_matrix_is_reported_like_a_class(home):
    rows = "".join(f"p{number},{'AB'[number % 2]},{'C' if number < 6 else 'D'}\n" for number in range(20))
    (home / "marks.csv").write_text("learner,one,two\nkey,A,C\n" + rows)
    found = run("report", "--matrix", "marks.csv", "--json", home=home)

    assert (found.code, found.json["learners"]) == (0, 20)
    assert [item["facility"] for item in found.json["items"]] == [0.5, 0.3]
    assert run("report", "--matrix", "marks.csv", "--details", home=home).out.count("✓") == 2


def test_nobody_at_all_is_a_report_too(home):
    (home / "a.json").write_text(json.dumps({"format": 1, "learner": "one", "events": []}))
    found, shown = run("report", "a.json", "--json", home=home), run("report", "a.json", home=home)

    assert (found.code, found.json["learners"], found.json["attempts"], found.json["items"]) == (0, 1, 0, [])
    assert "No attempt was handed in" in shown.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "name progress files"),
        (("a.json", "--matrix", "b.csv"), "name progress files"),
        (("none.json",), "none.json does not exist"),
        ((".", "--json", "--csv", "-"), "one thing at a time"),
        ((".",), "there is no progress file and no record in .; name others"),
    ],
)
def test_wrong_usage_is_told(home, words, told):
    outcome = run("report", *words, home=home)

    assert (outcome.code, outcome.out) == (2, "")
    assert told in outcome.err
