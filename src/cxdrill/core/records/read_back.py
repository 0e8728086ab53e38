"""Records of attempts out of the statements that an organisation's store keeps, as `share` had sent them.

Only what `cxdrill` wrote is looked at; each statement counts once, however often a store has kept it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from cxdrill.core.records import statements

_Plain = Mapping[str, Any]


_BEGUN, _VERDICT = ("initialized", ""), ("verdict", "")


class ReadBack:
    """The attempts of everybody in a store."""

    def __init__(self) -> None:
        self.odd = 0  # statements of another shape
        # By home page, account and attempt: when each thing was told, by its kind and the card, and the statement.
        self._attempts: dict[tuple[str, str, str], dict[tuple[str, str], tuple[str, _Plain]]] = defaultdict(dict)

    def add(self, statement: Any) -> None:
        """Take in a statement; what is none of ours changes nothing."""
        try:
            verb = _text(_at(statement, "verb"), "id").rpartition("/")[2]
            if verb not in ("initialized", "answered", "passed", "failed"):
                return
            account = _at(_at(statement, "actor"), "account")
            attempt = _text(_at(statement, "context"), "registration")
            told = self._attempts[_text(account, "homePage"), _text(account, "name"), attempt]
            at = _text(statement, "timestamp")
            what = _BEGUN if verb == "initialized" else _VERDICT
            if verb == "answered":
                what = verb, statements.activity_name(_at(statement, "object").get("id"), statements.INTERACTION)
            is_correction = what == _VERDICT and what in told and at >= told[what][0]
            if not is_correction and what != ("answered", ""):
                told[what] = at, statement
        except ValueError:
            self.odd += 1

    def records(self) -> Iterator[dict[str, Any]]:
        """The record of each attempt handed in, numbered by exam for each account; raises nothing."""
        homes = {home for home, *_ in self._attempts}
        numbers: Counter[tuple[str, str, str]] = Counter()
        attempts = ((whose, told) for whose, told in self._attempts.items() if _VERDICT in told)
        begun = [(told.get(_BEGUN, told[_VERDICT]), whose, told) for whose, told in attempts]
        for (at, first), (home, account, _), told in sorted(begun, key=lambda row: row[0][0]):
            answers = {card: each for (what, card), (_, each) in told.items() if what == "answered"}
            if not answers:
                continue
            verdict = told[_VERDICT][1]
            exam = statements.activity_name(_at(verdict, "object", or_else={}).get("id"), statements.ASSESSMENT)
            numbers[home, account, exam] += 1
            name = account if len(homes) == 1 else f"{account} ({home})"
            about = {"exam": exam, "attempt": numbers[home, account, exam], "name": name, "at": at}
            passed = _at(verdict, "result", or_else={}).get("success")
            responses = [_response(key, each) for key, each in sorted(answers.items())]
            yield about | _rules(first) | {"passed": passed, "responses": responses}


def _rules(begun: _Plain) -> dict[str, Any]:
    """The rules of an attempt as its first statement tells them, to be judged by whoever reads the record."""
    rules = _at(_at(begun, "context"), "extensions", or_else={})
    seed = str(rules.get(statements.SEED, ""))
    words = {"pass_mark": statements.PASS_MARK, "title": statements.TITLE, "scoring": statements.SCORING}
    known = {name: rules[word] for name, word in words.items() if rules.get(word) is not None}
    return {"seed": int(seed) if seed.lstrip("-").isdecimal() and len(seed) < 50 else 0} | known


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
