"""First-try retention of simulated learners after fitting, for several desired retentions.

Every learner has parameters of their own and learns a deck. They study with the default ones, are fitted, and study
on with the fitted ones if those foretell held-out reviews better; measured are the tries scheduled after that.

Run: PYTHONPATH=src:tests/support python tests/bench/bench_retention.py [LEARNERS]
"""

import sys
from datetime import timedelta
from random import Random
from statistics import fmean, quantiles

from cxdrill.core.settings import Settings
from cxdrill.core.study.optimize import fitted
from learners import FIRST_DAY, Learner, QuickModel, other_parameters

CARDS, NEW_A_DAY = 240, 8
FIT_ON, LAST = 90, 240  # days


def retention(seed: int, desired: float) -> tuple[float, float, int]:
    """The retention of one learner on the days before and after fitting, and the number of reviews fitted to."""
    model = QuickModel()
    true_model = QuickModel(other_parameters(Random(seed)))
    learner = Learner(model, true_model, Settings(desired_retention=desired), seed=seed)
    for number in range(FIT_ON):
        learner.study(FIRST_DAY + timedelta(days=number), NEW_A_DAY if len(learner.cards) < CARDS else 0)
    fit = fitted([tuple(card.reviews) for card in learner.cards], model)
    before = fmean(each.is_known for each in learner.tries)
    if fit.is_better:
        learner.use(QuickModel(fit.parameters))
    for number in range(FIT_ON, LAST):
        learner.study(FIRST_DAY + timedelta(days=number), 0)
    fitted_on = FIRST_DAY + timedelta(days=FIT_ON)
    return before, fmean(each.is_known for each in learner.tries if each.scheduled_on >= fitted_on), fit.reviews


def main(learners: int) -> None:
    for desired in (0.80, 0.90, 0.95):
        rows = [retention(seed, desired) for seed in range(learners)]
        after = [row[1] for row in rows]
        cuts = quantiles(after, n=20)
        before, count = fmean(row[0] for row in rows), fmean(row[2] for row in rows)
        near = fmean(abs(each - desired) <= 0.02 for each in after)
        print(
            f"desired {desired:.2f}: mean {before:.4f} before, {fmean(after):.4f} after fitting to {count:.0f} reviews"
        )
        print(f"  nine of ten between {cuts[0]:.3f} and {cuts[-1]:.3f}; within 2 points {near:.0%}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
