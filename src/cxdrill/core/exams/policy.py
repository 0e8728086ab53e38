"""The rules that hold for one attempt, taken from its exam when it starts and recorded with it.

An exam file edited later changes nothing about an attempt. Whether a new attempt may start is
`core/exams/admission.py`'s concern.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil
from typing import Any

from msgspec import Struct, field

from cxdrill.core.exams.exam import Away, Exam, Feedback, Scoring, Share

WHOLE = Share(Fraction(1), "100%")


class Policy(Struct, frozen=True, kw_only=True):
    """How an attempt is timed, scored and reported."""

    title: str
    pass_mark: Share
    time_limit_seconds: int | None = None  # extra time included
    extra_time: str = ""  # as it was asked for: `25%`
    away: Away = Away.COUNTS
    feedback: Feedback = Feedback.TOPICS
    scoring: Scoring = Scoring.ALL_OR_NOTHING
    minimum: Mapping[str, Share] = field(default_factory=dict)
    fingerprint: str = ""  # of the exam and the decks it was drawn from


def policy_of(exam: Exam, fingerprint: str = "", extra_time: Share | None = None) -> Policy:
    """The rules of an exam, its time limit longer by the share `extra_time`, rounded up to whole seconds."""
    limit = exam.time_limit_seconds
    if limit is not None and extra_time is not None:
        limit = ceil(limit * (1 + extra_time.value))
    return Policy(
        title=exam.title,
        pass_mark=exam.pass_mark,
        time_limit_seconds=limit,
        extra_time=extra_time.text if extra_time else "",
        away=exam.away,
        feedback=exam.feedback,
        scoring=exam.scoring,
        minimum=dict(exam.minimum),
        fingerprint=fingerprint,
    )


def policy_plain(policy: Policy) -> dict[str, Any]:
    """The rules as plain values, for an event."""
    return {
        "title": policy.title,
        "pass_mark": _share_plain(policy.pass_mark),
        "time_limit_seconds": policy.time_limit_seconds,
        "extra_time": policy.extra_time,
        "away": str(policy.away),
        "feedback": str(policy.feedback),
        "scoring": str(policy.scoring),
        "minimum": {topic: _share_plain(share) for topic, share in policy.minimum.items()},
        "fingerprint": policy.fingerprint,
    }


def policy_from_plain(plain: Any, exam: Exam | None, name: str = "") -> Policy:
    """The rules that an event holds, or those of the exam file where it holds none that can be read.

    With neither, nothing is forgiven: every item is needed, and the whole result is shown.
    """
    try:
        limit = plain["time_limit_seconds"]
        return Policy(
            title=str(plain["title"]),
            pass_mark=_share_from_plain(plain["pass_mark"]),
            time_limit_seconds=None if limit is None else int(limit),
            extra_time=str(plain.get("extra_time", "")),
            away=Away(plain["away"]),
            feedback=Feedback(plain["feedback"]),
            scoring=Scoring(plain["scoring"]),
            minimum={str(topic): _share_from_plain(share) for topic, share in plain["minimum"].items()},
            fingerprint=str(plain.get("fingerprint", "")),
        )
    except (KeyError, TypeError, ValueError, AttributeError, ZeroDivisionError):
        return policy_of(exam) if exam else Policy(title=name, pass_mark=WHOLE, feedback=Feedback.FULL)


def _share_plain(share: Share) -> dict[str, str]:
    return {"text": share.text, "value": str(share.value)}


def _share_from_plain(plain: Any) -> Share:
    return Share(Fraction(plain["value"]), str(plain["text"]))
