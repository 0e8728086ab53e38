"""Python's search for circular garbage, put off while much is read and none is left behind."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """No search meanwhile: it walks a growing tree or history again and again, finds nothing and doubles the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not gc.get_freeze_count():
                # Counts what is new as old at once; else switching on would walk it all as young first.
                gc.freeze()
                gc.unfreeze()
            gc.enable()
