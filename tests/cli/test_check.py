"""`cxdrill check` from the outside: what it prints, its JSON and its exit codes."""

import json
from pathlib import Path

import pytest

from command import run

CLEAN = """\
deck: calls
title: Calls
summary: How to answer calls
sources: {book: The book}
notes: Smile.
cards:
  - id: hold
    prompt: What comes before somebody is put on hold?
    options:
      - {text: asking whether it suits, correct: true}
      - {text: looking up the matter, why: Nobody is put on hold unasked.}
      - {text: naming the next step, why: It does not tell what the silence is about.}
    source: book
    explanation: Being asked keeps people in charge.
"""
FLAWED = CLEAN.replace("What comes before somebody", "What does not come before somebody")
BROKEN = CLEAN.replace("up the matter,", "up the matter, correct: true,")
EXAM = "exam: check\ntitle: The check\nitems: 1\npass_mark: 100%\nattempts: 1\nblueprint: {calls: 1}\n"


@pytest.fixture(autouse=True)
def own_place(tmp_path, monkeypatch):
    """A folder of decks, and nobody's progress."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "decks").mkdir()
    return tmp_path


def write(text: str, name: str = "calls.yaml", folder: str = "decks") -> Path:
    path = Path(folder) / name
    path.write_text(text, encoding="utf-8")
    return path


def check(*arguments: object):
    home = Path.cwd()
    return run("check", *(str(each) for each in arguments), home=home, env={"CXDRILL_DECKS": str(home / "decks")})


def report(*arguments: object):
    result = check(*arguments, "--json")
    return result.json, result.code


def test_a_clean_deck_says_so_and_exits_with_0():
    result = check(write(CLEAN))

    assert result.code == 0
    assert result.out == "nothing to mend: 0 errors, 0 warnings in 1 file, 1 card\n"


def test_an_error_is_told_with_place_source_line_and_repair_and_exits_with_1():
    result = check(write(BROKEN))

    assert result.code == 1
    first, source, carets, repair, empty, summary = result.out.splitlines()
    assert first.startswith("decks/calls.yaml:")
    assert ": error S305: " in first
    assert source.lstrip()[:1].isdigit()
    assert "^" in carets
    assert repair.startswith("   ")
    assert not empty
    assert summary == "1 error, 0 warnings in 1 file"


def test_warnings_exit_with_0_and_with_strict_with_1():
    path = write(FLAWED)

    assert check(path).code == 0
    assert ": warning Q301: " in check(path).out
    assert check(path, "--strict").code == 1


def test_notes_are_counted_and_shown_when_asked_for_and_never_fail():
    path = write(CLEAN.replace("notes: Smile.\n", ""))

    assert "note Q404" not in check(path, "--strict").out
    assert "1 note more with --notes" in check(path).out
    assert "note Q404" in check(path, "--notes").out
    assert check(path, "--notes", "--strict").code == 0


def test_json_holds_the_problems_with_path_place_severity_rule_and_message():
    shape, code = report(write(FLAWED))

    assert code == 0
    assert (shape["errors"], shape["warnings"]) == (0, 1)
    problem = shape["problems"][0]
    assert {"path", "line", "column", "severity", "rule", "message"} <= problem.keys()
    assert (problem["path"], problem["line"], problem["column"]) == (str(Path("decks/calls.yaml")), 8, 13)
    assert (problem["severity"], problem["rule"]) == ("warning", "Q301")


def test_without_a_path_every_source_is_checked_at_once():
    write(CLEAN)
    write(CLEAN.replace("deck: calls", "deck: counter"), "counter.yaml")
    shape, _ = report()

    assert [problem["rule"] for problem in shape["problems"]] == ["Q103"]
    assert shape["files"] == 2


def test_a_folder_is_all_decks_in_it():
    write(CLEAN)
    write(EXAM, "check.yaml")

    assert check("decks").out.endswith("in 2 files, 1 card\n")


def test_a_path_that_does_not_exist_is_wrong_usage():
    result = check("decks/nothing.yaml")

    assert result.code == 2
    assert "decks/nothing.yaml" in result.err


def test_a_named_path_that_is_no_file_exits_with_3(own_place):
    (own_place / "odd.yaml").mkdir()
    (own_place / "odd.yaml" / "inner.yaml").symlink_to("nowhere")

    result = check("odd.yaml/inner.yaml")

    assert result.code == 3
    assert "S101" in result.out


def test_an_exam_named_alone_draws_from_the_decks_of_all_sources(own_place):
    write(CLEAN)
    alone = write(EXAM, "check.yaml", folder=".")
    assert report(alone)[0]["errors"] == 0

    too_many = write(EXAM.replace("items: 1", "items: 9").replace("calls: 1", "calls: 9"), "check.yaml", folder=".")
    assert [each["rule"] for each in report(too_many)[0]["problems"]] == ["S310"]


def test_the_worth_of_an_exam_is_told_with_odds_pools_and_a_warning():
    write(CLEAN)
    path = write(EXAM, "check.yaml")
    result = check("--exam", "check")

    assert result.code == 0
    assert ["70%", "80%", "80%"] in [line.split() for line in result.out.splitlines()]
    assert "warning Q403" in result.out
    assert check("--exam", path, "--strict").code == 1
    shape, _ = report("--exam", "check")
    assert [row["known"] for row in shape["odds"]] == [tens / 10 for tens in range(11)]
    assert [row["once"] for row in shape["odds"]] == pytest.approx([(1 + tens / 5) / 3 for tens in range(11)])
    assert shape["topics"] == {"calls": {"drawn": 1, "pool": 1}}


def test_all_rules_are_listed():
    listed = check("--rules").out

    assert all(f"\n{rule}  " in f"\n{listed}" for rule in ("S101", "Q201", "Q501", "H501"))


def test_a_renamed_card_is_told_with_the_way_to_keep_its_history(own_place):
    write(CLEAN)
    event = {"id": "0123456789abcdef-1", "at": "2026-01-01T09:00:00.000+00:00", "kind": "review", "card": "calls/holds"}
    event |= {"rating": 3, "took_ms": 900, "day": "2026-01-01", "due": "2026-01-03"}
    Path("progress.json").write_text(json.dumps({"format": 1, "learner": "a" * 32, "events": [event]}))
    result = check()

    assert result.code == 0
    assert "decks/calls.yaml:7:9: note H501" in result.out
    assert '"was: holds"' in result.out
    assert Path("progress.json").read_text().count("review") == 1
