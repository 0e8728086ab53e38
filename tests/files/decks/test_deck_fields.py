"""Loader and JSON Schema come to the same verdict on every deck, read as an editor reads YAML 1.2."""

import re
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml
from jsonschema import Draft202012Validator

from cxdrill.core.cards.registry import shapes
from cxdrill.core.problem import STRUCTURE_RULES
from cxdrill.files.decks.deck_fields import BEYOND_SCHEMA, FILES, schema
from cxdrill.files.decks.deck_yaml import read_file

DATA = Path(__file__).parent.parent.parent / "data"
FIXTURES = sorted(path for folder in ("decks/good", "decks/bad", "hostile") for path in (DATA / folder).glob("*.yaml"))

# The two words that an editor takes for nothing, where the deck keeps what was typed. A schema cannot tell them from a
# field left empty, which is a mistake; so the editor asks for quotation marks there.
NULL_WORDS = {"text-null.yaml", "text-tilde.yaml"}


class EditorLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The core schema of YAML 1.2, which editors use: no `yes`, no dates, no sexagesimal numbers."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


def _number(loader: Any, node: Any) -> float:
    return int(node.value) if re.fullmatch(r"[-+]?[0-9]{1,300}", node.value) else 0.5


_FLOAT = r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.inf|\.nan|0x[0-9a-fA-F]+"
for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("float", _FLOAT, list("-+.0123456789")),
):
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), _first)
EditorLoader.add_constructor("tag:yaml.org,2002:float", _number)

VALIDATOR = Draft202012Validator(schema())


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("path", FIXTURES, ids=[path.stem for path in FIXTURES])
def test_loader_and_schema_agree(path: Path) -> None:
    _, problems = read_file(path)
    rules = {problem.rule for problem in problems}
    if any(rule < "S112" for rule in rules):
        return  # no values came out of it that a schema could judge
    accepted = VALIDATOR.is_valid(yaml.load(path.read_bytes(), EditorLoader))
    if path.name in NULL_WORDS:
        assert not accepted
    elif not rules:
        assert accepted
    elif rules - set(BEYOND_SCHEMA):
        assert not accepted


def test_what_only_the_loader_can_tell_is_listed_and_met() -> None:
    met = {problem.rule for path in FIXTURES for problem in read_file(path)[1]}
    assert set(BEYOND_SCHEMA) <= set(STRUCTURE_RULES)
    assert set(BEYOND_SCHEMA) - met == {"S308", "S310", "S315"}  # these take several files


def test_every_rule_that_one_file_can_break_is_met() -> None:
    met = {problem.rule for path in FIXTURES for problem in read_file(path)[1]}
    assert set(STRUCTURE_RULES) - met == {"S101", "S102", "S308", "S310", "S315"}


def test_every_field_has_a_word_of_help() -> None:
    told, forms = schema(), {}
    for name in ("exam", "facilities", "standard"):
        forms[name], told = told["then"]["properties"], told["else"]
    forms["deck"] = told["properties"]
    for form in (*FILES.values(), *shapes().values()):
        properties = forms.get(form.name, {}) if form in FILES.values() else {}
        for name, field in form.fields.items():
            assert field.help
            assert properties.get(name, {"description": field.help})["description"] == field.help


@pytest.mark.parametrize(
    ("accepted", "values"), [(True, ("80%", "100%", "100.0 %", "0.5%")), (False, ("0%", "00%", "100.1%"))]
)
def test_percentages(accepted: bool, values: tuple[str, ...]) -> None:
    for value in values:
        exam = {"exam": "e", "title": "E", "items": 1, "pass_mark": value, "blueprint": {"a": 1}}
        assert VALIDATOR.is_valid(exam) is accepted, value
