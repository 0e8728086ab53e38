"""What is remembered: the memory of each face after its reviews, and how well the model foretold each try.

Memory is computed when asked for and only for the face asked about. Where reviews come from is
`core/study/history.py`'s concern.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from datetime import date, datetime

from cxdrill.core.day import gap_days
from cxdrill.core.study.fsrs import DEFAULT_MODEL, Memory, Model
from cxdrill.core.study.leech import FEWEST_LAPSES, Try, is_leech
from cxdrill.core.study.packed_faces import EPOCH, PackedFaces
from cxdrill.core.study.review import Review
from cxdrill.core.study.schedule import NEW, CardState
from cxdrill.core.unpacking import Unpacking

SECONDS_PER_DAY = 86400


class Recall:
    """The reviews of every face and the memories that follow from them."""

    def __init__(self, packed: PackedFaces | None = None) -> None:
        """Takes over faces that were packed before, to be unpacked one by one when asked about."""
        self.model: Model = DEFAULT_MODEL
        self._packed = packed
        self._states: Unpacking[CardState] = Unpacking()
        self._reviews: Unpacking[list[Review]] = Unpacking()
        self._memories: Unpacking[tuple[int, Memory]] = Unpacking()  # face: how many reviews, the memory after them
        if packed is not None:
            self._states = Unpacking(packed.rows, packed.state)
            self._reviews = Unpacking(packed.rows, packed.reviews)
            self._memories = Unpacking(packed.memory_rows(), packed.memory)

    @property
    def states(self) -> MutableMapping[str, CardState]:
        """Where each face stands; faces never reviewed are left out."""
        return self._states

    def state(self, key: str) -> CardState:
        """Where the face stands; a face never reviewed is new."""
        return self.states.get(key, NEW)

    def is_at_rest(self, key: str, today: date, ahead_days: int = 0) -> bool:
        """Whether a face that was seen is neither between learning steps, nor reviewed today, nor due so soon."""
        row = self._states.row(key)
        if row is not None and self._packed is not None:
            due_day, today_number = self._packed.due_day[row], today.toordinal()
            return bool(due_day - today_number > ahead_days and self._packed.last_day[row] < today_number)
        state = self.state(key)
        if state.last_day is None or state.due is None or isinstance(state.due, datetime):
            return False
        return state.last_day < today and (state.due - today).days > ahead_days

    def reviews(self, key: str) -> tuple[Review, ...]:
        """The standing reviews of a face, oldest first."""
        return tuple(self._reviews.get(key, ()))

    def memory(self, key: str) -> Memory | None:
        """The memory of a face after all its reviews, None for a new one."""
        reviews = self._reviews.get(key)
        if not reviews:
            return None
        count, memory = self._memories.get(key, (0, None))
        for number in range(count, len(reviews)):
            memory = self.model.after(memory, reviews[number].rating, _gap(reviews, number))
        assert memory is not None
        self._memories[key] = len(reviews), memory
        return memory

    def retrievability(self, key: str, at: datetime) -> float | None:
        """The chance that the face is recalled at the instant `at`, None for a new one."""
        packed, row = self._packed, self._memories.row(key)
        if packed is not None and row is not None and self._states.row(key) == row and packed.is_memory_current(row):
            seconds = (at - EPOCH).total_seconds() - packed.last_at[row] / 1e6
            return self.model.retrievability(packed.stability[row], seconds / SECONDS_PER_DAY)
        memory, last_at = self.memory(key), self.state(key).last_at
        if memory is None or last_at is None:
            return None
        return self.model.retrievability(memory.stability, (at - last_at).total_seconds() / SECONDS_PER_DAY)

    def tries(self, key: str) -> Iterator[tuple[Review, Memory, Try]]:
        """The first review of each study day after the first, the memory before it, and what was foretold."""
        memory: Memory | None = None
        reviews = self._reviews.get(key, [])
        for number, review in enumerate(reviews):
            gap = _gap(reviews, number)
            if memory is not None and gap > 0:
                elapsed_days = (review.at - reviews[number - 1].at).total_seconds() / SECONDS_PER_DAY
                predicted = self.model.retrievability(memory.stability, elapsed_days)
                yield review, memory, Try(predicted, review.rating > 1)
            memory = self.model.after(memory, review.rating, gap)
        if memory is not None:
            self._memories[key] = len(reviews), memory

    def is_leech(self, key: str, threshold: int) -> bool:
        """Whether the face is forgotten so often that it is better mended or set aside."""
        lapses = self.state(key).lapses
        if not FEWEST_LAPSES <= lapses < threshold:
            return lapses >= threshold
        return is_leech(lapses, [each for *_, each in self.tries(key)], threshold)

    def leeches(self, threshold: int) -> tuple[str, ...]:
        """The faces that are leeches, in the order of their keys."""
        return tuple(sorted(key for key in self.states if self.is_leech(key, threshold)))


def _gap(reviews: list[Review], number: int) -> int:
    return gap_days(reviews[number - 1].day, reviews[number].day) if number else 0
