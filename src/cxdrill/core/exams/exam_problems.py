"""What is wrong between an exam and the decks it draws from: topics that are not there, pools that are too small."""

from __future__ import annotations

from cxdrill.core.cards.library import Library
from cxdrill.core.exams.blueprint import topic_draws
from cxdrill.core.exams.exam import Exam
from cxdrill.core.problem import Location, Problem, Severity
from cxdrill.core.text import clean_line


def exam_problems(exam: Exam, library: Library) -> tuple[Problem, ...]:
    """Topics that no deck has, and pools smaller than the draw, in the order of the exam's topics.

    Of use only where every deck could be read.
    """
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
    from difflib import get_close_matches

    found = get_close_matches(topic, sorted(topics), n=1, cutoff=0.5)
    return f'did you mean "{clean_line(found[0])}"?' if found else "write the topic of a card, or the id of a deck"
