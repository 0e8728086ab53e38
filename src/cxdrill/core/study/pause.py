"""How much of what waited during a pause is a day's work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

LATEST = 14  # study days that tell how much the learner does in one
FEWEST = 60  # answers that anybody may be asked for
PAUSED = 2.5  # days' work that wait: more than a weekend leaves behind


def usual_answers(reviews_on: Mapping[date, int], today: date) -> int:
    """How many answers a study day of this learner has, on average of the latest ones before today."""
    latest = [reviews_on[day] for day in sorted(reviews_on) if day < today and reviews_on[day]][-LATEST:]
    return max(FEWEST, round(sum(latest) / len(latest))) if latest else FEWEST


def reviews_after_pause(due: int, reviews_on: Mapping[date, int], today: date) -> int | None:
    """How many of so many due cards are asked today, so that a pause is made up for over several days.

    None where what waits is not that much. What was done today counts, so the number does not grow by studying.
    """
    usual, done = usual_answers(reviews_on, today), reviews_on.get(today, 0)
    return max(0, usual - done) if due + done > PAUSED * usual else None
