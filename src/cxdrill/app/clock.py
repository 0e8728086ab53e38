"""The present instant, a clock that cannot be set, and random numbers: `core` takes them as arguments."""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime


def now() -> datetime:
    """The present instant in the learner's own zone."""
    try:
        return datetime.now().astimezone()
    except ValueError:  # a TZ of a day or more from UTC, which no place has
        return datetime.now(UTC)


def seed() -> int:
    """A random number for orders and forms; below 10^9, so that it can be typed again."""
    return int.from_bytes(os.urandom(8)) % 1_000_000_000


def steady_seconds() -> float:
    """A clock that cannot be set; it counts sleep where the system has one that does."""
    if sys.platform != "win32" and hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()
