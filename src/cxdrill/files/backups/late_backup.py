"""A backup made while the first card is being read. Whoever writes waits for it, so it never misses what it is for."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread


class LateBackup:
    """One backup on its way."""

    def __init__(self, back_up: Callable[[], None]) -> None:
        """Begins at once; `back_up` may raise OSError."""
        self._error: OSError | None = None
        self._thread = Thread(target=self._run, args=(back_up,), name="backup")
        self._thread.start()

    def done(self) -> None:
        """Returns when it is made; raises OSError where it could not be."""
        self._thread.join()
        if self._error is not None:
            raise self._error

    def _run(self, back_up: Callable[[], None]) -> None:
        try:
            back_up()
        except OSError as error:
            self._error = error
