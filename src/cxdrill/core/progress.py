"""A learner's history as a value, and the union of those kept on several machines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from cxdrill.core.event import Event
from cxdrill.errors import ProgressError


class Progress(Struct, frozen=True):
    """Everything one progress file holds, the events in its order.

    `notices` are sentences for the learner, such as damage that was set aside.
    """

    learner: str  # random id made with the file, kept by copies and merges
    events: Sequence[Event] = ()  # a tuple, or events read when looked at
    notices: tuple[str, ...] = ()


_NAMED = 3  # ids spelled out in a message


def merged(progresses: Sequence[Progress], *, adopt: bool = False) -> Progress:
    """Every event of every history once, in the order of time, writer and number.

    Commutative, associative and idempotent. Raises ProgressError when one id stands for two different facts, and
    when the histories belong to different learners unless `adopt` says they are one person's (the smaller id wins).
    A history without events belongs to whomever it is merged with.
    """
    if not progresses:
        raise ValueError("nothing to merge")
    events = _union(event for progress in progresses for event in progress.events)
    notices = dict.fromkeys(notice for progress in progresses for notice in progress.notices)
    return Progress(_learner(progresses, adopt), tuple(sorted(events, key=_place)), tuple(notices))


def _learner(progresses: Sequence[Progress], adopt: bool) -> str:
    learners = {progress.learner for progress in progresses if progress.events}
    if len(learners) > 1 and not adopt:
        raise ProgressError(
            f"the files belong to different learners ({', '.join(sorted(learners))}); "
            "merge them with --adopt if they are one person's"
        )
    return min(learners or {progress.learner for progress in progresses})


def _union(events: Iterable[Event]) -> Iterable[Event]:
    by_id: dict[str, Event] = {}
    contradictions: dict[str, None] = {}
    for event in events:
        known = by_id.setdefault(event.id, event)
        if known is not event and not _is_same(known, event):
            contradictions[event.id] = None
    if contradictions:
        named = ", ".join(sorted(contradictions)[:_NAMED])
        raise ProgressError(
            f"the files tell different stories about {len(contradictions)} events of one id ({named}); "
            "one of them was changed by hand or by another program: restore it from a backup, then merge again"
        )
    return by_id.values()


def _is_same(one: Event, other: Event) -> bool:
    # Two times of one instant are equal even when their offsets differ, but they are not the same fact.
    return one == other and one.at.utcoffset() == other.at.utcoffset()


def _place(event: Event) -> tuple[datetime, str, int]:
    writer, _, number = event.id.rpartition("-")
    return event.at, writer, int(number)
