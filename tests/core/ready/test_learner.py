"""The chance that a question is known, and what guessing adds."""

from itertools import pairwise
from random import Random

import pytest

from builders import choice, matching, multiple, ordering, true_false, typed
from cxdrill.core.ready.learner import CARD_SD, answered_odds, guess, level, odds, settled_odds
from exam_takers import logistic, logit


@pytest.mark.parametrize(
    ("card", "blind"),
    [
        *((choice(), 1 / 3), (true_false(), 1 / 2), (typed(), 0), (multiple(), 1 / 15), (ordering(), 1 / 6)),
        (matching(), 1 / 6),
    ],
)
def test_guessing_is_worth_one_among_all_answers_that_can_be_given(card, blind):
    assert guess(card) == pytest.approx(blind)


def test_the_doubt_about_single_cards_is_averaged_out():
    random = Random(1)
    for recall in (0.3, 0.7, 0.9, 0.97):
        truth = sum(logistic(logit(recall) + random.gauss(0, CARD_SD)) for _ in range(20_000)) / 20_000
        said = settled_odds(recall)

        assert said / (1 + said) == pytest.approx(truth, abs=0.006)


def test_better_recall_is_better_odds_and_never_certain():
    found = [settled_odds(recall / 50) for recall in range(1, 50)]
    assert all(first < second for first, second in pairwise(found))
    assert settled_odds(1.0) == settled_odds(0.98) < 50
    assert settled_odds(0.0) > 0


def test_unseen_questions_count_as_unknown_until_an_exam_tells_otherwise():
    assert level({})[0] == 0.0
    assert odds(level({})[0]) == 0.0
    assert level({str(number): (0.25, number < 10) for number in range(40)})[0] == pytest.approx(0.0)
    assert level({str(number): (0.25, number < 38) for number in range(40)})[0] == pytest.approx(37.33 / 44, abs=0.01)


def test_a_few_lucky_answers_are_not_believed_at_once():
    assert level({"a": (0.25, True), "b": (0.25, True)})[0] < 0.4


def test_the_doubt_about_it_falls_with_the_answers():
    """Ten times as many answers, a root of ten less doubt."""
    few, many = (level({str(each): (0.25, each % 2 == 0) for each in range(count)})[1] for count in (36, 396))
    assert few / many == pytest.approx(10**0.5, rel=0.02)


def test_an_answer_in_an_exam_tells_of_its_question_by_bayes():
    known = answered_odds(0.5, 0.25, 1.0)
    assert known / (1 + known) == pytest.approx(0.5 / (0.5 + 0.5 * 0.25))
    assert answered_odds(0.5, 0.25, 0.0) == 0.0
