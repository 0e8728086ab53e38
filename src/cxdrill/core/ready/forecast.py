"""The chance of passing an exam now, in numbers to be said: with its range, its evidence and the weakest topics."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from cxdrill.core.ready.outlook import ExamOutlook
from cxdrill.core.ready.pass_chance import Chance

REVIEWS_NEEDED = 40  # answers; what was never seen is judged by how many of them were right before they were taught
PROBED_NEEDED = 8  # answers
WEAKEST = 3


class Evidence(Struct, frozen=True):
    """The evidence for a forecast: reviews in the exam's topics, questions seen of its pool, attempts handed in."""

    reviews: int
    seen: int
    pool: int
    attempts: int
    probed: int = 0  # answers to probes

    @property
    def is_enough(self) -> bool:
        """Whether a number can be said."""
        return self.attempts > 0 or self.probed >= PROBED_NEEDED or not self.missing_reviews

    @property
    def missing_reviews(self) -> int:
        """How many reviews are still to do."""
        return max(0, REVIEWS_NEEDED - self.reviews)


class TopicOutlook(Struct, frozen=True):
    """The score to expect in one topic, and how many of its questions were never seen."""

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
    """The answer of `ready`: `chance` is None without enough evidence; the weakest topics come first."""

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


def readiness(outlook: ExamOutlook) -> Readiness:
    """The chance of passing now, as far as there is evidence for it, and what to expect of each topic."""
    sections, estimated = outlook.sections(outlook.now), outlook.chance(outlook.now)
    expected = dict(estimated.by_topic)
    topics = []
    for each in sections:
        unseen = sum(not estimate.is_seen for estimate in each.pool)
        topics.append(TopicOutlook(each.topic, each.drawn, expected[each.topic], unseen, len(each.pool)))
    topics.sort(key=lambda topic: (topic.share, topic.topic))
    evidence = evidence_of(outlook)
    chance = estimated if evidence.is_enough else None
    return Readiness(outlook.exam.id, outlook.exam.items, outlook.needed, evidence, chance, tuple(topics))


def evidence_of(outlook: ExamOutlook) -> Evidence:
    """The evidence for a forecast."""
    pool = [each for section in outlook.sections(outlook.now) for each in section.pool]
    reviews = sum(trace.state.reviews for trace in outlook.traces.values())
    seen, probed = sum(each.is_seen for each in pool), len(outlook.learner.probed)
    return Evidence(reviews, seen, len(pool), outlook.finished, probed)


def rounded(chance: Chance) -> Chance:
    """The forecast as it is recorded and shown: whole percent, tenths of an item."""
    hundredths = {name: round(getattr(chance, name), 2) for name in ("probability", "low", "high")}
    return replace(chance, **hundredths, expected=round(chance.expected, 1))
