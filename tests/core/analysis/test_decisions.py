"""Verdicts over a class, against numbers integrated elsewhere and against simulated people."""

from fractions import Fraction
from math import comb, exp, lgamma, log
from random import Random

import pytest

from cxdrill.core.analysis.decisions import decisions, items_to_halve, true_shares, true_shares_behind

FOUR_FIFTHS = Fraction(4, 5)
CASES = [(0.82, 0.08, 40, FOUR_FIFTHS), (0.7, 0.12, 20, Fraction(3, 4)), (0.6, 0.2, 10, Fraction(1, 2))]


def integrated(mean: float, deviation: float, items: int, mark: Fraction) -> tuple[float, float]:
    """Consistency and accuracy, by the midpoints of many small steps."""
    size = mean * (1 - mean) / deviation**2 - 1
    a, b = mean * size, (1 - mean) * size
    constant = lgamma(a + b) - lgamma(a) - lgamma(b)
    cut = -(-items * mark.numerator // mark.denominator)
    consistency = accuracy = 0.0
    steps = 5000
    for step in range(steps):
        share = (step + 0.5) / steps
        density = exp((a - 1) * log(share) + (b - 1) * log(1 - share) + constant) / steps
        passing = sum(
            comb(items, right) * share**right * (1 - share) ** (items - right) for right in range(cut, items + 1)
        )
        consistency += density * (passing**2 + (1 - passing) ** 2)
        accuracy += density * (passing if share >= mark else 1 - passing)
    return consistency, accuracy


@pytest.mark.parametrize("case", CASES)
def test_they_equal_an_independent_integration(case):
    mean, deviation, items, mark = case
    found = decisions(true_shares(mean, deviation), items, mark)
    assert (found.consistency, found.accuracy) == pytest.approx(integrated(*case), abs=1e-6)


def test_they_are_those_known_of_forty_items():
    found = decisions(true_shares(0.82, 0.08), 40, FOUR_FIFTHS)
    assert (round(found.consistency, 3), round(found.accuracy, 3)) == (0.756, 0.817)
    assert found.accuracy + found.false_passes + found.false_fails == pytest.approx(1)


def test_so_many_items_halve_the_wrong_verdicts():
    about = true_shares(0.82, 0.08)
    size = items_to_halve(about, 40, FOUR_FIFTHS)
    assert size
    wrong = [1 - decisions(about, items, FOUR_FIFTHS).accuracy for items in (40, size, size - 10)]
    assert wrong[1] <= wrong[0] / 2 < wrong[2]
    assert items_to_halve(about, 600, FOUR_FIFTHS) is None
    assert 0.9 < decisions(about, 600, FOUR_FIFTHS).consistency < 1


def test_the_spread_behind_scores_is_found_again():
    random = Random(2)
    shares = [random.betavariate(12, 4) for _ in range(4000)]
    scores = [sum(random.random() < share for _ in range(40)) / 40 for share in shares]
    found = true_shares_behind(scores, 40)
    assert found
    assert (found.mean, found.deviation) == pytest.approx((0.75, 0.105), abs=0.006)


@pytest.mark.parametrize("scores", [[0.5] * 20, [1.0] * 20, [0.0, 1.0] * 10])
def test_a_class_without_a_true_shares_its_own_tells_nothing(scores):
    assert true_shares_behind(scores, 40) is None
