"""The model of memory: FSRS-6, 21 parameters. The only module that knows the `fsrs` package.

Stability and difficulty move in whole study days, as the model was trained; retrievability falls with the exact
time since the last review. When a card is due is `core/study/schedule.py`'s concern.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from math import isfinite
from typing import Any

from msgspec import Struct

DEFAULT_PARAMETERS: tuple[float, ...] = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
    1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
)  # fmt: skip
MAXIMUM_GAP_DAYS = 100_000

_EPOCH = datetime(2000, 1, 1, tzinfo=timezone.utc)  # noqa: UP017  (fsrs takes this very object alone)


class Memory(Struct, frozen=True):
    """What a card's reviews tell: stability in days (R falls to 90 % in that time), difficulty from 1 to 10."""

    stability: float
    difficulty: float


class Model:
    """FSRS-6 with one set of parameters."""

    def __init__(self, parameters: Sequence[float] = DEFAULT_PARAMETERS) -> None:
        """Takes 21 finite numbers (ValueError otherwise) and moves each into the bounds that the model has for it."""
        if len(parameters) != len(DEFAULT_PARAMETERS) or not all(isfinite(number) for number in parameters):
            raise ValueError("the model takes 21 finite parameters")
        self._given = tuple(float(number) for number in parameters)
        self._decay = -min(max(self._given[20], 0.1), 0.8)
        self._factor = 0.9 ** (1 / self._decay) - 1
        self._fsrs: tuple[Any, Any, Any] | None = None

    @property
    def parameters(self) -> tuple[float, ...]:
        """The parameters as they were given."""
        return self._given

    def after(self, memory: Memory | None, rating: int, gap_days: int) -> Memory:
        """The memory after a review with `rating` 1-4, `gap_days` study days after the one before (None: first)."""
        scheduler, card_class, ratings = self._fsrs or self._loaded()
        card = card_class(card_id=1, due=_EPOCH)
        if memory is not None:
            card.stability, card.difficulty, card.last_review = memory.stability, memory.difficulty, _EPOCH
        at = _EPOCH + timedelta(days=min(max(gap_days, 0), MAXIMUM_GAP_DAYS))
        card, _ = scheduler.review_card(card, ratings[rating], at)
        return Memory(card.stability, card.difficulty)

    def retrievability(self, stability: float, elapsed_days: float) -> float:
        """The chance of recall after so many days, fractions included: (1 + f t / S) ** -decay."""
        return float((1 + self._factor * max(elapsed_days, 0.0) / stability) ** self._decay)

    def interval_days(self, stability: float, retention: float) -> float:
        """The days, not rounded, after which the chance of recall is `retention`: the curve turned round."""
        return float(stability / self._factor * (retention ** (1 / self._decay) - 1))

    def _loaded(self) -> tuple[Any, Any, Any]:
        from fsrs import Card, Rating, Scheduler
        from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

        bounds = zip(self._given, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
        parameters = [min(max(given, low), high) for given, low, high in bounds]
        scheduler = Scheduler(parameters, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
        self._fsrs = scheduler, Card, {int(rating): rating for rating in Rating}
        return self._fsrs


DEFAULT_MODEL = Model()
