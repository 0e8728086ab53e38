"""The best reply and the worst: read, scored exactly, ranked, and worth what blind picking earns on average."""

from fractions import Fraction
from itertools import permutations

import pytest

from cxdrill.core.cards.judgement import Judgement, Reply
from cxdrill.core.cards.question import UnreadableAnswer


def judgement(*values):
    options = tuple(Reply(f"reply {value}", value, f"why {value}") for value in values)
    return Judgement(deck="desk", id="late", prompt="What do you say?", topic="desk", options=options)


ITEM = judgement(1, 0, 3, 2).ordered((0, 1, 2, 3))


@pytest.mark.parametrize("line", ["c b", "C,B", "best c, worst b", "cb", " c  b "])
def test_the_best_is_typed_first_and_then_the_worst(line):
    assert ITEM.read(line) == "c b"


@pytest.mark.parametrize("line", ["c", "c c", "c x", "a b c", "1 2", ""])
def test_anything_but_two_replies_is_refused(line):
    with pytest.raises(UnreadableAnswer, match="best"):
        ITEM.read(line)


@pytest.mark.parametrize(
    ("response", "points"),
    [("c b", 1), ("c a", Fraction(2, 3)), ("d b", Fraction(2, 3)), ("a b", Fraction(1, 3)), ("b c", 0), ("a d", 0)],
)
def test_points_are_what_the_best_is_worth_more_than_the_worst(response, points):
    assert ITEM.points(response) == points


def test_letters_follow_the_order_shown_and_the_key_does_too():
    item = ITEM.ordered((2, 3, 1, 0))
    assert item.key_response() == "a c"
    assert item.points("a c") == 1


@pytest.mark.parametrize(("values", "chance"), [((3, 2, 1, 0), Fraction(5, 18)), ((3, 1, 1, 0), Fraction(1, 4))])
def test_blind_picking_earns_what_all_pairs_earn_on_average(values, chance):
    card = judgement(*values)
    pairs = list(permutations(range(4), 2))
    by_hand = sum(max(0, values[best] - values[worst]) for best, worst in pairs) / Fraction(3 * len(pairs))
    assert card.chance_by_guessing() == by_hand
    assert by_hand == chance


def test_feedback_ranks_the_replies_and_says_what_each_does():
    notes = ITEM.feedback("c d")
    assert [note.why for note in notes] == ["why 3", "why 2", "why 1", "why 0"]
    assert [note.label for note in notes] == ["Best, as you said", "2nd; you said worst", "3rd", "Worst"]
    assert [note.tone.value for note in notes] == ["right", "wrong", "as is", "right"], "also where it was not chosen"
    assert str(notes[0]) == "c) Best, as you said: reply 3\nwhy 3"
    swapped = [note.told for note in ITEM.feedback("b c") if note.tone.value == "wrong"]
    assert swapped == ["Best; you said worst: reply 3", "Worst; you said best: reply 0"]
    assert [note.label for note in ITEM.key_notes()] == ["Best", "2nd", "3rd", "Worst"], "which nobody said"


def test_two_replies_of_the_highest_or_lowest_value_are_a_fault():
    assert not list(Judgement.faults({"options": judgement(3, 1, 1, 0).options}))
    assert "highest" in next(Judgement.faults({"options": judgement(3, 3, 1, 0).options})).message
    assert "lowest" in next(Judgement.faults({"options": judgement(3, 2, 0, 0).options})).message


def test_a_class_is_counted_by_what_it_took_for_best_and_for_worst():
    assert ITEM.options_chosen("c a") == (("best: reply 3", True), ("worst: reply 1", False))
