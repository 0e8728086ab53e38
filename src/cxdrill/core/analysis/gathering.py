"""Sheets out of what many learners' files hold: exam events, or the records of single attempts.

Files are read elsewhere and may come in any order; what a file held is not kept.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import isnan, nan
from operator import itemgetter
from typing import Any

from msgspec.structs import replace

from cxdrill.core.analysis.register import Register, Wording
from cxdrill.core.analysis.sheet import ExamSheets, Flag, LeftOut, Reply, Sheet
from cxdrill.core.cards.question import Question
from cxdrill.core.event import Event, standing
from cxdrill.core.exams.attempt import Attempt, State, attempts
from cxdrill.core.exams.exam import Scoring

KINDS = frozenset({"exam-started", "exam-resumed", "exam-answered", "exam-marked", "exam-finished", "exam-abandoned"})
"""The kinds of events that make attempts."""
READ_KINDS = KINDS | {"flag", "undo"}
"""The kinds of events that a report looks at."""

_Items = tuple[tuple[Wording, Sequence[int]], ...]


Step = tuple[str, float, str]
"""An event of an attempt: its id, the seconds used (not a number if unrecorded), and the card where it is an answer."""


@dataclass(slots=True)
class _Learner:
    """What is known of one learner."""

    sheets: list[Sheet] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)  # exams, once for each attempt


class Gathering:
    """What was read so far, learner by learner. `question` finds a card of the decks at hand, for records."""

    def __init__(self, question: Callable[[str], Question | None] = lambda key: None) -> None:
        self.left_out: list[LeftOut] = []
        self._question = question
        self._register = Register()
        self._learners: dict[str, _Learner] = {}
        self._recorded: dict[str, list[Sheet]] = defaultdict(list)  # by learner, out of records
        self._exams: dict[str, tuple[str, str]] = {}  # title and pass mark

    def add(self, learner: str, events: Iterable[Event], place: str = "", steps: Iterable[Step] = ()) -> None:
        """Take in a learner's events; of a learner known already they replace what was taken in before.

        `steps` stand for answers in attempts that are sealed (see `sealed`), where only their time matters.
        """
        read = [event for event in events if event.kind in READ_KINDS]
        known = _Learner()
        if any(event.kind == "flag" for event in read):
            known.flags = [_flag(event, learner) for event in standing(read) if event.kind == "flag"]
        exam_events = [event for event in read if event.kind != "flag"]
        forms = {event.id: event.fields.get("form") for event in exam_events if event.kind == "exam-started"}
        timed, handed_in = _timed(exam_events, steps), Counter[str]()
        for attempt in attempts(_lightened(exam_events)) if forms else ():
            if attempt.state is not State.FINISHED:
                known.unfinished.append(attempt.exam)
                continue
            sheet = self._sheet(learner, attempt, forms[attempt.id], timed[attempt.id], handed_in[attempt.exam])
            if sheet is None:
                reason = f"the form of attempt {attempt.number} cannot be read"
                self.left_out.append(LeftOut(place or f"learner {learner}", reason))
                continue
            handed_in[attempt.exam] += 1
            self._exams.setdefault(attempt.exam, (attempt.policy.title, attempt.policy.pass_mark.text))
            known.sheets.append(sheet)
        self._learners[learner] = known

    def add_record(self, record: Mapping[str, Any], place: str = "") -> None:
        """Take in the record of one attempt, which needs the decks it was drawn from to be scored."""
        try:
            sheet = self._recorded_sheet(record, place)
        except (KeyError, TypeError, ValueError, AttributeError):
            sheet = "it is not the record of an attempt"
        if isinstance(sheet, str):
            self.left_out.append(LeftOut(place, sheet))
            return
        self._exams.setdefault(sheet.exam, (str(record.get("title", "")), str(record.get("pass_mark", ""))))
        self._recorded[sheet.learner].append(sheet)

    @property
    def learners(self) -> int:
        """How many different people there are."""
        return len(self._learners.keys() | {sheet.learner for sheet in self._only_recorded()})

    def exams(self) -> dict[str, int]:
        """The exams by how many attempts were handed in, most first."""
        counted: dict[str, int] = defaultdict(int)
        for sheet in self._sheets():
            counted[sheet.exam] += 1
        return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))

    def exam_sheets(self, exam: str, *, all_attempts: bool = False) -> ExamSheets:
        """Everything about one exam: of each learner the first attempt handed in, or all of them."""
        every = sorted((sheet for sheet in self._sheets() if sheet.exam == exam), key=_order)
        counted = tuple(sheet for sheet in every if all_attempts or sheet.place == 0)
        keys = sorted({key for names in {sheet.keys for sheet in counted} for key in names})
        flags = [flag for known in self._learners.values() for flag in known.flags]
        title, pass_mark = self._exams.get(exam, ("", ""))
        return ExamSheets(
            exam=exam,
            title=title or exam,
            pass_mark=pass_mark,
            sheets=counted,
            asked=tuple(self._register.asked(key) for key in keys),
            flags=tuple(sorted(flags, key=lambda flag: (flag.card, flag.at, flag.learner))),
            unfinished=sum(known.unfinished.count(exam) for known in self._learners.values()),
            later=len(every) - len(counted),
        )

    def _sheets(self) -> Iterable[Sheet]:
        for known in self._learners.values():
            yield from known.sheets
        yield from self._only_recorded()

    def _only_recorded(self) -> Iterable[Sheet]:
        """The sheets of records that are not copies of another record or of an attempt in a progress file."""
        if not self._recorded:
            return
        met = {_identity(sheet) for known in self._learners.values() for sheet in known.sheets}
        for sheets in self._recorded.values():
            for sheet in sheets:
                if _identity(sheet) not in met:
                    met.add(_identity(sheet))
                    yield sheet

    def _sheet(self, learner: str, attempt: Attempt, plain: Any, steps: list[Step], place: int) -> Sheet | None:
        items = self._items(plain)
        if items is None:
            return None
        given, scoring = attempt.responses, attempt.policy.scoring
        keys = tuple(wording.key for wording, _ in items)
        recorded = attempt.recorded.get("passed")
        return Sheet(
            learner=learner,
            exam=attempt.exam,
            keys=keys,
            replies=tuple(
                wording.reply(order, given.get(key), scoring) for (wording, order), key in zip(items, keys, strict=True)
            ),
            seconds=_seconds(keys, steps),
            is_passed=recorded if isinstance(recorded, bool) else None,
            started_at=attempt.started_at,
            seed=attempt.seed,
            place=place,
        )

    def _items(self, plain: Any) -> _Items | None:
        try:
            items = tuple((self._register.wording(item["card"]), item["order"]) for item in plain["items"])
        except (KeyError, TypeError, ValueError, AttributeError):
            return None
        return items if len({wording.key for wording, _ in items}) == len(items) else None

    def _recorded_sheet(self, record: Mapping[str, Any], place: str) -> Sheet | str:
        """The sheet of a record, or why there is none."""
        if record.get("state", "finished") != "finished":
            return "the attempt was not handed in"
        scoring = Scoring(record.get("scoring", Scoring.ALL_OR_NOTHING))
        replies: list[tuple[str, Reply]] = []
        for row in record["responses"]:
            reply = self._recorded_reply(row, scoring)
            if reply is None:
                return f'the decks here have no question "{row["card"]}" with these options; give them with --decks'
            replies.append((str(row["card"]), reply))
        if len({key for key, _ in replies}) < len(replies):
            return "a question stands in it twice"
        name, passed = str(record.get("name") or ""), record.get("passed")
        return Sheet(
            learner=f"name:{name}" if name else f"record:{record.get('checksum') or place}",
            exam=str(record["exam"]),
            keys=tuple(key for key, _ in replies),
            replies=tuple(reply for _, reply in replies),
            is_passed=passed if isinstance(passed, bool) else None,
            started_at=datetime.fromisoformat(record["at"]) if record.get("at") else None,
            seed=int(record.get("seed") or 0),
            place=int(record["attempt"]) - 1,
        )

    def _recorded_reply(self, row: Mapping[str, Any], scoring: Scoring) -> Reply | None:
        question, order, response = self._question(str(row["card"])), tuple(row["options"]), row["response"]
        if question is not None:
            wording = self._register.wording_of(question)
            if len(order) in (0, len(wording.places)) or not wording.places:
                return wording.reply(order, response, scoring)
        if response is None:
            return Reply(0.0, is_open=True)
        return None if row["right"] is None else Reply(float(row["right"]))


def _identity(sheet: Sheet) -> tuple[str, int, datetime | str]:
    return sheet.exam, sheet.seed, sheet.started_at or sheet.learner


def _order(sheet: Sheet) -> tuple[str, int]:
    return sheet.learner, sheet.place


def _flag(event: Event, learner: str) -> Flag:
    return Flag(str(event.fields["card"]), str(event.fields.get("note", "")), event.at, learner)


def sealed(events: Sequence[Event]) -> frozenset[str]:
    """The attempts whose sheets were handed in whole, so that single answers to them need no replay."""
    void = {event.fields.get("voids") for event in events if event.kind == "undo"}
    finished = (event for event in events if event.kind == "exam-finished" and event.id not in void)
    return frozenset(
        str(event.fields["attempt"]) for event in finished if isinstance(event.fields.get("responses"), Mapping)
    )


def _lightened(events: Sequence[Event]) -> list[Event]:
    """The events without what costs time and is not needed: the forms, and answers that a sheet handed in repeats."""
    whole, light = sealed(events), []
    for event in events:
        if event.kind == "exam-started":
            light.append(replace(event, fields={**event.fields, "form": None}))
        elif event.kind != "exam-answered" or event.fields.get("attempt") not in whole:
            light.append(event)
    return light


def _timed(events: Sequence[Event], steps: Iterable[Step]) -> dict[str, list[Step]]:
    """The steps of each attempt, in no order."""
    timed: dict[str, list[Step]] = defaultdict(list)
    for step in steps:
        timed[step[0]].append(step)
    for event in events:
        fields = event.fields
        if "attempt" in fields:
            attempt, used = fields["attempt"], fields.get("used_seconds")
            card = str(fields["card"]) if event.kind == "exam-answered" else ""
            timed[attempt].append((attempt, used if isinstance(used, int | float) else nan, card))
    return timed


def _seconds(keys: Sequence[str], steps: list[Step]) -> array[float]:
    """The time spent on each item: from the step before to each of its answers; empty where it is not recorded."""
    if any(isnan(used) for _, used, _ in steps):
        return array("f")
    spent: dict[str, float] = defaultdict(float)
    before = 0.0
    for _, used, card in sorted(steps, key=itemgetter(1)):
        spent[card] += used - before
        before = used
    return array("f", [spent.get(key, 0.0) for key in keys])
