"""One check at a time for each progress file: a second one would answer and hand in behind the back of the first."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from cxdrill.cli import opening
from cxdrill.errors import ProgressError, Refused

if TYPE_CHECKING:
    from cxdrill.files.log.store import Store


@contextmanager
def alone(store: Store) -> Iterator[None]:
    """The right to take a check, until the block ends or the process dies; raises Refused where another one has it."""
    from cxdrill.files import whole_file
    from cxdrill.files.disk import REAL_DISK
    from cxdrill.files.log.lock import CHECKING, Lock

    place = Path(os.path.realpath(store.path) + CHECKING)
    lock = Lock(place, started_at=opening.now(), timeout_seconds=0.0)
    with ExitStack() as stack:
        with suppress(OSError):  # where nothing can be written the progress file has the better words for it
            whole_file.make_folders(place.parent, REAL_DISK)
        try:
            stack.enter_context(lock.held())
        except ProgressError as error:
            if isinstance(error.__cause__, OSError | NotImplementedError):
                opening.loaded(store)
                raise
            raise Refused(
                f"a check is being taken with {store.path} already ({lock.owner()}); finish or leave that one first"
            ) from error
        yield
