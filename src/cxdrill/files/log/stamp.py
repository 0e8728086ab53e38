"""Who writes, and when: the ids and the times that drafts get when they become events."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from cxdrill.core.event import Draft, Event
from cxdrill.files.log import fields


class Stamp:
    """One writer, whose events are numbered from 1."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._writer = os.urandom(8).hex()
        self._number = 0
        self.begun_at = self.now()

    def now(self) -> datetime:
        """The present instant, always with an offset."""
        now = self._clock()
        return now if now.tzinfo is not None else now.astimezone()

    def event(self, draft: Draft) -> Event:
        """The draft as an event of now, to the millisecond; raises ValueError for fields that no file may hold."""
        if complaint := fields.complaint(draft.kind, draft.fields):
            raise ValueError(f"a draft of kind {draft.kind} is wrong: {complaint}")
        now = self.now()
        offset = timezone(now.utcoffset() or timedelta(0))
        at = now.replace(microsecond=now.microsecond // 1000 * 1000, tzinfo=offset)
        self._number += 1
        return Event(f"{self._writer}-{self._number}", at, draft.kind, dict(draft.fields))
