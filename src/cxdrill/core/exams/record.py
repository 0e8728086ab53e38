"""The record of an attempt: the JSON object that `quiz` and `results` give and that `verify` reads again.

Shows of the result what the exam's feedback allows. The questions themselves are left to the decks, so that a record
passed on gives no key away.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from cxdrill.core.canonical import digest
from cxdrill.core.exams.attempt import Attempt, State
from cxdrill.core.exams.exam import Feedback
from cxdrill.core.exams.form import form_plain
from cxdrill.core.exams.score import ItemResult, Result, TopicResult, attempt_result, plain_number
from cxdrill.errors import DataError

FORMAT = 1
NO_RECORD = 'the file is not the record of an attempt; make one with "cxdrill results N --json"'
_LEVELS = tuple(Feedback)


def shows(feedback: Feedback, level: Feedback) -> bool:
    """Whether the feedback that an exam allows includes a level: each includes the ones before it."""
    return _LEVELS.index(feedback) >= _LEVELS.index(level)


def record(attempt: Attempt, name: str = "") -> dict[str, Any]:
    """The record of one attempt; score, topics and what was right are null until it is handed in or where withheld.

    Passed or not is never withheld, since the exit code tells it as well. Raises DataError where the recorded form
    cannot be read.
    """
    scored = attempt_result(attempt)
    shown = result_plain(scored, attempt.policy.feedback, is_done=attempt.state is State.FINISHED)
    first = {"exam": attempt.exam, "attempt": attempt.number, "seed": attempt.seed}
    return _sealed({**first, **shown, **_circumstances(attempt), "name": name})


def attempt_row(attempt: Attempt) -> dict[str, Any]:
    """The attempt in one line of a list; score and passed as recorded where the form cannot be read."""
    row: dict[str, Any] = {"score": None, "items": None, "passed": None}
    if attempt.form:
        shown = result_plain(attempt_result(attempt), attempt.policy.feedback, attempt.state is State.FINISHED)
        row |= {name: shown[name] for name in row}
    else:
        row |= attempt.recorded
    first = {"attempt": attempt.number, "exam": attempt.exam, "at": _moment(attempt.started_at)}
    return first | row | {"state": str(attempt.state)}


def result_plain(scored: Result, feedback: Feedback, is_done: bool) -> dict[str, Any]:
    """What a result comes to, as far as the feedback lets it be shown."""
    level = feedback if is_done else Feedback.NONE
    topics = {topic.topic: _topic(topic) for topic in scored.topics}
    return {
        "score": plain_number(scored.score) if shows(level, Feedback.SCORE) else None,
        "items": len(scored.items),
        "pass_mark": scored.pass_mark.text,
        "passed": scored.is_passed if is_done else None,
        "topics": topics if shows(level, Feedback.TOPICS) else None,
        "responses": [_response(item, shows(level, Feedback.FULL)) for item in scored.items],
        "open": sum(item.is_open for item in scored.items),
    }


def record_text(plain: Mapping[str, Any]) -> str:
    """The record as it is written: one line, to which the last line feed belongs.

    Escapes stand for all that is not printable ASCII, so that no terminal obeys a title or a name in it.
    """
    return json.dumps(plain, allow_nan=False).replace("\x7f", "\\u007f") + "\n"


def record_from_text(text: str) -> dict[str, Any]:
    """The record that a text holds, sealed or not; raises DataError for what is none."""
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError) as cause:
        raise DataError(NO_RECORD) from cause
    if not isinstance(plain, dict) or not {"exam", "responses", "checksum"} <= plain.keys():
        raise DataError(NO_RECORD)
    if not isinstance(plain.get("format"), int):
        raise DataError(NO_RECORD)
    if plain["format"] > FORMAT:
        raise DataError("the record is of a newer format; verify it with the version that wrote it")
    return plain


def is_as_written(plain: Mapping[str, Any], text: str) -> bool:
    """Whether every character of a record is as it was written.

    The checksum tells slips and careless edits only: whoever can run this program can make a new one.
    """
    try:
        return text == record_text(plain) and plain == _sealed(plain)
    except ValueError:  # a number that JSON has no word for
        return False


def _sealed(plain: Mapping[str, Any]) -> dict[str, Any]:
    rest = {key: value for key, value in plain.items() if key != "checksum"}
    return rest | {"checksum": sha256(record_text(rest).encode("utf-8", "surrogatepass")).hexdigest()}


def _circumstances(attempt: Attempt) -> dict[str, Any]:
    policy = attempt.policy
    return {
        "format": FORMAT,
        "title": policy.title,
        "state": str(attempt.state),
        "at": _moment(attempt.started_at),
        "ended_at": None if attempt.state is State.OPEN else _moment(attempt.seen_at),
        "seconds": round(attempt.used_seconds, 3),
        "time_limit_seconds": policy.time_limit_seconds,
        "extra_time": policy.extra_time,
        "feedback": str(policy.feedback),
        "scoring": str(policy.scoring),
        "avoided": list(attempt.avoided),
        "fingerprint": policy.fingerprint,
        "form": digest(form_plain(attempt.form)) if attempt.form else "",
        "assurance": "self-reported",
    }


def _topic(topic: TopicResult) -> dict[str, Any]:
    return {"score": plain_number(topic.score), "items": topic.items}


def _response(item: ItemResult, is_shown: bool) -> dict[str, Any]:
    return {
        "card": item.form_item.card.key,
        "response": item.response,
        "right": item.is_right if is_shown else None,
        "options": list(item.form_item.item.order),
    }


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")
