"""Verdicts of an exam over a class: how many are right, and how many would be the same in a second form.

After Livingston and Lewis (1995): true shares are spread as a beta distribution whose variance is what the scores vary
beyond chance (KR-21, as forms differ from person to person). Sums are exact; only the beta function takes floats.
"""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import comb, exp, lgamma, log, log1p
from statistics import fmean, pvariance

from msgspec import Struct

from cxdrill.core.exams.score import needed

MOST_ITEMS = 1000
_TINY = 1e-300


class TrueShares(Struct, frozen=True):
    """The true shares of a class: a beta distribution."""

    alpha: float
    beta: float

    @property
    def mean(self) -> float:
        return self.alpha / (self.alpha + self.beta)

    @property
    def deviation(self) -> float:
        return float((self.mean * (1 - self.mean) / (self.alpha + self.beta + 1)) ** 0.5)


class Decisions(Struct, frozen=True):
    """Shares of a class: those who pass, the wrong verdicts of both kinds, the same verdict in a second form."""

    passing: float
    false_passes: float
    false_fails: float
    consistency: float

    @property
    def accuracy(self) -> float:
        return 1 - (self.false_passes + self.false_fails)


def true_shares(mean: float, deviation: float) -> TrueShares:
    size = mean * (1 - mean) / deviation**2 - 1
    return TrueShares(mean * size, (1 - mean) * size)


def true_shares_behind(shares: Sequence[float], items: int) -> TrueShares | None:
    """The true shares behind observed ones; None where nobody differs beyond chance."""
    mean, observed = fmean(shares), pvariance(shares)
    if not 0 < mean < 1 or items < 2:
        return None
    true = (observed - mean * (1 - mean) / items) * items / (items - 1)
    return true_shares(mean, true**0.5) if 0 < true < mean * (1 - mean) else None


def decisions(about: TrueShares, items: int, mark: Fraction) -> Decisions:
    """The verdicts of a form of so many items at a pass mark, over people whose true shares are spread so."""
    cut, ways = needed(items, mark), [comb(items, score) for score in range(items + 1)]
    passing = sum(_chance(ways[score], about, score, items) for score in range(cut, items + 1))
    both = _both(ways, range(cut, items + 1), about, items) + _both(ways, range(cut), about, items)
    return Decisions(passing, *_wrong(about, items, mark), both)


def items_to_halve(about: TrueShares, items: int, mark: Fraction) -> int | None:
    """The number of items that halves the wrong verdicts; None where 1,000 are too few."""
    goal = sum(_wrong(about, items, mark)) / 2
    longer = range(2 * items, MOST_ITEMS + 1, max(1, items // 8))
    return next((size for size in longer if sum(_wrong(about, size, mark)) <= goal), None)


def _wrong(about: TrueShares, items: int, mark: Fraction) -> tuple[float, float]:
    """The shares of those who pass and of those who fail wrongly."""
    cut, wrong = needed(items, mark), [0.0, 0.0]
    for score in range(items + 1):
        below = _share_below(float(mark), about.alpha + score, about.beta + items - score)
        is_fail = score < cut
        wrong[is_fail] += _chance(comb(items, score), about, score, items) * (1 - below if is_fail else below)
    return wrong[0], wrong[1]


def _both(ways: Sequence[int], scores: range, about: TrueShares, items: int) -> float:
    """The chance that two forms both give one of these scores."""
    pairs = Counter[int]()
    for one, other in product(scores, repeat=2):
        pairs[one + other] += ways[one] * ways[other]
    return sum(_chance(number, about, total, 2 * items) for total, number in pairs.items())


def _chance(ways: int, about: TrueShares, right: int, items: int) -> float:
    """The chance of so many right answers that come about in so many ways."""
    a, b = about.alpha, about.beta
    return exp(log(ways) + _log_beta(a + right, b + items - right) - _log_beta(a, b))


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _share_below(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (Lentz's method)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _share_below(1 - x, b, a)
    front = exp(a * log(x) + b * log1p(-x) - _log_beta(a, b)) / a
    upper, lower, fraction = 1.0, 0.0, 1.0
    for step in range(400):
        half = step // 2
        if step % 2:
            term = -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1))
        else:
            term = half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half)) if step else 1.0
        lower = 1 / ((1 + term * lower) or _TINY)
        upper = (1 + term / upper) or _TINY
        change = upper * lower
        fraction *= change
        if step and abs(1 - change) < 1e-15:
            break
    return front * (fraction - 1)
