"""Attempts at exams out of the events that record them: the form, the answers, the time used, how each one ended.

What an attempt is worth is computed in `core/exams/score.py`, how its time runs in `core/exams/sitting.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from functools import reduce
from itertools import islice
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from cxdrill.core.cards.question import Question, UnreadableAnswer
from cxdrill.core.event import Event, standing
from cxdrill.core.exams.exam import Exam, Policy, policy_from_plain
from cxdrill.core.exams.form import Expected, Form, form_from_plain
from cxdrill.core.plain import grouped, value_or_none

STEPS = frozenset({"exam-resumed", "exam-answered", "exam-marked", "exam-finished", "exam-abandoned"})
"""The kinds of events that an attempt has after its `exam-started`."""
ENDS = frozenset({"exam-finished", "exam-abandoned"})
MOST_ITEMS = 1000  # of a form that cannot be read
MOST_AVOIDED = 100_000  # cards that an attempt may name as met before
LONGEST_SECONDS = 1e9  # of an attempt: more is no time that anybody used


class State(StrEnum):
    """The state in which an attempt ended, or that it is open."""

    OPEN = "open"
    FINISHED = "finished"
    ABANDONED = "abandoned"


class Rescored(Struct, frozen=True):
    """A correction of an attempt's key: when and why, of which questions, and the result recorded before."""

    at: datetime
    reason: str
    cards: tuple[str, ...]
    before: Mapping[str, Any]


class Attempt(Struct, frozen=True, kw_only=True):
    number: int  # its place among all attempts of the file, from 1
    id: str  # of its `exam-started`
    exam: str
    started_at: datetime
    seen_at: datetime  # of its last event
    seed: int = 0
    avoided: tuple[str, ...] = ()
    form: Form | None  # None where another program recorded it in a way that cannot be read
    policy: Policy
    responses: Mapping[str, str] = field(default_factory=dict)  # card key: line-mode answer; open items are missing
    marked: frozenset[str] = frozenset()
    state: State = State.OPEN
    used_seconds: float = 0.0  # at `seen_at`
    behind_seconds: float = 0.0  # by which the wall clock was seen to be set back, and is not seen to be right again
    recorded: Mapping[str, Any] = field(default_factory=dict)  # `score`, `items` and `passed` as they were handed in
    expected: Expected | None = None  # where earlier takers' facilities were known
    paper: str = ""  # the code of the printed form that was typed in
    is_seed_chosen: bool = False  # by the person, not by chance
    seen: int = 0  # questions of its form that stood in forms of earlier attempts
    rescorings: tuple[Rescored, ...] = ()  # corrections of its key, oldest first
    is_repaired: bool = False  # the file lost entries while it was open, its own end perhaps


def attempts(events: Iterable[Event], exams: Iterable[Exam] = ()) -> tuple[Attempt, ...]:
    """Every attempt in the order of replay; `exams` gives the rules where an event does not hold them."""
    return tuple(map(_readable, recorded(events, exams)))


def recorded(
    events: Iterable[Event], exams: Iterable[Exam] = (), form_of: Callable[[Any], Form | None] = form_from_plain
) -> Iterator[Attempt]:
    """The attempts with all that was recorded as a response, an answer or not; `form_of` reads their forms."""
    rules = {exam.id: exam for exam in exams}
    kept, still_open, repaired = standing(events), set[str](), set[str]()
    for event in kept:
        if event.kind == "exam-started":
            still_open.add(event.id)
        elif event.kind in ENDS:
            still_open.discard(str(event.fields.get("attempt", "")))
        elif event.kind == "repaired" and event.fields.get("lost", 0) > 0:
            repaired |= still_open
    later = grouped((str(event.fields["attempt"]), event) for event in kept if "attempt" in event.fields)
    met: set[str] = set()
    for number, event in enumerate((event for event in kept if event.kind == "exam-started"), start=1):
        form, exam = form_of(event.fields.get("form")), rules.get(str(event.fields.get("exam", "")))
        attempt = begun(event, number, form, exam)
        keys = form.keys if form else ()
        attempt = replace(attempt, seen=sum(key in met for key in keys), is_repaired=event.id in repaired)
        met.update(keys)
        own = later.get(event.id, [])
        attempt = reduce(advanced, _as_done([each for each in own if each.kind in STEPS]), attempt)
        for correction in (each for each in own if each.kind == "exam-rescored"):
            attempt = _corrected(attempt, correction, form_of(correction.fields.get("form")))
        yield attempt


def begun(event: Event, number: int, form: Form | None, exam: Exam | None = None) -> Attempt:
    fields = event.fields
    name, seed, avoided = str(fields.get("exam", "")), fields.get("seed"), fields.get("avoided")
    return Attempt(
        number=number,
        id=event.id,
        exam=name,
        started_at=event.at,
        seen_at=event.at,
        seed=seed if isinstance(seed, int) else 0,
        avoided=tuple(map(str, avoided[:MOST_AVOIDED])) if isinstance(avoided, list | tuple) else (),
        is_seed_chosen=fields.get("seed_chosen") is True,
        paper=str(fields.get("paper", "")),
        expected=value_or_none(fields.get("expected"), Expected),
        form=form,
        policy=policy_from_plain(fields.get("policy"), exam, name),
    )


def advanced(attempt: Attempt, event: Event) -> Attempt:
    """The attempt after one more of its events; what comes after its end counts for nothing."""
    if event.kind not in STEPS or attempt.state is not State.OPEN:
        return attempt
    used = used_seconds(event)
    if used is None:  # recorded by a program that left it out: the wall clock is all there is
        used = attempt.used_seconds + (event.at - attempt.seen_at).total_seconds()
    used = max(attempt.used_seconds, used)
    return replace(attempt, used_seconds=used, seen_at=event.at, **_changes(attempt, event))


def _corrected(attempt: Attempt, event: Event, form: Form | None) -> Attempt:
    """The attempt under another key; an event that holds no questions, or of an attempt not handed in, is none."""
    fields = event.fields
    if attempt.state is not State.FINISHED or form is None:
        return attempt
    cards = fields.get("cards")
    names = tuple(map(str, cards[: len(form.keys)])) if isinstance(cards, list | tuple) else form.keys
    done = Rescored(event.at, str(fields.get("reason") or ""), names, attempt.recorded)
    recorded = {name: fields[name] for name in ("score", "items", "passed") if name in fields}
    policy = replace(attempt.policy, fingerprint=str(fields.get("fingerprint") or attempt.policy.fingerprint))
    changed = attempt.form.with_items(form.items) if attempt.form else None
    return replace(attempt, form=changed, recorded=recorded, policy=policy, rescorings=(*attempt.rescorings, done))


def _changes(attempt: Attempt, event: Event) -> dict[str, Any]:
    fields = event.fields
    key, sheet = str(fields.get("card", "")), fields.get("responses")
    match event.kind:
        case "exam-resumed":
            behind, away = (used_seconds(event, name) or 0.0 for name in ("clock_behind_seconds", "away_seconds"))
            is_back = away >= attempt.behind_seconds > 0 and not behind
            return {"behind_seconds": 0.0 if is_back else attempt.behind_seconds + behind}
        case "exam-answered" if _is_asked(attempt, key):
            return {"responses": _given({**attempt.responses, key: fields.get("response")})}
        case "exam-marked" if _is_asked(attempt, key):
            return {"marked": attempt.marked | {key} if fields.get("marked", True) else attempt.marked - {key}}
        case "exam-abandoned":
            return {"state": State.ABANDONED}
        case "exam-finished":
            recorded = {name: fields[name] for name in ("score", "items", "passed") if name in fields}
            # The sheet as it was handed in: answers given elsewhere meanwhile, and merged later, change nothing.
            responses = attempt.responses
            if isinstance(sheet, Mapping):
                keys = attempt.form.keys if attempt.form else islice(sheet, MOST_ITEMS)
                responses = _given({each: sheet[each] for each in keys if each in sheet})
            return {"state": State.FINISHED, "recorded": recorded, "responses": responses}
    return {}


def _is_asked(attempt: Attempt, key: str) -> bool:
    """Whether the form has that question; where it cannot be read, whether there is room for one more."""
    return key in attempt.form.keys if attempt.form else len(attempt.responses) < MOST_ITEMS


def _given(responses: Mapping[str, Any]) -> dict[str, str]:
    """The responses that are any: a question without one is open."""
    return {str(key): str(each) for key, each in responses.items() if isinstance(each, str | int | float)}


def open_attempt(made: Iterable[Attempt], exam_id: str) -> Attempt | None:
    """The attempt to go on with: the last one of that exam that is still open."""
    return next((each for each in reversed(tuple(made)) if each.exam == exam_id and each.state is State.OPEN), None)


def seen_keys(made: Iterable[Attempt]) -> frozenset[str]:
    """The questions that stood in earlier forms, of whatever exam."""
    return frozenset(key for attempt in made if attempt.form for key in attempt.form.keys)


def left_open(events: Iterable[Event]) -> str:
    """The exam of the last attempt that is still open, or nothing; no form and no answer is read."""
    told = (event for event in events if event.kind in ENDS or event.kind in ("exam-started", "undo"))
    still_open = [each.exam for each in recorded(told, form_of=lambda plain: None) if each.state is State.OPEN]
    return still_open[-1] if still_open else ""


def _readable(attempt: Attempt) -> Attempt:
    """The attempt without responses that no answer to their questions can be, which only other programs record."""
    cards, given = {each.card.key: each.card for each in attempt.form.items} if attempt.form else {}, attempt.responses
    readable = {key: each for key, each in given.items() if key not in cards or _is_answer(cards[key], each)}
    return attempt if len(readable) == len(given) else replace(attempt, responses=readable)


def _is_answer(card: Question, response: str) -> bool:
    try:
        return bool(card.read(response))
    except UnreadableAnswer:
        return False


def used_seconds(event: Event, name: str = "used_seconds") -> float | None:
    """The time used, or another time, that an event of an attempt holds; None where it is none that can be."""
    value = event.fields.get(name)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return float(value) if 0 <= value <= LONGEST_SECONDS else None


def _as_done(steps: list[Event]) -> list[Event]:
    """The events of an attempt as they were done: by the time used, which no clock turns round, else as replayed."""
    used = {step.id: used_seconds(step) for step in steps}
    return steps if None in used.values() else sorted(steps, key=lambda step: used[step.id] or 0.0)
