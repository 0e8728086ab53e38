"""A class person by person: whose file is whose, attempts, topics, study, role-plays, who sent nothing, and groups.

Files are told apart by learner; a roster says which of them are whose. Names are in no file but records of attempts.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from statistics import fmean
from typing import Any

from msgspec import Struct

from cxdrill.core.analysis.responses import by_topic
from cxdrill.core.analysis.sheet import Asked, ExamSheets, Sheet
from cxdrill.core.cards.roleplay import RolePlay
from cxdrill.core.event import Event, standing
from cxdrill.core.exams.exam import percent_of
from cxdrill.core.plain import grouped
from cxdrill.core.study.review import due_of
from cxdrill.errors import DataError

NOTHING = "sent nothing"
STUDY_KINDS = frozenset({"review", "suspend", "wake", "undo"})


class Enrolled(Struct, frozen=True):
    """A row of a roster; `handles` are all the words by which a file may name the person."""

    name: str
    id: str = ""
    group: str = ""
    handles: frozenset[str] = frozenset()


class Studied(Struct, frozen=True):
    """A learner's files beside exams: the words that may name the person, the last day, the cards due."""

    handles: tuple[str, ...] = ()  # the best first
    last_at: datetime | None = None
    due: int | None = None  # None where the files hold no study


class Taken(Struct, frozen=True):
    """One attempt that was handed in."""

    at: datetime | None
    points: float
    most: float
    is_passed: bool | None

    @property
    def share(self) -> float:
        return self.points / self.most if self.most else 0.0


class Person(Struct, frozen=True, kw_only=True):
    """One person over all files that are theirs."""

    name: str
    id: str = ""
    group: str = ""
    attempts: tuple[Taken, ...] = ()  # in order
    topics: Mapping[str, float] = {}  # the share of points in the last attempt
    has_sent: bool = True
    missing: float | None = None  # points from the best attempt to the pass mark, where that is not reached
    studied_at: datetime | None = None
    due: int | None = None
    roleplays: tuple[RolePlay, ...] = ()

    @property
    def best(self) -> Taken | None:
        """The attempt with most points, the earliest of several."""
        return max(self.attempts, key=lambda each: each.share, default=None)

    @property
    def is_passed(self) -> bool:
        """Whether any attempt passed."""
        return any(each.is_passed for each in self.attempts)

    @property
    def verdict(self) -> str:
        """Passed, or what is missing, in a few words."""
        if not self.has_sent:
            return NOTHING
        if not self.attempts:
            return "no attempt handed in"
        if self.is_passed:
            return "passed"
        if self.missing:
            return f"{self.missing:g} {'point' if self.missing == 1 else 'points'} missing"
        return "a critical question or a topic missing" if self.missing == 0 else "not passed"


class Group(Struct, frozen=True):
    """The people of one group beside those of others; shares of points are means over first attempts."""

    name: str
    people: int
    sent_nothing: int
    begun: int
    passed: int
    first: float | None
    topics: Mapping[str, float]  # means over last attempts


class People(Struct, frozen=True):
    """Everybody, by name, the groups of the roster, and the learners whom the roster does not name."""

    persons: tuple[Person, ...]
    groups: tuple[Group, ...] = ()
    strangers: int = 0


def people(every: ExamSheets, found: Mapping[str, Studied], roster: Sequence[Enrolled] = ()) -> People:
    """Everybody in the files and on the roster; `every` holds all attempts. Raises DataError for a roster of others."""
    found = {sheet.learner: Studied() for sheet in every.sheets} | dict(found)
    owners = owners_of(found, roster)
    sheets, plays = grouped((sheet.learner, sheet) for sheet in every.sheets), grouped(every.roleplays)
    asked = {each.key: each for each in every.asked}

    def person(learners: Sequence[str], who: Enrolled) -> Person:
        own = [each for name in learners for each in sheets.get(name, ())]
        own.sort(key=lambda sheet: (sheet.started_at.timestamp() if sheet.started_at else 0.0, sheet.place))
        taken = tuple(_taken(sheet, asked) for sheet in own)
        topics = by_topic(own[-1], asked) if own else {}
        studies = [found[name] for name in learners]
        return Person(
            name=who.name,
            id=who.id,
            group=who.group,
            attempts=taken,
            topics={topic: points / most for topic, (points, most) in sorted(topics.items()) if most},
            has_sent=bool(learners),
            missing=_missing(taken, every.pass_mark),
            studied_at=max((each.last_at for each in studies if each.last_at), default=None),
            due=sum(each.due or 0 for each in studies) if any(each.due is not None for each in studies) else None,
            roleplays=tuple(play for name in learners for play in plays.get(name, ())),
        )

    learners = sorted(found)
    named = [person([each for each in learners if owners.get(each) == row], who) for row, who in enumerate(roster)]
    others = [person([each], Enrolled(handle_of(each, found))) for each in learners if each not in owners]
    persons = tuple(sorted((*named, *others), key=lambda each: (folded(each.name), each.id)))
    members = grouped((each.group, each) for each in persons if each.group)
    groups = tuple(_group(name, members[name]) for name in sorted(members))
    return People(persons, groups, len(others) if roster else 0)


def _taken(sheet: Sheet, asked: Mapping[str, Asked]) -> Taken:
    points, most = sum(reply.points for reply in sheet.replies), sum(asked[key].maximum for key in sheet.keys)
    return Taken(sheet.started_at, points, most, sheet.is_passed)


def _missing(taken: Sequence[Taken], pass_mark: str) -> float | None:
    """The points from the best attempt to the pass mark; None where somebody passed, or no mark is known."""
    mark = percent_of(pass_mark)
    if mark is None or not taken or any(each.is_passed for each in taken):
        return None
    best = max(taken, key=lambda each: each.share)
    return round(max(0.0, -(-best.most * mark.value.numerator // mark.value.denominator) - best.points), 2)


def _group(name: str, members: Sequence[Person]) -> Group:
    firsts = [each.attempts[0].share for each in members if each.attempts]
    topics = grouped(pair for each in members for pair in each.topics.items())
    return Group(
        name,
        len(members),
        sum(not each.has_sent for each in members),
        sum(bool(each.attempts) for each in members),
        sum(each.is_passed for each in members),
        fmean(firsts) if firsts else None,
        {topic: fmean(topics[topic]) for topic in sorted(topics)},
    )


def last_seen(person: Person) -> date | None:
    """The day on which somebody last studied or took the exam."""
    last = [each.at for each in person.attempts if each.at] + ([person.studied_at] if person.studied_at else [])
    return max(last, key=lambda each: each.astimezone(UTC)).date() if last else None


def folded(text: str) -> str:
    """A name without accents, case and punctuation: `Ana María` is the file `ana-maria`."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return " ".join("".join(each if each.isalnum() else " " for each in plain.casefold()).split())


def studied(events: Iterable[Event], handles: Sequence[str], now: datetime, today: date) -> Studied:
    """A learner's study; a card is due by the date recorded beside its last review, if it is not set aside."""
    due: dict[str, Any] = {}
    aside: set[str] = set()
    last = None
    for event in standing(event for event in events if event.kind in STUDY_KINDS):
        card = str(event.fields.get("card", ""))
        if event.kind == "review":
            due[card], last = event.fields.get("due"), event.at
        elif event.kind == "suspend":
            aside.add(card)
        else:
            aside.discard(card)
    waiting = [due_of(each) for card, each in due.items() if card not in aside]
    count = sum(each is not None and (each <= now if isinstance(each, datetime) else each <= today) for each in waiting)
    return Studied(tuple(handles), last, count if due else None)


def owners_of(found: Mapping[str, Studied], roster: Sequence[Enrolled]) -> dict[str, int]:
    """Whose files each learner's are: the row of the roster."""
    rows = {folded(handle): row for row, who in enumerate(roster) for handle in (who.name, who.id, *who.handles)}
    rows.pop("", None)
    owners = {}
    for learner, about in found.items():
        handles = (learner.removeprefix("name:"), *about.handles)
        row = next((rows[name] for handle in handles if (name := folded(handle)) in rows), None)
        if row is not None:
            owners[learner] = row
    if roster and found and not owners:
        raise DataError(
            "none of the people on the roster is in these files; name files after people, or give the roster a column "
            "file or learner"
        )
    return owners


def names_of(found: Mapping[str, Studied], roster: Sequence[Enrolled] = ()) -> dict[str, str]:
    """The name of each learner: by the roster, else as the files say."""
    owners = owners_of(found, roster)
    return {each: roster[owners[each]].name if each in owners else handle_of(each, found) for each in found}


def handle_of(learner: str, found: Mapping[str, Studied]) -> str:
    """The name of somebody whom no roster names: that in a record, or the name of the file."""
    if learner.startswith("name:"):
        return learner.removeprefix("name:")
    return next(iter(found[learner].handles), learner)
