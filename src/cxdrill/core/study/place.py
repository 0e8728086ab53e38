"""How far a session is: a value that is never changed, so that a step back is to take the place before.

A learning step that is due is asked first, then the other faces in their order, then steps that are soon due: nobody
waits while anything is left, and no card follows itself while there is another.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Self

from msgspec import Struct
from msgspec.structs import replace

from cxdrill.core.cards.deck import Face
from cxdrill.core.event import Event
from cxdrill.core.study.offer import Offer
from cxdrill.core.study.review import Rating
from cxdrill.core.study.schedule import CardState


class Place(Struct, frozen=True):
    key: str | None = None  # of the face that is asked; None when nothing is left
    learning: tuple[tuple[datetime, str], ...] = ()  # soonest first
    others: tuple[str, ...] = ()  # what a session asks beside learning steps
    index: int = 0  # of the next of them
    shown: int = 0
    reach_at: datetime | None = None  # learning steps up to here are asked when nothing else is left

    @property
    def waiting(self) -> list[str]:
        """The faces whose learning step is asked in this session."""
        return [key for at, key in self.learning if self.reach_at is not None and at <= self.reach_at]

    def after(self, now: datetime, ahead: timedelta, answered: str = "", *, has_to_repeat: bool = False) -> Self:
        """The place after this one, chosen at the instant `now`; its key is None when nothing is left.

        The face just answered comes after all others; alone, it is asked ahead of its time only where it has to be.
        """
        reach_at = now.astimezone(UTC) + ahead
        place = replace(self, shown=self.shown + 1, reach_at=reach_at)
        has_others = self.index < len(self.others)
        ready = [row for row in self.learning if row[0] <= (now if has_others else reach_at)]
        first = next((row for row in ready if row[1] != answered or row[0] <= now), None)
        if first is None and ready and not has_others and has_to_repeat:
            first = ready[0]
        if first is not None:
            return replace(place, key=first[1], learning=tuple(row for row in self.learning if row != first))
        if has_others:
            return replace(place, key=self.others[self.index], index=self.index + 1)
        return replace(place, key=None)

    def waiting_for(self, key: str, at: datetime) -> Self:
        return replace(self, learning=tuple(sorted((*self.learning, (at, key)))))

    def without(self, key: str) -> Self:
        return replace(self, learning=tuple(row for row in self.learning if row[1] != key))

    def asking(self, key: str) -> Self:
        """The place at which that face is asked now, and next what was to be asked in its stead."""
        rest = (self.key, *self.others[self.index :])
        others = tuple(each for each in rest if each not in (None, key))
        return replace(self.without(key), key=key, others=others, index=0, shown=self.shown + 1)


class Answer(Struct, frozen=True):
    """One rating given in this session, and where the card stood before it."""

    face: Face
    rating: Rating
    took_ms: int
    before: CardState
    after: CardState
    is_leech: bool  # turned into one by this answer


class Step(Struct, frozen=True):
    """One thing done in a session: the event that was saved (None after a skip), and the place before it."""

    place: Place
    event: Event | None
    offers: Mapping[Rating, Offer]
    answer: Answer | None = None
