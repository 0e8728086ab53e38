"""What a learner ticks of a sentence of their own."""

import pytest

from cxdrill.core.cards.flashcard import ticked


@pytest.mark.parametrize(
    ("line", "points"), [("1 3", {0, 2}), ("3,1", {0, 2}), ("all", {0, 1, 2}), ("None", set()), ("2.", {1})]
)
def test_points_are_named_by_their_numbers_or_all_or_none(line, points):
    assert ticked(line, 3) == points


@pytest.mark.parametrize("line", ["", "4", "0", "yes", "1 x"])
def test_anything_else_is_refused_in_words(line):
    with pytest.raises(ValueError, match="from 1 to 3, or all, or none"):
        ticked(line, 3)
