"""An exam as its file has it, and the policy that is recorded with each attempt: the rules that hold for that one.

A rule that an attempt needs stands in `Rules`; exam and policy have it from there. An exam file edited later changes
nothing about an attempt. Whether a new attempt may start is said in `core/exams/sitting.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from math import ceil
from typing import Annotated, Any, ClassVar, Self, get_type_hints
from zlib import crc32

from msgspec import Meta, Struct, field
from msgspec.structs import replace

from cxdrill.core.cards.card import NO_WAIVER, NOWHERE, Places, Waiver, Written
from cxdrill.core.plain import plain, value_from, value_or_none

_PERCENT = r"[0-9]{1,3}(\.[0-9]{1,6})?"


class Feedback(StrEnum):
    """How much a result shows: each level adds to the one before."""

    NONE = "none"  # that the attempt was handed in
    SCORE = "score"  # passed or not, and the score
    TOPICS = "topics"  # the score of each topic too
    FULL = "full"  # which items were missed, with explanations

    def includes(self, level: Self) -> bool:
        levels = list(Feedback)
        return levels.index(self) >= levels.index(level)


class Scoring(StrEnum):
    """How a `multiple` item is scored; every other item is right or wrong."""

    ALL_OR_NOTHING = "all-or-nothing"
    PLUS_MINUS = "plus-minus"


class Away(StrEnum):
    """Whether time between leaving an open attempt and coming back is used up."""

    COUNTS = "counts"
    STOPS = "stops"


class Share(Struct, frozen=True):
    """A share of something, exact, with the words it was written in: `80%` is Fraction(4, 5)."""

    value: Fraction
    text: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Share) and self.value == other.value

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self.value)


class Rules(Struct, frozen=True, kw_only=True):
    """The rules that an exam and the policy of an attempt have in common."""

    title: str
    pass_mark: Share
    time_limit_seconds: Annotated[int, Meta(ge=0, le=10**9)] | None = None
    away: Away = Away.COUNTS
    feedback: Feedback = Feedback.TOPICS
    scoring: Scoring = Scoring.ALL_OR_NOTHING
    minimum: Mapping[str, Share] = field(default_factory=dict)  # topic: share that must be reached
    fresh: Share | None = None  # of the items: reserved, or in a wording that this learner has not met


class Certificate(Struct, frozen=True, omit_defaults=True):
    """The particulars of a certificate beside the result: who gives and signs it, how long it holds, and a picture."""

    organisation: str = ""
    signed_by: str = ""
    valid: str = ""  # `2y` or `90d`
    logo: str = ""  # a file, beside the exam's own

    def valid_until(self, ended: date) -> date | None:
        """The last day on which it holds; None where it holds for ever."""
        if not self.valid:
            return None
        number = int(self.valid[:-1])
        if self.valid.endswith("d"):
            return ended + timedelta(days=number)
        is_leap_day = (ended.month, ended.day) == (2, 29)  # which the year it ends in may lack
        return ended.replace(year=ended.year + number, day=28 if is_leap_day else ended.day)


class Exam(Rules, frozen=True, kw_only=True, eq=False):
    """One exam as its author wrote it; where it stands in which file makes no other exam of it."""

    kind: ClassVar[str] = "exam"
    id: str
    items: int
    blueprint: Mapping[str, int | Fraction]  # topic: number of items (int) or share of them (Fraction), all of one kind
    attempts: int | None = None  # None: as many as one likes
    cooldown_seconds: int = 0
    certificate: Certificate = Certificate()
    form: str = ""  # the name of one form that everybody gets
    waiver: Waiver = NO_WAIVER
    path: str = ""
    places: Places = NOWHERE

    __eq__ = Written.__eq__
    __ne__ = Written.__ne__
    __hash__ = Written.__hash__


def seed_of(exam: Exam) -> int:
    """The seed of the form that everybody gets, made of its name."""
    return crc32(f"{exam.id} {exam.form}".encode()) % 10**9


def exam_plain(exam: Struct) -> dict[str, Any]:
    """An exam, or what stands beside one, as plain values without its places in the file."""
    return dict(plain(replace(exam, places={})))


def exam_from_plain(data: Mapping[str, Any]) -> Exam:
    """The exam that `exam_plain` took apart; raises ValueError for what is none."""
    amounts = {topic: each if isinstance(each, int) else Fraction(each) for topic, each in data["blueprint"].items()}
    kinds = get_type_hints(Exam)  # field by field, as msgspec takes no fraction beside another type
    fields = {name: value_from(each, kinds[name]) for name, each in data.items() if name not in ("blueprint", "places")}
    return Exam(blueprint=amounts, **fields)


class Policy(Rules, frozen=True, kw_only=True):
    """How one attempt is timed, scored and reported; the time limit has the extra time in it."""

    extra_time: str = ""  # as it was asked for: `25%`
    fingerprint: str = ""  # of the exam and the decks it was drawn from


def policy_of(exam: Exam, fingerprint: str = "", extra_time: Share | None = None) -> Policy:
    """The rules of an exam, its time limit longer by the share `extra_time`, rounded up to whole seconds."""
    rules = {name: getattr(exam, name) for name in Rules.__struct_fields__}
    if exam.time_limit_seconds is not None and extra_time is not None:
        rules["time_limit_seconds"] = ceil(exam.time_limit_seconds * (1 + extra_time.value))
    return Policy(**rules, extra_time=extra_time.text if extra_time else "", fingerprint=fingerprint)


def exam_of(id: str, policy: Policy) -> Exam:
    """The exam of an attempt as far as its record tells, for one that is in no deck any more."""
    return Exam(id=id, items=0, blueprint={}, **{name: getattr(policy, name) for name in Rules.__struct_fields__})


def percent_of(text: str) -> Share | None:
    """The share that a text like "25%" stands for, over 0 and up to 300%; None for any other text."""
    number = text.strip().removesuffix("%").strip()
    is_share = re.fullmatch(_PERCENT, number) and 0 < Fraction(number) <= 300
    return Share(Fraction(number) / 100, f"{number}%") if is_share else None


def policy_plain(policy: Policy) -> dict[str, Any]:
    """The rules as plain values, for an event; one that came later only where it is set."""
    return {name: value for name, value in plain(policy).items() if name != "fresh" or value is not None}


def policy_from_plain(data: Any, exam: Exam | None, name: str = "") -> Policy:
    """The rules that an event holds, else those of the exam file; with neither every item is needed and all shown."""
    if policy := value_or_none(data, Policy):
        return policy
    whole = Share(Fraction(1), "100%")
    return policy_of(exam) if exam else Policy(title=name, pass_mark=whole, feedback=Feedback.FULL)
