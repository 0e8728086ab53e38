"""Whether enough is known of a learner to say a number: too few reviews, or too few of the questions seen."""

from __future__ import annotations

from msgspec import Struct

REVIEWS_NEEDED = 100
SEEN_NEEDED = 0.6  # of the questions the exam can draw


class Evidence(Struct, frozen=True):
    """What a forecast rests on: reviews in the exam's topics, questions seen of its pool, attempts handed in."""

    reviews: int
    seen: int
    pool: int
    attempts: int

    @property
    def is_enough(self) -> bool:
        """Whether a number can be said."""
        return self.attempts > 0 or not (self.missing_reviews or self.missing_questions)

    @property
    def missing_reviews(self) -> int:
        """How many reviews are still to do."""
        return max(0, REVIEWS_NEEDED - self.reviews)

    @property
    def missing_questions(self) -> int:
        """How many questions of the pool are still to be seen."""
        wanted = -int(-SEEN_NEEDED * self.pool // 1)
        return max(0, wanted - self.seen)
