"""Words, stems, likeness and numbers: what the rules compare."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import choice
from cxdrill.core.cards.sheet import Option
from cxdrill.core.lint.options import overlapping_ranges
from cxdrill.core.lint.words import (
    content_words,
    folded,
    near_pairs,
    overlap,
    quantity,
    sentences,
    stem,
    without_quotes,
    words,
)

BAGS = st.lists(st.frozensets(st.sampled_from("abcdefghij"), max_size=7), max_size=12)


@pytest.mark.parametrize(
    "family", [["ask", "asks", "asked", "asking"], ["reply", "replies", "replied"], ["call", "calls"]]
)
def test_the_common_forms_of_a_word_have_one_stem(family):
    assert len({stem(word) for word in family}) == 1


def test_words_of_different_meaning_keep_different_stems():
    assert len({stem(word) for word in ("caller", "call", "is", "boss", "bus", "sing")}) == 6


def test_texts_are_taken_apart_into_words_content_words_and_sentences():
    assert folded("Ask, first!") == folded("ask  first") != folded("ask second")
    assert folded("!") != folded("?")
    assert content_words("What do you do when the callers are waiting?") == ("caller", "wait")
    assert words("Don’t follow-up") == ("don't", "follow", "up")
    assert sentences("A caller waits. What now?") == ["A caller waits.", "What now?"]


def test_quoted_words_are_somebody_elses():
    assert "not" not in words(without_quotes('She says, "Not now." Which reply fits?'))
    assert "don't" in words(without_quotes("Why don't the callers' names matter?"))


@given(BAGS, st.sampled_from([0.5, 0.7, 0.85, 1.0]))
@settings(max_examples=150, deadline=None, derandomize=True, database=None)
def test_near_pairs_are_those_that_comparing_all_with_all_finds(bags, least):
    """Of equal sets the first stands for all."""
    first = [bags.index(bag) for bag in bags]
    pairs = [(one, two) for two in range(len(bags)) for one in range(two) if first[one] == one]
    slow = {
        (one, two)
        for one, two in pairs
        if bags[one] and overlap(bags[one], bags[two]) >= least and first[two] in (one, two)
    }

    assert {(one, two) for one, two, _ in near_pairs(bags, least)} == slow


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        *(("5", 5, 5), ("five minutes", 300, 300), ("1 hour", 3600, 3600), ("2-4 rings", 2, 4)),
        *(("from two to four rings", 2, 4), ("2.5 %", 2.5, 2.5), ("the third ring", 3, 3)),
        *(("under 5 minutes", float("-inf"), 300), ("more than ten", 10, float("inf"))),
    ],
)
def test_a_number_or_range_is_read(text, low, high):
    found = quantity(text)

    assert found is not None
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize("text", ["ask them", "2 of 3 in 4 cases", "two calm replies 3 times", ""])
def test_other_texts_are_no_number(text):
    assert quantity(text) is None


def test_seconds_and_minutes_are_measured_in_one_unit():
    assert quantity("90 seconds").rest == quantity("2 minutes").rest
    assert quantity("90 seconds").low < quantity("2 minutes").low


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ("under 5", "5 to 9", False),
        ("5 to 9", "over 9", False),
        ("under 6", "5 to 9", True),
        ("1 to 5", "5 to 9", True),
        ("5 to 9", "more than 8", True),
    ],
)
def test_ranges_overlap_where_a_number_is_in_both(one, other, overlap):
    card = choice(options=(Option(one, is_key=True), Option(other)))

    assert bool(list(overlapping_ranges(card))) is overlap
