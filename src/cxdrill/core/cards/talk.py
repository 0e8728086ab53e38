"""What a contact with a customer is made of, how far one went, and what that is worth."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from itertools import groupby

from msgspec import Struct

ENDS = {"solved": Fraction(1), "open": Fraction(1, 2), "lost": Fraction(0)}
"""What an ending leaves of the points. A talk broken off counts as open."""
MOST_TURNS = 100
MOODS = ((3, "delighted"), (1, "content"), (0, "neutral"), (-2, "annoyed"), (-99, "furious"))


class Reply(Struct, frozen=True, omit_defaults=True):
    """Something the learner may say. `next` is the turn that it leads to."""

    say: str
    next: str
    serves: tuple[str, ...] = ()  # the steps of the contact that it takes care of
    mood: int = 0  # what it does to the customer's mood, -2 to 2
    why: str = ""  # why it is not the best


class Turn(Struct, frozen=True, omit_defaults=True):
    """What the customer says; either the learner replies or the contact ends here."""

    id: str
    says: str
    replies: tuple[Reply, ...] = ()
    ends: str = ""  # solved, open or lost
    coach: str = ""


class Brief(Struct, frozen=True, omit_defaults=True):
    """What two people need to play the contact themselves."""

    customer: str = ""
    agent: str = ""
    hidden: str = ""  # what the customer will not say unasked


class Talk(Struct, frozen=True):
    """A contact as far as it went."""

    turn: Turn  # what the customer says now
    chosen: tuple[tuple[Turn, Reply], ...] = ()

    @property
    def served(self) -> frozenset[str]:
        """The steps taken care of so far."""
        return frozenset(step for _, reply in self.chosen for step in reply.serves)

    @property
    def mood(self) -> int:
        """The customer's mood beside that of the first turn."""
        return sum(reply.mood for _, reply in self.chosen)

    @property
    def mood_word(self) -> str:
        """The mood in a word."""
        return next(word for least, word in MOODS if self.mood >= least)

    @property
    def moods(self) -> tuple[str, ...]:
        """The words for the mood as it went, each where it changed."""
        talks = [Talk(self.turn, self.chosen[:count]) for count in range(len(self.chosen) + 1)]
        return tuple(word for word, _ in groupby(talk.mood_word for talk in talks))

    @property
    def is_over(self) -> bool:
        """Whether the customer had the last word."""
        return not self.turn.replies


def earned(steps: Collection[str], served: Collection[str], mood: int, end: str) -> Fraction:
    """The share of steps served, and of a mood no lower than at first, as the ending lets it count: from 0 to 1."""
    return Fraction(len(set(served).intersection(steps)) + (mood >= 0), len(steps) + 1) * ENDS[end or "open"]
