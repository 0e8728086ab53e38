"""Who writes, and when: the ids and the times that drafts get when they become events."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from cxdrill.core.event import Draft, Event
from cxdrill.errors import ProgressError
from cxdrill.files.events.entries import Unsound, is_possible, refuse_wrong


def refuse_impossible(at: datetime) -> None:
    """Raises ProgressError for a clock that was never set: what it stamps would not be believed when it is read again.

    A dead battery makes it 1970, which at the study day's start or west of Greenwich is 1969.
    """
    if at.year <= 1970 or not is_possible(at):
        raise ProgressError(f"this computer's clock says {at:%Y-%m-%d %H:%M}; set it, then start again")


class EventWriter:
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
        """The draft as an event of now, to the millisecond.

        Raises ProgressError where the clock shows a time that no file may hold, ValueError for such fields.
        """
        try:
            refuse_wrong(draft.kind, draft.fields)
        except Unsound as error:
            raise ValueError(f"a draft of kind {draft.kind} is wrong: {error}") from None
        now = self.now()
        offset = timezone(now.utcoffset() or timedelta(0))
        at = now.replace(microsecond=now.microsecond // 1000 * 1000, tzinfo=offset)
        refuse_impossible(at)
        self._number += 1
        return Event(f"{self._writer}-{self._number}", at, draft.kind, dict(draft.fields))
