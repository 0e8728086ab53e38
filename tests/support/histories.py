"""Progress files for tests: a clock that moves on by itself, reviews, stores."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from itertools import count
from pathlib import Path
from typing import Any

from cxdrill.core.event import Draft, Event
from cxdrill.files.disk import Disk
from cxdrill.files.log.store import Store
from disks import QUICK_DISK

ZONE = timezone(timedelta(hours=1))
START = datetime(2026, 3, 1, 9, 0, 0, tzinfo=ZONE)


def ticking(start: datetime = START, *, seconds: float = 7.5) -> Callable[[], datetime]:
    """A clock that is a little further each time it is asked."""
    moments: Iterator[datetime] = (start + timedelta(seconds=seconds * tick) for tick in count())
    return lambda: next(moments)


def review(card: str = "calls/greeting", rating: int = 3, **fields: Any) -> Draft:
    return Draft(
        "review", {"card": card, "rating": rating, "took_ms": 4200, "day": "2026-03-01", "due": "2026-03-04", **fields}
    )


def undo(event: Event) -> Draft:
    return Draft("undo", {"voids": event.id})


def store(path: Path, *, disk: Disk = QUICK_DISK, clock: Callable[[], datetime] | None = None) -> Store:
    return Store(path, clock=clock or ticking(), disk=disk, lock_timeout_seconds=0.2)


def history(path: Path, reviews: int) -> tuple[Event, ...]:
    """A file with that many reviews, written one save for all."""
    drafts = [review(f"calls/card-{number}", number % 4 + 1, took_ms=1000 + number) for number in range(reviews)]
    return store(path).save_all(drafts)


def ids(path: Path) -> list[str]:
    """What the learner did, as a fresh process reads it: all but the note that a file was repaired."""
    return [event.id for event in store(path).load().events if event.kind != "repaired"]
