"""Practice: questions with feedback at once that touch neither the schedule nor any attempt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cxdrill.core.cards.face import Face
from cxdrill.core.event import Draft, Event
from cxdrill.core.settings import Settings
from cxdrill.core.study.history import History
from cxdrill.core.study.queue import Queue
from cxdrill.core.study.review import Rating
from cxdrill.core.study.session import StudySession


class PracticeSession(StudySession):
    """A session whose answers are logged as `practice` events and schedule nothing."""

    def __init__(
        self, faces: Sequence[Face], history: History, settings: Settings, now: datetime, *, seed: int = 0
    ) -> None:
        by_key = {face.key: face for face in faces}
        super().__init__(
            Queue(others=tuple(by_key)), by_key.__getitem__, history, settings, now, seed=seed, is_cram=True
        )

    def rating(self, rating: Rating, at: datetime, took_ms: int, response: Any = None) -> Draft:
        """What an answer would record: right unless rated Again."""
        fields = super().rating(rating, at, took_ms, response).fields
        return Draft("practice", {**fields, "right": rating != Rating.AGAIN})

    def rerating(self, rating: Rating) -> tuple[Draft, Draft]:
        """What counting the last answer as right, or as wrong, would record."""
        void, again = super().rerating(rating)
        return void, Draft("practice", {**again.fields, "right": rating != Rating.AGAIN})

    def record(self, event: Event) -> None:
        """Takes in a saved event of this session."""
        if event.kind == "practice":
            self._answered(event)
        else:
            super().record(event)
