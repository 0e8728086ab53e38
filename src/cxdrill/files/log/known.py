"""What a process knows of the history: the file as last read, and what was added to it since."""

from __future__ import annotations

import os
from collections.abc import Sequence

from msgspec.structs import replace

from cxdrill.core.event import Event
from cxdrill.files.events.document import Document
from cxdrill.files.events.layout import header
from cxdrill.files.events.rows import bodies_of

Written = tuple[Event, bytes]
"""An event and its text in the file, without `crc` and closing brace."""


class Known:
    """Grows with the file, and can write it anew should it be lost or replaced."""

    def __init__(self) -> None:
        self.document: Document | None = None
        self._added: list[Written] = []
        self._new_learner = os.urandom(16).hex()

    def read(self, document: Document) -> None:
        """Take what was read in the place of everything before."""
        self.document, self._added = document, []

    def add(self, written: Sequence[Written]) -> None:
        """Take in what now stands at the end of the file."""
        self._added += written

    def named(self, document: Document) -> Document:
        """The document, with our own learner's id where its own was destroyed."""
        if document.learner:
            return document
        return replace(document, learner=self.learner, header=header(self.learner))

    @property
    def learner(self) -> str:
        """The learner's id: that of the file, or the one that a new file will have."""
        return self.document.learner if self.document else self._new_learner

    @property
    def first_line(self) -> bytes:
        """The first line of the file, without its newline."""
        return self.document.header if self.document else header(self._new_learner)

    @property
    def count(self) -> int:
        """How many events there are."""
        return (len(self.document.events) if self.document else 0) + len(self._added)

    @property
    def added(self) -> tuple[Event, ...]:
        """The events that now stand at the end of the file."""
        return tuple(event for event, _ in self._added)

    def events(self) -> list[Event]:
        """Every event, in the order of the file."""
        return [*(self.document.events if self.document else ()), *(event for event, _ in self._added)]

    def bodies(self) -> list[bytes]:
        """The texts of `events`."""
        return [*(bodies_of(self.document) if self.document else ()), *(text for _, text in self._added)]
