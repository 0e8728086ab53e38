"""`cxdrill quiz --practice`: feedback at once, and neither schedule nor attempts touched."""

import pytest

from command import events, on_decks
from deck_files import CHECK, FLASHCARDS, QUESTIONS

HOME = (QUESTIONS, CHECK, FLASHCARDS)
practise = on_decks("quiz", "--practice")


def test_questions_of_a_deck_are_answered_with_feedback_at_once(home):
    outcome = practise(home, "calls", lines=["b", "a"])

    assert outcome.code == 0
    assert outcome.out.startswith("[1/8] choice calls/q")
    assert "\nright\nb) " in outcome.out
    assert "\nwrong\na) " in outcome.out
    assert "1 of 2 right\nPractice: neither schedule nor attempts were touched." in outcome.out
    assert [(event["kind"], event["response"], event["right"]) for event in events(home)] == [
        ("practice", "b", True),
        ("practice", "a", False),
    ]


def test_a_form_of_an_exam_is_practised_without_an_attempt(home):
    outcome = practise(home, "check", lines=["b"] * 4)

    assert "4 of 4 right" in outcome.out
    assert {event["kind"] for event in events(home)} == {"practice"}


def test_json_has_the_score_prompts_stand_beside_it_and_the_same_seed_asks_the_same(home):
    outcome, again = (practise(home, "calls", "--json", "--seed", "3", lines=["b", "c"]) for _ in range(2))

    assert outcome == again
    assert outcome.code == 0
    assert (outcome.json["score"], outcome.json["items"]) == (1, 2)
    assert "[1/8] choice calls/q" in outcome.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("cards",), "cxdrill study cards"),
        (("calls", "--abandon"), "--abandon does nothing with --practice; leave one of them out"),
        (("check", "--enter", "7-3f2a"), "--enter does nothing with --practice"),
        (("check", "--extra-time", "25%"), "--extra-time does nothing with --practice"),
    ],
)
def test_what_cannot_be_practised_is_told_and_no_option_passed_over(home, arguments, words):
    outcome = practise(home, *arguments)

    assert outcome.code == 2
    assert words in outcome.err
    assert events(home) == []


def test_a_misread_answer_can_be_taken_back(home):
    outcome = practise(home, "calls", lines=["a", ":undo", "b"])

    assert [event["kind"] for event in events(home)] == ["practice", "undo", "practice"]
    assert "1 of 1 right" in outcome.out
