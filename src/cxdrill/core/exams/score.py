"""The worth of a form's responses: points, topics, and whether the exam is passed, all in exact fractions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from operator import attrgetter
from typing import Any

from msgspec import Struct

from cxdrill.core.exams.attempt import Attempt, State
from cxdrill.core.exams.exam import Feedback, Policy, Share
from cxdrill.core.exams.form import Form, FormItem
from cxdrill.core.plain import grouped
from cxdrill.errors import DataError


class ItemResult(Struct, frozen=True):
    """One item as it was answered; `response` is None where it was left open, which is not the same as wrong."""

    form_item: FormItem
    response: str | None
    points: Fraction

    @property
    def is_right(self) -> bool:
        return self.points == 1

    @property
    def is_open(self) -> bool:
        return self.response is None


class TopicResult(Struct, frozen=True):
    """The points of one topic; `minimum` is the share that must be reached, if there is one."""

    topic: str
    score: Fraction
    items: int
    minimum: Share | None = None

    @property
    def is_reached(self) -> bool:
        return self.minimum is None or self.score >= self.minimum.value * self.items


class Result(Struct, frozen=True):
    items: tuple[ItemResult, ...]
    topics: tuple[TopicResult, ...]  # by name
    pass_mark: Share

    @property
    def score(self) -> Fraction:
        return sum((item.points for item in self.items), Fraction(0))

    @property
    def is_mark_reached(self) -> bool:
        return self.score >= self.pass_mark.value * len(self.items)

    @property
    def missed_critical(self) -> tuple[ItemResult, ...]:
        return tuple(item for item in self.items if item.form_item.card.is_critical and not item.is_right)

    @property
    def topics_below(self) -> tuple[TopicResult, ...]:
        return tuple(topic for topic in self.topics if not topic.is_reached)

    @property
    def is_passed(self) -> bool:
        return self.is_mark_reached and not self.missed_critical and not self.topics_below

    @property
    def worth(self) -> dict[str, Any]:
        """The result as events and records hold it."""
        return {"score": plain_number(self.score), "items": len(self.items), "passed": self.is_passed}

    @property
    def missed(self) -> tuple[ItemResult, ...]:
        """The items that are wrong or open, in the form's order."""
        return tuple(item for item in self.items if not item.is_right)


def result(form: Form, responses: Mapping[str, str], policy: Policy) -> Result:
    """The result of a form with these responses (card key: line-mode answer)."""
    given = ((item, responses.get(item.card.key)) for item in form.items)
    items = tuple(ItemResult(item, each, item.card.earned(each, policy.scoring)) for item, each in given)
    points = grouped((item.form_item.card.topic, item.points) for item in items)
    topics = ((name, sum(each, Fraction(0)), len(each)) for name, each in sorted(points.items()))
    return Result(items, tuple(TopicResult(*each, policy.minimum.get(each[0])) for each in topics), policy.pass_mark)


def attempt_result(attempt: Attempt) -> Result:
    """The result of an attempt as its sheet stands; raises DataError where its form cannot be read."""
    if attempt.form is None:
        raise DataError(f"the form of attempt {attempt.number} cannot be read, so it cannot be scored again")
    return result(attempt.form, attempt.responses, attempt.policy)


def last_finished(made: Iterable[Attempt], exam: str) -> Attempt | None:
    """The attempt at an exam that was handed in last, whenever it began, and whose form can be read."""
    return next((each for each in last_of_each(made) if each.exam == exam), None)


def last_of_each(made: Iterable[Attempt]) -> tuple[Attempt, ...]:
    """The attempts handed in last, one for each exam, the last one first."""
    ended = [each for each in made if each.state is State.FINISHED and each.form]
    found: dict[str, Attempt] = {}
    for each in sorted(ended, key=attrgetter("seen_at")):
        found.pop(each.exam, None)
        found[each.exam] = each
    return tuple(found.values())[::-1]


def to_study(result: Result) -> tuple[str, ...]:
    """The questions missed that a drill can ask; one kept for the check is shown by none."""
    return tuple(item.form_item.card.key for item in result.missed if not item.form_item.card.is_reserved)


def missed(made: Iterable[Attempt]) -> Mapping[str, datetime]:
    """The drill's questions that the last attempt at each exam missed, if it tells them, and when it ended."""
    found: dict[str, datetime] = {}
    for last in last_of_each(made):
        if last.policy.feedback is not Feedback.NONE:
            found = {**found, **dict.fromkeys(to_study(attempt_result(last)), last.seen_at), **found}
    return found


def misses(made: Iterable[Attempt]) -> Iterator[tuple[Attempt, str]]:
    """Each question that an attempt handed in got wrong, for less than half its points, if its exam tells anything."""
    for attempt in made:
        if attempt.state is State.FINISHED and attempt.form and attempt.policy.feedback is not Feedback.NONE:
            for each in attempt_result(attempt).items:
                if not each.is_open and each.form_item.card.earned(each.response) < Fraction(1, 2):
                    yield attempt, each.form_item.card.key


def needed(items: int, mark: Fraction) -> int:
    """The smallest whole score that reaches the mark."""
    return -(-items * mark.numerator // mark.denominator)


def percent_shown(score: Fraction, items: int, mark: Fraction) -> str:
    """The score in per cent without the sign, with one decimal at most, which never carries it over the mark."""
    if not items:
        return "0"
    exact = score / items
    tenths = round(exact * 1000)
    if exact < mark <= Fraction(tenths, 1000):
        tenths = int(exact * 1000)
    elif exact >= mark > Fraction(tenths, 1000):
        tenths += 1
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)


def points_shown(points: Fraction) -> str:
    return f"{float(round(points, 2)):g}"


def points_shown_of(parts: Sequence[Fraction]) -> tuple[str, ...]:
    """The parts of a score as shown, so rounded that they add up to the score as shown."""
    down = [Fraction(part * 100 // 1, 100) for part in parts]
    lost = round((round(sum(parts, Fraction(0)), 2) - sum(down)) * 100)
    by_loss = sorted(range(len(parts)), key=lambda place: down[place] - parts[place])
    up = set(by_loss[:lost])
    return tuple(points_shown(each + Fraction(place in up, 100)) for place, each in enumerate(down))


def plain_number(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)
