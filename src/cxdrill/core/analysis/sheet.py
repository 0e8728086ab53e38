"""Attempts and questions as the analysis takes them: replies with their points, and the options they chose among."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from statistics import fmean
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import fields

from cxdrill.core.cards.roleplay import RolePlay

Kind = TypeVar("Kind", bound=Struct)


class Reply(Struct, frozen=True):
    """One person's reply to one item: the points, and which of the item's options were chosen, by place."""

    points: float
    chosen: tuple[int, ...] = ()
    is_open: bool = False


OPEN = Reply(0.0, is_open=True)


class AskedOption(Struct, frozen=True):
    """One thing that could be chosen, or one answer that was typed."""

    text: str
    is_key: bool


class Asked(Struct, frozen=True, kw_only=True):
    """A question as it stood in forms, in all its wordings."""

    key: str
    type: str = ""
    topic: str = ""
    prompt: str = ""
    options: tuple[AskedOption, ...] = ()
    maximum: float = 1.0  # points
    guess: float | None = None  # the chance that a blind guess is right
    texts: tuple[str, ...] = ("",)  # `asked_text` of each wording in which it was met


class Sheet(Struct, frozen=True, kw_only=True):
    """One attempt as it was handed in; what stands in sequences runs side by side."""

    learner: str
    exam: str
    keys: tuple[str, ...]
    replies: tuple[Reply, ...]
    versions: Sequence[int] = ()  # in which of the wordings met; empty where that is not recorded
    fresh: Sequence[bool] = ()  # whether the words were new to the learner; empty where that is not known
    ms: Sequence[int] = ()  # spent on each item; empty where that is not recorded
    is_passed: bool | None = None
    started_at: datetime | None = None
    seed: int = 0
    expected: float | None = None  # points to expect of somebody at the pass mark, where the form tells it
    place: int = 0  # among the attempts at this exam that the learner handed in, from 0

    def answers(self) -> Iterator[tuple[str, Reply]]:
        return zip(self.keys, self.replies, strict=True)


class Pair(Struct, frozen=True):
    """The shares of points earned by two kinds of answers, and how many these are; None without any."""

    one: float | None
    one_count: int
    other: float | None
    other_count: int

    @classmethod
    def of(cls, one: Sequence[float], other: Sequence[float]) -> Pair:
        return cls(fmean(one) if one else None, len(one), fmean(other) if other else None, len(other))

    @property
    def difference(self) -> float | None:
        """By how much the second share is larger."""
        return None if self.one is None or self.other is None else self.other - self.one


class Flag(Struct, frozen=True):
    """A card that a learner raised for the instructor to look at."""

    card: str
    note: str
    at: datetime
    learner: str


class LeftOut(Struct, frozen=True):
    """A file or an attempt that is not in the numbers, and why."""

    place: str
    reason: str


class Sample(StrEnum):
    """How far a number of people carries statistics."""

    COUNTS = "counts"  # below 10: how many, nothing more
    UNSTABLE = "unstable"  # below 30
    SMALL = "small"  # below 100
    AMPLE = "ample"


class ExamSheets(Struct, frozen=True, kw_only=True):
    """All that is known about one exam: the sheets to be counted, and what they asked."""

    exam: str
    title: str = ""
    pass_mark: str = ""
    sheets: tuple[Sheet, ...] = ()
    asked: tuple[Asked, ...] = ()
    flags: tuple[Flag, ...] = ()
    roleplays: tuple[tuple[str, RolePlay], ...] = ()  # by whose learner's id
    unfinished: int = 0  # attempts begun and not handed in
    later: int = 0  # attempts left out because an earlier one of the same learner counts


def sample(people: int) -> Sample:
    """The statistics that so many people can carry."""
    if people < 10:
        return Sample.COUNTS
    return Sample.UNSTABLE if people < 30 else Sample.SMALL if people < 100 else Sample.AMPLE


def counts_alone(statistics: Kind) -> Kind:
    """Only what was counted, for so few people that nothing else can be said: what has a default is left at it."""
    kept = {each.name: getattr(statistics, each.name) for each in fields(statistics) if each.required}
    return type(statistics)(**kept)
