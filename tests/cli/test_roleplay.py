"""`cxdrill roleplay`: two people are led through a contact, an observer marks it, and it shows where it matters."""

import pytest

from command import events, on_decks, run
from snapshot import check_text

TALKS = """\
deck: talks
title: Talks
cards:
  - id: midnight
    type: dialogue
    prompt: You run the night desk, and a family finds its room gone.
    steps: [greeting, agreeing]
    brief: {customer: Tired; you want a bed., hidden: "The child has a <b>fever</b>."}
    turns:
      - id: opening
        says: We booked!
        replies:
          - {say: Come in., next: end, serves: [greeting, agreeing]}
          - {say: Our system failed., next: end, mood: -1, why: They do not care.}
      - {id: end, says: Thank you., ends: solved, coach: Well done.}
  - {id: bed, prompt: What does a family need first?, answer: A bed}
"""

HOME = (TALKS,)
play = on_decks("roleplay")


def test_without_a_card_the_dialogues_are_listed(home):
    outcome = play(home)

    assert outcome.code == 2
    assert "name one of the dialogues: talks/midnight" in outcome.err


def test_each_step_is_marked_and_recorded_with_a_note(home):
    outcome = play(home, "talks/midnight", "--observer", "Ana", stdin="\n\n\n2\nx\n0\nSlow down.\n")

    assert outcome.code == 0, outcome
    (event,) = events(home, "roleplay")
    assert event["ratings"] == {"greeting": 2, "agreeing": 0}
    assert (event["note"], event["observer"], event["card"]) == ("Slow down.", "Ana", "talks/midnight")
    assert "0 for missing" in outcome.err
    assert "recorded: 2 of 4; next time: agreeing" in outcome.err


@pytest.mark.parametrize("stdin", ["", "\n", "\n\n", "\n\n\n2\n", "\n\n\n2\n1\n"])
def test_one_left_in_the_middle_records_nothing_and_says_so(home, stdin):
    outcome = play(home, "talks/midnight", stdin=stdin)

    assert outcome.code == 1
    assert "nothing was recorded" in outcome.err
    assert events(home) == []


@pytest.mark.parametrize("name", ["midnight.html", "midnight.md", "midnight.txt"])
def test_the_briefs_are_written_for_three_people_and_no_text_is_markup(home, name):
    outcome = play(home, "talks/midnight", "--briefs", str(home / name))

    assert outcome.code == 0, outcome
    text = (home / name).read_text("utf-8")
    assert text.index("The customer") < text.index("The agent") < text.index("The observer")
    assert "Tired; you want a bed." in text
    assert ("<b>fever" in text) == name.endswith(".txt")
    if name.endswith(".html"):
        check_text("brief.html", text)
    assert events(home) == []
    assert play(home, "talks/midnight", "--briefs", str(home / name)).code == 3, "an output that exists stays"


@pytest.mark.parametrize(
    ("card", "sentence"),
    [
        ("talks/bed", "is no dialogue"),
        ("talks/midnigth", "did you mean talks/midnight?"),
        ("x", 'there is no dialogue "x"; choose from talks/midnight'),
    ],
)
def test_what_is_no_dialogue_is_refused_in_words(home, card, sentence):
    outcome = play(home, card)

    assert outcome.code == 2
    assert sentence in outcome.err


def test_results_list_role_plays_and_the_next_session_begins_with_what_was_weak(home):
    play(home, "talks/midnight", stdin="\n\n\n2\n0\n\n")
    shown = run("results", "--decks", str(home / "decks"), home=home)
    study = run("study", "--plain", "--decks", str(home / "decks"), home=home)

    assert "talks/midnight   2 of 4" in shown.out
    assert "missing: agreeing" in shown.out
    assert study.out.startswith("[1/2] dialogue talks/midnight")


def test_report_shows_each_step_over_the_class_and_each_person(home):
    play(home, "talks/midnight", stdin="\n\n\n2\n0\n\n")
    play(home, "talks/midnight", stdin="\n\n\n1\n1\n\n")
    shape = run("report", str(home / "progress.json"), "--json", home=home).json

    assert shape["roleplays"]["steps"] == {"agreeing": {"mean": 0.5, "n": 2}, "greeting": {"mean": 1.5, "n": 2}}
    assert [each["share"] for each in shape["roleplays"]["people"].values()] == [0.5]
