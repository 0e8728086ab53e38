"""Random classes for long tables, and what two analyses of one class differ in."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from msgspec.structs import replace

from cxdrill.core.analysis.analysis import Analysis, analysis
from cxdrill.core.analysis.long_rows import long_rows, pseudonym
from cxdrill.core.analysis.people import people
from cxdrill.core.analysis.plain import analysis_plain, people_plain
from cxdrill.core.analysis.sheet import OPEN, Asked, AskedOption, ExamSheets, Reply, Sheet
from cxdrill.files.csv.csv_cells import list_cell
from cxdrill.files.csv.long_engines import opened
from cxdrill.files.csv.long_table import everyone, exams, long_table, tally

NASTY = (
    *("'; DROP TABLE answers; --", 'say "hello"', "=1+1", "{exam:String}", "a; b\\", " blank ", "zwei\nZeilen"),
    "$1 ?",
)
EXAM = "o'clock"


def random_class(seed: int, *, all_attempts: bool = False) -> ExamSheets:
    """A class of up to 60 people: pools or one form, partial credit, open and unreadable answers, hostile texts."""
    rng = Random(seed)
    asked = tuple(_asked(rng, number) for number in range(rng.randint(1, 9)))
    length = len(asked) if seed % 2 else rng.randint(1, len(asked))
    has_ms, has_fresh, sheets = rng.random() < 0.7, rng.random() < 0.7, []
    for person in range(rng.choice((0, 1, 9, 10, 12, 40, 60))):
        for place in range(rng.choice((1, 1, 2))):
            sheets.append(_sheet(rng, f"p{person}", place, rng.sample(asked, length), has_ms, has_fresh))
    counted = tuple(each for each in sheets if all_attempts or not each.place)
    return ExamSheets(exam=EXAM, pass_mark="80%", sheets=counted, asked=asked, later=len(sheets) - len(counted))


def _asked(rng: Random, number: int) -> Asked:
    kind = rng.choice(("choice", "multiple", "typed", "order", ""))
    texts = () if kind == "order" else rng.sample(NASTY, rng.randint(2, 5))
    return Asked(
        key=f"deck/{number}{rng.choice(NASTY)}",
        type=kind,
        topic=rng.choice(("one", "two", NASTY[0])),
        prompt=rng.choice(NASTY),
        options=tuple(AskedOption(text, place == 0) for place, text in enumerate(texts)),
        maximum=rng.choice((1.0, 1.0, 3.0)),
        guess=rng.choice((None, 0.25)),
        texts=("",) * rng.randint(1, 2),
    )


def _sheet(rng: Random, learner: str, place: int, asked: list[Asked], has_ms: bool, has_fresh: bool) -> Sheet:
    return Sheet(
        learner=learner,
        exam=EXAM,
        keys=tuple(each.key for each in asked),
        replies=tuple(_reply(rng, each) for each in asked),
        ms=[rng.randrange(90_000) for _ in asked] if has_ms else (),
        fresh=[rng.random() < 0.5 for _ in asked] if has_fresh else (),
        is_passed=rng.choice((True, False, None)),
        started_at=datetime(2026, 3, 2, tzinfo=UTC) + timedelta(minutes=rng.randrange(10_000)),
        expected=rng.choice((None, 3.5)),
        place=place,
    )


def _reply(rng: Random, asked: Asked) -> Reply:
    if rng.random() < 0.1:
        return OPEN
    if not asked.options or rng.random() < 0.05:
        return Reply(asked.maximum * rng.choice((0, 1 / 3, 2 / 3, 1, 0.1)))
    chosen = tuple(sorted(rng.sample(range(len(asked.options)), 1 if asked.type != "multiple" else 2)))
    return Reply(asked.maximum * (1.0 if chosen == (0,) else rng.choice((0, 0, 1 / 3))), chosen)


def figures(analysis: Analysis) -> dict[str, Any]:
    """The analysis as JSON, without what nobody typed."""
    found: dict[str, Any] = json.loads(json.dumps(analysis_plain(analysis, 0)))
    for item in found["items"]:
        item["options"] = [each for each in item["options"] if item["type"] != "typed" or each["key"] or each["n"]]
    return found


def differences(one: Any, other: Any, place: str = "") -> Iterator[str]:
    """Where two values differ, numbers by more than 1e-9."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for name in one:
            yield from differences(one[name], other[name], f"{place}/{name}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, (left, right) in enumerate(zip(one, other, strict=True)):
            yield from differences(left, right, f"{place}/{number}")
    elif one != other and not (isinstance(one, float) and isinstance(other, float) and abs(one - other) <= 1e-9):
        yield f"{place}: {one!r} is {other!r}"


def without_sheets(about: ExamSheets) -> ExamSheets:
    """What a database tells of a class beside its counts."""
    return replace(about, sheets=(), asked=())


def write_long(path: Path, about: ExamSheets) -> Path:
    """The long table of a class at that path."""
    path.write_bytes(long_table(long_rows(about, list_cell), path))
    return path


def check_class(seed: int, place: str, *, all_attempts: bool) -> None:
    """Asserts that the long table of a random class with all its attempts, at that place, gives the class's figures."""
    every, about = random_class(seed, all_attempts=True), random_class(seed, all_attempts=all_attempts)
    with opened([place]) as table:
        known = exams(table)
        found = figures(analysis(without_sheets(about), tally(table, EXAM, all_attempts=all_attempts)))
        listed = everyone(table, EXAM, "80%")
    firsts = sum(not each.place for each in every.sheets)

    assert known == ({EXAM: ("80%", firsts, len(every.sheets))} if every.sheets else {})
    assert list(differences(found, figures(analysis(about)))) == []
    assert list(differences(_people(listed), _people(every))) == []
    assert bool(found["items"]) == bool(every.sheets)


def _people(every: ExamSheets) -> Any:
    sheets = [
        replace(each, learner=pseudonym(each) if each.learner[0] == "p" else each.learner) for each in every.sheets
    ]
    return json.loads(json.dumps(people_plain(people(replace(every, sheets=tuple(sheets)), {}))))
