"""The fingerprint of an exam: of its rules and of everything a form of it can show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cxdrill.core.canonical import canonical, digest_of_lines
from cxdrill.core.cards.card_index import card_texts, index_of
from cxdrill.core.cards.library import Library
from cxdrill.core.exams.exam import Exam


def fingerprint(exam: Exam, library: Library) -> str:
    """The SHA-256 of an exam and of every question it can draw: another rule or another word is another fingerprint."""
    return digest_of_lines(_shown(exam, library))


def _shown(exam: Exam, library: Library) -> Iterator[bytes]:
    """The exam; of each deck it draws from, by id, what stands above and under questions, and its questions by key.

    The texts are those in which decks are stored, so no question is built for it.
    """
    yield canonical(_exam_plain(exam))
    for deck in sorted(library.decks, key=lambda deck: deck.id):
        index = index_of(deck.cards)
        faces = [face for topic in exam.blueprint for face in index.questions.get(topic, ())]
        if not faces:
            continue
        yield canonical([deck.id, {each.id: each.text for each in deck.scenarios}, dict(deck.sources)])
        numbers = [index.owners[face] for face in sorted(faces, key=index.face_keys.__getitem__)]
        yield from card_texts(deck.cards, numbers)


def _exam_plain(exam: Exam) -> dict[str, Any]:
    return {
        "exam": exam.id,
        "title": exam.title,
        "items": exam.items,
        "pass_mark": str(exam.pass_mark.value),
        "blueprint": {topic: str(count) for topic, count in exam.blueprint.items()},
        "time_limit_seconds": exam.time_limit_seconds,
        "away": exam.away,
        "attempts": exam.attempts,
        "cooldown_seconds": exam.cooldown_seconds,
        "feedback": exam.feedback,
        "scoring": exam.scoring,
        "minimum": {topic: str(share.value) for topic, share in exam.minimum.items()},
    }
