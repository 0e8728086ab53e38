"""An analysis and a class person by person as plain values: the JSON shape of `report`, and the rows of its tables."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cxdrill.core.analysis.analysis import Analysis
from cxdrill.core.analysis.comparison import Untrained
from cxdrill.core.analysis.item_statistics import ItemStatistics
from cxdrill.core.analysis.people import People, Person, Taken, last_seen
from cxdrill.core.analysis.sheet import Flag, LeftOut, Pair
from cxdrill.core.cards.deck import card_key
from cxdrill.core.cards.roleplay import RolePlay, step_means
from cxdrill.core.plain import grouped, plain, shape

ITEM_COLUMNS = (
    *("card", "type", "topic", "prompt", "n", "open", "right", "facility", "facility_low", "facility_high", "sd"),
    *("item_total", "item_rest", "efficiency", "upper_lower", "effective_weight", "alpha_without"),
    *("seconds", "warnings", "flags"),
)
_OF_PERSON = "name id group verdict passed=is_passed missing"
OPTION_COLUMNS = ("option", "key", "n", "share", "top", "bottom", "among_wrong", "r")


def analysis_plain(analysis: Analysis, learners: int, left_out: tuple[LeftOut, ...] = ()) -> dict[str, Any]:
    """The report as JSON values; `learners` are all that were read, whether they took this exam or not."""
    about, exam = analysis.about, analysis.exam
    named = {"exam": about.exam or None, "title": about.title or None, "pass_mark": about.pass_mark or None}
    numbers = _without(plain(exam), "attempts", "scores", "is_dichotomous")
    kr20 = exam.alpha if exam.is_dichotomous else None
    more = {"kr20": kr20, "unfinished": about.unfinished, "later_attempts_left_out": about.later}
    made = {
        "learners": learners,
        "attempts": exam.attempts,
        "exam": named | numbers | more,
        **({"fresh_gap": _pair(analysis.gap)} if analysis.gap else {}),
        "items": [_item(item, analysis) for item in analysis.items],
        "topics": {topic.topic: _without(plain(topic), "topic") for topic in analysis.topics},
        "possible_wrong_key": [
            {"card": item.asked.key, "option": found.option.text, "key": found.key.text, "index": found.index}
            for item in analysis.suspects
            if (found := item.suspicion)
        ],
        "flags": [{"card": flag.card} | _flag(flag) for flag in about.flags],
        **({"roleplays": _roleplays(about.roleplays)} if about.roleplays else {}),
        "left_out": [{"path": each.place, "reason": each.reason} for each in left_out],
    }
    return dict(_rounded(made))


def table_rows(analysis: Analysis) -> Iterator[list[Any]]:
    """A flat table: the header, then a row for each item with as many groups of option columns as any item needs."""
    most = max((len(item.options) for item in analysis.items), default=0)
    groups = [f"{name}_{number}" for number in range(1, most + 1) for name in OPTION_COLUMNS]
    yield [*ITEM_COLUMNS, *groups]
    for item in analysis.items:
        row = _item(item, analysis)
        low, high = row["interval"] or (None, None)
        row |= {"warnings": "; ".join(item.warnings), "flags": len(row["flags"])}
        row |= {"facility_low": low, "facility_high": high}
        options = [value for option in row["options"] for value in list(option.values())[: len(OPTION_COLUMNS)]]
        rest = [None] * (most * len(OPTION_COLUMNS) - len(options))
        yield list(_rounded([*(row[name] for name in ITEM_COLUMNS), *options, *rest]))


def _item(item: ItemStatistics, analysis: Analysis) -> dict[str, Any]:
    asked = item.asked
    card = {"card": asked.key, "type": asked.type, "topic": asked.topic, "prompt": asked.prompt}
    notes: dict[str, Any] = {"fresh": _pair(pair)} if (pair := analysis.pairs.get(asked.key)) else {}
    flags = [_flag(flag) for flag in analysis.about.flags if card_key(flag.card) == asked.key]
    notes |= {"flags": flags, "warnings": list(item.warnings)}
    return card | _without(plain(item), "asked", "suspicion") | notes | {"wordings": len(asked.texts)}


def untrained_plain(first: Untrained) -> dict[str, Any]:
    rows = [
        {"card": each.asked.key, **_shares(each.shares, "before", "after")}
        | {"gain": each.shares.difference, "tells_nothing": each.tells_nothing}
        for each in first.gains
    ]
    return {"before": {"people": first.people, "passed": first.passed, "pass_chance": first.chance, "items": rows}}


def _pair(pair: Pair) -> dict[str, Any]:
    return _shares(pair, "drilled", "fresh") | {"gap": None if pair.difference is None else -pair.difference}


def _shares(pair: Pair, one: str, other: str) -> dict[str, Any]:
    return {one: {"n": pair.one_count, "facility": pair.one}, other: {"n": pair.other_count, "facility": pair.other}}


def _rounded(value: Any) -> Any:
    """The value with its numbers to 12 digits: what lies behind is the machine's, such as 0.9999999999999999."""
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(each) for each in value]
    return float(f"{value:.12g}") if isinstance(value, float) else value


def _without(fields: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in names}


def _roleplays(told: Sequence[tuple[str, RolePlay]]) -> dict[str, Any]:
    """The role-plays of a class: each step's mean mark, and each person's share of the marks."""
    shares = {
        learner: {"n": len(plays), "share": sum(p.score[0] for p in plays) / max(1, sum(p.score[1] for p in plays))}
        for learner, plays in grouped(told).items()
    }
    means = step_means(play for _, play in told)
    return {"steps": {step: {"mean": mean, "n": n} for step, (mean, n) in means.items()}, "people": shares}


def _flag(flag: Flag) -> dict[str, Any]:
    return {"note": flag.note, "at": flag.at.isoformat(timespec="milliseconds")}


def people_plain(everybody: People) -> dict[str, Any]:
    groups = everybody.groups
    return {
        "people": [_person_plain(each) for each in everybody.persons],
        **({"groups": [{"group": each.name} | _without(plain(each), "name") for each in groups]} if groups else {}),
        "not_on_roster": everybody.strangers,
    }


def _person_plain(person: Person) -> dict[str, Any]:
    taken, last = person.attempts, last_seen(person)
    scores = {"first": taken[:1], "best": [person.best] if person.best else (), "last": taken[-1:]}
    earned = [play.score for play in person.roleplays]
    return {
        **shape(person, _OF_PERSON),
        "attempts": len(taken),
        **{name: next(map(_taken_plain, each), None) for name, each in scores.items()},
        "topics": person.topics,
        "last_studied": last and last.isoformat(),
        "due": person.due,
        "roleplays": {"n": len(earned), "marks": sum(a for a, _ in earned), "most": sum(b for _, b in earned)},
    }


def _taken_plain(taken: Taken) -> dict[str, Any]:
    at = taken.at.isoformat(timespec="seconds") if taken.at else None
    return {"at": at} | shape(taken, "score=points items=most share passed=is_passed")


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
