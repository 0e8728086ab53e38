"""Records of attempts out of the statements that an organisation's store keeps, as `share` had sent them.

Only what `cxdrill` wrote is looked at; each statement counts once, however often a store has kept it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from cxdrill.core.records import statements

_Plain = Mapping[str, Any]


class _Attempt:
    """The statements with one registration, by their ids."""

    def __init__(self) -> None:
        self.begun: tuple[str, _Plain] | None = None
        self.verdict: tuple[str, _Plain] | None = None  # as it was handed in; a correction comes later
        self.answers: dict[str, _Plain] = {}  # by card

    def take(self, verb: str, statement: _Plain) -> None:
        """Take in one statement; raises ValueError for one of another shape."""
        at = _text(statement, "timestamp")
        if verb == "answered":
            if key := statements.activity_name(_at(statement, "object").get("id"), statements.INTERACTION):
                self.answers[key] = statement
        elif verb == "initialized":
            self.begun = at, statement
        elif self.verdict is None or at < self.verdict[0]:
            self.verdict = at, statement


class ReadBack:
    """The attempts of everybody in a store."""

    def __init__(self) -> None:
        self.odd = 0  # statements of another shape
        self._attempts: dict[tuple[str, str, str], _Attempt] = defaultdict(_Attempt)  # by home page, account, attempt

    def add(self, statement: Any) -> None:
        """Take in a statement; what is none of ours changes nothing."""
        try:
            verb = _text(_at(statement, "verb"), "id").rpartition("/")[2]
            if verb not in ("initialized", "answered", "passed", "failed"):
                return
            account = _at(_at(statement, "actor"), "account")
            attempt = _text(_at(statement, "context"), "registration")
            self._attempts[_text(account, "homePage"), _text(account, "name"), attempt].take(verb, statement)
        except ValueError:
            self.odd += 1

    def records(self) -> Iterator[dict[str, Any]]:
        """The record of each attempt handed in, numbered by exam for each account; raises nothing."""
        homes = {home for home, *_ in self._attempts}
        numbers: dict[tuple[str, str, str], int] = defaultdict(int)
        begun = sorted(self._attempts.items(), key=lambda pair: (pair[1].begun or pair[1].verdict or ("",))[0])
        for (home, account, _), attempt in begun:
            if attempt.verdict is None or not attempt.answers:
                continue
            about = _at(attempt.verdict[1], "object", or_else={})
            exam = statements.activity_name(about.get("id"), statements.ASSESSMENT)
            numbers[home, account, exam] += 1
            name = account if len(homes) == 1 else f"{account} ({home})"
            yield _record(attempt, exam, name, numbers[home, account, exam])


def _record(attempt: _Attempt, exam: str, name: str, number: int) -> dict[str, Any]:
    """The record as plain values, judged by whoever reads it."""
    assert attempt.verdict is not None
    at, verdict = attempt.begun or attempt.verdict
    rules = _at(_at(verdict, "context"), "extensions", or_else={})
    seed = str(rules.get(statements.SEED, ""))
    words = {"pass_mark": statements.PASS_MARK, "title": statements.TITLE, "scoring": statements.SCORING}
    return {
        "exam": exam,
        "attempt": number,
        "name": name,
        "at": at,
        "seed": int(seed) if seed.lstrip("-").isdecimal() and len(seed) < 50 else 0,
        "passed": _at(attempt.verdict[1], "result", or_else={}).get("success"),
        "responses": [_response(key, each) for key, each in sorted(attempt.answers.items())],
        **{name: rules[word] for name, word in words.items() if rules.get(word) is not None},
    }


def _response(key: str, statement: _Plain) -> dict[str, Any]:
    result = _at(statement, "result", or_else={})
    asked = _at(result, "extensions", or_else={})
    given = {"card": key, "response": result.get("response"), "right": result.get("success")}
    return given | {"options": asked.get(statements.ORDER, []), "wording": asked.get(statements.WORDING, 0)}


def _at(value: Any, name: str, *, or_else: _Plain | None = None) -> _Plain:
    """The mapping under a name; raises ValueError where there is none, unless there is something else."""
    found = value.get(name) if isinstance(value, dict) else None
    if isinstance(found, dict):
        return found
    if or_else is None:
        raise ValueError(name)
    return or_else


def _text(value: _Plain, name: str) -> str:
    found = value.get(name)
    if not isinstance(found, str):
        raise ValueError(name)
    return found
