"""The states, memories and reviews of many faces as a few long columns, of which single entries are read at once.

Days are kept as ordinals, instants as microseconds since 1970 in UTC; a memory that nobody computed yet is NaN.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cxdrill.core.study.fsrs import Memory
from cxdrill.core.study.review import Due, Review
from cxdrill.core.study.schedule import CardState, Phase

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_PHASES = tuple(Phase)
_COLUMNS = {
    "phase": "B", "step": "I", "reviews": "I", "lapses": "I", "first_day": "i", "last_day": "i", "last_at": "q",
    "due_day": "i", "due_at": "q", "memory_after": "I", "stability": "d", "difficulty": "d",
}  # fmt: skip
"""Name and type of each column. `due_day` is 0 where the card is due at `due_at`, between learning steps;
`memory_after` is how many reviews the memory has seen."""


class PackedFaces:
    """Columns to read from; a row stands for one face."""

    def __init__(self, keys: Sequence[str], columns: Mapping[str, bytes], reviews: Callable[[int], bytes]) -> None:
        """`reviews` gives the packed reviews of a row."""
        self.rows = dict(zip(keys, range(len(keys)), strict=True))
        self.reviews_packed = reviews
        views = {name: memoryview(columns[name]).cast(_COLUMNS[name]) for name in _COLUMNS}  # type: ignore[call-overload]
        self._views: dict[str, Any] = views
        self.due_day, self.last_day, self.last_at = views["due_day"], views["last_day"], views["last_at"]
        self.stability = views["stability"]

    def memory_rows(self) -> dict[str, int]:
        """The rows whose memory is known."""
        after = self._views["memory_after"]
        return {key: row for key, row in self.rows.items() if after[row]}

    def has_memory(self, row: int) -> bool:
        """Whether the memory of a row is known."""
        return bool(self._views["memory_after"][row])

    def is_memory_current(self, row: int) -> bool:
        """Whether the memory of a row has seen all its reviews."""
        return bool(self._views["memory_after"][row] == self._views["reviews"][row])

    def fields(self, row: int) -> tuple[Any, ...]:
        """A row as it would be packed again."""
        return tuple(view[row] for view in self._views.values())

    def state(self, row: int) -> CardState:
        """Where the face stands."""
        phase, step, reviews, lapses, first_day, last_day, last_at, due_day, due_at, *_ = self.fields(row)
        due: Due = date.fromordinal(due_day) if due_day else _instant(due_at)
        first, last = date.fromordinal(first_day), date.fromordinal(last_day)
        return CardState(_PHASES[phase], step, due, reviews, lapses, first, last, _instant(last_at))

    def memory(self, row: int) -> tuple[int, Memory]:
        """After how many reviews, and the memory after them."""
        *_, after, stability, difficulty = self.fields(row)
        return after, Memory(stability, difficulty)

    def reviews(self, row: int) -> list[Review]:
        """The reviews of the face, oldest first."""
        return [_review(plain) for plain in marshal.loads(self.reviews_packed(row))]


def packed_fields(state: CardState, memory: tuple[int, Memory] | None) -> tuple[Any, ...]:
    """One row of the columns."""
    assert state.first_day is not None
    assert state.last_day is not None
    assert state.last_at is not None
    is_step = isinstance(state.due, datetime)
    after, known = memory or (0, Memory(float("nan"), float("nan")))
    return (
        _PHASES.index(state.phase), state.step, state.reviews, state.lapses,
        state.first_day.toordinal(), state.last_day.toordinal(), _microseconds(state.last_at),
        0 if is_step or state.due is None else state.due.toordinal(),
        _microseconds(state.due) if isinstance(state.due, datetime) else 0,
        after, known.stability, known.difficulty,
    )  # fmt: skip


def packed_columns(rows: Iterable[tuple[Any, ...]]) -> dict[str, bytes]:
    """The columns of these rows."""
    from array import array

    columns = list(zip(*rows, strict=True)) or [()] * len(_COLUMNS)
    types = _COLUMNS.items()
    return {name: array(code, column).tobytes() for (name, code), column in zip(types, columns, strict=True)}


def packed_reviews(reviews: Iterable[Review]) -> bytes:
    """The reviews of one face."""
    return marshal.dumps([_review_plain(review) for review in reviews])


def _review_plain(review: Review) -> tuple[Any, ...]:
    due = (_microseconds(review.due),) if isinstance(review.due, datetime) else review.due.toordinal()
    return review.id, _microseconds(review.at), review.day.toordinal(), int(review.rating), due, review.took_ms


def _review(plain: tuple[Any, ...]) -> Review:
    id, at, day, rating, due, took_ms = plain
    promised: Due = date.fromordinal(due) if isinstance(due, int) else _instant(due[0])
    return Review(id, _instant(at), date.fromordinal(day), rating, promised, took_ms)


def _microseconds(at: datetime) -> int:
    return (at - EPOCH) // _MICROSECOND


def _instant(microseconds: int) -> datetime:
    return EPOCH + timedelta(microseconds=microseconds)
