"""A fingerprint changes with everything that a form can show, and with nothing else."""

import pytest
from msgspec import structs
from msgspec.structs import replace

from builders import choice, deck, exam, flashcard, library, share
from cxdrill.core.cards.deck import Scenario
from cxdrill.core.exams.library import Library
from cxdrill.core.exams.verification import fingerprint

MAIL = deck("mail", choice("m", deck="mail"))
CALLS = deck(
    "calls",
    choice("one", scenario="busy", source="book"),
    choice("two"),
    choice("off", topic="other"),
    flashcard(),
    scenarios=(Scenario("busy", "A busy counter"),),
    sources={"book": "The Book"},
)
EXAM = exam(items=2, blueprint={"calls": 1, "mail": 1})
OWN = fingerprint(EXAM, library(CALLS, MAIL))


def test_it_is_a_sha256_whatever_the_order_of_files_and_cards() -> None:
    turned = replace(CALLS, cards=tuple(reversed(CALLS.cards)))
    assert len(OWN) == 64
    assert fingerprint(EXAM, Library((MAIL, turned))) == OWN


@pytest.mark.parametrize(
    "calls",
    [
        replace(CALLS, cards=(replace(CALLS.cards[0], prompt="Another word?"), *CALLS.cards[1:])),
        replace(CALLS, cards=CALLS.cards[1:]),
        replace(CALLS, scenarios=(Scenario("busy", "A quiet counter"),)),
        replace(CALLS, sources={"book": "The Other Book"}),
    ],
    ids=["prompt", "question", "scenario", "source"],
)
def test_another_word_that_a_form_can_show_is_another_fingerprint(calls) -> None:
    assert fingerprint(EXAM, library(calls, MAIL)) != OWN


@pytest.mark.parametrize(
    "rules",
    [
        {"pass_mark": share("79%")},
        {"blueprint": {"calls": 2}},
        {"time_limit_seconds": 60},
        {"minimum": {"mail": share("1%")}},
    ],
    ids=str,
)
def test_another_rule_is_another_fingerprint(rules) -> None:
    assert fingerprint(structs.replace(EXAM, **rules), library(CALLS, MAIL)) != OWN


def test_what_the_exam_cannot_draw_does_not_matter() -> None:
    cards = (*CALLS.cards[:2], replace(CALLS.cards[2], prompt="Another?"), flashcard("new"))
    assert (
        fingerprint(EXAM, library(replace(CALLS, cards=cards, title="Another"), MAIL, deck("chat", flashcard()))) == OWN
    )


def test_decks_that_no_longer_fill_the_blueprint_have_one_too() -> None:
    assert len(fingerprint(EXAM, library(CALLS))) == 64
