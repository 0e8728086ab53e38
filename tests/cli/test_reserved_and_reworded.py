"""Questions kept for the check are seen nowhere else; wordings turn in drills, and a check asks in new words."""

import pytest

from command import events, on_decks, run
from deck_files import QUESTIONS, write_decks

DECK = """\
deck: calls
title: Calls
cards:
  - id: ring
    prompt: First words about the ring?
    options:
      - {text: Right one, correct: true}
      - {text: Wrong one, why: No.}
    wordings:
      - prompt: Second words about the ring?
      - prompt: Third words about the ring?
        options:
          - {text: Another right one, correct: true}
          - {text: Another wrong one, why: No.}
  - id: secret
    prompt: Words that only a check asks?
    exam: only
    options:
      - {text: Hidden right, correct: true}
      - {text: Hidden wrong, why: No.}
"""
TYPED = """\
deck: calls
title: Calls
cards:
  - id: ring
    type: typed
    prompt: First words about the ring?
    answer: three
    wordings:
      - prompt: Second words about the ring?
      - prompt: Third words about the ring?
"""
CHECK = "exam: check\ntitle: Check\nitems: 2\npass_mark: 50%\nblueprint: {calls: 2}\nfeedback: full\n"
HOME = (DECK, CHECK)
cxdrill = on_decks()


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ((), "study --missed{decks}   the 3 not fully right come first\n"),
        ((1,), "study --missed{decks}   2 of the 3 not fully right come first, the other is kept for the check\n"),
        ((1, 2), "study --missed{decks}   1 of the 3 not fully right comes first, 2 are kept for the check\n"),
        ((1, 2, 3), "study{decks}   what was not fully right is kept for the check\n"),
    ],
)
def test_what_becomes_of_the_questions_that_were_missed_adds_up(tmp_path, kept, told):
    text = QUESTIONS.partition("  - id: q4")[0]
    for number in kept:
        text = text.replace(f"  - id: q{number}\n", f"  - id: q{number}\n    exam: only\n")
    write_decks(tmp_path / "decks", text, CHECK.replace("2", "3"))

    told = told.format(decks=f" --decks {tmp_path / 'decks'}")
    assert told in cxdrill(tmp_path, "quiz", lines=["a", "a", "a", ":submit"]).out
    assert told in cxdrill(tmp_path, "results", "1").out


@pytest.mark.parametrize(
    "arguments",
    [
        ("study", "--plain"), ("study", "--plain", "--cram"), ("quiz", "calls", "--practice", "--plain"),
        ("quiz", "check", "--practice", "--plain"), ("cards",), ("cards", "secret"), ("stats", "--json"), (),
        ("ready",), ("plan", "--by", "2030-01-01"), ("decks",), ("export",), ("export", "--to", "markdown"),
        ("export", "--to", "html"), ("export", "--to", "gift"),
    ],
)  # fmt: skip
def test_a_reserved_question_is_in_nothing_that_a_learners_command_prints(home, arguments):
    outcome = cxdrill(home, *arguments, stdin="a\n" * 8)

    shown = outcome.out + outcome.err
    assert "Words that only a check asks" not in shown
    assert "Hidden" not in shown


def test_a_check_asks_it_and_an_instructor_can_export_it(home):
    assert "Words that only a check asks?" in cxdrill(home, "quiz", "--plain", stdin="\n\n").out
    assert "Words that only a check asks?" in cxdrill(home, "export", "--with-exam-items").out


def test_drills_show_the_wordings_in_turn_and_record_which(tmp_path):
    """A typed answer that is always wrong brings the card back at once, however options are shuffled."""
    home = tmp_path
    write_decks(home / "decks", TYPED)
    shown = [cxdrill(home, "study", "--plain", "--cram", stdin="three\n").out for _ in range(2)]
    assert all("First words" in each for each in shown), "cramming leaves the turn as it is"
    out = cxdrill(home, "study", "--plain", stdin="nine\n" * 6).out

    asked = [line.split()[0] for line in out.splitlines() if "words about the ring?" in line]
    assert asked[:3] == ["First", "Second", "Third"]
    assert [event.get("wording", 0) for event in events(home, "review")][:3] == [0, 1, 2]


def test_a_check_asks_in_words_that_the_learner_has_not_met_and_verifies(home, tmp_path):
    cxdrill(home, "study", "--plain", stdin="a\n:quit\n")
    cxdrill(home, "study", "--plain", stdin="a\n:quit\n")
    number = len(events(home, "review"))
    outcome = cxdrill(home, "quiz", "--plain", "--json", stdin="a\na\n:submit\n")
    shown = outcome.err

    met = ["First", "Second", "Third"][:number]
    assert not any(f"{word} words" in shown for word in met)
    (started,) = events(home, "exam-started")
    assert {f"calls/ring@{place}" for place in range(number)} <= set(started["avoided"])
    record = tmp_path / "record.json"
    record.write_text(outcome.out, encoding="utf-8")
    assert "✗" not in cxdrill(home, "verify", str(record)).out


def test_too_few_fresh_questions_are_told_and_stand_in_the_record(home):
    write_decks(home / "decks", CHECK + "fresh: 100%\n")
    cxdrill(home, "study", "--plain", "--cram", stdin="a\n:quit\n")
    for _ in range(2):
        outcome = cxdrill(home, "quiz", "--plain", "--json", stdin="a\na\n:submit\n")

    words = "only 1 of 2 questions are new to the person, where the exam asks for 2"
    assert words in outcome.err
    assert words in outcome.json["remarks"]
    assert "At least 2 questions will be new to you" in cxdrill(home, "quiz", "--rules").out
    assert "Q409" in cxdrill(home, "check").out


def test_what_was_crammed_or_practised_is_met(home):
    cxdrill(home, "study", "--plain", "--cram", stdin="a\n:quit\n")
    cxdrill(home, "quiz", "calls", "--practice", "--plain", stdin="a\n")
    cxdrill(home, "quiz", "--plain", stdin="a\na\n:submit\n")
    (started,) = events(home, "exam-started")
    assert "calls/ring@0" in started["avoided"]


def test_wordings_and_reserves_go_through_csv_and_back(home, tmp_path):
    path = tmp_path / "decks.csv"
    cxdrill(home, "export", "--with-exam-items", "-o", str(path))
    (tmp_path / "other").mkdir()
    back = run("import", str(path), "--decks", str(tmp_path / "other"), "--yes", home=home)
    again = tmp_path / "again.csv"
    run("export", "--with-exam-items", "-o", str(again), "--decks", str(tmp_path / "other"), home=home)

    assert back.code == 0, back
    assert again.read_bytes() == path.read_bytes()
    assert "Third words" in (tmp_path / "other" / "calls.yaml").read_text("utf-8")


def test_a_wording_without_a_right_option_is_told_at_its_line(tmp_path):
    write_decks(tmp_path / "decks", DECK.replace("{text: Another right one, correct: true}", "{text: Another one}"))
    outcome = cxdrill(tmp_path, "check")

    assert ":12:" in outcome.out
    assert "has no correct option" in outcome.out


@pytest.mark.parametrize("seed", range(6))
def test_one_that_was_missed_in_a_check_is_named_by_no_command_afterwards(seed, home):
    """What an exam of fresh items drew and a learner missed is not taken for a card that was lost, nor planned."""
    write_decks(home / "decks", DECK, f"{CHECK}fresh: 50%\n")
    ended = cxdrill(home, "quiz", "check", "--seed", str(seed), "--plain", stdin="a\n" + ":submit\n" * 3)
    assert events(home, "exam-finished"), ended
    assert events(home, "exam-finished")[0]["score"] < 2
    assert "the 2 not fully right come first" not in ended.out
    for arguments in (
        *(("study", "--plain"), ("study", "--plan"), ("ready",), ("ready", "--json"), ("plan", "--by", "in 3 days")),
        (),
    ):
        after = cxdrill(home, *arguments, stdin=":quit\n")
        assert after.code in (0, 1, 2), (arguments, after)
        assert "secret" not in after.out + after.err
        assert "no longer in any deck" not in after.err


def test_one_that_was_missed_in_a_check_and_is_gone_from_its_deck_is_named(home):
    drilled = DECK.replace("    exam: only\n", "")
    write_decks(home / "decks", drilled, CHECK)
    cxdrill(home, "quiz", "check", "--seed", "1", "--plain", stdin=":submit\n" * 3)
    write_decks(home / "decks", drilled.replace("id: ring", "id: bell"), CHECK)

    assert "no longer in any deck, left out with its history kept: calls/ring\n" in cxdrill(home, "study").err
