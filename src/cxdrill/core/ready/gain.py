"""Which cards raise the chance of passing most for each second of the learner's time, and by how much.

A card counts by what a review now would add to the chance that it is known at the exam, times how much the chance of
passing moves with its topic, over the seconds it takes. The first is the model's own view of reviews.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from msgspec import Struct

from cxdrill.core.day import ONE_DAY, study_day
from cxdrill.core.ready.knowledge import settled_odds
from cxdrill.core.ready.offset import Posterior
from cxdrill.core.ready.pace import Pace
from cxdrill.core.ready.pass_chance import (
    Chance,
    Grasp,
    Section,
    middle_odds,
)
from cxdrill.core.ready.slope import influences
from cxdrill.core.ready.standing import Standing
from cxdrill.core.ready.trace import Trace
from cxdrill.core.study.fsrs import Model

USUAL_MINUTES = 20.0
MOST_MINUTES = 60.0  # a day's sensible dose; more is crammed and gone next week
ENOUGH = 0.95  # beyond this chance no more is suggested unasked
ROUNDS = 3  # the topics' weight is looked at anew after each
FIRST_RATING = 2  # a new card counts as learnt with effort


class Candidate(NamedTuple):
    """A question that could be studied: its recall at the exam if it is, and the seconds that takes."""

    key: str
    topic: str
    recall: float
    seconds: float


class StudyPlan(Struct, frozen=True):
    """The cards to study now, the best first, the minutes they take, and the chance of passing afterwards."""

    keys: tuple[str, ...]
    minutes: float
    chance: Chance


def recall_after(model: Model, trace: Trace | None, elapsed_days: float, ahead_days: float) -> float:
    """The recall `ahead_days` after a review now, over its two outcomes; a forgotten card is learnt anew at once."""
    if trace is None:
        return model.retrievability(model.after(None, FIRST_RATING, 0).stability, ahead_days)
    known = model.retrievability(trace.stability, elapsed_days)
    recalled = model.recalled(trace.stability, trace.difficulty, known)
    return known * model.retrievability(recalled, ahead_days) + (1 - known) * model.retrievability(
        model.relearnt, ahead_days
    )


def best_first(
    sections: Sequence[Section],
    posterior: Posterior,
    goal: int,
    candidates: Sequence[Candidate],
    seconds: float,
) -> tuple[Candidate, ...]:
    """The candidates that raise the chance of passing most per second, as many as fit into `seconds`."""
    left = {candidate.key: candidate for candidate in candidates}
    pools = {section.topic: {grasp.key: grasp for grasp in section.pool} for section in sections}
    units = {section.topic: middle_odds(posterior, section.topic) for section in sections}
    chosen: list[Candidate] = []
    spent = 0.0
    for round_ in range(1, ROUNDS + 1):
        slopes = influences(_sections(sections, pools), posterior, goal)
        worth = {
            key: _worth(candidate, pools[candidate.topic], slopes[candidate.topic], units[candidate.topic])
            for key, candidate in left.items()
        }
        for key in sorted(worth, key=lambda key: (-worth[key], key)):
            candidate = left[key]
            if worth[key] <= 0 or spent >= seconds * round_ / ROUNDS:
                break
            if spent + candidate.seconds > seconds:
                continue
            spent += candidate.seconds
            chosen.append(left.pop(key))
            grasp = pools[candidate.topic][key]
            pools[candidate.topic][key] = Grasp(key, settled_odds(candidate.recall), grasp.guess, grasp.is_critical)
    return tuple(chosen)


def study_plan(standing: Standing, minutes: float | None = None) -> StudyPlan:
    """What to study now; without `minutes` twenty of them, fewer where less is enough.

    The chance afterwards is that of an exam now with what was studied as it will be remembered a day later.
    """
    allowed = min(USUAL_MINUTES if minutes is None else minutes, MOST_MINUTES) * 60
    open_ = candidates(standing, standing.now + ONE_DAY)
    chosen = best_first(standing.sections(standing.now), standing.posterior, standing.needed, open_, allowed)
    after = _after(standing, chosen)
    low, high = 0, len(chosen)
    while minutes is None and after.probability >= ENOUGH and high - low > 1:
        middle = (low + high) // 2
        less = _after(standing, chosen[:middle])
        if less.probability >= ENOUGH:
            high, after = middle, less
        else:
            low = middle
    chosen = chosen[:high]
    return StudyPlan(tuple(each.key for each in chosen), sum(each.seconds for each in chosen) / 60, after)


def candidates(standing: Standing, exam_at: datetime) -> tuple[Candidate, ...]:
    """Every question of the exam that can be studied now: neither set aside nor reviewed today."""
    today = study_day(standing.now, standing.settings.day_start)
    ahead_days = max(0.0, (exam_at - standing.now) / timedelta(days=1))
    pace = Pace(standing.history)
    found = []
    for topic, cards in standing.questions.items():
        for card in cards:
            trace = standing.traces.get(card.key)
            if standing.history.is_out(card.key, today) or (trace is not None and trace.last_day >= today):
                continue
            elapsed_days = trace.elapsed_days(standing.now) if trace else 0.0
            recall = recall_after(standing.history.model, trace, elapsed_days, ahead_days)
            known = standing.history.model.retrievability(trace.stability, elapsed_days) if trace else 0.0
            seconds = pace.review_seconds(card.key, known) if trace else pace.new_seconds
            found.append(Candidate(card.key, topic, recall, seconds))
    return tuple(found)


def _worth(candidate: Candidate, pool: Mapping[str, Grasp], slopes: tuple[float, float], unit: float) -> float:
    grasp = pool[candidate.key]
    after = settled_odds(candidate.recall)
    gained = (1 - grasp.guess) * (after / (after + unit) - grasp.odds / (grasp.odds + unit)) / len(pool)
    right, wrong = slopes
    # A critical question that is wrong fails the exam, so nothing harmless is lost by getting it right.
    return gained * (right if grasp.is_critical else right - wrong) / candidate.seconds


def _sections(sections: Sequence[Section], pools: Mapping[str, Mapping[str, Grasp]]) -> tuple[Section, ...]:
    return tuple(
        Section(section.topic, section.drawn, section.minimum, tuple(pools[section.topic].values()))
        for section in sections
    )


def _after(standing: Standing, chosen: Sequence[Candidate]) -> Chance:
    return standing.chance(standing.now, {each.key: each.recall for each in chosen})
