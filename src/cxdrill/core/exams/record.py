"""The record of an attempt: the JSON object that `quiz` and `results` give and that `verify` reads again.

Shows of the result what the exam's feedback allows. The questions themselves are left to the decks, so that a record
passed on gives no key away.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta, Struct, field

from cxdrill.core.exams.attempt import Attempt, State
from cxdrill.core.exams.exam import Feedback, Scoring
from cxdrill.core.exams.form import Expected, form_plain
from cxdrill.core.exams.remarks import remarks
from cxdrill.core.exams.score import Result, attempt_result, plain_number
from cxdrill.core.plain import digest, digest_of_lines, plain, value_from
from cxdrill.errors import DataError

FORMAT = 1
NO_RECORD = "the file is not the record of an attempt"


class TopicScore(Struct, frozen=True):
    score: int | float
    items: int


class RecordedResponse(Struct, frozen=True, omit_defaults=True):
    """One item: its answer, whether that is right where it may be told, and the deck's positions as they were shown."""

    card: str
    response: str | None
    right: bool | None
    options: list[int]
    wording: int = 0  # of the question; records of older versions do not name it


class Record(Struct, frozen=True, kw_only=True):
    """A record as it is written, field by field in this order; what older or other programs leave out is at rest."""

    exam: str
    attempt: Annotated[int, Meta(ge=1, le=10**9)]
    seed: int = 0
    score: int | float | None = None
    items: int = 0
    pass_mark: str = ""
    passed: bool | None = None
    topics: dict[str, TopicScore] | None = None
    responses: list[RecordedResponse]
    open: int = 0
    format: int = FORMAT
    title: str = ""
    state: State = State.FINISHED
    at: datetime | None = None
    ended_at: datetime | None = None
    seconds: float = 0.0
    time_limit_seconds: int | None = None
    extra_time: str = ""
    feedback: Feedback = Feedback.FULL
    scoring: Scoring = Scoring.ALL_OR_NOTHING
    avoided: list[str] = field(default_factory=list)
    fingerprint: str = ""
    form: str = ""  # the digest of it
    assurance: str = ""
    name: str = ""
    expected: Expected | None = None  # how hard the form is, and an even one; this and remarks only where known
    remarks: list[str] = field(default_factory=list)
    checksum: str = ""


def record(attempt: Attempt, name: str = "") -> dict[str, Any]:
    """The record of one attempt; null is what is withheld or not handed in. DataError where its form cannot be read."""
    policy = attempt.policy
    scored = shown(attempt_result(attempt), policy.feedback, is_done=attempt.state is State.FINISHED)
    both = {
        name: getattr(each, name)
        for each in (policy, attempt)
        for name in Record.__struct_fields__
        if name in each.__struct_fields__
    }
    both |= {"attempt": attempt.number, "form": digest(form_plain(attempt.form)) if attempt.form else ""}
    both |= {"seconds": round(attempt.used_seconds, 3), "avoided": list(attempt.avoided), "name": name}
    made = Record(**both | scored, assurance="self-reported", remarks=list(remarks(attempt)))
    ended_at = None if attempt.state is State.OPEN else _moment(attempt.seen_at)
    fields = plain(made) | {"at": _moment(attempt.started_at), "ended_at": ended_at}
    return _sealed({key: value for key, value in fields.items() if value or key not in ("remarks", "expected")})


def attempt_row(attempt: Attempt) -> dict[str, Any]:
    """The attempt in one line of a list; score and passed as recorded where the form cannot be read."""
    told, is_done = attempt.recorded, attempt.state is State.FINISHED
    if attempt.form:
        told = shown(attempt_result(attempt), attempt.policy.feedback, is_done)
    row = {name: told.get(name) for name in ("score", "items", "passed")}
    first = {"attempt": attempt.number, "exam": attempt.exam, "at": _moment(attempt.started_at)}
    return first | row | {"state": str(attempt.state)}


def shown(scored: Result, feedback: Feedback, is_done: bool) -> dict[str, Any]:
    """The fields of a record that a result comes to, as far as the feedback lets them be shown; the rest is None."""
    level = feedback if is_done else Feedback.NONE
    has_answers = level.includes(Feedback.FULL)
    responses = []
    for item in scored.items:
        asked, right = item.form_item.card, item.is_right if has_answers else None
        responses.append(RecordedResponse(asked.key, item.response, right, list(asked.order), item.form_item.wording))
    topics = {topic.topic: TopicScore(plain_number(topic.score), topic.items) for topic in scored.topics}
    return {
        "score": plain_number(scored.score) if level.includes(Feedback.SCORE) else None,
        "items": len(scored.items),
        "pass_mark": scored.pass_mark.text,
        "passed": scored.is_passed if is_done else None,
        "topics": topics if level.includes(Feedback.TOPICS) else None,
        "responses": responses,
        "open": sum(item.is_open for item in scored.items),
    }


def record_text(data: Mapping[str, Any]) -> str:
    """The record as it is written, in one line, with escapes for what a terminal might obey."""
    return json.dumps(data, allow_nan=False).replace("\x7f", "\\u007f") + "\n"


def record_from_text(text: str) -> dict[str, Any]:
    """The record that a text holds, sealed or not; raises DataError for what is none."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as cause:
        raise DataError(NO_RECORD) from cause
    has = {"exam", "responses", "checksum"}.issubset
    if not isinstance(data, dict) or not has(data) or not isinstance(data.get("format"), int):
        raise DataError(NO_RECORD)
    if data["format"] > FORMAT:
        raise DataError("the record is of a newer format; verify it with the version that wrote it")
    return data


def record_from_plain(data: Any) -> Record:
    """The record that plain data hold; raises DataError for what is none."""
    try:
        return value_from(data, Record)
    except ValueError as cause:
        raise DataError(NO_RECORD) from cause


def is_as_written(data: Mapping[str, Any], text: str) -> bool:
    """Whether every character is as written: tells slips only, since whoever runs this program can make a checksum."""
    try:
        return text == record_text(data) and data == _sealed(data)
    except ValueError:  # a number that JSON has no word for
        return False


def _sealed(data: Mapping[str, Any]) -> dict[str, Any]:
    rest = {key: value for key, value in data.items() if key != "checksum"}
    return rest | {"checksum": digest_of_lines((record_text(rest).encode("utf-8", "surrogatepass"),), end=b"")}


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")
