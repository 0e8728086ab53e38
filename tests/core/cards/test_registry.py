"""Cards as plain values: nothing is lost on the way to JSON and back, and what is no card is refused."""

import json

import pytest

from builders import choice, cloze, flashcard, matching, multiple, ordering, true_false, typed
from cxdrill.core.cards.card import Card, Waiver
from cxdrill.core.cards.registry import card_from_plain, card_from_text, card_plain, card_text
from cxdrill.core.cards.sheet import Option
from cxdrill.core.problem import Location

FULL = {
    "tags": ("numbers", "1.10"),
    "source": "handbook",
    "explanation": "Because.",
    "scenario": "busy",
    "is_critical": True,
    "was": "old",
    "waiver": Waiver(("Q209", "Q301"), "a reason"),
    "topic": "other",
}
CARDS: list[Card] = [
    make(**fields)
    for make in (flashcard, cloze, choice, multiple, true_false, typed, ordering, matching)
    for fields in ({}, FULL)
]
CARDS += [
    flashcard(has_reverse=True),
    true_false(answer=False),
    typed(accept=("no", "12:30")),
    choice(options=(Option("a", True, "w", True), Option("b", False, "", True))),
]


@pytest.mark.parametrize("card", CARDS, ids=lambda card: str(card.type))
def test_a_card_comes_back_as_it_was_also_from_one_line_of_text(card: Card) -> None:
    back = card_from_plain(json.loads(json.dumps(card_plain(card))))
    assert back == card
    assert type(back) is type(card)
    assert card_from_text(card_text(card)) == card
    assert b"\n" not in card_text(card)


def test_places_and_defaults_are_left_out() -> None:
    assert "places" not in card_plain(flashcard(places={"": Location("x.yaml", 4, 5)}))
    assert set(card_plain(true_false())) == {"type", "deck", "id", "prompt", "topic", "answer"}


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"type": "essay"},
        {"type": ["choice"]},
        {"type": "flashcard", "id": "x"},
        card_plain(flashcard()) | {"answer": 5},
        card_plain(flashcard()) | {"has_reverse": "yes"},
        card_plain(true_false()) | {"answer": "true"},
        card_plain(choice()) | {"options": "abc"},
        card_plain(choice()) | {"options": [{"text": "a", "is_key": 1}]},
        card_plain(matching()) | {"pairs": [["a"]]},
        card_plain(ordering()) | {"items": [1, 2]},
        card_plain(flashcard()) | {"waiver": "Q209"},
    ],
)
def test_what_is_no_card_is_refused(plain: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not a card"):
        card_from_plain(plain)
