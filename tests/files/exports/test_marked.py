"""Moodle XML and QTI packages: the same questions read back, by us and by what Moodle makes of them."""

import html
import io
import re
import zipfile
from xml.etree.ElementTree import fromstring

import pytest
from msgspec.structs import replace

import hostile
from builders import choice, cloze, deck, matching, of_every_type
from cxdrill.core.cards.card import Card
from cxdrill.core.cards.cloze import parts
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.sheet import Option
from cxdrill.core.text import clean
from cxdrill.files.exports.moodle_xml import TOO_LONG, exported_moodle
from cxdrill.files.exports.qti import exported_qti
from cxdrill.files.imports.recognise import Wanted, found

FORMATS = pytest.mark.parametrize(("export", "name"), [(exported_moodle, "d.xml"), (exported_qti, "d.zip")])


def back(path, export, *decks: Deck) -> dict[str, Card]:
    path.write_bytes(export(decks).content)
    brought = found(path, Wanted("", "", {}, False, False))
    assert not brought.problems
    return {card.id: card for each in brought.decks for card in each.cards}


@FORMATS
def test_questions_come_back_as_they_were_but_for_what_the_format_cannot_hold(tmp_path, export, name):
    wanted = of_every_type()
    held = [
        card for card in wanted.cards if card.type in ("choice", "multiple", "true-false", "typed", "order", "match")
    ]

    cards = back(tmp_path / name, export, wanted)

    for card in held:
        text = f"It rings.\n\n{card.prompt}" if card.scenario else card.prompt
        known = {"prompt": text, "source": "", "scenario": "", "tags": cards[card.id].tags}
        assert cards[card.id] == replace(card, **known), card.id
    assert [option.is_key for option in cards["late"].options] == [
        option.value == 3 for option in wanted.cards[8].options
    ]
    left_out = export([wanted]).left_out
    assert [each.card for each in left_out] == ["calls/greeting", "calls/family", "calls/six-minutes"]
    assert {each.reason for each in left_out} <= {
        f"since {each} has no right answer for it to mark" for each in ("Moodle", "QTI")
    }


@FORMATS
def test_gaps_keep_the_blanks_beside_them_and_long_ids_come_back(tmp_path, export, name):
    card = cloze("a-newcomer-could-not-change-her-address", prompt="Say {{1::hello}} and {{2::bye}}, then {{3::go}}.")

    cards = back(tmp_path / name, export, deck("calls", card))

    assert {id: each.prompt for id, each in cards.items()} == {card.id: card.prompt}


@FORMATS
def test_hostile_texts_neither_break_the_file_nor_change_a_key(tmp_path, export, name):
    for seed in range(40):
        questions = [card for card in hostile.deck(seed).cards if card.type in ("choice", "multiple")]
        made = replace(hostile.deck(seed), cards=tuple(questions)) if questions else deck()
        cards = back(tmp_path / name, export, made)
        for card in questions:
            if card.id in cards:
                keys = [option.is_key for option in cards[card.id].options]
                assert keys == [option.is_key for option in card.options], (seed, card.id)
        assert len(cards) + len(export([made]).left_out) >= len(made.cards)


def test_moodle_files_name_topics_tags_ids_and_shares():
    options = (Option("a", True), Option("b", True), Option("c", is_fixed=True))
    cards = (
        choice("one", topic="calls/1", tags=("a", "b")),
        replace(choice("two"), topic="mails", options=options[1:]),
    )
    root = fromstring(exported_moodle([of_every_type(), deck("x", *cards)]).content)

    categories = [each.findtext("category/text") for each in root.iter("question") if each.get("type") == "category"]
    by_id = {each.findtext("idnumber"): each for each in root.iter("question")}

    assert categories == ["$course$/top/calls", "$course$/top/calls//1", "$course$/top/mails"]
    assert [each.findtext("text") for each in by_id["calls/one"].iter("tag")] == ["a", "b"]
    assert {each.get("fraction") for each in by_id["calls/signals"].iter("answer")} == {"50", "-100"}
    assert [each.get("fraction") for each in by_id["calls/late"].iter("answer")][:2] == ["100", "66.66666"]
    assert by_id["calls/two"].findtext("shuffleanswers") == "false"
    assert by_id["calls/rings"].findtext("questiontext/text") == "Answer by the {1:SHORTANSWER:=third} ring"


def answers_in_moodle(text: str) -> list[str]:
    """What is to be typed into the gaps of a text: it ends at a brace that has no `\\`, `&` or `&amp;` before it."""
    found = re.findall(r"\{1:SHORTANSWER:=(.+?)(?<!\\|&)(?<!&amp;)(?=[~#}]|$)\}", text, re.DOTALL)
    read = [html.unescape(answer).replace("\\}", "}").replace("\\#", "#") for answer in found]
    assert not any(re.search(r"(?<!\\)\*", answer) for answer in read)  # which stands for anything
    return [answer.replace("\\*", "*") for answer in read]


ODD = (
    *("a}b", "and/or", 'say "hi"', "R&D", "R&", "&amp;", "c~d", "C#", "a\\b", "\\*", "50 %", "=", "*67", "<b>"),
    *("a&#35;", "{x", "\\"),
)


@pytest.mark.parametrize("answer", ODD)
def test_moodle_and_we_read_the_answer_of_a_gap_as_it_is(tmp_path, answer):
    card = cloze("gap", prompt=f"Say {{{{1::{answer} }}}} and \\{{not}} {{{{2::x{answer}y}}}}")
    made = deck("calls", card)
    text = fromstring(exported_moodle([made]).content).findtext("question[2]/questiontext/text")

    assert answers_in_moodle(text) == [answer, f"x{answer}y"]
    came = back(tmp_path / "d.xml", exported_moodle, made)["gap"]
    assert [each.text for each in parts(came.prompt)] == [answer, f"x{answer}y"]


def test_what_moodle_has_no_room_for_is_left_out_or_written_elsewhere(tmp_path):
    long = replace(choice("b" * 64), deck="a" * 64)
    content = exported_moodle([deck("a" * 64, long, matching(pairs=(("a", "b" * 256), ("c", "d"))))])

    assert fromstring(content.content).findtext("question[2]/idnumber") is None
    assert [each.reason for each in content.left_out] == [TOO_LONG]
    (tmp_path / "d.xml").write_bytes(content.content)
    assert [each.key for each in found(tmp_path / "d.xml", Wanted()).decks[0].cards] == [long.key]


def test_the_manifest_names_every_file_of_the_package_and_the_same_deck_gives_the_same_bytes():
    content = exported_qti([of_every_type()]).content
    package = zipfile.ZipFile(io.BytesIO(content))
    manifest = package.read("imsmanifest.xml").decode()

    assert content == exported_qti([of_every_type()]).content
    assert all(f'href="{name}"' in manifest for name in package.namelist() if name != "imsmanifest.xml")
    assert all(clean(package.read(name).decode()) == package.read(name).decode() for name in package.namelist())
