"""Many learners' files, one in memory at a time: progress files, and records of single attempts, also in folders.

Only what a report looks at is read: exams and flags. What cannot be believed is left out and named.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from cxdrill.core.event import Event, Progress, merged
from cxdrill.core.exams.record import record_from_text
from cxdrill.errors import DataError, ProgressError, WrongUsage
from cxdrill.files.events.entries import Unsound, as_utf8, events_in, loaded
from cxdrill.files.events.layout import CLOSING, FORMAT, SIZE_LIMIT, checksum_matches, refuse_newer
from cxdrill.files.whole_file import content_of

_NO_FILE = "it is neither a progress file nor the record of an attempt"


class LearnerFile(Struct, frozen=True):
    """The content of one file: a learner's events of the kinds asked for, or the record of an attempt.

    Of a learner with several files there is one more value at the end, with the union of their events.
    """

    path: Path
    learner: str = ""
    events: tuple[Event, ...] = ()
    record: Mapping[str, Any] | None = None


class Damaged(Struct, frozen=True):
    """A file that was left out, and why."""

    path: Path
    reason: str


def file_paths(named: Iterable[Path]) -> tuple[Path, ...]:
    """The files named and the JSON files in the folders named, each once, in the order of their names.

    Hidden files and folders, and the backups beside a progress file, are passed over. Raises WrongUsage for a path
    that does not exist.
    """
    paths: dict[str, Path] = {}
    for path in named:
        if not path.exists():
            raise WrongUsage(f"{path} does not exist; name progress files, records of attempts or folders with them")
        for each in _inside(path) if path.is_dir() else (path,):
            paths.setdefault(os.path.realpath(each), each)
    return tuple(paths.values())


def learner_files(paths: Sequence[Path], kinds: Collection[str]) -> Iterator[LearnerFile | Damaged]:
    """The content of each file, in turn; a file is closed and forgotten before the next is opened."""
    of_learner: dict[str, list[Path]] = {}
    for path in paths:
        file = _read(path, kinds)
        if isinstance(file, LearnerFile) and file.record is None:
            of_learner.setdefault(file.learner, []).append(path)
        yield file
    for learner, several in of_learner.items():
        if len(several) > 1:
            yield from _union(learner, several, kinds)


def _inside(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not name.endswith(".backups"))
        for name in sorted(names):
            if name.endswith(".json") and not name.startswith("."):
                yield Path(parent, name)


def _union(learner: str, paths: Sequence[Path], kinds: Collection[str]) -> Iterator[LearnerFile | Damaged]:
    """The events of all files of one learner; a file that contradicts those before it is left out."""
    whole = Progress(learner)
    for path in paths:
        file = _read(path, kinds)
        if isinstance(file, Damaged):
            yield file
            continue
        try:
            whole = merged([whole, Progress(learner, file.events)])
        except ProgressError as error:
            yield Damaged(path, str(error))
    yield LearnerFile(paths[0], learner, tuple(whole.events))


def _read(path: Path, kinds: Collection[str]) -> LearnerFile | Damaged:
    try:
        return _content(path, content_of(path, limit=SIZE_LIMIT), kinds)
    except OSError as error:
        return Damaged(path, error.strerror or str(error))
    except Unsound as error:
        return Damaged(path, f"the file is damaged ({error})")
    except DataError as error:
        return Damaged(path, str(error))


def _content(path: Path, content: bytes, kinds: Collection[str]) -> LearnerFile:
    """A file of any layout; its events of other kinds are not judged."""
    if content.endswith(b"\n" + CLOSING) and checksum_matches(content) is False:
        raise Unsound("the checksum differs")
    text = as_utf8(content)
    top = loaded(text, is_strict=False)
    if not isinstance(top, dict):
        raise Unsound(_NO_FILE)
    if "events" not in top and "responses" in top:
        return LearnerFile(path, record=record_from_text(text.decode("utf-8", "surrogatepass")))
    refuse_newer(top.get("format"))
    learner, entries = top.get("learner"), top.get("events")
    if top.get("format") != FORMAT or not isinstance(learner, str) or not learner or not isinstance(entries, list):
        raise DataError(_NO_FILE)
    try:
        events = events_in([entry for entry in entries if entry["kind"] in kinds])
    except (KeyError, TypeError):
        raise Unsound("an event has no kind") from None
    if len({event.id for event in events}) < len(events):
        raise Unsound("an event stands there twice")
    return LearnerFile(path, learner, events)
