"""Exams that the decks of their library cannot fill."""

from builders import deck, exam, flashcard, true_false
from cxdrill.core.cards.card import Card
from cxdrill.core.cards.library import Library
from cxdrill.core.exams.blueprint import exam_problems
from cxdrill.core.problem import Location, Problem


def _questions(count: int, topic: str) -> tuple[Card, ...]:
    return tuple(true_false(id=f"q{number}", deck=topic) for number in range(count))


def problems(blueprint: dict[str, int], places: dict[str, Location] | None = None) -> tuple[Problem, ...]:
    decks = (deck(id="calls", cards=_questions(5, "calls")), deck(id="forms", cards=(flashcard(deck="forms"),)))
    items = sum(blueprint.values())
    return exam_problems(exam(items=items, blueprint=blueprint, places=places or {}), Library(decks))


def test_a_blueprint_that_can_be_filled_has_no_problem() -> None:
    assert problems({"calls": 5}) == ()


def test_an_unknown_topic_is_told_at_its_line_with_the_nearest() -> None:
    place = Location("exam.yaml", 7, 3)
    (problem,) = problems({"call": 2}, {"blueprint.call": place})
    assert (problem.rule, problem.location) == ("S309", place)
    assert problem.message == 'no deck has the topic "call"'
    assert problem.remedy == 'did you mean "calls"?'


def test_a_pool_smaller_than_the_draw_is_told_with_both_numbers() -> None:
    (problem,) = problems({"calls": 6})
    assert problem.rule == "S310"
    assert "draws 6 " in problem.message
    assert "hold 5" in problem.message
    assert '"calls"' in problem.message


def test_flashcards_are_not_drawn() -> None:
    (problem,) = problems({"forms": 1})
    assert problem.rule == "S310"
    assert "hold 0" in problem.message
