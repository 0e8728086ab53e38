"""Means, spreads, shapes, covariances and intervals of plain numbers; None where a number does not exist.

Spreads are kept, since each is needed many times; `statistics` would take exact fractions of thousands of floats.
"""

import statistics
from collections.abc import Sequence
from math import fsum, sqrt
from operator import mul
from typing import NamedTuple

Z_95 = 1.959963984540054  # the 97.5 % point of the normal distribution
_BINS = 10


class Interval(NamedTuple):
    low: float
    high: float


class Spread(NamedTuple):
    """Deviations from the mean, how many have each, how many in all, and the sum of squares (0 where all are equal)."""

    deviations: list[float]
    counts: Sequence[int]
    size: int
    squares: float


def spread(values: Sequence[float], counts: Sequence[int] = ()) -> Spread:
    """The spread of some values, of which there are so many each; rounding makes no equal values differ."""
    counts = counts if len(counts) == len(values) else [1] * len(values)
    size = sum(counts)
    if not values or is_constant(values):
        return Spread([0.0] * len(values), counts, size, 0.0)
    middle = statistics.fmean(values, counts)
    deviations = [value - middle for value in values]
    return Spread(deviations, counts, size, fsum(map(mul, counts, map(mul, deviations, deviations))))


def mean(values: Sequence[float], counts: Sequence[int] | None = None) -> float | None:
    """The mean of values, of which there are so many each; None of nothing."""
    return statistics.fmean(values, counts) if values else None


def variance(about: Spread) -> float | None:
    """The sample variance (n - 1); None below two values."""
    return about.squares / (about.size - 1) if about.size > 1 else None


def deviation(about: Spread) -> float | None:
    """The sample standard deviation (n - 1); None below two values."""
    squared = variance(about)
    return None if squared is None else sqrt(squared)


def covariance(one: Spread, other: Spread) -> float | None:
    """The sample covariance (n - 1) of values side by side; None below two pairs."""
    return _products(one, other) / (one.size - 1) if one.size > 1 else None


def sorted_covariance(one: Spread, other: Spread) -> float | None:
    """The covariance of the same values, both sorted, which is the largest possible."""
    if one.size < 2:
        return None
    runs = [sorted(zip(each.deviations, each.counts, strict=True), reverse=True) for each in (one, other)]
    (low, many), (high, few), products = *(run.pop() for run in runs), list[float]()
    while True:
        both = min(many, few)
        products.append(both * low * high)
        many, few = many - both, few - both
        if not (many or few or (runs[0] and runs[1])):
            return fsum(products) / (one.size - 1)
        low, many = (low, many) if many else runs[0].pop()
        high, few = (high, few) if few else runs[1].pop()


def _products(one: Spread, other: Spread) -> float:
    return fsum(map(mul, one.counts, map(mul, one.deviations, other.deviations)))


def correlation(one: Spread, other: Spread) -> float | None:
    """Pearson's r, whatever denominator the variances have; None where either does not vary."""
    scale = sqrt(one.squares) * sqrt(other.squares)
    # Sums of floats may carry a perfect correlation a hair beyond 1.
    return max(-1.0, min(1.0, _products(one, other) / scale)) if scale else None


def membership_correlation(rows: Sequence[int], other: Spread) -> float | None:
    """Pearson's r of being among `rows` (1) or not (0) with the other values; None where either does not vary."""
    count, size = other.size, sum([other.counts[row] for row in rows])
    if not other.squares or not 0 < size < count:
        return None
    # The mean deviation of the others is 0, so only the members' terms are left of the covariance.
    inside = fsum([other.counts[row] * other.deviations[row] for row in rows])
    return max(-1.0, min(1.0, inside / sqrt(other.squares * size * (count - size) / count)))


def skewness(about: Spread) -> float | None:
    """The skewness of k-statistics, k3 / k2^1.5 (G1); None below three values or where none differs."""
    count = about.size
    if count < 3 or not about.squares:
        return None
    k2, third = about.squares / (count - 1), _power(about, 3)
    return third * count / ((count - 1) * (count - 2)) / (k2 * sqrt(k2))


def kurtosis(about: Spread) -> float | None:
    """The excess kurtosis of k-statistics, k4 / k2^2 (G2); None below four values or where none differs."""
    count = about.size
    if count < 4 or not about.squares:
        return None
    k2, fourth = about.squares / (count - 1), _power(about, 4)
    scale = count / ((count - 1) * (count - 2) * (count - 3))
    return scale * ((count + 1) * fourth - 3 * (count - 1) / count * about.squares**2) / k2**2


def _power(about: Spread, exponent: int) -> float:
    return fsum([count * each**exponent for each, count in zip(about.deviations, about.counts, strict=True)])


def wilson(share: float, count: int) -> Interval | None:
    """The 95 % interval of a share of `count` tries after Wilson (1927); None without tries."""
    if not count:
        return None
    squared = Z_95**2
    middle = (share + squared / (2 * count)) / (1 + squared / count)
    half = Z_95 / (1 + squared / count) * sqrt(share * (1 - share) / count + squared / (4 * count**2))
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


def is_constant(values: Sequence[float]) -> bool:
    """Whether no value differs from another beyond what rounding makes of equal ones."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    return high - low <= 1e-12 * max(1.0, abs(low), abs(high))


def score_bins(scores: Sequence[float], maximum: float) -> tuple[list[tuple[str, int]], int, int]:
    """How many scored how much, in at most ten bins that cover what was scored; their first score, and their width."""
    low, high = int(min(scores)), int(max(scores))
    step = max(1, -(-(high - low + 1) // _BINS))
    tally = [0] * ((high - low) // step + 1)
    for score in scores:
        tally[(int(score) - low) // step] += 1
    starts = [low + place * step for place in range(len(tally))]
    names = [f"{start}" if step == 1 else f"{start}-{min(start + step - 1, int(maximum))}" for start in starts]
    return list(zip(names, tally, strict=True)), low, step
