"""A daily load up to the day of an exam: every card seen twice, the same minutes every day, no pile at the end.

Made anew from what was really done whenever it is asked for, so a missed day is spread over those that are left.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct

from cxdrill.core.event import Event
from cxdrill.core.ready.course import SECOND_LOOK, Course, Load, PlannedCard, introducing_days
from cxdrill.core.ready.gain import MOST_MINUTES, Pace, study_plan
from cxdrill.core.ready.outlook import ExamOutlook
from cxdrill.core.ready.pass_chance import Chance
from cxdrill.core.ready.planned import planned_day
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
    done_today: float  # minutes, of all that was studied
    met_today: int  # new faces of the exam's topics
    dropped: tuple[tuple[str, int], ...]
    minutes_needed: float
    if_nothing: Chance
    if_followed: Chance

    @property
    def today(self) -> date:
        """The study day that it was made on."""
        return self.by - timedelta(days=self.days)

    @property
    def is_enough(self) -> bool:
        """Whether every card can be seen on two days before the exam, or on the one there is."""
        return not self.dropped

    @property
    def minutes_today(self) -> float:
        """The minutes that are left to do today."""
        return self.loads[0].seconds / 60 if self.loads else 0.0


def date_plan(outlook: ExamOutlook, by: date, minutes: float | None = None) -> DatePlan:
    """The plan up to the day `by`, of `minutes` a day or of as many as the cards ask for, up to a sensible dose."""
    done_seconds, done_new = _done(outlook)
    course, dropped, per_day, least = _course(outlook, by, done_seconds, minutes)
    keys, new_today = _todays(course, per_day - done_seconds, done_new)
    loads = course.run(per_day, done_seconds, done_new)
    exam_at = outlook.now + timedelta(days=course.days)
    topics = {key: each.topic for key, each in outlook.faces}
    return DatePlan(
        by=by,
        days=course.days,
        minutes=per_day / 60,
        loads=loads,
        keys=keys,
        new_today=new_today,
        done_today=outlook.history.seconds_on(outlook.today) / 60,
        met_today=done_new,
        dropped=tuple(Counter(topics[each.key] for each in dropped).most_common()),
        minutes_needed=least / 60,
        if_nothing=outlook.chance(exam_at),
        if_followed=outlook.chance(exam_at, course.recalls()),
    )


def today_keys(outlook: ExamOutlook, by: date, minutes: float | None = None) -> tuple[str, ...]:
    """The faces to study now, in order: what is left of today's share, or as much as fits into `minutes`."""
    done_seconds, done_new = _done(outlook)
    if minutes is None:
        course, _, per_day, _ = _course(outlook, by, done_seconds)
        return _todays(course, per_day - done_seconds, done_new)[0]
    course = Course(_planned_cards(outlook), outlook.model, (by - outlook.today).days)
    return _todays(course, minutes * 60, done_new)[0]


def planned_keys(outlook: ExamOutlook, events: Sequence[Event], minutes: float | None = None) -> tuple[str, ...]:
    """The faces to study now: by the plan up to the exam's day, else what raises the chance most. Raises DataError."""
    by = planned_day(events, outlook.exam.id)
    if by is not None and by > outlook.today:
        return today_keys(outlook, by, minutes)
    return study_plan(outlook, minutes).keys


def _course(
    outlook: ExamOutlook, by: date, done_seconds: float, minutes: float | None = None
) -> tuple[Course, list[PlannedCard], float, float]:
    """The course up to the exam, the faces that do not fit into it, its seconds a day, and those all would take."""
    days, cards = (by - outlook.today).days, _planned_cards(outlook)
    least = _least_seconds(cards, days, done_seconds)
    fair = max(least, _fair_seconds(cards, outlook.model, days, done_seconds))
    per_day = min(fair, MOST_MINUTES * 60) if minutes is None else minutes * 60
    kept, dropped = _fitting(cards, days, per_day, done_seconds)
    return Course(kept, outlook.model, days), dropped, per_day, least


def _todays(course: Course, seconds: float, done_new: int) -> tuple[tuple[str, ...], int]:
    """The faces to study today, best first, and how many of them are new."""
    places, new = course.cards_for_days(0, 1, seconds, done_new)
    return tuple(course.cards[place].key for place in places), new


def _planned_cards(outlook: ExamOutlook) -> tuple[PlannedCard, ...]:
    """The faces of the exam's topics as the course takes them, new ones in the order to introduce them."""
    drawn = {section.topic: section.drawn for section in outlook.sections(outlook.now)}
    weights = {topic: drawn[topic] / len(cards) for topic, cards in outlook.questions.items()}
    pace = Pace(outlook.history)
    ordered: list[tuple[tuple[bool, float], PlannedCard]] = []
    places: Counter[tuple[str, bool]] = Counter()
    for key, item in outlook.faces:
        topic, is_drawn = item.topic, item.is_question
        places[topic, is_drawn] += 1
        weight = weights[topic] * (1.0 if is_drawn else DRILL_WEIGHT)
        memory, seen, known, days = None, 0.0, 0.9, 0
        if trace := outlook.traces.get(key):
            elapsed = trace.elapsed_days(outlook.now)
            memory, days, known = trace.memory, trace.days, outlook.model.retrievability(trace.stability, elapsed)
            seen = 0.0 if trace.last_day >= outlook.today else -max(elapsed, 0.5)
        seconds = pace.review_seconds(key, known)
        # Topics take turns; what the exam draws comes first.
        order = (not is_drawn, places[topic, is_drawn] / (weights[topic] or 1.0))
        ordered.append((order, PlannedCard(key, weight, seconds, pace.new_seconds, memory, seen, days)))
    return tuple(card for _, card in sorted(ordered, key=lambda row: row[0]))


def _done(outlook: ExamOutlook) -> tuple[float, int]:
    """The seconds of today's share that are done, and the faces introduced, of the exam's topics.

    Whoever is quicker than usual has done a share all the same: a face counts at least as long as it was planned for.
    """
    keys = [key for key, trace in outlook.traces.items() if trace.last_day >= outlook.today]
    reviews = (review for key in keys for review in outlook.history.reviews(key) if review.day == outlook.today)
    introduced = sum(trace.state.first_day == outlook.today for trace in outlook.traces.values())
    pace = Pace(outlook.history)
    planned = introduced * pace.new_seconds + (len(keys) - introduced) * pace.answer_seconds
    studied = sum(review.took_ms for review in reviews) / 1000
    return max(studied, planned), introduced


def _fair_seconds(cards: Sequence[PlannedCard], model: Model, days: int, done: float) -> float:
    """The seconds a day that the usual reviews of all cards ask for."""
    whole = done
    for card in cards:
        ahead = days if card.memory else days / 2
        reviews = max(_reviews_ahead(card, model, ahead) * FORGOTTEN_AGAIN, SECOND_LOOK - 1 if card.days < 2 else 0)
        whole += reviews * card.seconds + (0.0 if card.memory else card.new_seconds)
    return max(whole / days, LEAST_MINUTES * 60)


def _reviews_ahead(card: PlannedCard, model: Model, ahead: float) -> int:
    """How often a face comes up until then when it is reviewed whenever recall has fallen to 90 %."""
    stability = (card.memory or model.after(None, Rating.GOOD, 0)).stability
    difficulty = card.memory.difficulty if card.memory else 5.0
    at = max(0.0, card.seen + stability)
    count = 0
    while at < ahead and count < 50:
        count += 1
        stability = model.recalled(stability, difficulty, 0.9)
        at += stability
    return count


def _least_seconds(cards: Sequence[PlannedCard], days: int, done_seconds: float) -> float:
    """The seconds a day that it takes at least to see every face on two days, as far as there are two."""
    seen_twice = days >= SECOND_LOOK  # else what is new today gets no second look
    looks = sum(card.seconds for card in cards if card.days < SECOND_LOOK and (seen_twice or card.memory))
    new = sum(card.new_seconds for card in cards if card.memory is None)
    return max((done_seconds + looks + new) / days, (new + done_seconds) / introducing_days(days))


def _fitting(
    cards: Sequence[PlannedCard], days: int, per_day: float, done_seconds: float
) -> tuple[list[PlannedCard], list[PlannedCard]]:
    """The faces that fit into the time on two days, and the new ones to leave out, first what the exam asks least."""
    new = sorted((card for card in cards if card.memory is None), key=lambda card: card.weight)

    def without(size: int) -> list[PlannedCard]:
        gone = {card.key for card in new[:size]}
        return [card for card in cards if card.key not in gone]

    def fits(size: int) -> bool:
        return _least_seconds(without(size), days, done_seconds) <= per_day * 1.001

    size = bisect_left(range(len(new)), True, key=fits)  # the more is left out, the less is to be done
    return without(size), new[:size]
