"""`cxdrill quiz --practice`: questions with feedback at once, outside schedule and attempts."""

from __future__ import annotations

from random import Random

from cxdrill.app import clock
from cxdrill.app.context import Context
from cxdrill.app.named import by_name, chosen_decks
from cxdrill.app.study import play
from cxdrill.core.cards.face import Face
from cxdrill.core.cards.question import drawn_order
from cxdrill.core.exams.form import drawn_form, pools
from cxdrill.core.exams.library import Library
from cxdrill.core.study.queue import Queue
from cxdrill.core.study.session import StudySession
from cxdrill.errors import CxdrillError, WrongUsage
from cxdrill.terminal.report import print_json, print_lines
from cxdrill.terminal.views.summary_view import practice_lines


def practise(context: Context, seed: int | None) -> None:
    """Asks the questions of a deck, or a form of an exam, and says at once what was right."""
    now, index = clock.now(), context.index
    drawn = clock.seed() if seed is None else seed
    context.begin(now)
    name = context.named[0] if context.named else None
    faces = _faces(context.library.for_learners(), name, drawn)
    by_key = {face.key: face for face in faces}
    asked, settings = Queue(others=tuple(by_key)), context.settings
    session = StudySession(asked, by_key.__getitem__, index.history(()), settings, now, seed=drawn, is_practice=True)
    try:
        plain = context.plain or context.as_json
        play(session, index.decks, context.store, plain=plain, is_beside_json=context.as_json)
    except (KeyboardInterrupt, CxdrillError):
        _show(context, session)
        raise
    _show(context, session)


def _show(context: Context, session: StudySession) -> None:
    if context.as_json:
        print_json(_plain(session))
    else:
        right = sum(answer.rating > 1 for answer in session.answers)
        print_lines(practice_lines(right, len(session.answers)), plain=context.plain)


def _faces(library: Library, name: str | None, seed: int) -> tuple[Face, ...]:
    """The faces to ask: the deck's questions in a drawn order, or a form drawn by the exam's blueprint."""
    if name is None and len(library.exams) != 1:
        raise WrongUsage("name a deck or an exam to practise: cxdrill quiz DECK --practice")
    exam = library.exams[0] if name is None else by_name(library.exams, name)
    if exam is not None:
        form = drawn_form(pools(exam, library), seed)
        return tuple(Face(item.card) for item in form.items)
    deck = chosen_decks(library.decks, [str(name)])[0]
    questions = deck.questions
    if not questions:
        raise WrongUsage(f'the deck "{deck.id}" has no questions to practise; study it with: cxdrill study {deck.id}')
    return tuple(Face(questions[place]) for place in drawn_order(len(questions), Random(seed)))


def _plain(session: StudySession) -> dict[str, object]:
    return {
        "practice": True,
        "score": sum(answer.rating > 1 for answer in session.answers),
        "items": len(session.answers),
        "responses": [{"card": answer.face.key, "right": answer.rating > 1} for answer in session.answers],
    }
