"""A class person by person as JSON values, and as the rows of a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cxdrill.core.analysis.people import Group, People, Person, Taken, last_seen


def people_plain(everybody: People) -> dict[str, Any]:
    """Everybody as JSON values."""
    return {
        "people": [_person_plain(each) for each in everybody.persons],
        **({"groups": [_group_plain(each) for each in everybody.groups]} if everybody.groups else {}),
        "not_on_roster": everybody.strangers,
    }


def _group_plain(group: Group) -> dict[str, Any]:
    return {"group": group.name} | {name: getattr(group, name) for name in Group.__struct_fields__[1:]}


def _person_plain(person: Person) -> dict[str, Any]:
    taken, last = person.attempts, last_seen(person)
    scores = {"first": taken[0], "best": person.best, "last": taken[-1]} if taken else {}
    earned = [play.score for play in person.roleplays]
    return {
        "name": person.name,
        "id": person.id,
        "group": person.group,
        "verdict": person.verdict,
        "passed": person.is_passed,
        "missing": person.missing,
        "attempts": len(taken),
        **{name: _taken_plain(scores.get(name)) for name in ("first", "best", "last")},
        "topics": dict(person.topics),
        "last_studied": last and last.isoformat(),
        "due": person.due,
        "roleplays": {"n": len(earned), "marks": sum(a for a, _ in earned), "most": sum(b for _, b in earned)},
    }


def _taken_plain(taken: Taken | None) -> dict[str, Any] | None:
    if taken is None:
        return None
    at = taken.at.isoformat(timespec="seconds") if taken.at else None
    return {"at": at, "score": taken.points, "items": taken.most, "share": taken.share, "passed": taken.is_passed}


def people_rows(everybody: People) -> Iterable[list[Any]]:
    """A flat table: the header, then a row a person."""
    topics = sorted({topic for each in everybody.persons for topic in each.topics})
    plain = ("name", "id", "group", "verdict", "passed", "missing", "attempts")
    scores = [(name, part) for name in ("first", "best", "last") for part in ("at", "score", "items")]
    yield [
        *(*plain, *(f"{name}_{part}" for name, part in scores), "last_studied", "due"),
        *("roleplays", "roleplay_marks", "roleplay_most", *(f"topic:{topic}" for topic in topics)),
    ]
    for person in everybody.persons:
        row = _person_plain(person)
        yield [
            *(row[name] for name in plain),
            *((row[name] or {}).get(part) for name, part in scores),
            *(row["last_studied"], row["due"], *row["roleplays"].values()),
            *(person.topics.get(topic) for topic in topics),
        ]
