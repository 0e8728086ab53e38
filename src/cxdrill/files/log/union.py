"""The union of several progress files as text, every event as it stands in its file."""

from __future__ import annotations

import json
from collections.abc import Sequence

from cxdrill.core.event import Event
from cxdrill.core.merge import merged
from cxdrill.core.progress import Progress
from cxdrill.files.log.document import Document
from cxdrill.files.log.layout import TOP_LEVEL, header
from cxdrill.files.log.rows import bodies_of


def united(documents: Sequence[Document], *, adopt: bool) -> tuple[Progress, bytes, list[bytes]]:
    """The merged history, the first line of its file and the texts of its events. Raises ProgressError.

    Fields at the top that we do not know are kept; where files differ, the first that has one wins.
    """
    texts: dict[str, bytes] = {}
    progresses = []
    for document in documents:
        events: list[Event] = []
        for event, text in zip(document.events, bodies_of(document), strict=True):
            known = texts.setdefault(event.id, text)
            if known is not text and known == text and events:
                continue  # the same word for word, as most of two copies is: nothing to compare
            events.append(event)
            # Two texts may say the same; taking the smaller makes the order of the files irrelevant.
            if text < known:
                texts[event.id] = text
        progresses.append(Progress(document.learner, events, document.notices))
    progress = merged(progresses, adopt=adopt)
    other: dict[str, object] = {}
    for document in documents:
        top = json.loads(document.header + b"]}")
        other = {**{name: value for name, value in top.items() if name not in TOP_LEVEL}, **other}
    return progress, header(progress.learner, other), [texts[event.id] for event in progress.events]
