"""`cxdrill verify`: a record scored again; anything changed in it, or in the decks, is told."""

import pytest

from command import on_decks, run
from taken import check_at, passed


@pytest.fixture
def home(tmp_path):
    check_at(tmp_path)
    passed(tmp_path)
    (tmp_path / "record.json").write_bytes(record(tmp_path))
    return tmp_path


def record(home, number="1") -> bytes:
    return on_decks("results")(home, number, "--json", "--name", "Ana María").out.encode()


def verify(home, *arguments):
    return on_decks("verify")(home, str(home / "record.json"), *arguments)


def test_a_record_as_it_was_written_agrees_in_everything(home):
    outcome = verify(home)

    assert (outcome.code, outcome.err) == (0, "")
    assert [line.split()[:2] for line in outcome.out.splitlines()] == [
        ["✓", name] for name in ("record", "decks", "rules", "seed", "form", "score")
    ]
    shape = verify(home, "--json").json
    assert shape["agrees"] is True
    assert [row["agrees"] for row in shape["findings"]] == [True] * 6


@pytest.mark.parametrize(
    ("name", "old", "new", "marks"),
    [
        ("record.json", "Ana", "Ann", ("✗ record",)),
        ("decks/calls.yaml", "of 3", "of three", ("✓ record", "✗ decks   the exam or its decks are not those of the")),
        ("decks/check.yaml", "exam: check", "exam: other", ("✓ record", '✗ decks   there is no exam "check"')),
    ],
)
def test_an_edited_record_edited_decks_and_an_exam_that_is_gone_are_told_and_refused(home, name, old, new, marks):
    path = home / name
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")

    outcome = verify(home)

    assert outcome.code == 1
    assert all(mark in outcome.out for mark in marks)


@pytest.mark.parametrize(
    ("name", "words"), [("no.json", "cannot be read"), ("decks", "is a folder"), ("decks/calls.yaml", "not the record")]
)
def test_a_file_that_is_no_record_is_a_sentence(home, name, words):
    outcome = run("verify", str(home / name), home=home)

    assert (outcome.code, outcome.out) == (3, "")
    assert outcome.err.startswith(f"cxdrill: {home / name}")
    assert words in outcome.err
    assert outcome.err.count("\n") == 1
