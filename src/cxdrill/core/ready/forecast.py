"""The chance of passing an exam now, in numbers to be said: with its range, its evidence and the weakest topics."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from cxdrill.core.cards.library import Library
from cxdrill.core.exams.attempt import Attempt
from cxdrill.core.exams.exam import Exam
from cxdrill.core.ready.evidence import Evidence
from cxdrill.core.ready.pass_chance import Chance, chance
from cxdrill.core.ready.standing import Standing
from cxdrill.core.settings import Settings
from cxdrill.core.study.history import History

WEAKEST = 3


class TopicOutlook(Struct, frozen=True):
    """What is to be expected of one topic, and how many of its questions were never seen."""

    topic: str
    drawn: int
    expected: float
    unseen: int
    pool: int

    @property
    def share(self) -> float:
        """The share of its items to be expected right."""
        return self.expected / self.drawn


class Readiness(Struct, frozen=True):
    """What `ready` says: `chance` is None without enough evidence; the weakest topics come first."""

    exam: str
    items: int
    needed: int
    evidence: Evidence
    chance: Chance | None
    topics: tuple[TopicOutlook, ...]

    @property
    def weakest(self) -> tuple[TopicOutlook, ...]:
        """The topics that are below the share needed, at most three, the worst first; the worst one in any case."""
        below = [topic for topic in self.topics if topic.share < self.needed / self.items]
        return tuple((below or list(self.topics))[: WEAKEST if below else 1]) if self.chance else ()


def readiness_of(standing: Standing) -> Readiness:
    """What there is to say now."""
    sections = standing.sections(standing.now)
    found = chance(sections, standing.posterior, standing.needed)
    expected = dict(found.by_topic)
    topics = (
        TopicOutlook(
            section.topic,
            section.drawn,
            expected[section.topic],
            sum(not grasp.is_seen for grasp in section.pool),
            len(section.pool),
        )
        for section in sections
    )
    ordered = tuple(sorted(topics, key=lambda topic: (topic.share, topic.topic)))
    said = found if standing.evidence.is_enough else None
    return Readiness(standing.exam.id, standing.exam.items, standing.needed, standing.evidence, said, ordered)


def readiness(
    library: Library, exam: Exam, history: History, made: Sequence[Attempt], settings: Settings, now: datetime
) -> Readiness:
    """The chance of passing now; raises WrongUsage and DataError as `Standing` does."""
    return readiness_of(Standing(library, exam, history, made, settings, now))


def rounded(said: Chance) -> Chance:
    """The forecast as it is recorded and shown: whole percent, tenths of an item."""
    return replace(
        said,
        probability=round(said.probability, 2),
        low=round(said.low, 2),
        high=round(said.high, 2),
        expected=round(said.expected, 1),
    )
