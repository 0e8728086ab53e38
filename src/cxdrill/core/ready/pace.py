"""How many seconds a card will take this learner, from the times of their own answers."""

from __future__ import annotations

from statistics import median

from cxdrill.core.study.history import History

SECONDS_BEFORE_ANY = 12.0
DOUBT = 10  # answers that this counts for
QUICKEST, SLOWEST = 3.0, 90.0  # a minute and a half is no answer, but a coffee
OWN = 5  # latest answers to a card that tell its own time
LATEST = 500  # answers that tell the learner's time
FIRST_ANSWERS = 3.0  # until a new card leaves its learning steps, counted in answers
MORE_ANSWERS = 1.0  # for each one forgotten


class Pace:
    """The learner's answer times."""

    def __init__(self, history: History) -> None:
        self._history = history
        latest = sorted(((review.at, review.took_ms) for _, review in history.all_reviews() if review.took_ms > 0))
        took = [_sensible(took_ms) for _, took_ms in latest[-LATEST:]]
        usual = median(took) if took else SECONDS_BEFORE_ANY
        self.answer_seconds = (usual * len(took) + SECONDS_BEFORE_ANY * DOUBT) / (len(took) + DOUBT)

    def review_seconds(self, key: str, chance: float) -> float:
        """The seconds a review of the face takes that is known with this chance, learning it anew included."""
        took = [_sensible(review.took_ms) for review in self._history.reviews(key)[-OWN:] if review.took_ms > 0]
        own = (sum(took) + self.answer_seconds) / (len(took) + 1)
        return own * (1 + MORE_ANSWERS * (1 - chance))

    @property
    def new_seconds(self) -> float:
        """The seconds a new card takes until it leaves its learning steps."""
        return self.answer_seconds * FIRST_ANSWERS


def _sensible(took_ms: int) -> float:
    return min(max(took_ms / 1000, QUICKEST), SLOWEST)
