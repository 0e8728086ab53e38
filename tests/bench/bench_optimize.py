"""How much of the way from the default parameters to a learner's true ones a fit of 10,000 reviews goes, and its time.

Measured by the log loss of other reviews of the same learner, which the fit has not seen.
Run: PYTHONPATH=src:tests/support python tests/bench/bench_optimize.py [LEARNERS]
"""

import sys
from dataclasses import dataclass
from random import Random
from time import perf_counter

from cxdrill.core.study.fsrs import Model
from cxdrill.core.study.optimize import Fit, fitted, log_loss
from learners import QuickModel, courses, other_parameters

REVIEWS, NEW_A_DAY, SPREAD = 10_000, 10, 0.4


@dataclass(frozen=True)
class Outcome:
    """The log loss of unseen reviews with each set of parameters."""

    fit: Fit
    seconds: float
    default: float
    fitted: float
    true: float


def outcome(seed: int, reviews: int = REVIEWS) -> Outcome:
    true_model = QuickModel(other_parameters(Random(seed), SPREAD))
    seen, unseen = courses(true_model, seed, reviews), courses(true_model, seed + 1000, reviews + 2000)
    started = perf_counter()
    fit = fitted(seen, QuickModel())
    seconds = perf_counter() - started
    losses = [log_loss(model, unseen)[0] for model in (Model(), Model(fit.parameters), true_model)]
    return Outcome(fit, seconds, *losses)


def recovered(outcomes: list[Outcome]) -> float:
    """The share of the gap that was closed, over all learners together."""
    gap = sum(each.default - each.true for each in outcomes)
    return sum(each.default - each.fitted for each in outcomes) / gap


def main(learners: int, reviews: int = REVIEWS) -> None:
    outcomes = [outcome(seed, reviews) for seed in range(learners)]
    for each in outcomes:
        losses = f"default {each.default:.4f}, fitted {each.fitted:.4f}, true {each.true:.4f}"
        print(f"{each.fit.reviews} reviews in {each.seconds:.2f} s: {losses}, recovered {recovered([each]):.1%}")
    print(f"all together: {recovered(outcomes):.1%}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:] or ["8"]))
