"""What an exam file says: how many items of which topic, the pass mark, and the policies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from cxdrill.core.cards.deck import NO_WAIVER, Places, Waiver


class Feedback(StrEnum):
    """How much a result shows: each level adds to the one before."""

    NONE = "none"  # that the attempt was handed in
    SCORE = "score"  # passed or not, and the score
    TOPICS = "topics"  # the score of each topic too
    FULL = "full"  # which items were missed, with explanations


class Scoring(StrEnum):
    """How a `multiple` item is scored; every other item is right or wrong."""

    ALL_OR_NOTHING = "all-or-nothing"
    PLUS_MINUS = "plus-minus"


class Away(StrEnum):
    """Whether time between leaving an open attempt and coming back is used up."""

    COUNTS = "counts"
    STOPS = "stops"


@dataclass(frozen=True, slots=True)
class Share:
    """A share of something, exact, with the words it was written in: `80%` is Fraction(4, 5)."""

    value: Fraction
    text: str = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exam:
    """One exam as its author wrote it."""

    id: str
    title: str
    items: int
    pass_mark: Share
    blueprint: Mapping[str, int | Fraction]  # topic: number of items (int) or share of them (Fraction), all of one kind
    time_limit_seconds: int | None = None
    away: Away = Away.COUNTS
    attempts: int | None = None  # None: as many as one likes
    cooldown_seconds: int = 0
    feedback: Feedback = Feedback.TOPICS
    scoring: Scoring = Scoring.ALL_OR_NOTHING
    minimum: Mapping[str, Share] = field(default_factory=dict)  # topic: share that must be reached
    waiver: Waiver = NO_WAIVER
    path: str = field(default="", compare=False)
    places: Places = field(default_factory=dict, compare=False, repr=False)
