"""Five hundred whole checks in line mode pass as often as the odds of the exam say."""

from fractions import Fraction
from random import Random

import pytest

from bots import blind
from builders import choice, deck, judgement, matching, multiple, ordering, true_false, typed
from command import run
from cxdrill.core.exams.form import drawn_form, pools
from cxdrill.core.exams.odds import exam_odds
from cxdrill.files.decks.deck_writer import deck_yaml
from cxdrill.files.decks.library import read_library

KNOWN = 0.7
MAKERS = (choice, true_false, multiple, typed, ordering, matching, judgement)
CARDS = [make(f"{make.__name__.replace('_', '-')}-{number}") for make in MAKERS for number in range(6)]
EXAM = "exam: check\ntitle: Check\nitems: 20\npass_mark: 75%\nblueprint: {calls: 20}\n"


def checks(home, count: int) -> tuple[float, float]:
    """The share of so many checks that were passed, and the odds of the exam."""
    (home / "decks").mkdir()
    (home / "decks" / "calls.yaml").write_text(deck_yaml(deck("calls", *CARDS)), "utf-8")
    (home / "decks" / "check.yaml").write_text(EXAM, "utf-8")
    shelf = read_library([home / "decks"], replaces=False)[0]
    check, random, passed = shelf.exam("check"), Random(11), 0
    source = pools(check, shelf)
    for seed in range(count):
        items = [each.card for each in drawn_form(source, seed).items]
        lines = [item.key_response() if random.random() < KNOWN else blind(item, random) for item in items]
        stdin = "".join(f"{line}\n" for line in (*lines, ":submit"))
        progress = {"CXDRILL_PROGRESS": str(home / f"progress-{seed}.json")}
        outcome = run("quiz", "--seed", str(seed), "--decks", str(home / "decks"), home=home, stdin=stdin, env=progress)
        assert outcome.code in (0, 1), outcome
        passed += outcome.code == 0
    return passed / count, exam_odds(check, shelf, (Fraction(7, 10),)).rows[0].once


def test_a_few_checks_pass_about_as_often_as_the_odds_say(tmp_path):
    found, odds = checks(tmp_path, 20)
    assert abs(found - odds) < 3.5 * (odds * (1 - odds) / 20) ** 0.5


@pytest.mark.soak
def test_five_hundred_checks_pass_as_often_as_the_odds_say(tmp_path):
    found, odds = checks(tmp_path, 500)
    assert abs(found - odds) < 3 * (odds * (1 - odds) / 500) ** 0.5
