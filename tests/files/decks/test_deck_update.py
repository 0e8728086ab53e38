"""A changed deck keeps the text of its file as far as possible, and always reads back as the deck wanted."""

from difflib import unified_diff
from random import Random

import pytest
from msgspec.structs import replace

import hostile
from builders import flashcard
from cxdrill.core.cards.card import Waiver
from cxdrill.core.cards.deck import Deck, Scenario
from cxdrill.files.decks.deck_update import updated_yaml
from cxdrill.files.decks.deck_writer import deck_yaml
from deck_files import read_deck as deck

SOURCE = """\
# yaml-language-server: $schema=x
deck: calls
title:   "Calls and holds"  # what people read
notes: |
  ## Before

  One line.

# the cards, by stage
cards:
  # greeting
  - id: ring
    prompt: By which ring should one answer?   # asked by Ana
    answer: The second or third
    tags: [numbers,  telephone]

  - {id: flow, prompt: In braces?, answer: 'It''s so'}
  # hold
  - prompt: >-
      A long question that goes on
      over several lines, does it not?
    id: fold
    type: choice
    options:
      - {text: One option, correct: true}   # the key
      - text: "Another one"
        why: Because

  - id: last
    type: true-false
    prompt: It rings.
    answer: true
# the end
"""


def lines_changed(wanted: Deck, source: str = SOURCE) -> list[str]:
    content = updated_yaml(source.encode(), wanted)
    assert deck(content) == wanted
    diff = unified_diff(source.splitlines(), content.decode().splitlines(), n=0, lineterm="")
    return [line for line in diff if line[:3] not in ("---", "+++") and line[:2] != "@@"]


WORDS = [
    *(("The second or third", "The third or fourth"), ("several lines", "two lines"), ("that goes on", "that goes")),
    *(("Another one", "Another thing"), ("Because", "Because of it"), ("One option", "The one option")),
    *(("In braces?", "In brackets?"), ("One line.", "One short line."), ("Calls and holds", "Calls")),
    *(("answer: true", "answer: false"), ("numbers", "figures")),
]


@pytest.mark.parametrize(("old", "new"), WORDS, ids=[old for old, _ in WORDS])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_change_of_a_word_is_a_change_of_its_line(old, new, end):
    source = SOURCE.replace("\n", end)
    edited = SOURCE.replace(old, new)

    assert len(lines_changed(deck(edited), source)) == 2
    assert updated_yaml(source.encode(), deck(edited)).decode() == edited.replace("\n", end)


def test_what_words_cannot_say_is_written_field_by_field():
    before = deck(SOURCE)
    ring, *others = before.cards
    changed = replace(ring, answer="Key: # 2", tags=(), explanation="Why not?", has_reverse=True)

    assert lines_changed(replace(before, cards=(changed, *others))) == [
        *("-    answer: The second or third", "-    tags: [numbers,  telephone]"),
        *('+    answer: "Key: # 2"', "+    reverse: true", "+    explanation: Why not?"),
    ]


def test_the_decks_own_fields_come_and_go():
    before = deck(SOURCE)
    scenes = (Scenario("s", "T"),)
    told = lines_changed(replace(before, notes="", sources={"a": "A"}, waiver=Waiver(("Q1",), "So"), scenarios=scenes))

    assert "+sources:" in told
    assert not [line for line in told if line.startswith("-") and "notes" not in line and line[1:3] not in ("  ", "")]


def test_cards_that_come_go_and_move_leave_the_others_and_their_comments_alone():
    before = deck(SOURCE)
    ring, flow, fold, last = before.cards
    new = flashcard("new", prompt="New?", answer="Yes")

    assert lines_changed(replace(before, cards=(ring, flow, new, fold, last))) == [
        *("+", "+  - id: new", "+    prompt: New?", '+    answer: "Yes"')
    ]
    assert lines_changed(replace(before, cards=(ring, fold, last))) == [
        *("-", "-  - {id: flow, prompt: In braces?, answer: 'It''s so'}")
    ]
    moved = updated_yaml(SOURCE.encode(), replace(before, cards=(last, fold, ring))).decode()
    assert deck(moved).cards == (last, fold, ring)
    assert all(each in moved for each in ("# the key", "# hold", "# asked by Ana", "# greeting", "# the end"))


def test_random_decks_come_out_as_they_were_wanted_whatever_changes():
    for seed in range(150):
        random, before = Random(seed), hostile.deck(seed)
        other = hostile.deck(seed + 1)
        cards = [*before.cards]
        for number, card in enumerate(cards):
            if random.random() < 0.4:
                cards[number] = replace(card, explanation=hostile.text(random), tags=(hostile.name(random),))
        random.shuffle(cards) if seed % 3 == 0 else None
        bare = {"deck": before.id, "was": "", "source": "", "scenario": ""}
        new = [replace(card, id=f"new-{card.id}", **bare) for card in other.cards]
        cards = [*cards[seed % 2 :], *new] if seed % 4 == 0 else cards
        cards = [replace(card, topic=before.id if card.topic == other.id else card.topic) for card in cards]
        wanted = replace(before, cards=tuple(cards), summary=hostile.text(random), path="x.yaml")
        source = deck_yaml(before)

        assert deck(updated_yaml(source.encode(), wanted)) == deck(deck_yaml(wanted)), seed
