"""The cards that raise the chance of passing most for each second of the learner's time, and by how much.

A card counts by what a review now would add to the chance that it is known at the exam, times how much the chance of
passing moves with its topic, over the seconds it takes. The first is the model's own view of reviews.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from heapq import heapify, heappop
from statistics import fmean
from typing import NamedTuple

from msgspec import Struct

from cxdrill.core.day import ONE_DAY
from cxdrill.core.ready.course import FIRST_RATING
from cxdrill.core.ready.learner import settled_odds
from cxdrill.core.ready.offset import Posterior
from cxdrill.core.ready.outlook import ExamOutlook
from cxdrill.core.ready.pass_chance import Chance, Section, influences, middle_odds
from cxdrill.core.study.fsrs import Memory, Model
from cxdrill.core.study.history import History

USUAL_MINUTES = 20.0
MOST_MINUTES = 60.0  # a day's sensible dose; more is crammed and gone next week
ENOUGH = 0.95  # beyond this chance no more is suggested unasked
ROUNDS = 3  # the topics' weight is looked at anew after each

SECONDS_BEFORE_ANY = 12.0  # an assumption; ten answers of one's own weigh as much
DOUBT = 10  # answers that this counts for
QUICKEST, SLOWEST = 3.0, 90.0  # a minute and a half is no answer, but a coffee
LATEST = 500  # answers that tell the learner's time
FIRST_ANSWERS = 3.0  # until a new card leaves its learning steps, counted in answers
MORE_ANSWERS = 1.0  # for each one forgotten
USUALLY_FORGOTTEN = 0.1  # of reviews
ANSWERS_DOUBT = 60  # answers after which half of that is the learner's own


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


class Pace:
    """The learner's answer times, and what they make of a card and of a day's cards."""

    def __init__(self, history: History) -> None:
        self._history = history
        took = [_sensible(took_ms) for took_ms in history.latest_took_ms(LATEST)]
        usual = fmean(took) if took else SECONDS_BEFORE_ANY
        self.answer_seconds = (usual * len(took) + SECONDS_BEFORE_ANY * DOUBT) / (len(took) + DOUBT)

    def review_seconds(self, key: str, chance: float) -> float:
        """The seconds a review of the face takes that is known with this chance, learning it anew included."""
        trace = self._history.traces.get(key)
        took = [_sensible(took_ms) for took_ms in trace.took_ms if took_ms > 0] if trace else []
        own = (sum(took) + self.answer_seconds) / (len(took) + 1)
        return own * (1 + MORE_ANSWERS * (1 - chance))

    def session_seconds(self, due: Iterable[str], new: int, now: datetime) -> float:
        """The seconds that these faces take in a session now, repeats included, and so many new ones."""
        chances = ((key, self._history.retrievability(key, now)) for key in due)
        known = sum(self.review_seconds(key, 0.0 if chance is None else chance) for key, chance in chances)
        traces = self._history.traces.values()
        later = sum(trace.days - 1 for trace in traces) * (1 + MORE_ANSWERS * USUALLY_FORGOTTEN)
        reckoned = len(traces) * FIRST_ANSWERS + later + ANSWERS_DOUBT
        # What a day's cards took so far beside what is reckoned with.
        return (known + new * self.new_seconds) * (self._history.reviews_on.total() + ANSWERS_DOUBT) / reckoned

    @property
    def new_seconds(self) -> float:
        """The seconds a new card takes until it leaves its learning steps."""
        return self.answer_seconds * FIRST_ANSWERS


def recall_after(model: Model, memory: Memory | None, elapsed_days: float, ahead_days: float) -> float:
    """The recall `ahead_days` after a review now, over its two outcomes; a forgotten card is learnt anew at once."""
    if memory is None:
        return model.retrievability(model.after(None, FIRST_RATING, 0).stability, ahead_days)
    known = model.retrievability(memory.stability, elapsed_days)
    recalled = model.retrievability(model.recalled(*memory, known), ahead_days)
    return known * recalled + (1 - known) * model.retrievability(model.relearnt, ahead_days)


def best_first(
    sections: Sequence[Section], posterior: Posterior, goal: int, candidates: Sequence[Candidate], seconds: float
) -> tuple[Candidate, ...]:
    """The candidates that raise the chance of passing most per second, as many as fit into `seconds`."""
    left = _gains(sections, posterior, candidates)
    chosen: list[Candidate] = []
    spent = 0.0
    for round_ in range(1, ROUNDS + 1):
        learnt = {each.key: settled_odds(each.recall) for each in chosen}
        slopes = influences([section.studied(learnt) for section in sections], posterior, goal)
        # A critical question that is wrong fails the exam, so nothing harmless is lost by getting it right.
        slope = {topic: (right - wrong, right) for topic, (right, wrong) in slopes.items()}
        worth = [
            (-gained * slope[each.topic][is_critical] / each.seconds, key)
            for key, (each, gained, is_critical) in left.items()
        ]
        heapify(worth)
        while worth and worth[0][0] < 0 and spent < seconds * round_ / ROUNDS:
            key = heappop(worth)[1]
            if spent + left[key][0].seconds <= seconds:
                chosen.append(left.pop(key)[0])
                spent += chosen[-1].seconds
    return tuple(chosen)


def _gains(
    sections: Sequence[Section], posterior: Posterior, candidates: Sequence[Candidate]
) -> dict[str, tuple[Candidate, float, bool]]:
    """Of each candidate by how much it would lift the mean of its topic, and whether it is critical."""
    pools = {section.topic: {each.key: each for each in section.pool} for section in sections}
    units = {section.topic: middle_odds(posterior, section.topic) for section in sections}
    found = {}
    for candidate in candidates:
        unit, pool = units[candidate.topic], pools[candidate.topic]
        now, after = pool[candidate.key], settled_odds(candidate.recall)
        gained = (1 - now.guess) * (after / (after + unit) - now.odds / (now.odds + unit)) / len(pool)
        found[candidate.key] = candidate, gained, now.is_critical
    return found


def study_plan(outlook: ExamOutlook, minutes: float | None = None) -> StudyPlan:
    """The cards to study now, in twenty `minutes` or less where less is enough, and the chance after them tomorrow."""
    allowed = min(USUAL_MINUTES if minutes is None else minutes, MOST_MINUTES) * 60
    open_ = candidates(outlook, outlook.now + ONE_DAY)
    chosen = best_first(outlook.sections(outlook.now), outlook.learner.posterior, outlook.needed, open_, allowed)
    after = _after(outlook, chosen)
    if minutes is None and after.probability >= ENOUGH:  # one at least, where there is any
        sizes = range(1, len(chosen))
        enough = bisect_left(sizes, True, key=lambda size: _after(outlook, chosen[:size]).probability >= ENOUGH)
        chosen = chosen[: enough + 1]
        after = _after(outlook, chosen)
    return StudyPlan(tuple(each.key for each in chosen), sum(each.seconds for each in chosen) / 60, after)


def candidates(outlook: ExamOutlook, exam_at: datetime) -> tuple[Candidate, ...]:
    """Every question of the exam that can be studied now: not kept for it, nor set aside, nor reviewed today."""
    ahead_days = max(0.0, (exam_at - outlook.now) / timedelta(days=1))
    pace, model, today = Pace(outlook.history), outlook.model, outlook.today
    found = []
    for topic, asked in outlook.questions.items():
        for each in asked:
            key, trace = each.key, outlook.history.traces.get(each.key)
            is_done = trace is not None and trace.last_day >= today
            if each.is_reserved or is_done or outlook.history.is_out(key, today):
                continue
            elapsed_days = trace.elapsed_days(outlook.now) if trace else 0.0
            recall = recall_after(model, trace.memory if trace else None, elapsed_days, ahead_days)
            known = model.retrievability(trace.stability, elapsed_days) if trace else 0.0
            seconds = pace.review_seconds(key, known) if trace else pace.new_seconds
            found.append(Candidate(key, topic, recall, seconds))
    return tuple(found)


def _after(outlook: ExamOutlook, chosen: Sequence[Candidate]) -> Chance:
    return outlook.chance(outlook.now, {each.key: each.recall for each in chosen})


def _sensible(took_ms: int) -> float:
    seconds = took_ms / 1000
    return QUICKEST if seconds < QUICKEST else SLOWEST if seconds > SLOWEST else seconds
