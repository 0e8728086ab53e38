"""The union of several progress files as text, every event as it stands in its file."""

import json
from collections.abc import Sequence

from cxdrill.core.merge import merged
from cxdrill.core.progress import Progress
from cxdrill.files.progress.document import TOP_LEVEL, Document, header
from cxdrill.files.progress.rows import bodies_of


def united(documents: Sequence[Document], *, adopt: bool) -> tuple[Progress, bytes, list[bytes]]:
    """The merged history, the first line of its file and the texts of its events. Raises ProgressError.

    Fields at the top that we do not know are kept; where files differ, the first that has one wins.
    """
    progress = merged([Progress(each.learner, each.events, each.notices) for each in documents], adopt=adopt)
    texts: dict[str, bytes] = {}
    for document in documents:
        for event, text in zip(document.events, bodies_of(document), strict=True):
            # Two texts may say the same; taking the smaller makes the order of the files irrelevant.
            known = texts.setdefault(event.id, text)
            if text < known:
                texts[event.id] = text
    other: dict[str, object] = {}
    for document in documents:
        top = json.loads(document.header + b"]}")
        other = {**{name: value for name, value in top.items() if name not in TOP_LEVEL}, **other}
    return progress, header(progress.learner, other), [texts[event.id] for event in progress.events]
