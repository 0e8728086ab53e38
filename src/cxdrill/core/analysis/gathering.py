"""Sheets out of what many learners' files hold: exam events, or the records of single attempts.

Files are read elsewhere and may come in any order; what a file held is not kept. An attempt of a shape that cannot
be is named and left out, the rest of its file counts.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from cxdrill.core.analysis.register import Register
from cxdrill.core.analysis.sheet import OPEN, ExamSheets, Flag, LeftOut, Reply, Sheet
from cxdrill.core.cards.question import Question
from cxdrill.core.cards.roleplay import RolePlay, roleplay_of
from cxdrill.core.event import Event, standing
from cxdrill.core.exams.attempt import STEPS, Attempt, State, recorded, used_seconds
from cxdrill.core.exams.exam import Policy
from cxdrill.core.exams.form import Form, FormItem, form_from_plain
from cxdrill.core.exams.record import Record, RecordedResponse, record_from_plain
from cxdrill.core.exams.remarks import KIND, are_fresh, rekeyed
from cxdrill.core.exams.score import result
from cxdrill.core.plain import grouped, value_or_none
from cxdrill.errors import DataError

READ_KINDS = STEPS | {"exam-started", "exam-rescored", "flag", "roleplay", "undo"}
"""The kinds of events that a report looks at."""


class _Learner(Struct):
    sheets: list[Sheet] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    roleplays: list[RolePlay] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)  # exams, once for each attempt


class Gathering:
    """Everything read so far, learner by learner. `question` finds a card of the decks at hand, for records.

    With `is_rescored` attempts count under the key that these cards have now.
    """

    def __init__(
        self, question: Callable[[str], Question | None] = lambda key: None, *, is_rescored: bool = False
    ) -> None:
        self.is_rescored = is_rescored
        self.left_out: list[LeftOut] = []
        self.lacks_decks = False  # some records were left out for want of their decks
        self._question = question
        self._register = Register()
        self._learners: dict[str, _Learner] = {}
        self._recorded: list[Sheet] = []  # out of records
        self._exams: dict[str, tuple[str, str]] = {}  # title and pass mark

    def add(self, learner: str, events: Iterable[Event], path: str = "") -> None:
        """Take in a learner's events; of a learner taken in before they replace what there was."""
        told = [event for event in events if event.kind in READ_KINDS]
        begun = {event.id: event.fields for event in told if event.kind == "exam-started"}
        steps, handed_in, entry = _steps(told), Counter[str](), _Learner()
        form_of = partial(form_from_plain, read=self._register.item)
        for attempt in recorded(_without_repeats(told), form_of=form_of) if begun else ():
            if attempt.state is not State.FINISHED:
                entry.unfinished.append(attempt.exam)
                continue
            policy = begun[attempt.id].get("policy")
            try:
                if policy is not None and value_or_none(policy, Policy) is None:
                    raise ValueError("the policy")
                sheet = self._sheet(learner, attempt, steps.get(attempt.id, []), handed_in[attempt.exam])
            except ValueError as bad:
                reason = f"{bad} of attempt {attempt.number} cannot be read"
                self.left_out.append(LeftOut(path or f"learner {learner}", reason))
                continue
            handed_in[attempt.exam] += 1
            self._exams.setdefault(attempt.exam, (attempt.policy.title, attempt.policy.pass_mark.text))
            entry.sheets.append(sheet)
        entry.roleplays = [play for event in told if (play := roleplay_of(event))]
        for event in standing(event for event in told if event.kind in ("flag", "undo")):
            card, note = str(event.fields["card"]), str(event.fields.get("note", ""))
            entry.flags.append(Flag(card, note, event.at, learner))
        self._learners[learner] = entry

    def add_record(self, data: Mapping[str, Any], path: str = "") -> str:
        """Take in the record of one attempt, which needs its decks to be scored; its learner, "" if left out."""
        try:
            record = record_from_plain(data)
            sheet = self._recorded_sheet(record, path)
        except DataError:
            self.left_out.append(LeftOut(path, "it is not the record of an attempt"))
        except ValueError as bad:
            self.left_out.append(LeftOut(path, str(bad)))
        else:
            self._exams.setdefault(sheet.exam, (record.title, record.pass_mark))
            self._recorded.append(sheet)
            return sheet.learner
        return ""

    @property
    def learners(self) -> int:
        """How many different people there are."""
        return len(self._learners.keys() | {sheet.learner for sheet in self._sheets()})

    def exams(self) -> dict[str, int]:
        """The exams by how many attempts were handed in, most first."""
        counted = Counter(sheet.exam for sheet in self._sheets())
        return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))

    def exam_sheets(self, exam: str, *, all_attempts: bool = False) -> ExamSheets:
        """Everything about one exam: of each learner the first attempt handed in, or all of them."""
        every = [sheet for sheet in self._sheets() if sheet.exam == exam]
        every.sort(key=lambda sheet: (sheet.learner, sheet.place))
        counted = tuple(sheet for sheet in every if all_attempts or sheet.place == 0)
        keys = sorted({key for names in {sheet.keys for sheet in counted} for key in names})
        flags = [flag for entry in self._learners.values() for flag in entry.flags]
        title, pass_mark = self._exams.get(exam, ("", ""))
        return ExamSheets(
            exam=exam,
            title=title or exam,
            pass_mark=pass_mark,
            sheets=counted,
            asked=tuple(self._register.asked(key) for key in keys),
            flags=tuple(sorted(flags, key=lambda flag: (flag.card, flag.at, flag.learner))),
            roleplays=tuple((learner, play) for learner, each in self._learners.items() for play in each.roleplays),
            unfinished=sum(entry.unfinished.count(exam) for entry in self._learners.values()),
            later=len(every) - len(counted),
        )

    def _sheets(self) -> Iterator[Sheet]:
        """All sheets, of records those that are no copy of another one or of an attempt in a progress file."""
        own = [sheet for entry in self._learners.values() for sheet in entry.sheets]
        met = {_identity(sheet) for sheet in own} if self._recorded else set()
        yield from own
        for sheet in self._recorded:
            if _identity(sheet) not in met:
                met.add(_identity(sheet))
                yield sheet

    def _sheet(self, learner: str, attempt: Attempt, steps: list[_Step], place: int) -> Sheet:
        """The sheet of an attempt; raises ValueError where its form cannot be read."""
        form, given, passed = attempt.form, attempt.responses, attempt.recorded.get("passed")
        if form is None or len(set(form.keys)) < len(form.keys):
            raise ValueError("the form")
        if self.is_rescored:
            plain = Form(form.exam, tuple(FormItem(each.card, wording=each.wording) for each in form.items))
            form, _ = rekeyed(plain, self._question)
            passed = result(form, given, attempt.policy).is_passed
        rows = [(self._register.wording_of(each), each.card.order) for each in form.items]
        replies = [wording.reply(order, given.get(wording.key), attempt.policy.scoring) for wording, order in rows]
        return Sheet(
            learner=learner,
            exam=attempt.exam,
            keys=form.keys,
            replies=tuple(replies),
            versions=array("H", [wording.version for wording, _ in rows]),
            fresh=are_fresh(attempt, [(each.card.key, each.wording) for each in form.items]),
            ms=_ms(form.keys, steps),
            is_passed=passed if isinstance(passed, bool) else None,
            started_at=attempt.started_at,
            seed=attempt.seed,
            expected=attempt.expected.score if attempt.expected else None,
            place=place,
        )

    def _recorded_sheet(self, record: Record, path: str) -> Sheet:
        """The sheet of a record; raises ValueError with the reason why there is none."""
        if record.state is not State.FINISHED:
            raise ValueError("the attempt was not handed in")
        keys = tuple(row.card for row in record.responses)
        replies = tuple(self._recorded_reply(row, record) for row in record.responses)
        if len(set(keys)) < len(keys):
            raise ValueError("a question stands in it twice")
        return Sheet(
            learner=f"name:{record.name}" if record.name else f"record:{record.checksum or path}",
            exam=record.exam,
            keys=keys,
            replies=replies,
            is_passed=record.passed,
            started_at=record.at,
            seed=record.seed,
            expected=record.expected.score if record.expected else None,
            place=record.attempt - 1,
        )

    def _recorded_reply(self, row: RecordedResponse, record: Record) -> Reply:
        question = self._question(row.card)
        question = question and question.worded(row.wording)
        if question is not None and question.is_order(row.options):
            wording = self._register.wording_of(FormItem(question))
            return wording.reply(tuple(row.options), row.response, record.scoring)
        if row.response is None:
            return OPEN
        if row.right is None:
            self.lacks_decks = True
            raise ValueError(f'the decks here have no question "{row.card}" with these options')
        return Reply(float(row.right))


_Step = tuple[float | None, str]
"""An event of an attempt: the seconds used, None where that is not recorded, and the card where it is an answer."""


def _steps(events: Iterable[Event]) -> dict[str, list[_Step]]:
    """The steps of each attempt, in no order."""
    told = (event for event in events if "attempt" in event.fields and event.kind != KIND)
    steps = ((each, str(each.fields["card"]) if each.kind == "exam-answered" else "") for each in told)
    return grouped((each.fields["attempt"], (used_seconds(each), card)) for each, card in steps)


def _ms(keys: Sequence[str], steps: Sequence[_Step]) -> array[int]:
    """The time spent on each item: from the step before to each of its answers; empty where it is not recorded."""
    timed = sorted([(used, not card, card) for used, card in steps if used is not None])
    if len(timed) < len(steps):
        return array("q")
    spent: dict[str, float] = defaultdict(float)
    before = 0.0
    for used, _, card in timed:
        spent[card] += used - before
        before = used
    return array("q", [round(1000 * spent.get(key, 0.0)) for key in keys])


def _without_repeats(events: Sequence[Event]) -> Iterator[Event]:
    """The events without answers that a sheet handed in repeats, and without forms that were not handed in."""
    void = {event.fields.get("voids") for event in events if event.kind == "undo"}
    ends = [event.fields for event in events if event.kind == "exam-finished" and event.id not in void]
    ended = {fields["attempt"] for fields in ends}
    handed_in = {fields["attempt"] for fields in ends if isinstance(fields.get("responses"), Mapping)}
    for event in events:
        if event.kind == "exam-started" and event.id not in ended:
            yield replace(event, fields={**event.fields, "form": None})
        elif event.kind != "exam-answered" or event.fields["attempt"] not in handed_in:
            yield event


def _identity(sheet: Sheet) -> tuple[str, int, datetime | str]:
    return sheet.exam, sheet.seed, sheet.started_at or sheet.learner
