"""The written-out formulas against the model of memory."""

from random import Random

import pytest

from cxdrill.core.ready.growth import Growth
from cxdrill.core.study.memory import DEFAULT_PARAMETERS, Model


@pytest.mark.parametrize("decay", [0.1542, 0.4])
def test_memories_are_those_of_the_model_whatever_the_history(decay):
    parameters = (*DEFAULT_PARAMETERS[:20], decay)
    model, growth, random = Model(parameters), Growth(parameters), Random(5)

    for _ in range(60):
        known, quick = None, None
        for _ in range(8):
            rating, gap = random.choice((1, 2, 3, 3, 4)), random.choice((0, 0, 1, 2, 5, 20, 100))
            known = model.after(known, rating, gap)
            quick = growth.first(rating) if quick is None else growth.after(*quick, rating, gap)
            assert quick == pytest.approx((known.stability, known.difficulty), rel=1e-9)


def test_the_curve_is_that_of_the_model_with_fractions_of_days():
    model, growth = Model(), Growth(DEFAULT_PARAMETERS)

    for days in (0.01, 0.5, 3.25, 400):
        assert growth.chance(4.2, days) == pytest.approx(model.retrievability(4.2, days), rel=1e-12)


def test_a_clock_set_back_lets_nothing_be_forgotten():
    assert Growth(DEFAULT_PARAMETERS).chance(4.2, -3) == 1.0


def test_the_curve_turned_round():
    growth = Growth(DEFAULT_PARAMETERS)

    assert growth.chance(1.0, growth.days_until(0.8)) == pytest.approx(0.8)
    assert growth.days_until(0.9) == pytest.approx(1.0)


def test_what_is_learnt_anew_is_as_a_card_just_met_and_repeated():
    growth = Growth(DEFAULT_PARAMETERS)

    assert growth.relearnt == pytest.approx(growth.after(*growth.first(1), 3, 0)[0])
