"""What a session came to: how it went, what was learnt, and what comes tomorrow."""

from __future__ import annotations

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
    mended: int  # faces missed in it and known at their last answer
    reviewed: int  # faces asked that were not new
    remembered: int  # of these, known at the first try
    forgotten: int  # faces once learnt that were rated Again
    took_seconds: float
    leeches: tuple[str, ...]  # the prompts of faces that turned into leeches
    agenda: Agenda  # of the decks studied, after the session


def summary(answers: Sequence[Answer], agenda: Agenda) -> Summary:
    """The summary of a session's answers, and of what is asked next in the decks studied."""
    firsts: dict[str, Answer] = {}
    lasts = {answer.face.key: answer for answer in answers}
    for answer in answers:
        firsts.setdefault(answer.face.key, answer)
    missed = {answer.face.key for answer in answers if answer.rating is Rating.AGAIN}
    reviewed = [answer for answer in firsts.values() if not answer.before.is_new]
    return Summary(
        answers=len(answers),
        faces=len(firsts),
        introduced=sum(answer.before.is_new and not answer.after.is_new for answer in answers),
        learnt=sum(_is_learnt(answer) for answer in answers),
        mended=sum(lasts[key].rating is not Rating.AGAIN for key in missed),
        reviewed=len(reviewed),
        remembered=sum(answer.rating is not Rating.AGAIN for answer in reviewed),
        forgotten=sum(answer.after.lapses > answer.before.lapses for answer in answers),
        took_seconds=sum(answer.took_ms for answer in answers) / 1000,
        leeches=tuple(answer.face.prompt for answer in answers if answer.is_leech),
        agenda=agenda,
    )


def _is_learnt(answer: Answer) -> bool:
    return answer.before.phase in (Phase.NEW, Phase.LEARNING) and answer.after.phase is Phase.REVIEW
