"""Whose file is whose: what a learner's files say of them beside exams, and the roster that names people.

Files are told apart by learner; a roster says which of them are whose. Names are in no file but records of attempts.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from cxdrill.core.event import Event, standing
from cxdrill.core.study.review import due_of
from cxdrill.errors import DataError

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
