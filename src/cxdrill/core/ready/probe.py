"""The probe: a few questions that tell whether somebody would pass, by Wald's sequential test (1945).

It asks nothing that is kept for the check, and stops as soon as the answers tell one way or the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from math import log
from random import Random
from typing import Any

from msgspec import Struct

from cxdrill.core.event import Draft
from cxdrill.core.exams.odds import at_least
from cxdrill.core.ready.forecast import PROBED_NEEDED
from cxdrill.core.ready.learner import Item
from cxdrill.core.ready.outlook import ExamOutlook
from cxdrill.core.study.review import Rating
from cxdrill.core.study.session import StudySession

ERROR = 0.05  # of either kind
FEWEST, MOST = PROBED_NEEDED, 40  # questions
EASY_TO_GUESS = 0.3  # and so tells little: a choice of three, true or false
BOUND = log((1 - ERROR) / ERROR)
LEAST_KNOWN, MOST_KNOWN = 0.02, 0.98  # of what is asked; nobody is refuted by one slip


class Probe(Struct, frozen=True):
    """The questions of a probe in the order asked, and how far an answer to each moves the test: wrong, right."""

    exam: str
    questions: tuple[Item, ...]
    steps: Mapping[str, tuple[float, float]]  # by key; the log of how much likelier among those who pass

    def would_pass(self, answers: Iterable[tuple[str, bool]]) -> bool | None:
        """Whether these answers, as key and right or not, are those of somebody who would pass; None for undecided."""
        given = list(answers)
        moved = sum(self.steps[key][is_right] for key, is_right in given)
        return None if len(given) < FEWEST or abs(moved) < BOUND else moved > 0


class ProbeSession(StudySession):
    """A session over the questions of a probe, which ends when they have told enough; outside the schedule."""

    may_end_early = True

    def __init__(self, probe: Probe, *of_session: Any, **more: Any) -> None:
        self.probe = probe
        super().__init__(*of_session, is_practice=True, **more)

    @property
    def would_pass(self) -> bool | None:
        """What the answers so far tell."""
        return self.probe.would_pass((each.face.key, each.rating is not Rating.AGAIN) for each in self.answers)

    def is_over(self, now: datetime) -> bool:
        """Whether the answers tell enough, or nothing is left."""
        return super().is_over(now) or self.would_pass is not None

    def _outside(self, fields: dict[str, Any]) -> Draft:
        return Draft("probe", {**super()._outside(fields).fields, "exam": self.probe.exam})


def probe_of(outlook: ExamOutlook, seed: int) -> Probe:
    """A probe for the learner of this outlook: topics as the exam draws them, of each what is easy to guess last.

    All else is asked as it comes in the decks, recalled and recognised. The test sets those who would pass the check
    19 times in 20 apart from those who would 1 time in 20.
    """
    sections = outlook.sections(outlook.now)
    items = sum(section.drawn for section in sections)
    blind = (
        sum(section.drawn * sum(each.guess for each in section.pool) / len(section.pool) for section in sections)
        / items
    )
    right = (_right_to_pass(chance, items, outlook.needed) for chance in (ERROR, 1 - ERROR))
    low, high = (min(max((each - blind) / (1 - blind), LEAST_KNOWN), MOST_KNOWN) for each in right)
    questions = _in_order(outlook, {section.topic: section.drawn for section in sections}, Random(seed))
    return Probe(outlook.exam.id, tuple(questions), {each.key: _steps(low, high, each.guess) for each in questions})


def _right_to_pass(chance: float, items: int, needed: int) -> float:
    """How likely each answer must be right for this chance of passing, to a thousandth."""
    low, high = 0.0, 1.0
    while high - low > 1e-3:
        middle = (low + high) / 2
        low, high = (middle, high) if at_least(needed, items, middle) < chance else (low, middle)
    return (low + high) / 2


def _steps(low: float, high: float, blind: float) -> tuple[float, float]:
    """What a wrong and a right answer say for knowing the share `high` against knowing the share `low`."""
    return log((1 - high) / (1 - low)), log((blind + (1 - blind) * high) / (blind + (1 - blind) * low))


def _in_order(outlook: ExamOutlook, drawn: Mapping[str, int], random: Random) -> list[Item]:
    """What is asked, at most `MOST`: topics in their shares, of each what is easy to guess last.

    No talks of several turns, which take minutes, and one question of a fact; what an earlier probe asked comes last.
    """
    pools: dict[str, list[Item]] = {}
    for topic, questions in outlook.questions.items():
        asked = [each for each in questions if not (each.is_reserved or each.takes_minutes)]
        asked = [each for each in asked if not outlook.history.is_suspended(each.key)]
        random.shuffle(asked)
        pools[topic] = sorted(
            asked, key=lambda each: (each.key in outlook.learner.probed, each.guess > EASY_TO_GUESS), reverse=True
        )
    facts, chosen, taken = set[tuple[str, str]](), list[Item](), dict.fromkeys(pools, 0)
    while len(chosen) < MOST and (left := [topic for topic, pool in pools.items() if pool]):
        topic = max(left, key=lambda topic: drawn[topic] / (2 * taken[topic] + 1))  # as seats are shared (Sainte-Laguë)
        each = pools[topic].pop()
        fact = each.key.partition("/")[0], each.fact
        if fact not in facts:
            taken[topic] += 1
            chosen.append(each)
            facts |= {fact} if each.fact else set()
    return chosen
