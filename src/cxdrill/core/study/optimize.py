"""Fits the model of memory to one learner's own reviews, and says by held-out reviews whether it became better.

Needs the optional package `fsrs-rs-python`; how fitted parameters are kept is the caller's concern.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from math import log
from operator import itemgetter
from typing import Any

from msgspec import Struct

from cxdrill.core.day import gap_days
from cxdrill.core.event import Draft
from cxdrill.core.study.fsrs import Model
from cxdrill.core.study.review import Review
from cxdrill.errors import Refused, WrongUsage

FEWEST_TRIES = 64  # first tries on a later study day; below, the package keeps its defaults anyway
EPOCHS, LEARNING_RATE = 20, 0.01  # slower and longer than the package's own: it recovers more from 10,000 reviews
HELD_OUT = 0.2  # the latest part of the tries, by study day


class Fit(Struct, frozen=True):
    """Fitted parameters, and the mean log loss of the held-out first tries with the parameters before and after.

    The losses are those of parameters fitted without the held-out part; `parameters` are then fitted to everything.
    """

    parameters: tuple[float, ...]
    log_loss_before: float
    log_loss_after: float
    reviews: int
    held_out: int

    @property
    def is_better(self) -> bool:
        """Whether the fit foretold the held-out tries better than the parameters in use."""
        return self.log_loss_after < self.log_loss_before

    @property
    def draft(self) -> Draft:
        return Draft("parameters", {"values": list(self.parameters)})


def fitted(courses: Iterable[Sequence[Review]], model: Model) -> Fit:
    """Parameters fitted to the reviews of each face, oldest first, and how they compare with the model in use.

    Raises WrongUsage where the package is not installed, Refused with too few reviews to fit anything.
    """
    try:
        import fsrs_rs_python as package
    except ImportError:
        raise WrongUsage(
            'fitting needs the package fsrs-rs-python; install it with: pip install "cxdrill[optimize]"'
        ) from None
    courses = tuple(courses)
    days = ((one.day, two.day) for course in courses for one, two in pairwise(course))
    tries = sorted(later for earlier, later in days if later > earlier)
    if len(tries) < FEWEST_TRIES:
        raise Refused(
            f"there are {len(tries)} reviews on a later day than the one before, and fitting needs {FEWEST_TRIES}; "
            "study on and try again in some days"
        )
    split = tries[int(len(tries) * (1 - HELD_OUT))]
    trial = _parameters(package, courses, before=split)
    before, held_out = log_loss(model, courses, since=split)
    after, _ = log_loss(Model(trial), courses, since=split)
    return Fit(_parameters(package, courses), before, after, sum(map(len, courses)), held_out)


def log_loss(model: Model, courses: Iterable[Sequence[Review]], since: date | None = None) -> tuple[float, int]:
    """The mean log loss (natural logarithm) of the first tries from a study day on, and how many they are."""
    losses: list[float] = []
    for course in courses:
        memory = model.after(None, course[0].rating, 0)
        for before, review in pairwise(course):
            gap = gap_days(before.day, review.day)
            if gap and (since is None or review.day >= since):
                chance = min(max(model.retrievability(memory.stability, gap), 1e-6), 1 - 1e-6)
                losses.append(-log(chance if review.rating > 1 else 1 - chance))
            memory = model.after(memory, review.rating, gap)
    return sum(losses) / max(1, len(losses)), len(losses)


def _parameters(package: Any, courses: Iterable[Sequence[Review]], before: date | None = None) -> tuple[float, ...]:
    """Parameters fitted to the tries before a study day: one training item for each, with all that led up to it."""
    items = []
    for course in courses:
        steps = [package.FSRSReview(course[0].rating, 0)]
        for earlier, review in pairwise(course):
            if before is not None and review.day >= before:
                break
            gap = gap_days(earlier.day, review.day)
            steps.append(package.FSRSReview(review.rating, gap))
            if gap:
                items.append((review.day, package.FSRSItem(steps[:])))
    items.sort(key=itemgetter(0))
    model = package.FSRS(list(package.DEFAULT_PARAMETERS))
    config = package.TrainingConfig(num_epochs=EPOCHS, learning_rate=LEARNING_RATE)
    return tuple(model.compute_parameters([item for _, item in items], training_config=config))
