"""The ways a card is asked, and the keys they go by."""

import pytest

from builders import choice, cloze, flashcard
from cxdrill.core.cards.deck import card_key, faces, former_keys


def test_a_flashcard_is_asked_once_or_both_ways() -> None:
    assert [face.key for face in faces(flashcard("tone"))] == ["calls/tone"]
    front, back = faces(flashcard("tone", prompt="P", answer="A", has_reverse=True))
    assert (front.key, front.prompt, front.answer) == ("calls/tone", "P", "A")
    assert (back.key, back.prompt, back.answer) == ("calls/tone~reverse", "A", "P")


def test_each_cloze_part_is_asked_on_its_own() -> None:
    card = cloze("rings", prompt="Answer by the {{third}} ring, {{smiling}} as you do")
    assert [(face.key, face.prompt) for face in faces(card)] == [
        ("calls/rings~1", "Answer by the [...] ring, smiling as you do"),
        ("calls/rings~2", "Answer by the third ring, [...] as you do"),
    ]


def test_faces_come_in_the_decks_order_and_name_their_card() -> None:
    (face,) = faces(choice("hold"))
    assert (face.key, face.answer) == ("calls/hold", "")
    cards = choice("a"), flashcard("b", has_reverse=True), cloze("c")
    keys = [face.key for card in cards for face in faces(card)]
    assert keys == ["calls/a", "calls/b", "calls/b~reverse", "calls/c~1"]
    assert [card_key(key) for key in keys] == ["calls/a", "calls/b", "calls/b", "calls/c"]


def test_a_renamed_card_takes_over_the_history_of_its_former_id_unless_another_card_bears_it() -> None:
    assert former_keys((choice("new", was="old"), choice("old"))) == {}
    assert former_keys((choice("new", was="old"),)) == {"calls/old": "calls/new"}


@pytest.mark.parametrize(
    "said", ["Anna and Bert", "anna, bert", "Anna; Bert", "Anna Bert", "Anna / Bert", "Anna & Bert."]
)
def test_cloze_parts_hidden_together_are_all_needed_and_the_whole_text_shows(said) -> None:
    card = cloze(prompt="{{1::Anna}} and {{1::Bert}} are on call.")
    is_right, notes = card.filled_in("~1", said)
    assert is_right
    assert str(notes[0]).endswith("Anna and Bert are on call.")


@pytest.mark.parametrize("said", ["Anna", "Bert", "Bert and Anna", "AnnaBert", "Anna and", "and"])
def test_half_of_what_is_hidden_is_wrong(said) -> None:
    assert not cloze(prompt="{{1::Anna}} and {{1::Bert}} are on call.").filled_in("~1", said)[0]


def test_a_history_follows_its_card_to_another_deck_and_its_deck_to_another_id() -> None:
    assert former_keys((choice("new", was="desk/old"),)) == {"desk/old": "calls/new"}
    ids = {"phone/a": "calls/a", "phone/b": "calls/b", "phone/c": "calls/b", "calls/c": "calls/b"}
    assert former_keys((choice("a"), choice("b", was="c")), "phone") == ids
