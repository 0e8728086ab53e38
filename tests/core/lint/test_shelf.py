"""Card ids that changed while somebody was studying."""

from datetime import UTC, datetime

import pytest

from builders import deck, flashcard, library
from cxdrill.core.event import Event
from cxdrill.core.lint.shelf import orphans
from cxdrill.core.problem import Location, Severity

WRITER = "0123456789abcdef"


def event(number, card, kind="review", **fields):
    at = datetime(2026, 1, 1, number, tzinfo=UTC)
    return Event(f"{WRITER}-{number}", at, kind, {"card": card, "rating": 3, **fields})


def test_reviews_of_an_id_that_is_gone_are_told_with_the_likely_new_id():
    card = flashcard("hold-limits", places={"id": Location("calls.yaml", 5, 9)})
    found = orphans([event(1, "calls/hold-limit"), event(2, "calls/hold-limit~reverse")], library(deck("calls", card)))

    assert [str(problem.location) for problem in found] == ["calls.yaml:5:9"]
    assert found[0].severity is Severity.NOTE
    assert "your 2 reviews of it count for nothing" in found[0].message
    assert '"was: hold-limit"' in found[0].remedy


@pytest.mark.parametrize(
    ("events", "cards"),
    [
        pytest.param([event(1, "calls/hold-limit")], [flashcard("new", was="hold-limit")], id="named under was"),
        pytest.param([event(1, "other/ring")], [flashcard("hold")], id="of a deck that is not there"),
        pytest.param(
            [event(2, "calls/ring"), event(3, "calls/ring", "undo", voids=f"{WRITER}-2")], [flashcard("hold")],
            id="taken back",
        ),
        pytest.param([event(1, "mail/hold")], [flashcard("ring")], id="of a deck that others have nothing of"),
    ],
)  # fmt: skip
def test_reviews_that_count_or_belong_nowhere_are_no_news(events, cards):
    assert orphans(events, library(deck("calls", *cards))) == ()


def test_without_a_likely_new_id_the_deck_is_named():
    place = {"deck": Location("calls.yaml", 1, 7)}
    found = orphans([event(1, "calls/hold")], library(deck("calls", flashcard("zebra"), places=place)))

    assert str(found[0].location) == "calls.yaml:1:7"


def test_a_card_that_moved_to_another_deck_is_found_there():
    moved = flashcard("hold", deck="mail", places={"id": Location("mail.yaml", 5, 9)})
    found = orphans([event(1, "calls/hold")], library(deck("calls", flashcard("ring")), deck("mail", moved)))

    assert [str(problem.location) for problem in found] == ["mail.yaml:5:9"]
    assert found[0].remedy == 'if it is "mail/hold" now, add "was: calls/hold" to that card'
    taken = flashcard("hold", deck="mail", was="calls/hold")
    assert orphans([event(1, "calls/hold")], library(deck("calls", flashcard("ring")), deck("mail", taken))) == ()


def test_a_renamed_deck_is_told_once_with_the_line_to_paste():
    place = {"deck": Location("phone.yaml", 1, 7)}
    cards = [flashcard(id, deck="phone") for id in ("hold", "ring", "new")]
    events = [event(1, "calls/hold"), event(2, "calls/ring"), event(3, "calls/ring")]
    found = orphans(events, library(deck("phone", *cards, places=place), deck("mail", flashcard("x", deck="mail"))))

    (told,) = found
    assert str(told.location) == "phone.yaml:1:7"
    assert told.message == 'deck "calls" is gone, and your 3 reviews of 2 of its cards count for nothing'
    assert told.remedy == 'if it is "phone" now, add "was: calls" below "deck: phone"'
    assert orphans(events, library(deck("phone", *cards, was="calls"))) == ()
    assert orphans(events, library(deck("phone", *cards)), {"calls"}) == ()


def test_one_card_out_of_a_deck_that_is_gone_is_claimed_alone():
    card = flashcard("hold", deck="mail")
    events = [event(number, f"calls/{id}") for number, id in enumerate(("hold", "ring", "tone"), 1)]
    found = orphans(events, library(deck("mail", card)))

    assert [each.remedy for each in found] == ['if it is "mail/hold" now, add "was: calls/hold" to that card']
