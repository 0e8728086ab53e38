"""How a learner's cards fare day by day up to an exam when each day's share is studied: which cards, and what is kept.

Every day takes new cards at an even pace, then second looks, then what gains most by the exam for each second. What a
review does is the model's view, averaged over its two outcomes. How long a day's share is, `date_plan` decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from msgspec import Struct

from cxdrill.core.study.fsrs import Memory, Model

TAIL = 4  # the last 1 / TAIL of the days introduces nothing, so that second looks are spread as well
MOST_NEW = 20  # a day, beyond what the pace asks for
LAST_DAYS = 5  # until then a card gains by being left until it is nearly forgotten, after that by being fresh
FIRST_RATING = 2  # a new card counts as learnt with effort
MOST_STEPS = 6000  # cards times days looked at; a longer course is gone through several days at a time
SECOND_LOOK = 2  # study days on which every card is to be seen


class PlannedCard(Struct, frozen=True):
    """One face before the course: its memory (None: new), when it was seen last (in days, 0 being today)."""

    key: str
    weight: float  # how much the exam asks of it
    seconds: float  # of a review
    new_seconds: float  # until it is learnt
    memory: Memory | None = None
    seen: float = 0.0
    days: int = 0  # study days on which it was seen


class Load(Struct, frozen=True):
    """The work of some days in a row, for each of them on average."""

    first: int  # days from today
    days: int
    new: float
    reviews: float
    seconds: float


def introducing_days(days: int) -> int:
    """The first of so many days on which new cards are introduced."""
    return max(1, days - max(1, days // TAIL))


class Course:
    """The days from today, number 0, to the one before the exam, number `days`. Changed by `session`."""

    def __init__(self, cards: Sequence[PlannedCard], model: Model, days: int) -> None:
        self.cards, self.model, self.days = tuple(cards), model, days
        self._memory = [each.memory for each in cards]
        self._seen = [each.seen for each in cards]
        self._count = [each.days for each in cards]

    def cards_for_days(self, day: int, length: int, seconds: float, done_new: int = 0) -> tuple[list[int], int]:
        """The places of the faces to study on `length` days from `day`, best first, and how many of them are new."""
        new = [place for place, memory in enumerate(self._memory) if memory is None]
        share = self._new_share(len(new), day, length, done_new)
        most = max(share, MOST_NEW * length - done_new)
        reviews = (*self._second_looks(day, length), *self._by_gain(day + (length - 1) / 2))
        picked: dict[int, None] = {}
        spent = 0.0
        # Where the reviews leave time, new cards come sooner than their turn.
        for place in (*new[:share], *reviews, *new[share:most]):
            if place not in picked and spent + self._cost(place) <= seconds:
                spent += self._cost(place)
                picked[place] = None
        return list(picked), sum(self._memory[place] is None for place in picked)

    def study(self, place: int, day: float) -> None:
        """Takes in that a face is studied on a day."""
        memory = self._memory[place]
        if memory is None:
            self._memory[place] = self.model.after(None, FIRST_RATING, 0)
        else:
            elapsed = max(day - self._seen[place], 0.0)
            known = self.model.retrievability(memory.stability, elapsed)
            recalled, difficulty = self.model.after(memory, 3, ceil(elapsed))
            self._memory[place] = Memory(recalled**known * self.model.relearnt ** (1 - known), difficulty)
        self._seen[place] = day
        self._count[place] += 1

    def run(self, seconds: float, done_seconds: float = 0.0, done_new: int = 0) -> tuple[Load, ...]:
        """Goes through all days with so many seconds each; what was done today already counts."""
        loads = []
        day, length = 0, 1
        while day < self.days:
            budget = seconds * length - (done_seconds if day == 0 else 0.0)
            picked, new = self.cards_for_days(day, length, budget, done_new if day == 0 else 0)
            spent = sum(self._cost(place) for place in picked)
            for place in picked:
                self.study(place, day + (length - 1) / 2)
            loads.append(Load(day, length, new / length, (len(picked) - new) / length, spent / length))
            day += length
            length = min(max(1, len(self.cards) * self.days // MOST_STEPS), self.days - day)
        return tuple(loads)

    def recalls(self) -> dict[str, float]:
        """The recall of every face seen, on the day of the exam."""
        return {
            card.key: self.model.retrievability(memory.stability, self.days - seen)
            for card, memory, seen in zip(self.cards, self._memory, self._seen, strict=True)
            if memory is not None
        }

    def _cost(self, place: int) -> float:
        card = self.cards[place]
        return card.new_seconds if self._memory[place] is None else card.seconds

    def _new_share(self, new: int, day: int, length: int, done: int) -> int:
        """How many new faces these days take to be through with all of them in time."""
        days_left = introducing_days(self.days) - day
        return new if days_left <= length else max(0, ceil((new + done) * length / days_left) - done)

    def _second_looks(self, day: int, length: int) -> list[int]:
        """As many of the faces seen once as keep to an even pace until the exam, those seen longest ago first."""
        once = [place for place, count in enumerate(self._count) if 0 < count < SECOND_LOOK and self._seen[place] < day]
        once.sort(key=lambda place: (self._seen[place], place))
        return once[: ceil(len(once) * length / (self.days - day))]

    def _by_gain(self, day: float) -> list[int]:
        """The faces seen before, by what a review on that day adds to their recall at the exam for each second."""
        ahead = self.days - day
        relearnt = self.model.retrievability(self.model.relearnt, ahead)
        worth: list[tuple[float, int]] = []
        for place, memory in enumerate(self._memory):
            elapsed = day - self._seen[place]
            if memory is None or elapsed < 0.5:
                continue
            known = self.model.retrievability(memory.stability, elapsed)
            recalled = self.model.retrievability(self.model.recalled(*memory, known), ahead)
            untouched = self.model.retrievability(memory.stability, self.days - self._seen[place])
            gained = known * recalled + (1 - known) * relearnt - untouched
            spacing = (1 - known) ** 0.5 if ahead > LAST_DAYS else 1.0
            worth.append((-gained * self.cards[place].weight * spacing / self.cards[place].seconds, place))
        return [place for value, place in sorted(worth) if value < 0]
