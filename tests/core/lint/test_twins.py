"""The labelled set: for every rule a flawed item and its clean twin, found by their file names."""

from pathlib import Path

import pytest

from cxdrill.core.lint.checks import problems
from cxdrill.core.lint.rules import RULES
from cxdrill.files.decks.library import read_library

ITEMS = sorted((Path(__file__).parents[2] / "data" / "lint").iterdir())
FLAWED = [item for item in ITEMS if "flawed" in item.name]
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


def test_every_rule_has_a_flawed_item_and_a_clean_twin():
    names = {item.name.removesuffix(".yaml") for item in ITEMS}

    assert len(ITEMS) >= 60
    assert {rule_of(item) for item in FLAWED} == set(RULES)
    assert all(name.replace("flawed", "clean") in names for name in names)


@pytest.mark.parametrize("flawed", FLAWED, ids=lambda item: item.stem)
def test_the_remedied_twin_breaks_no_rule_that_the_flawed_one_did_not(flawed, found):
    clean = flawed.with_name(flawed.name.replace("flawed", "clean"))

    assert found[clean] <= found[flawed] - {rule_of(flawed)}


def test_nearly_every_flaw_is_found(found):
    missed = [item.name for item in FLAWED if rule_of(item) not in found[item]]

    assert 1 - len(missed) / len(FLAWED) >= LEAST_RECALL, missed


def test_clean_twins_hardly_ever_raise_an_alarm(found):
    clean = set(ITEMS) - set(FLAWED)
    alarms = {item.name: found[item] for item in clean if found[item]}

    assert len(alarms) / len(clean) <= MOST_FALSE_ALARMS, alarms


def test_a_flawed_item_is_told_for_its_own_flaw_and_hardly_ever_for_another(found):
    alarms = {item.name: found[item] - {rule_of(item)} for item in FLAWED if found[item] - {rule_of(item)}}

    assert len(alarms) / len(FLAWED) <= MOST_FALSE_ALARMS, alarms
