"""A wrong key is repaired: corrected in the deck, shown by `verify` and `report`, recorded by `results --rescore`."""

import json

import pytest

from command import events, on_decks, progress_file, run

DECK = """\
deck: calls
title: Calls
cards:
  - {{id: share, type: typed, prompt: Which share of callers is content?, answer: four fifths{accept}}}
  - id: ring
    prompt: By which ring is it answered?
    explanation: By the rules.
    options:
      - {{text: By the fifth, fixed: true}}
      - {{text: By the second{second}, fixed: true}}
      - {{text: By the ninth{ninth}, fixed: true}}
"""
EXAM = "exam: check\ntitle: Check\nitems: 2\npass_mark: 100%\nblueprint: {calls: 2}\nfeedback: full\n"
KEY = ", correct: true"
WRONG = DECK.format(accept="", second="", ninth=KEY)
MENDED = DECK.format(accept=", accept: [80%]", second=KEY, ninth="")


@pytest.fixture
def home(tmp_path):
    """A check in which 80% and the second ring were answered: right in truth, wrong by the deck's key."""
    write(tmp_path, WRONG)
    (tmp_path / "decks" / "check.yaml").write_text(EXAM, "utf-8")
    shown = cxdrill(tmp_path, "quiz", "--seed", "1").out  # left open at its first question
    answers = ["80%", "b"] if "share of callers" in shown else ["b", "80%"]
    assert cxdrill(tmp_path, "quiz", lines="\n".join([*answers, ":submit", ""])).code == 1
    return tmp_path


def write(home, text):
    (home / "decks").mkdir(exist_ok=True)
    (home / "decks" / "calls.yaml").write_text(text, "utf-8")


cxdrill = on_decks()


def record(home):
    return cxdrill(home, "results", "1", "--json").json


def test_a_corrected_key_makes_a_fail_a_pass_and_everything_follows(home):
    assert (record(home)["score"], record(home)["passed"]) == (0, False)
    before = progress_file(home).read_bytes()
    write(home, MENDED)
    outcome = cxdrill(home, "results", "1", "--rescore", "--reason", "80% is right too")
    assert outcome.code == 0
    assert (
        "another key: calls/ring, calls/share\n" in outcome.err or "another key: calls/share, calls/ring" in outcome.err
    )
    assert "result 1: 0 of 2, not passed before, 2 of 2, passed now\n" in outcome.err
    assert progress_file(home).read_bytes().startswith(before.rstrip(b"\n]}"))  # nothing older is changed
    (event,) = events(home, "exam-rescored")
    assert (event["score"], event["items"], event["passed"], event["reason"]) == (2, 2, True, "80% is right too")
    assert sorted(event["cards"]) == ["calls/ring", "calls/share"]
    told = record(home)
    assert (told["score"], told["passed"]) == (2, True)
    remark = told["remarks"][-1]
    assert remark.startswith("scored again on ")
    assert remark.endswith(" (80% is right too); the result before: 0, not passed")
    assert cxdrill(home, "results", "--json").json["attempts"][0]["passed"] is True
    page = home / "page.html"
    assert cxdrill(home, "results", "1", "--certificate", str(page), "--name", "Ana").code == 0
    assert "scored again on" in cxdrill(home, "results", "1").out
    assert "Passed" in run("--decks", str(home / "decks"), home=home).out


def test_verify_says_the_score_under_the_present_key_and_agrees_once_it_is_recorded(home):
    (home / "record.json").write_text(json.dumps(record(home)) + "\n", "utf-8")
    write(home, MENDED)
    told = cxdrill(home, "verify", str(home / "record.json"))
    assert told.code == 1
    assert "the decks here give 2 of 2, passed; the record has 0 of 2, not passed" in told.out
    cxdrill(home, "results", "1", "--rescore")
    (home / "record.json").write_text(json.dumps(record(home)) + "\n", "utf-8")
    assert cxdrill(home, "verify", str(home / "record.json")).code == 0


def test_a_report_counts_the_present_key_where_it_is_asked_and_the_recorded_one_always(home):
    write(home, MENDED)
    assert counted(home) == ([0, 0], 0)
    assert counted(home, "--rescore") == ([1, 1], 1)
    cxdrill(home, "results", "1", "--rescore")
    assert counted(home) == ([1, 1], 1)


def counted(home, *options):
    """How many had each item right, and how many passed."""
    told = cxdrill(home, "report", str(progress_file(home)), "--json", *options).json
    return [each["right"] for each in told["items"]], told["exam"]["passed"]


def test_where_the_key_is_the_same_nothing_is_recorded(home):
    outcome = cxdrill(home, "results", "1", "--rescore")
    assert "result 1: the decks have the same key, so nothing changes" in outcome.err
    write(home, MENDED)
    cxdrill(home, "results", "1", "--rescore")
    assert "so nothing changes" in cxdrill(home, "results", "1", "--rescore").err
    assert len(events(home, "exam-rescored")) == 1


def test_options_in_another_order_and_a_mended_slip_are_the_same_question_but_other_options_are_not(home):
    lines = MENDED.replace("By the ninth", "After the ninth").splitlines()
    lines[-1], lines[-2], lines[-3] = lines[-2], lines[-3], lines[-1]
    write(home, "\n".join(lines) + "\n")
    cxdrill(home, "results", "1", "--rescore")
    assert record(home)["score"] == 2
    write(
        home, WRONG.replace("By the ninth", "Never").replace("By the fifth", "At once").replace("four fifths", "some")
    )
    outcome = cxdrill(home, "results", "1", "--rescore")
    assert "calls/ring is no longer the question that was asked, so it keeps its key" in outcome.err
    assert record(home)["score"] == 1


def test_an_attempt_is_named_and_handed_in(home):
    assert cxdrill(home, "results", "--rescore").code == 2
    cxdrill(home, "quiz", "--seed", "2", lines="x\n")
    outcome = cxdrill(home, "results", "2", "--rescore")
    assert (outcome.code, "was not handed in" in outcome.err) == (1, True)


@pytest.mark.parametrize(
    "changed", [{"form": None}, {"form": {"exam": "check", "items": [7]}}, {"attempt": "f" * 16 + "-9"}]
)
def test_a_correction_that_cannot_be_read_or_of_no_attempt_changes_nothing(changed, home):
    write(home, MENDED)
    cxdrill(home, "results", "1", "--rescore")
    path = progress_file(home)
    document = json.loads(path.read_text("utf-8"))
    for event in document["events"]:
        event.pop("crc", None)
        event.update(changed if event["kind"] == "exam-rescored" else {})
    path.write_text(json.dumps(document), "utf-8")
    assert (record(home)["score"], record(home)["passed"]) == (0, False)
    assert counted(home) == ([0, 0], 0)
    assert run("--decks", str(home / "decks"), home=home).code == 0
