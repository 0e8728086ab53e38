"""Many learners' files, one in memory at a time: progress files, and records of single attempts, also in folders.

Only what a report looks at is read: exams and flags. What cannot be believed is left out and named.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from cxdrill.core.analysis.gathering import Step, sealed
from cxdrill.core.event import Event
from cxdrill.core.exams.record import record_from_text
from cxdrill.core.merge import merged
from cxdrill.core.progress import Progress
from cxdrill.errors import DataError, ProgressError, WrongUsage
from cxdrill.files.backups.backups import SIZE_LIMIT
from cxdrill.files.form_cache import loaded_with_forms
from cxdrill.files.log import fields as progress_fields
from cxdrill.files.log.document import Unsound, as_utf8, refuse_newer
from cxdrill.files.log.fields import BadEntry
from cxdrill.files.log.layout import CLOSING, FORMAT, checksum_matches
from cxdrill.files.whole_file import content_of

_FIRST_LINE = re.compile(rb'\{"format": (\d{1,9}), "learner": "([^"\\]+)"(?:, "[^\n]*)?, "events": \[\n')
# Rows as we write them that need no reading as JSON. No text can hold such signs, since its quotes would be escaped.
_REVIEW = b'"kind": "review"'
_ANSWERED = b'"kind": "exam-answered"'
_ANSWER = re.compile(
    r'\n,?\{"id": "[^"\\]*", "at": "[^"\\]*", "kind": "exam-answered", '
    r'"attempt": "([^"\\]+)", "used_seconds": ([0-9]+(?:\.[0-9]+)?), "card": "([^"\\]+)"[^\n]*'
)
_NO_FILE = "it is neither a progress file nor the record of an attempt"


class LearnerFile(Struct, frozen=True):
    """What one file holds: a learner's events of the kinds asked for, or the record of an attempt.

    Of a learner with several files there is one more value at the end, with the union of their events.
    """

    path: Path
    learner: str = ""
    events: tuple[Event, ...] = ()
    record: Mapping[str, Any] | None = None
    steps: tuple[Step, ...] = ()  # answers that are not among the events, as their attempts are sealed


class Damaged(Struct, frozen=True):
    """A file that was left out, and why."""

    path: Path
    reason: str


def file_paths(named: Iterable[Path]) -> tuple[Path, ...]:
    """The files named and the JSON files in the folders named, each once, in the order of their names.

    Hidden files and folders, and the backups beside a progress file, are passed over. Raises WrongUsage for a path
    that does not exist.
    """
    found: dict[str, Path] = {}
    for path in named:
        if not path.exists():
            raise WrongUsage(f"{path} does not exist; name progress files, records of attempts or folders with them")
        for each in _inside(path) if path.is_dir() else (path,):
            found.setdefault(os.path.realpath(each), each)
    return tuple(found.values())


def learner_files(paths: Sequence[Path], kinds: Collection[str]) -> Iterator[LearnerFile | Damaged]:
    """What each file holds, in turn; a file is closed and forgotten before the next is opened."""
    of_learner: dict[str, list[Path]] = {}
    for path in paths:
        read = _read(path, kinds)
        if isinstance(read, LearnerFile) and read.record is None:
            of_learner.setdefault(read.learner, []).append(path)
        yield read
    for learner, several in of_learner.items():
        if len(several) > 1:
            yield from _union(learner, several, kinds)


def _inside(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not name.endswith(".backups"))
        for name in sorted(names):
            if name.endswith(".json") and not name.startswith("."):
                yield Path(place, name)


def _union(learner: str, paths: Sequence[Path], kinds: Collection[str]) -> Iterator[LearnerFile | Damaged]:
    """The events of all files of one learner; a file that contradicts those before it is left out."""
    whole = Progress(learner)
    for path in paths:
        read = _read(path, kinds, is_hurried=False)
        if isinstance(read, Damaged):
            yield read
            continue
        try:
            whole = merged([whole, Progress(learner, read.events)])
        except ProgressError as error:
            yield Damaged(path, str(error))
    yield LearnerFile(paths[0], learner, tuple(whole.events))


def _read(path: Path, kinds: Collection[str], *, is_hurried: bool = True) -> LearnerFile | Damaged:
    """What a file holds; hurried, answers whose time alone matters may be steps in the place of events."""
    try:
        content = content_of(path, limit=SIZE_LIMIT)
        return (_quick(path, content, kinds) if is_hurried else None) or _careful(path, content, kinds)
    except OSError as error:
        return Damaged(path, error.strerror or str(error))
    except (Unsound, BadEntry) as error:
        return Damaged(path, f"the file is damaged ({error})")
    except DataError as error:
        return Damaged(path, str(error))


def _quick(path: Path, content: bytes, kinds: Collection[str]) -> LearnerFile | None:
    """A file in our own layout whose checksum vouches for every byte, so that most rows need no look."""
    first = _FIRST_LINE.match(content)
    if not first or int(first[1]) != FORMAT or not content.endswith(b"\n" + CLOSING):
        return None
    vouched = checksum_matches(content)
    if vouched is False:
        raise Unsound("the checksum differs")
    if not vouched:
        return None
    learner, rows = first[2].decode(), content[first.end() : -len(CLOSING)].split(b"\n")[:-1]
    rows = [row for row in rows if _REVIEW not in row]
    answers = [row for row in rows if _ANSWERED in row]
    steps = _ANSWER.findall("\n" + b"\n".join(answers).decode("utf-8", "replace"))
    if len(steps) == len(answers):
        events = _row_events([row for row in rows if _ANSWERED not in row], kinds)
        if {step[0] for step in steps} <= sealed(events):
            timed = tuple([(attempt, float(used), card) for attempt, used, card in steps])
            return LearnerFile(path, learner, events, steps=timed)
    return LearnerFile(path, learner, _row_events(rows, kinds))


def _row_events(rows: Iterable[bytes], kinds: Collection[str]) -> tuple[Event, ...]:
    return _events(loaded_with_forms(b"[%b]" % b",".join([row.removeprefix(b",") for row in rows])), kinds)


def _careful(path: Path, content: bytes, kinds: Collection[str]) -> LearnerFile:
    """A file of any layout. Its rows of other kinds are not judged."""
    text = as_utf8(content)
    top = loaded_with_forms(text)
    if not isinstance(top, dict):
        raise Unsound(_NO_FILE)
    if "events" not in top and "responses" in top:
        return LearnerFile(path, record=record_from_text(text.decode("utf-8", "surrogatepass")))
    refuse_newer(top.get("format"))
    learner, entries = top.get("learner"), top.get("events")
    if top.get("format") != FORMAT or not isinstance(learner, str) or not learner or not isinstance(entries, list):
        raise DataError(_NO_FILE)
    events = _events(entries, kinds)
    if len({event.id for event in events}) < len(events):
        raise Unsound("an event stands there twice")
    return LearnerFile(path, learner, events)


def _events(entries: Iterable[Any], kinds: Collection[str]) -> tuple[Event, ...]:
    """The events of the kinds asked for; the others are not judged."""
    try:
        return tuple([progress_fields.event(entry) for entry in entries if entry["kind"] in kinds])
    except (KeyError, TypeError):
        raise Unsound("an event has no kind") from None
