"""Progress files as no cxdrill writes them: sound ones in which a value here and there is of the wrong kind."""

import copy
import json
from collections.abc import Iterator
from random import Random
from typing import Any

ENDLESS = float("inf")  # written as 1e999, which JSON allows
ODD: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 3, 2**63, 10**400, 1e308, -1e308, 1e-300, ENDLESS),
    *("", "x", "\x1b]0;title\x07\u202e", "0", "-1", "1e99999999", "9" * 5000, "1/0", "a\nb", "\ud800", "x" * 100_000),
    *([], {}, [None], [[]], [ENDLESS], {"a": 1}, [{}], {"text": "80%", "value": "1e99999999"}, [0, 0], [-1, 0]),
    *(list(range(10)), ["x"] * 3000, "calls/q1", "2026-01-01", "0001-01-01T00:00:00+14:00"),
    *("9999-12-31T23:59:59-14:00", "exam-started", "exam-finished", "undo"),
)


def strange(document: dict[str, Any], dice: Random, spared: frozenset[str] = frozenset()) -> tuple[str, list[Any]]:
    """The text of a copy with one to four odd values in its events, and what was changed; some events are `spared`."""
    made, changes = copy.deepcopy(document), []
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for event in made["events"]:
        if event["id"] not in spared:
            by_kind.setdefault(event["kind"], []).append(event)
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        kind = dice.choice(sorted(by_kind))
        event = dice.choice(by_kind[kind])
        places = list(_places(event))
        *way, last = dice.choice([each for each in places if len(each) == 1] if dice.random() < 0.35 else places)
        inside: Any = event
        for step in way:
            inside = inside[step]
        if dice.random() < 0.12:
            del inside[last]
            changes.append((kind, (*way, last)))
        else:
            inside[last] = dice.choice(ODD)
            changes.append((kind, (*way, last), repr(inside[last])[:40]))
    return json.dumps(made).replace("Infinity", "1e999"), changes


def _places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in entries:
        yield (*way, name)
        yield from _places(each, (*way, name))
