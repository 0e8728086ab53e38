"""What a packed history and the rest of the log say of exams is what the whole log says, or nothing is said."""

import marshal
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from cxdrill.core.event import Event, standing
from cxdrill.core.study.packed_events import exam_events
from cxdrill.core.study.packed_history import PackableHistory

START = datetime(2026, 11, 1, 12, tzinfo=UTC)
OF_EXAMS = ("exam-started", "exam-answered", "exam-finished", "forecast", "plan")
A, B = "a" * 16, "b" * 16


def event(number: int, kind: str, hours: float, writer: str = A, **fields: Any) -> Event:
    return Event(f"{writer}-{number}", START + timedelta(hours=hours), kind, fields)


def said(before: Sequence[Event], added: Sequence[Event]) -> list[Event] | None:
    """What is said of exams after the first events were packed and the others added to the log."""
    plain = PackableHistory(before).packed()
    return None if plain is None else exam_events(marshal.loads(marshal.dumps(plain)), tuple(added))


def of_exams(events: Sequence[Event]) -> list[Event]:
    return [each for each in standing(events) if each.kind in OF_EXAMS]


def random_log(random: Random) -> list[Event]:
    """Facts of two writers, clocks now and then set back, undos of whatever was there, also of undos."""
    log: list[Event] = []
    numbers, hours = {A: 0, B: 0}, 0.0
    for _ in range(random.randint(2, 40)):
        writer = random.choice((A, B))
        numbers[writer] += 1
        hours += random.choice((0, 1, 1, 5, 5, 5)) if random.random() < 0.99 else -30
        kind = random.choice((*OF_EXAMS, "flag", "flag", "undo"))
        fields = {"voids": random.choice(log).id} if kind == "undo" and log else {"card": "d/1", "exam": "e"}
        log.append(
            event(numbers[writer], kind if "voids" in fields or kind != "undo" else "flag", hours, writer, **fields)
        )
    return log


def test_the_cache_and_the_rest_of_the_log_say_what_the_whole_log_says() -> None:
    """Over 600 logs cut anywhere; more than a quarter of them can be told without the whole log."""
    told = 0
    for seed in range(600):
        random = Random(seed)
        log = random_log(random)
        cut = random.randint(1, len(log))
        found = said(log[:cut], log[cut:])
        if found is not None:
            told += 1
            assert of_exams(found) == of_exams(log), seed
    assert told > 150


@pytest.mark.parametrize(
    ("added", "why"),
    [
        (event(3, "plan", 9), "a clock set back"),
        (event(1, "plan", 12, B), "the same instant on another machine"),
        (event(2, "plan", 13), "a number that is used"),
        (event(3, "undo", 13, voids=f"{A}-1"), "an undo of what is packed"),
        (event(7, "plan", 13, "c" * 16), "undone before it came"),
    ],
)
def test_where_only_the_whole_log_can_tell_nothing_is_said(added: Event, why: str) -> None:
    log = [event(1, "exam-started", 10), event(2, "undo", 12, voids=f"{'c' * 16}-7")]
    assert said(log, [event(3, "plan", 13)]) is not None
    assert said(log, [added]) is None, why
