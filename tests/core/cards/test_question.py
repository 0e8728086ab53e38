from collections import Counter
from fractions import Fraction
from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import choice, matching, multiple, ordering, true_false, typed
from cxdrill.core.cards.question import Question, UnreadableAnswer, letter
from cxdrill.core.cards.sheet import Option
from cxdrill.core.exams.exam import Scoring

COUNTED = settings(derandomize=True, deadline=None, database=None, max_examples=60)
CHOICE = choice().ordered((2, 1, 0))  # b is right
MULTIPLE = multiple().ordered((3, 0, 1, 2))  # b and c are right
TRUTH = true_false()
TYPED = typed(accept=("compassion",))
ORDER = ordering().ordered((2, 0, 1))  # shown: solve, greet, listen
MATCH = matching().ordered((1, 2, 0))  # shown: second, third, first
ALL = (CHOICE, MULTIPLE, TRUTH, TYPED, ORDER, MATCH)


@pytest.mark.parametrize(
    ("item", "lines", "canonical"),
    [
        (CHOICE, ("b", " B) "), "b"),
        (MULTIPLE, ("a, a",), "a"),
        (MULTIPLE, ("a,c", "c,a", "A C", "ca"), "a,c"),
        (TRUTH, ("t", "True"), "t"),
        (TRUTH, ("f", "F"), "f"),
        (TYPED, ("I feel with you", "  I  feel with you "), "I feel with you"),
        (ORDER, ("3 1 2", "312", "3, 1,2"), "3 1 2"),
        (MATCH, ("1c 2a 3b", "3B,1c , 2 a", "1c2a3b", "1: c; 2: a; 3: b"), "1c 2a 3b"),
    ],
)
def test_an_answer_is_read_leniently_and_kept_in_one_form(item: Question, lines: tuple[str], canonical: str) -> None:
    assert {item.read(line) for line in (canonical, *lines)} == {canonical}


@pytest.mark.parametrize(
    ("item", "lines", "says"),
    [
        (CHOICE, ("d", "a,b", "2", ""), "type one letter from a to c"),
        (MULTIPLE, ("a,e", ","), "type every letter that is right, from a to d, for example a,d"),
        (TRUTH, ("maybe",), "type t for true or f for false"),
        (TYPED, ("  ",), "type your answer"),
        (
            ORDER,
            ("1 2", "1 2 2", "a b c", "9" * 5000),
            "type each number from 1 to 3 once, the first thing first, for example 3 1 2",
        ),
        (
            MATCH,
            ("1a 2a 3b", "1a 2b", "1a 2b 3c 3c", "a1 b2 c3"),
            "type each number with its letter, each once, for example 1c 2a 3b",
        ),
    ],
)
def test_what_cannot_be_read_gives_a_sentence_that_says_what_can_be_typed(item, lines, says: str) -> None:
    for line in lines:
        with pytest.raises(UnreadableAnswer, match=f"^{says}$"):
            item.read(line)
    example = says.rpartition("for example ")[2]
    if example != says:
        assert item.read(example) == example


def told(item: Question, response: str) -> list[tuple[str, str]]:
    return [(note.tone.name, note.name or note.text) for note in item.feedback(response)]


def test_a_wrong_option_and_a_missed_one_are_named() -> None:
    assert told(CHOICE, "a") == [("WRONG", "a"), ("RIGHT", "b")]
    assert told(MULTIPLE, "a,b") == [("WRONG", "a"), ("RIGHT", "b"), ("MISSED", "c")]


@pytest.mark.parametrize(
    ("item", "right", "partly", "tones"),
    [
        (ORDER, "2 3 1", "3 2 1", ["AS_IS", "AS_IS", "AS_IS", "RIGHT"]),
        (MATCH, "1c 2a 3b", "1c 2b 3a", ["AS_IS", "RIGHT", "AS_IS", "AS_IS"]),
    ],
)
def test_an_order_and_a_match_name_the_parts_that_got_something_else(item, right, partly, tones) -> None:
    assert [tone for tone, _ in told(item, right)] == ["RIGHT"] * 3
    assert [tone for tone, _ in told(item, partly)] == tones
    assert item.feedback(partly)[0].text in ("The right order:", "The right pairs:")


def test_parts_that_read_the_same_may_stand_in_either_place_and_truth_is_judged() -> None:
    same = ordering(items=("ask", "wait", "ask")).ordered((2, 1, 0))
    pairs = matching(pairs=(("x", "same"), ("y", "same"))).ordered((1, 0))
    assert [same.points("1 2 3"), same.points("3 2 1"), pairs.points("1a 2b")] == [1, 1, 1]
    assert [TRUTH.points("t"), TRUTH.points("f"), true_false(answer=False).points("f")] == [1, 0, 1]


def test_typed_text_takes_every_accepted_answer_and_shows_a_near_miss() -> None:
    assert [TYPED.points(each) for each in ("Compassion!", "compasion", "patience")] == [1, 0, 0]
    assert ("AS_IS", "Almost: compassion, one letter.") in told(TYPED, "compasion")
    assert told(TYPED, "patience") == [("WRONG", "patience"), ("MISSED", "empathy")]


@pytest.mark.parametrize("item", ALL)
def test_the_right_answer_earns_a_point_under_every_rule_and_none_earns_nothing(item: Question) -> None:
    assert item.read(item.key_response()) == item.key_response()
    assert {item.points(item.key_response(), scoring) for scoring in Scoring} == {Fraction(1)}
    assert {item.earned(None, scoring) for scoring in Scoring} == {Fraction(0)}


@pytest.mark.parametrize(
    ("response", "whole", "part"),
    [("a", 0, "1/2"), ("a,b", 1, "1"), ("a,c", 0, "0"), ("a,b,c", 0, "1/2"), ("a,b,c,d", 0, "0"), ("c,d", 0, "0")],
)
def test_plus_minus_pays_the_share_of_the_key_less_the_share_of_the_distractors(
    response: str, whole: int, part: str
) -> None:
    item = multiple().ordered((0, 1, 2, 3))
    assert item.points(response) == whole
    assert item.points(response, Scoring.PLUS_MINUS) == Fraction(part)


def test_plus_minus_holds_where_every_option_is_right_and_concerns_multiple_alone() -> None:
    options = (Option("x", is_key=True), Option("y", is_key=True), Option("z", is_key=True))
    item = multiple(options=options).ordered((0, 1, 2))
    assert item.points("a,b", Scoring.PLUS_MINUS) == Fraction(2, 3)
    assert CHOICE.points("a", Scoring.PLUS_MINUS) == ORDER.points("3 2 1", Scoring.PLUS_MINUS) == 0


@given(st.integers(0, 10**6), st.sets(st.integers(0, 3), min_size=1))
@COUNTED
def test_the_order_shown_never_changes_what_an_answer_earns(seed: int, chosen: set[int]) -> None:
    """The same options chosen, in whatever order they are shown."""
    item = multiple().shuffled(Random(seed))
    response = ",".join(sorted(letter(item.order.index(position)) for position in chosen))
    still = multiple().ordered((0, 1, 2, 3))
    usual = ",".join(sorted(letter(position) for position in chosen))
    for scoring in Scoring:
        assert item.points(response, scoring) == still.points(usual, scoring)
        assert 0 <= item.points(response, scoring) <= 1


@given(st.sampled_from(ALL), st.text(max_size=12))
@COUNTED
def test_any_line_is_either_read_or_refused_and_what_was_read_can_be_judged(item: Question, line: str) -> None:
    try:
        response = item.read(line)
    except UnreadableAnswer:
        return
    assert item.read(response) == response
    assert 0 <= item.points(response) <= 1


class OnlyRandom:
    """Gives numbers through `random()` and has no other method, as the form must not need one."""

    def __init__(self, *numbers: float) -> None:
        self.numbers = list(numbers)

    def random(self) -> float:
        return self.numbers.pop(0)


def test_the_order_is_that_of_the_numbers_drawn() -> None:
    assert choice().shuffled(OnlyRandom(0.7, 0.1, 0.4)) == choice().ordered((1, 2, 0))


def test_fixed_options_keep_their_place_and_draw_no_number() -> None:
    options = (Option("never", is_fixed=True), Option("b", is_key=True), Option("c"), Option("all", is_fixed=True))
    assert choice(options=options).shuffled(OnlyRandom(0.9, 0.2)).order == (0, 2, 1, 3)


def test_an_order_question_never_stands_in_the_right_order() -> None:
    assert ordering().shuffled(OnlyRandom(0.1, 0.2, 0.3, 0.2, 0.1, 0.3)).order == (1, 0, 2)
    assert all(ordering(items=("a", "b")).shuffled(Random(seed)).order == (1, 0) for seed in range(50))


def test_items_that_cannot_be_told_apart_are_shown_as_they_come() -> None:
    card = ordering(items=("same", "same"))
    assert card.is_order(card.shuffled(Random(1)).order)


@pytest.mark.parametrize("card", [true_false(), typed()])
def test_a_question_without_parts_has_no_order_and_draws_nothing(card) -> None:
    assert card.shuffled(OnlyRandom()) == card


@given(st.integers())
@COUNTED
def test_every_part_is_shown_once_and_a_seed_gives_the_same_order_again(seed: int) -> None:
    for card in (choice(), multiple(), ordering(), matching()):
        item = card.shuffled(Random(seed))
        assert card.is_order(item.order)
        assert len(item.order) == len(card.parts())
        assert item == card.shuffled(Random(seed))


def test_every_order_comes_equally_often() -> None:
    """Chi-square over the 6 orders of 3 options; 20.52 is the 0.001 quantile for 5 degrees of freedom."""
    counts = Counter(choice().shuffled(Random(seed)).order for seed in range(6000))
    assert set(counts) == set(permutations(range(3)))
    assert sum((count - 1000) ** 2 / 1000 for count in counts.values()) < 20.52
