from collections import Counter
from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import choice, matching, multiple, ordering, true_false, typed
from cxdrill.core.cards.sheet import Option

COUNTED = settings(derandomize=True, deadline=None, database=None, max_examples=60)


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
