"""The labelled set: for every rule a flawed item and its clean twin, found by their file names."""

from pathlib import Path

import pytest

from cxdrill.core.lint.checks import problems
from cxdrill.core.lint.rules import RULES
from cxdrill.files.decks.library import read_library

ITEMS = sorted((Path(__file__).parents[2] / "data" / "lint").iterdir())
LEAST_RECALL = 0.95
MOST_FALSE_ALARMS = 0.05


def broken_rules(item: Path) -> set[str]:
    library, errors, _ = read_library([item], replaces=False)
    assert not errors, errors
    return {problem.rule for problem in problems(library)}


@pytest.fixture(scope="module")
def found() -> dict[Path, set[str]]:
    return {item: broken_rules(item) for item in ITEMS}


def rule_of(item: Path) -> str:
    return item.name.partition("-")[0]


def is_flawed(item: Path) -> bool:
    return "flawed" in item.name


def test_every_rule_has_a_flawed_item_and_a_clean_twin():
    names = {item.name.removesuffix(".yaml") for item in ITEMS}

    assert len(ITEMS) >= 60
    assert {rule_of(item) for item in ITEMS if is_flawed(item)} == set(RULES)
    assert all(name.replace("flawed", "clean") in names for name in names)


def test_nearly_every_flaw_is_found(found):
    flawed = [item for item in ITEMS if is_flawed(item)]
    missed = [item.name for item in flawed if rule_of(item) not in found[item]]

    assert 1 - len(missed) / len(flawed) >= LEAST_RECALL, missed


def test_clean_twins_hardly_ever_raise_an_alarm(found):
    clean = [item for item in ITEMS if not is_flawed(item)]
    alarms = {item.name: found[item] for item in clean if found[item]}

    assert len(alarms) / len(clean) <= MOST_FALSE_ALARMS, alarms


def test_a_flawed_item_is_told_for_its_own_flaw_and_hardly_ever_for_another(found):
    flawed = [item for item in ITEMS if is_flawed(item)]
    alarms = {item.name: found[item] - {rule_of(item)} for item in flawed if found[item] - {rule_of(item)}}

    assert len(alarms) / len(flawed) <= MOST_FALSE_ALARMS, alarms
