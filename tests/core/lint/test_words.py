"""Words, stems and likeness: what the rules compare."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdrill.core.lint.words import content_words, folded, near_pairs, overlap, sentences, stem, without_quotes, words

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
