"""What cxdrill writes in a format that it reads comes back equal, but for what the format cannot hold."""

import pytest
from msgspec.structs import replace

from builders import choice, cloze, deck, flashcard, matching, multiple, ordering, true_false, typed
from cxdrill.core.cards.deck import Scenario
from cxdrill.files.exports.anki_package import exported_anki
from cxdrill.files.exports.gift import exported_gift
from cxdrill.files.exports.paper import exported_markdown
from cxdrill.files.imports.recognise import Wanted, found

COMMON = {"explanation": "Because.\n\nIt is so & <so>.", "tags": ("one", "two")}
CALLS = deck(
    "calls",
    flashcard("greeting", prompt="¿Qué {es} *esto*?", answer="a < b & c\nnext line", **COMMON),
    flashcard("both", prompt="uno", answer="one", has_reverse=True),
    cloze("rings", prompt="Answer by the {{2::third}} ring, \\{{not}} the {{1::tenth::number}}", **COMMON),
    choice("hold", scenario="busy", source="guide", topic="phone", **COMMON),
    multiple("signals", prompt="Which [are] heard?\n1. really"),
    true_false("smile", answer=False, **COMMON),
    typed("word", accept=("sympathy", "a # b"), **COMMON),
    ordering("steps"),
    matching("pairs"),
    scenarios=(Scenario("busy", "The line is busy.\n\nAll of it."),),
    sources={"guide": "The guide, 3rd edition"},
)


def shuffled_by_anki(card, came):
    """The card with its options in the order that the package has, which is shuffled once for all."""
    if not hasattr(card, "options"):
        return card
    assert sorted(card.options, key=str) == sorted(came.options, key=str)
    return replace(card, options=came.options)


def back(tmp_path, content: bytes, name: str, known=CALLS):
    path = tmp_path / name
    path.write_bytes(content)
    return found(path, Wanted(known={known.id: known} if known else {})).decks


def test_an_anki_package_of_ours_comes_back_whole(tmp_path):
    pytest.importorskip("genanki")
    packed = exported_anki([CALLS]).content

    (came,) = back(tmp_path, packed, "calls.apkg")
    assert came.cards == tuple(map(shuffled_by_anki, CALLS.cards, came.cards))
    assert replace(came, cards=()) == replace(CALLS, cards=())
    (fresh,) = back(tmp_path, packed, "calls.apkg", known=None)
    assert {(card.type, card.prompt) for card in fresh.cards} == {(card.type, card.prompt) for card in CALLS.cards}


def test_gift_of_ours_comes_back_but_for_what_it_cannot_ask(tmp_path):
    exported = exported_gift([CALLS])
    (came,) = back(tmp_path, exported.content, "calls.gift")
    left_out = {each.card for each in exported.left_out}
    before = {card.id: card for card in CALLS.cards if card.key not in left_out and card.type != "cloze"}

    after = {card.id: card for card in came.cards}
    for id, card in before.items():
        situation = "The line is busy.\n\nAll of it.\n\n" if card.scenario else ""  # GIFT has it in the prompt
        assert after[id] == replace(card, prompt=situation + card.prompt)


def test_markdown_of_ours_comes_back_with_its_answers(tmp_path):
    plain = replace(CALLS, cards=tuple(replace(card, tags=(), source="", topic="calls") for card in CALLS.cards))
    named = {card.prompt: card.id for card in plain.cards}
    (came,) = found_markdown(tmp_path, plain)
    after = {card.id: card for card in came.cards}

    for id in ("greeting", "signals", "smile", "steps", "pairs"):
        assert after[id].prompt in named
        assert after[id].answers() == next(card for card in plain.cards if card.id == id).answers()
    assert {option.text: option.why for _, option in after["hold"].options_by_field()} == {
        option.text: option.why for _, option in plain.cards[3].options_by_field()
    }
    assert came.scenarios == CALLS.scenarios


def found_markdown(tmp_path, calls):
    path = tmp_path / "calls.md"
    path.write_bytes(exported_markdown([calls]).content)
    return found(path, Wanted(deck_id="calls", known={"calls": calls})).decks
