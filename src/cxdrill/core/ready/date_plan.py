"""A daily load up to the day of an exam: every card seen twice, the same minutes every day, no pile at the end.

Made anew from what was really done whenever it is asked for, so a missed day is spread over those that are left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct

from cxdrill.core.cards.deck import Question
from cxdrill.core.day import study_day
from cxdrill.core.ready.course import SECOND_LOOK, Course, Held, Load, introducing_days
from cxdrill.core.ready.gain import MOST_MINUTES
from cxdrill.core.ready.pace import Pace
from cxdrill.core.ready.pass_chance import Chance
from cxdrill.core.ready.standing import Standing
from cxdrill.core.study.fsrs import Model
from cxdrill.core.study.review import Rating

DRILL_WEIGHT = 0.1  # of a card that no exam draws, beside a question of its topic
FORGOTTEN_AGAIN = 1.15  # reviews that a planned one makes on average, some being forgotten
LEAST_MINUTES = 1.0


class DatePlan(Struct, frozen=True):
    """The days up to the one before the exam. `keys` are today's faces, in the order to study them.

    `dropped` names by topic the faces to leave out where the days do not suffice; `minutes_needed` a day would do.
    """

    by: date
    days: int
    minutes: float  # a day
    loads: tuple[Load, ...]
    keys: tuple[str, ...]
    new_today: int
    done_today: float  # minutes
    dropped: tuple[tuple[str, int], ...]
    minutes_needed: float
    if_nothing: Chance
    if_followed: Chance

    @property
    def is_enough(self) -> bool:
        """Whether every card can be seen on two days before the exam."""
        return not self.dropped

    @property
    def minutes_today(self) -> float:
        """The minutes that are left to do today."""
        return self.loads[0].seconds / 60 if self.loads else 0.0


def date_plan(standing: Standing, by: date, minutes: float | None = None) -> DatePlan:
    """The plan up to the exam on the day `by`, of `minutes` a day or of as many as the cards ask for.

    Without `minutes` never more than a sensible dose; where that is too little, it says what to leave out.
    """
    today = study_day(standing.now, standing.settings.day_start)
    days = (by - today).days
    held = _held(standing, today)
    done_seconds, done_new = _done(standing, today)
    least = _least_seconds(held, days, done_seconds)
    fair = max(least, _fair_seconds(held, standing.history.model, days, done_seconds))
    per_day = min(fair, MOST_MINUTES * 60) if minutes is None else minutes * 60
    kept, dropped = _fitting(held, days, per_day, done_seconds)
    course = Course(kept, standing.history.model, days)
    today_picks, new_today = course.picks(0, 1, per_day - done_seconds, done_new)
    loads = course.run(per_day, done_seconds, done_new)
    exam_at = standing.now + timedelta(days=days)
    return DatePlan(
        by=by,
        days=days,
        minutes=per_day / 60,
        loads=loads,
        keys=tuple(kept[place].key for place in today_picks),
        new_today=new_today,
        done_today=done_seconds / 60,
        dropped=_by_topic(standing, dropped),
        minutes_needed=least / 60,
        if_nothing=standing.chance(exam_at),
        if_followed=standing.chance(exam_at, course.recalls()),
    )


def today_keys(standing: Standing, by: date, minutes: float | None = None) -> tuple[str, ...]:
    """The faces to study now, in order: what is left of today's share, or as much as fits into `minutes`."""
    plan = date_plan(standing, by)
    if minutes is None:
        return plan.keys
    today = study_day(standing.now, standing.settings.day_start)
    held = _held(standing, today)
    picked, _ = Course(held, standing.history.model, plan.days).picks(0, 1, minutes * 60, _done(standing, today)[1])
    return tuple(held[place].key for place in picked)


def _held(standing: Standing, today: date) -> tuple[Held, ...]:
    """The faces of the exam's topics as the course finds them, new ones in the order to introduce them."""
    drawn = {section.topic: section.drawn for section in standing.sections(standing.now)}
    weights = {topic: drawn[topic] / len(cards) for topic, cards in standing.questions.items()}
    pace = Pace(standing.history)
    now = standing.now
    found: list[tuple[tuple[bool, float], Held]] = []
    places: Counter[tuple[str, bool]] = Counter()
    for face in standing.faces:
        topic, is_drawn = face.card.topic, isinstance(face.card, Question)
        places[topic, is_drawn] += 1
        weight = weights[topic] * (1.0 if is_drawn else DRILL_WEIGHT)
        trace = standing.traces.get(face.key)
        # Topics take turns; what the exam draws comes first.
        order = (not is_drawn, places[topic, is_drawn] / (weights[topic] or 1.0))
        if trace is None:
            held = Held(face.key, weight, pace.review_seconds(face.key, 0.9), pace.new_seconds)
        else:
            seen = 0.0 if trace.last_day >= today else -max(trace.elapsed_days(now), 0.5)
            known = standing.history.model.retrievability(trace.stability, trace.elapsed_days(now))
            held = Held(
                face.key,
                weight,
                pace.review_seconds(face.key, known),
                pace.new_seconds,
                trace.stability,
                trace.difficulty,
                seen,
                trace.days,
            )
        found.append((order, held))
    return tuple(held for _, held in sorted(found, key=lambda row: row[0]))


def _done(standing: Standing, today: date) -> tuple[float, int]:
    """The seconds studied today, and the faces introduced, of the exam's topics."""
    reviews = (review for key in standing.traces for review in standing.history.reviews(key) if review.day == today)
    introduced = sum(standing.history.state(key).first_day == today for key in standing.traces)
    return sum(review.took_ms for review in reviews) / 1000, introduced


def _fair_seconds(held: Sequence[Held], model: Model, days: int, done: float) -> float:
    """The seconds a day that the usual reviews of all cards ask for."""
    whole = done
    for each in held:
        ahead = days if each.stability is not None else days / 2
        reviews = max(_reviews_ahead(each, model, ahead) * FORGOTTEN_AGAIN, SECOND_LOOK - 1 if each.days < 2 else 0)
        whole += reviews * each.seconds + (each.new_seconds if each.stability is None else 0.0)
    return max(whole / days, LEAST_MINUTES * 60)


def _reviews_ahead(held: Held, model: Model, ahead: float) -> int:
    """How often a face comes up until then when it is reviewed whenever recall has fallen to 90 %."""
    stability = held.stability if held.stability is not None else model.after(None, Rating.GOOD, 0).stability
    at = max(0.0, held.seen + stability)
    count = 0
    while at < ahead and count < 50:
        count += 1
        stability = model.recalled(stability, held.difficulty, 0.9)
        at += stability
    return count


def _least_seconds(held: Sequence[Held], days: int, done_seconds: float) -> float:
    """The seconds a day that it takes at least to see every face on two days."""
    course = [each for each in held if each.days < SECOND_LOOK]
    work = done_seconds + sum(each.seconds + (each.new_seconds if each.stability is None else 0.0) for each in course)
    new = sum(each.new_seconds for each in held if each.stability is None)
    return max(work / days, (new + done_seconds) / introducing_days(days))


def _fitting(
    held: Sequence[Held], days: int, per_day: float, done_seconds: float
) -> tuple[tuple[Held, ...], tuple[Held, ...]]:
    """The faces that can be seen on two days within the time, and the new ones to leave out for that.

    Left out are those that the exam asks least of: cards it does not draw, then questions of topics with few items.
    """
    kept, dropped = list(held), []
    if days < SECOND_LOOK:
        dropped = [each for each in held if each.stability is None]
        return tuple(each for each in held if each.stability is not None), tuple(dropped)
    by_worth = sorted((each for each in held if each.stability is None), key=lambda each: each.weight)
    for each in by_worth:
        if _least_seconds(kept, days, done_seconds) <= per_day * 1.001:
            break
        kept.remove(each)
        dropped.append(each)
    return tuple(kept), tuple(dropped)


def _by_topic(standing: Standing, dropped: Sequence[Held]) -> tuple[tuple[str, int], ...]:
    topics: dict[str, str] = {face.key: face.card.topic for face in standing.faces}
    return tuple(Counter(topics[each.key] for each in dropped).most_common())
