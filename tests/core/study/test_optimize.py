"""Fitting: better where there is something to learn, refused where there is not."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from math import log
from random import Random

import pytest

from builders import Journal
from cxdrill.core.settings import Settings
from cxdrill.core.study.fsrs import DEFAULT_MODEL, Model
from cxdrill.core.study.history import History
from cxdrill.core.study.optimize import Fit, fitted, log_loss
from cxdrill.core.study.review import Review
from learners import FIRST_DAY, Learner, QuickModel, courses, other_parameters

Courses = list[tuple[Review, ...]]
FIRST_DAY_NOON = datetime.combine(FIRST_DAY, time(12), UTC)


def test_10000_reviews_recover_most_of_the_gap_to_the_true_parameters() -> None:
    """One learner, measured by reviews that the fit has not seen; the benchmark has more."""
    pytest.importorskip("fsrs_rs_python")
    true_model = QuickModel(other_parameters(Random(1), 0.4))
    unseen = courses(true_model, 1001, 5_000)
    fit = fitted(courses(true_model, 1, 10_000), QuickModel())
    assert fit.is_better
    default, after, true = (log_loss(model, unseen)[0] for model in (DEFAULT_MODEL, Model(fit.parameters), true_model))
    assert default - after >= 0.85 * (default - true)


def test_the_held_out_part_is_the_latest_fifth_and_both_losses_are_of_it() -> None:
    pytest.importorskip("fsrs_rs_python")
    seen = courses(QuickModel(), 5, 1500)
    fit = fitted(seen, DEFAULT_MODEL)
    tries = sum(later.day > earlier.day for course in seen for earlier, later in pairwise(course))
    assert fit.held_out == pytest.approx(tries / 5, rel=0.2)
    assert fit.reviews == sum(map(len, seen))


def test_a_fit_that_is_no_better_says_so_and_a_kept_one_is_used_for_memories() -> None:
    assert not Fit(DEFAULT_MODEL.parameters, 0.3, 0.3, 100, 20).is_better
    fit = Fit((9.0,) * 4 + DEFAULT_MODEL.parameters[4:], 0.31, 0.30, 100, 20)
    assert fit.is_better
    kept = Journal().save(fit.draft, FIRST_DAY_NOON)
    assert History([kept]).model.parameters == fit.parameters


def test_log_loss_is_the_mean_of_first_tries_alone() -> None:
    pytest.importorskip("fsrs_rs_python")
    days = [FIRST_DAY, FIRST_DAY, FIRST_DAY + timedelta(days=2)]
    course = tuple(Review(f"w-{n}", FIRST_DAY_NOON, day, 3, day) for n, day in enumerate(days))
    memory = DEFAULT_MODEL.after(DEFAULT_MODEL.after(None, 3, 0), 3, 0)
    loss, tries = log_loss(DEFAULT_MODEL, [course])
    assert tries == 1
    assert loss == pytest.approx(-log(DEFAULT_MODEL.retrievability(memory.stability, 2)), rel=1e-5)


def test_after_fitting_learners_remember_what_was_desired() -> None:
    """First tries scheduled after the fit, three learners with a deck of 120 cards; the benchmark has a thousand."""
    pytest.importorskip("fsrs_rs_python")
    tries = []
    for seed in range(3):
        learner = Learner(QuickModel(), QuickModel(other_parameters(Random(seed))), Settings(), seed=seed)
        for number in range(180):
            if number == 60:
                fit = fitted([tuple(card.reviews) for card in learner.cards], learner.model)
                learner.use(QuickModel(fit.parameters) if fit.is_better else learner.model)
            learner.study(FIRST_DAY + timedelta(days=number), 6 if number < 20 else 0)
        tries += [each for each in learner.tries if each.scheduled_on >= FIRST_DAY + timedelta(days=60)]
    assert sum(each.is_known for each in tries) / len(tries) == pytest.approx(0.90, abs=0.02)
