"""Simulated people who study: what they remember, by the memory model's law and by others. Every number is seeded."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from cxdrill.core.study.fsrs import DEFAULT_MODEL, Memory

LAWS = {  # how much longer memories last than the model says, and the share of answers given without trying
    "by the model": (1.0, 0.0),
    "faster": (0.6, 0.0),
    "slower": (1.6, 0.0),
    "power law": (1.0, 0.0),
    "lapses of effort": (1.0, 0.1),
}
POWER = 0.6  # its forgetting is faster at first and slower in the end


@dataclass
class Person:
    """Somebody's memories of faces, and the clock on their wall."""

    law: str
    random: Random
    at: datetime
    known_before: float = 0.25  # of cards never seen
    longer: float = 1.0  # this person's memories beside others of their law
    memories: dict[str, tuple[Memory, datetime]] = field(default_factory=dict)

    def chance(self, key: str) -> float:
        """The true chance that the answer to a face comes to mind."""
        if key not in self.memories:
            return self.known_before
        memory, seen_at = self.memories[key]
        days = (self.at - seen_at) / timedelta(days=1)
        stability = memory.stability * LAWS[self.law][0] * self.longer
        if self.law == "power law":
            return float((1 + (0.9 ** (-1 / POWER) - 1) * days / stability) ** -POWER)
        return DEFAULT_MODEL.retrievability(stability, days)

    def answers(self, key: str) -> bool:
        """Whether an answer is right; in any case the face is learnt, or learnt anew, by seeing it."""
        is_known = self.random.random() < self.chance(key)
        memory, seen_at = self.memories.get(key, (None, self.at))
        gap = (self.at.date() - seen_at.date()).days
        self.memories[key] = DEFAULT_MODEL.after(memory, 3 if is_known else 1, gap), self.at
        return is_known and self.random.random() >= LAWS[self.law][1]
