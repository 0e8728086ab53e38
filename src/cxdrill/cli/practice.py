"""`cxdrill quiz --practice`: questions with feedback at once, outside schedule and attempts."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from cxdrill.cli import opening
from cxdrill.errors import CxdrillError, WrongUsage

if TYPE_CHECKING:
    from cxdrill.core.cards.face import Face
    from cxdrill.core.cards.library import Library
    from cxdrill.core.study.session import StudySession
    from cxdrill.files.index.index import Index
    from cxdrill.files.log.store import Store


def practise(index: Index, name: str | None, store: Store, seed: int | None, *, plain: bool, as_json: bool) -> None:
    """Asks the questions of a deck, or a form of an exam, and says at once what was right."""
    from cxdrill.cli.study import play
    from cxdrill.core.study.practice import PracticeSession

    settings, now = opening.settings(), opening.now()
    drawn = opening.seed() if seed is None else seed
    opening.begun(store, settings, now, index)
    library = index.library()
    session = PracticeSession(_faces(library, name, drawn), index.history(()), settings, now, seed=drawn)
    try:
        play(session, index.decks, store, plain=plain or as_json, is_beside_json=as_json)
    except (KeyboardInterrupt, CxdrillError):
        _show(session, plain=plain, as_json=as_json)
        raise
    _show(session, plain=plain, as_json=as_json)


def _show(session: StudySession, *, plain: bool, as_json: bool) -> None:
    """What the practice came to."""
    from cxdrill.terminal.report import print_json, print_lines

    if as_json:
        print_json(_plain(session))
    else:
        from cxdrill.terminal.views.summary_view import practice_lines

        right = sum(answer.rating > 1 for answer in session.answers)
        print_lines(practice_lines(right, len(session.answers)), plain=plain)


def _faces(library: Library, name: str | None, seed: int) -> tuple[Face, ...]:
    """What is asked: the deck's questions in a drawn order, or a form drawn by the exam's blueprint."""
    from pathlib import Path

    from cxdrill.core.cards.face import Face
    from cxdrill.core.cards.question import drawn_order
    from cxdrill.core.exams.form import drawn_form, pools

    exams = {exam.id: exam for exam in library.exams} | {str(Path(exam.path).resolve()): exam for exam in library.exams}
    if name is None and len(library.exams) != 1:
        raise WrongUsage("name a deck or an exam to practise: cxdrill quiz DECK --practice")
    exam = library.exams[0] if name is None else exams.get(name) or exams.get(str(Path(name).resolve()))
    if exam is not None:
        form = drawn_form(pools(exam, library), seed)
        return tuple(Face(item.card) for item in form.items)
    deck = opening.chosen_decks(library.decks, [str(name)])[0]
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
