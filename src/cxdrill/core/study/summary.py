"""What a session came to: how it went, what was learnt, and what comes tomorrow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from cxdrill.core.study.counts import Agenda
from cxdrill.core.study.place import Answer
from cxdrill.core.study.review import Rating
from cxdrill.core.study.schedule import Phase


class Summary(Struct, frozen=True):
    """The numbers of one session. `learnt` are faces that left their learning steps for the first time in it."""

    answers: int
    faces: int
    introduced: int
    learnt: int
    forgotten: int  # faces once learnt that were rated Again
    ratings: tuple[int, int, int, int]  # again, hard, good, easy
    first_tries: int  # first answers of the session to each face
    first_tries_known: int  # of these, not rated Again
    took_seconds: float
    leeches: tuple[str, ...]  # faces that turned into leeches
    agenda: Agenda  # of the decks studied, after the session


def summary(answers: Sequence[Answer], agenda: Agenda) -> Summary:
    """The summary of a session's answers, and of what is asked next in the decks studied."""
    firsts: dict[str, Answer] = {}
    for answer in answers:
        firsts.setdefault(answer.face.key, answer)
    ratings = Counter(answer.rating for answer in answers)
    return Summary(
        answers=len(answers),
        faces=len(firsts),
        introduced=sum(answer.before.is_new and not answer.after.is_new for answer in answers),
        learnt=sum(_is_learnt(answer) for answer in answers),
        forgotten=sum(answer.after.lapses > answer.before.lapses for answer in answers),
        ratings=(ratings[Rating.AGAIN], ratings[Rating.HARD], ratings[Rating.GOOD], ratings[Rating.EASY]),
        first_tries=len(firsts),
        first_tries_known=sum(answer.rating is not Rating.AGAIN for answer in firsts.values()),
        took_seconds=sum(answer.took_ms for answer in answers) / 1000,
        leeches=tuple(answer.face.key for answer in answers if answer.is_leech),
        agenda=agenda,
    )


def _is_learnt(answer: Answer) -> bool:
    return answer.before.phase in (Phase.NEW, Phase.LEARNING) and answer.after.phase is Phase.REVIEW
