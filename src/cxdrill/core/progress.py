"""A learner's history as a value. How events become memory states is left to others."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from cxdrill.core.event import Event


class Progress(Struct, frozen=True):
    """Everything one progress file holds, the events in its order.

    `notices` are sentences for the learner, such as damage that was set aside.
    """

    learner: str  # random id made with the file, kept by copies and merges
    events: Sequence[Event] = ()  # a tuple, or events read when looked at
    notices: tuple[str, ...] = ()
