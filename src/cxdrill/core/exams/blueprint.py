"""How many items of each topic an exam draws and how many of them fresh, and the problems where decks hold too few.

Fresh are questions and wordings that this learner has not met. Met is what the events say: drills show the wordings in
turn, forms and practice say which they held.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from math import ceil
from random import Random

from msgspec import Struct

from cxdrill.core.cards.question import drawn_order
from cxdrill.core.exams.draw import Pool, Stock, Taste, size
from cxdrill.core.exams.exam import Exam, Rules
from cxdrill.core.exams.library import Library
from cxdrill.core.problem import Location, Problem, Severity
from cxdrill.core.text import clean_line
from cxdrill.errors import DataError, nearest

_MOST_NAMED = 10  # topics that are short of questions


class TopicDraw(Struct, frozen=True):
    """A topic of an exam: how many questions are drawn, out of how many."""

    topic: str
    drawn: int
    pool: int


def allotment(exam: Exam) -> dict[str, int]:
    """The items of each topic, by name, by largest remainder; raises DataError where whole numbers do not add up."""
    shares = {topic: Fraction(exam.blueprint[topic]) for topic in sorted(exam.blueprint)}
    whole = sum(shares.values())
    if whole != exam.items and all(isinstance(count, int) for count in exam.blueprint.values()):
        raise DataError(
            f'{_place(exam)}the blueprint of exam "{exam.id}" sums to {whole}, its items are {exam.items}; '
            "make the two numbers agree"
        )
    exact = {topic: share * exam.items / (whole or 1) for topic, share in shares.items()}
    counts = {topic: int(amount) for topic, amount in exact.items()}
    by_remainder = sorted(exact, key=lambda topic: (counts[topic] - exact[topic], topic))
    for topic in by_remainder[: exam.items - sum(counts.values())]:
        counts[topic] += 1
    return counts


def topic_draws(exam: Exam, library: Library) -> tuple[TopicDraw, ...]:
    """The number of questions that the exam draws of each topic, and that the decks hold, those of one fact as one."""
    asked = {(card.topic, card.fact or card.key) for card in library.questions().values()}
    return draws_of(exam, Counter(topic for topic, _ in asked))


def draws_of(exam: Exam, held: Mapping[str, int]) -> tuple[TopicDraw, ...]:
    """The same where it is known how many there are."""
    return tuple(TopicDraw(topic, count, held.get(topic, 0)) for topic, count in allotment(exam).items())


def shortage(exam: Exam, draws: tuple[TopicDraw, ...]) -> str:
    """A sentence for each of the first topics that have too few questions, a line each; empty if none has."""
    short = [draw for draw in draws if draw.pool < draw.drawn]
    lines = [
        f'{_place(exam, draw.topic)}exam "{exam.id}" draws {draw.drawn} questions of the topic "{draw.topic}", but the '
        f"decks hold {draw.pool}; write more of them or lower the number in its blueprint"
        for draw in short[:_MOST_NAMED]
    ]
    if len(short) > _MOST_NAMED:
        lines.append(f"and {len(short) - _MOST_NAMED} topics more")
    return "\n".join(lines)


def exam_problems(exam: Exam, library: Library) -> tuple[Problem, ...]:
    """Topics that no deck has, and pools smaller than the draw; of use only where every deck could be read."""
    topics = {card.topic for card in library.cards()}
    problems = []
    for draw in topic_draws(exam, library):
        name = clean_line(draw.topic)
        if draw.topic not in topics:
            words, remedy, rule = f'no deck has the topic "{name}"', _nearest(draw.topic, topics), "S309"
        elif draw.pool < draw.drawn:
            rule = "S310"
            words = f'the exam draws {draw.drawn} questions of the topic "{name}", but the decks hold {draw.pool}'
            remedy = "write more of them, or lower the number in the blueprint"
        else:
            continue
        where = exam.places.get(f"blueprint.{draw.topic}") or exam.places.get("") or Location(clean_line(exam.path))
        problems.append(Problem(where, rule, Severity.ERROR, words, remedy, len(name)))
    return tuple(problems)


def _nearest(topic: str, topics: set[str]) -> str:
    near = nearest(topic, sorted(topics), cutoff=0.5)
    return f'did you mean "{clean_line(near[0])}"?' if near else "write the topic of a card, or the id of a deck"


def _place(exam: Exam, topic: str = "") -> str:
    fields = (f"blueprint.{topic}", "blueprint", "")
    return next((f"{exam.places[field]}: " for field in fields if field in exam.places), "")


def met_wording(key: str, number: int) -> str:
    return f"{key}@{number}"


def new_wordings(key: str, others: int, avoided: Collection[str]) -> list[int]:
    """The wordings of a question with so many others that are not avoided, by number."""
    return [number for number in range(others + 1) if met_wording(key, number) not in avoided]


def fresh_needed(rules: Rules, items: int) -> int:
    return ceil(rules.fresh.value * items) if rules.fresh else 0


def taste(stock: Stock, avoided: Collection[str], fresh: int) -> Taste:
    """The questions that a form passes over, and where some are to be fresh, those that are."""
    if not fresh:
        return Taste(avoided)
    keys = (key for units in stock.topics.values() for unit in units for key in unit)
    new = frozenset(key for key in keys if new_wordings(key, stock.worded.get(key, 0), avoided))
    return Taste(avoided, new & stock.reserved, new)


def fresh_by_topic(fresh: int, topics: Sequence[Pool], liked: Taste, rng: Random) -> list[int]:
    """How many fresh items each topic gives: each reserved question as likely as another, then what else is new."""
    given = [0] * len(topics)
    for wanted in (liked.reserved, liked.new) if fresh else ():
        held = [size(unit for unit in pool if all(key in wanted for key in unit)) for _, pool in topics]
        room = [min(count, most) - got for (count, _), most, got in zip(topics, held, given, strict=True)]
        slots = [place for place, free in enumerate(room) for _ in range(free)]
        for slot in drawn_order(len(slots), rng)[: fresh - sum(given)]:
            given[slots[slot]] += 1
    return given
