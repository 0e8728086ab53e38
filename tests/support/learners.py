"""Simulated learners: people whose memory follows the model with parameters of their own.

For tests and benchmarks. `QuickModel` is the model through the compiled package, so that a year takes seconds.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from cxdrill.core.settings import Settings
from cxdrill.core.study.fsrs import DEFAULT_PARAMETERS, Memory, Model
from cxdrill.core.study.offer import Scheduler
from cxdrill.core.study.review import Rating, Review
from cxdrill.core.study.schedule import NEW, CardState, state_after

FIRST_DAY = date(2026, 1, 5)


class QuickModel(Model):
    """The same model, computed by `fsrs-rs-python`."""

    def __init__(self, parameters: Any = DEFAULT_PARAMETERS) -> None:
        from fsrs_rs_python import FSRS, MemoryState

        super().__init__(parameters)
        self._states, self._memory_state = FSRS(list(parameters)).next_states, MemoryState
        self._names = ("", "again", "hard", "good", "easy")

    def after(self, memory: Memory | None, rating: int, gap_days: int) -> Memory:
        before = None if memory is None else self._memory_state(memory.stability, memory.difficulty)
        after = getattr(self._states(before, 0.9, gap_days), self._names[rating]).memory
        return Memory(after.stability, after.difficulty)


@dataclass
class SimulatedCard:
    """One card of a simulated learner: what the scheduler believes, and what is true."""

    key: str
    state: CardState = NEW
    believed: Memory | None = None
    true: Memory | None = None
    reviews: list[Review] = field(default_factory=list)


@dataclass(frozen=True)
class TrueTry:
    """A first try: the day, the day on which it was scheduled, the true chance of recall, and what came."""

    day: date
    scheduled_on: date
    chance: float
    is_known: bool


class Learner:
    """Studies every due card every morning, new cards first among them, with a true memory of their own."""

    def __init__(
        self, scheduler_model: Model, true_model: Model, settings: Settings, *, seed: int, is_balanced: bool = True
    ) -> None:
        self.settings, self.true_model, self.random = settings, true_model, Random(seed)
        self.cards: list[SimulatedCard] = []
        self.due: dict[date, list[SimulatedCard]] = {}
        self.load: Counter[date] = Counter()
        self.is_balanced = is_balanced
        self.reviews_on: Counter[date] = Counter()
        self.tries: list[TrueTry] = []
        self.use(scheduler_model)

    def use(self, model: Model) -> None:
        """Schedules with this model from now on; memories are computed anew, dues stay."""
        self.model = model
        load = self.load if self.is_balanced else Counter[date]()
        self.scheduler = Scheduler(model, self.settings, load.__getitem__)
        for card in self.cards:
            card.believed = None
            for number, review in enumerate(card.reviews):
                gap = (review.day - card.reviews[number - 1].day).days if number else 0
                card.believed = model.after(card.believed, review.rating, gap)

    def study(self, day: date, new: int) -> None:
        """One study day: all that is due, then so many new cards."""
        due = self.due.pop(day, [])
        self.load.pop(day, None)
        for card in due:
            self.review(card, day)
        for _ in range(new):
            card = SimulatedCard(f"sim/{len(self.cards)}")
            self.cards.append(card)
            self.review(card, day)

    def review(self, card: SimulatedCard, day: date) -> None:
        """Reviews one card until it leaves its learning steps."""
        at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        self.reviews_on[day] += 1
        is_step = True
        while is_step:
            rating = self._rating(card, day)
            offer = self.scheduler.offers(card.key, card.state, card.believed, at)[rating]
            due = offer.due_from(at, day)
            gap = (day - card.state.last_day).days if card.state.last_day else 0
            card.believed = self.model.after(card.believed, rating, gap)
            card.true = self.true_model.after(card.true, rating, gap)
            card.reviews.append(Review(f"{card.key}-{len(card.reviews)}", at, day, rating, due))
            card.state = state_after(card.reviews)
            is_step = offer.is_step
            at += timedelta(minutes=1)
        self.due.setdefault(due, []).append(card)
        self.load[due] += 1

    def _rating(self, card: SimulatedCard, day: date) -> Rating:
        if card.true is None or card.state.last_day is None:
            return self.random.choices(list(Rating), (0.25, 0.1, 0.55, 0.1))[0]
        gap = (day - card.state.last_day).days
        chance = self.true_model.retrievability(card.true.stability, gap) if gap else 0.9
        is_known = self.random.random() < chance
        if gap:
            self.tries.append(TrueTry(day, card.state.last_day, chance, is_known))
        if not is_known:
            return Rating.AGAIN
        return self.random.choices((Rating.HARD, Rating.GOOD, Rating.EASY), (0.1, 0.8, 0.1))[0]


def other_parameters(random: Random, spread: float = 0.25) -> tuple[float, ...]:
    """Parameters of somebody else: the default ones, each moved by a random factor, within the model's bounds."""
    from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

    moved = [number * 2.718281828 ** random.gauss(0, spread) for number in DEFAULT_PARAMETERS]
    moved[:4] = sorted(number * 2.718281828 ** random.gauss(0, 2 * spread) for number in DEFAULT_PARAMETERS[:4])
    bounds = zip(moved, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
    return tuple(min(max(number, low), high) for number, low, high in bounds)


def courses(true_model: Model, seed: int, reviews: int, new: int = 10) -> list[tuple[Review, ...]]:
    """The reviews of a learner who studies until there are so many."""
    learner, number = Learner(QuickModel(), true_model, Settings(), seed=seed), 0
    while sum(len(card.reviews) for card in learner.cards) < reviews:
        learner.study(FIRST_DAY + timedelta(days=number), new)
        number += 1
    return [tuple(card.reviews) for card in learner.cards]
