from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import choice, deck, exam, flashcard, library, true_false
from cxdrill.core.cards.card import Card
from cxdrill.core.exams.blueprint import allotment, exam_problems, shortage, topic_draws
from cxdrill.core.exams.library import Library
from cxdrill.core.problem import Location, Problem
from cxdrill.errors import DataError

COUNTED = settings(derandomize=True, deadline=None, database=None, max_examples=200)


def test_counts_are_taken_as_they_are_in_the_order_of_topics() -> None:
    assert list(allotment(exam(items=5, blueprint={"b": 2, "a": 3})).items()) == [("a", 3), ("b", 2)]


def test_counts_that_do_not_sum_to_the_items_are_an_error_with_both_numbers() -> None:
    wrong = exam(items=5, blueprint={"b": 2, "a": 2}, places={"blueprint": Location("x.yaml", 4, 1)})
    said = r'^x.yaml:4:1: the blueprint of exam "certification" sums to 4, its items are 5'
    with pytest.raises(DataError, match=said):
        allotment(wrong)


def test_shares_go_by_largest_remainder() -> None:
    """10 items at 45, 35 and 20 %: 4.5, 3.5 and 2; the tie goes to the name that comes first."""
    shares = {"b": Fraction(45, 100), "a": Fraction(35, 100), "c": Fraction(20, 100)}
    assert allotment(exam(items=10, blueprint=shares)) == {"a": 4, "b": 4, "c": 2}


@given(st.lists(st.integers(1, 40), min_size=1, max_size=9), st.integers(1, 120))
@COUNTED
def test_shares_sum_to_the_items_and_stay_within_one_of_what_is_exact(weights: list[int], items: int) -> None:
    shares = {f"t{place}": Fraction(weight, sum(weights)) for place, weight in enumerate(weights)}
    counts = allotment(exam(items=items, blueprint=shares))
    assert sum(counts.values()) == items
    assert all(abs(counts[topic] - share * items) < 1 for topic, share in shares.items())
    turned = dict(sorted(shares.items(), key=lambda row: Random(row[0]).random()))
    assert allotment(exam(items=items, blueprint=turned)) == counts


def test_a_shortage_names_the_topic_and_both_numbers() -> None:
    decks = library(deck("calls", choice("one"), choice("two")), deck("mail", choice("one", deck="mail")))
    draws = topic_draws(exam(items=5, blueprint={"calls": 3, "mail": 1, "chat": 1}), decks)
    assert [(draw.topic, draw.drawn, draw.pool) for draw in draws] == [("calls", 3, 2), ("chat", 1, 0), ("mail", 1, 1)]
    assert shortage(exam(), draws).splitlines() == [
        'exam "certification" draws 3 questions of the topic "calls", but the decks hold 2; '
        "write more of them or lower the number in its blueprint",
        'exam "certification" draws 1 questions of the topic "chat", but the decks hold 0; '
        "write more of them or lower the number in its blueprint",
    ]


def _questions(count: int, topic: str) -> tuple[Card, ...]:
    return tuple(true_false(id=f"q{number}", deck=topic) for number in range(count))


def problems(blueprint: dict[str, int], places: dict[str, Location] | None = None) -> tuple[Problem, ...]:
    decks = (deck(id="calls", cards=_questions(5, "calls")), deck(id="forms", cards=(flashcard(deck="forms"),)))
    items = sum(blueprint.values())
    return exam_problems(exam(items=items, blueprint=blueprint, places=places or {}), Library(decks))


def test_an_unknown_topic_is_told_at_its_line_with_the_nearest() -> None:
    place = Location("exam.yaml", 7, 3)
    (problem,) = problems({"call": 2}, {"blueprint.call": place})
    assert (problem.rule, problem.location) == ("S309", place)
    assert problem.message == 'no deck has the topic "call"'
    assert problem.remedy == 'did you mean "calls"?'


@pytest.mark.parametrize(("topic", "drawn", "held"), [("calls", 6, 5), ("forms", 1, 0)])  # no flashcard is drawn
def test_a_pool_smaller_than_the_draw_is_told_with_both_numbers(topic: str, drawn: int, held: int) -> None:
    assert problems({"calls": 5}) == ()
    (problem,) = problems({topic: drawn})
    assert problem.rule == "S310"
    assert all(each in problem.message for each in (f"draws {drawn} ", f"hold {held}", f'"{topic}"'))


def test_of_many_topics_that_are_short_the_first_are_named_and_the_others_counted() -> None:
    made = exam(items=30, blueprint={f"t{number:02}": 1 for number in range(30)})
    words = shortage(made, topic_draws(made, library(deck("calls", choice())))).splitlines()
    assert len(words) == 11
    assert '"t09"' in words[-2]
    assert words[-1] == "and 20 topics more"
