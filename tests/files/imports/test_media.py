"""Pictures and sounds that come in: beside the deck under safe names, once, or named as left out."""

import base64
import re
import zipfile

import pytest
from msgspec.structs import replace

from anki_files import collection_of as collection
from anki_files import packed
from builders import choice, cloze, deck, flashcard, multiple, typed
from cxdrill.core.cards.sheet import Option
from cxdrill.errors import DataError
from cxdrill.files.csv.deck_csv import exported_csv, exported_workbook
from cxdrill.files.decks import media
from cxdrill.files.exports.anki_package import exported_anki
from cxdrill.files.exports.moodle_xml import exported_moodle
from cxdrill.files.exports.paper import exported_markdown
from cxdrill.files.exports.qti import exported_qti
from cxdrill.files.imports import placed
from cxdrill.files.imports.cards import Found
from cxdrill.files.imports.recognise import Wanted, found
from pictures import MP3, PNG, png

FILES = {"seen/hand one.png": png(3, 3), "bags.png": PNG, "heard.mp3": MP3}
SEEN = {"image": "seen/hand one.png", "audio": "heard.mp3", "alt": 'An "open" <hand> & arm'}
OPTIONS = (Option("Quiet", True, image="bags.png", alt="Two bags"), Option("Bags", why="No"), Option("Loud", why="No"))
MARKED = (choice("hand", options=OPTIONS, explanation="So.", **SEEN), typed("word", image="bags.png", alt="Bags"))
MARKED += (
    multiple("two", audio="heard.mp3", alt="Ring"),
    cloze("ring", prompt="The {{1::third}} ring of {{2::ten}}", **SEEN),
)
REVEALED = (flashcard("hotel", image="bags.png", alt="Bags", has_reverse=True),)


@pytest.fixture
def calls(tmp_path):
    """A deck with its files."""
    for name, content in FILES.items():
        (tmp_path / "own" / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / "own" / name).write_bytes(content)
    return deck("calls", *MARKED, *REVEALED, path=str(tmp_path / "own/calls.yaml"))


def back(tmp_path, content: bytes, name: str, known=None) -> Found:
    path = tmp_path / name
    path.write_bytes(content)
    return found(path, Wanted(deck_id="" if known else "calls", known={"calls": known} if known else {}))


FORMATS = {
    "calls.apkg": (exported_anki, (*MARKED, *REVEALED)),
    "calls.xml": (exported_moodle, MARKED),
    "calls.zip": (exported_qti, MARKED),
    "own/calls.csv": (exported_csv, (*MARKED, *REVEALED)),
    "own/calls.xlsx": (exported_workbook, (*MARKED, *REVEALED)),
}


def shuffled_as(card, came):
    """The card with its options in the order that came: a package shuffles them once for all."""
    return (
        replace(card, options=came.options)
        if {*getattr(card, "options", ())} == {*getattr(came, "options", ())} and hasattr(card, "options")
        else card
    )


@pytest.mark.parametrize("name", FORMATS)
def test_what_we_write_comes_back_to_the_deck_with_nothing_new(tmp_path, calls, name):
    write, cards = FORMATS[name]
    known = replace(calls, cards=cards)
    came = back(tmp_path, write([known]).content, name, known)

    (after,) = came.decks
    assert [card.id for card in after.cards] == [card.id for card in cards]
    for card, other in zip(cards, after.cards, strict=True):
        assert shuffled_as(card, other) == other
    files = came.media.get("calls", {})
    assert files == (FILES if name.startswith("own") else {})


@pytest.mark.parametrize("name", ["calls.apkg", "calls.xml", "calls.zip"])
def test_in_a_new_deck_the_files_stand_in_a_folder_of_their_own(tmp_path, calls, name):
    write, cards = FORMATS[name]
    came = back(tmp_path, write([replace(calls, cards=cards)]).content, name)

    files = came.media["calls"]
    assert sorted(files.values()) == sorted(FILES.values())
    assert all(re.fullmatch(r"calls\.media/[a-z-]+-[0-9a-f]{8}\.(png|mp3)", path) for path in files)
    named = {file for card in came.decks[0].cards for _, each in card.media() for _, file in media.files_of(each)}
    assert named == set(files)
    assert not [each for each in came.left_out if each.kind in ("picture", "sound")]
    words = {card.prompt: card.alt for card in came.decks[0].cards}
    assert words["What about hand?"] == SEEN["alt"]


def test_markdown_of_ours_brings_what_stands_beside_it(tmp_path, calls):
    plain = replace(calls, cards=(choice("hand", options=OPTIONS, explanation="So.", **SEEN), *REVEALED))
    came = back(tmp_path, exported_markdown([plain]).content, "own/calls.md", plain)

    hand, hotel = came.decks[0].cards
    assert {name: getattr(hand, name) for name in SEEN} == SEEN
    assert {option.text: (option.image, option.alt) for option in hand.options}["Quiet"] == ("bags.png", "Two bags")
    assert (hotel.prompt, hotel.image, hotel.alt) == ("What about hotel?", "bags.png", "Bags")
    assert came.media == {}


def test_markdown_cards_bring_pictures_from_their_folder_and_no_other(tmp_path, calls):
    text = (
        "Q: What ![A hand](<x>) is ![A hand](bags.png)?\nA: Two ![](bags.png)\n---\nQ: Up ![](../own/bags.png)?\nA: No"
    )
    came = back(tmp_path, text.encode(), "own/cards.md")

    first, second = came.decks[0].cards
    assert (came.media["calls"][first.image], first.alt) == (PNG, "A hand")
    assert second.image == ""
    assert [each.detail for each in came.left_out] == ["<x>", "bags.png", "../own/bags.png"]


HOSTILE = ["../../evil.png", "/etc/evil.png", "C:\\evil.png", "con.png", "a" * 400 + ".png", "\x1b[31m.png", "é/ü.png"]


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_hostile_names_are_harmless(tmp_path, name):
    came = found(packed(tmp_path / "notes.apkg", [(f'P <img src="{name}">', "A")], (name, PNG)), Wanted())

    (file,) = came.media["notes"]
    assert re.fullmatch(r"notes\.media/[a-z0-9-]{1,40}-[0-9a-f]{8}\.png", file)
    assert came.decks[0].cards[0].image == file


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.png", b"MZ a program"),
        ("x.svg", b"<svg onload='x()'/>"),
        ("x.html", b"<script>x()</script>"),
        ("x.png", PNG + b"\0" * media.MOST_BYTES),
        ("x.png", None),
    ],
)
def test_what_is_no_picture_or_too_big_is_named_and_left_out(tmp_path, name, content):
    came = found(packed(tmp_path / "notes.apkg", [(f'P <img src="{name}">', "A")], (name, content)), Wanted())

    assert came.media == {}
    assert came.decks[0].cards[0].image == ""
    assert [(each.kind, each.detail.partition(",")[0]) for each in came.left_out] == [("picture", name)]


def test_no_more_comes_in_than_one_deck_may_bring(tmp_path, calls, monkeypatch):
    content = exported_moodle([replace(calls, cards=MARKED)]).content
    monkeypatch.setattr(placed.media, "MOST_TOGETHER", len(FILES["seen/hand one.png"]) + 5)
    came = back(tmp_path, content, "calls.xml")

    assert list(came.media["calls"].values()) == [FILES["seen/hand one.png"]]
    assert {each.kind for each in came.left_out} == {"picture", "sound"}


@pytest.mark.parametrize("text", ["%%%%", base64.b64encode(b"MZ").decode(), ""])
def test_a_file_in_moodle_xml_that_is_damaged_is_left_out(tmp_path, text):
    file = f"<file name='x.png' path='/' encoding='base64'>{text}</file>"
    asked = f"<questiontext format='html'><text>P &lt;img src='@@PLUGINFILE@@/x.png'&gt;</text>{file}</questiontext>"
    question = f"<question type='shortanswer'><name><text>n</text></name>{asked}<answer fraction='100'><text>A</text>"
    came = back(tmp_path, f"<quiz>{question}</answer></question></quiz>".encode(), "quiz.xml")

    assert (came.media, came.decks[0].cards[0].image) == ({}, "")
    assert [each.kind for each in came.left_out] == ["picture"]


def test_a_package_whose_list_of_files_is_broken_is_refused_in_a_sentence(tmp_path):
    for content in (b"{", b"[1]", b"\xff\xfe", b'{"0": ["x"]}'):
        path = tmp_path / "notes.apkg"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("collection.anki2", collection([('P <img src="x">', "A")]))
            archive.writestr("media", content)
        try:
            assert found(path, Wanted()).media == {}
        except DataError as error:
            assert "damaged" in str(error)


def test_a_bomb_of_many_files_is_read_only_so_far():
    read: list[str] = []

    def bomb(key: str) -> bytes:
        read.append(key)
        if key.startswith("9"):
            raise DataError("too big")
        return PNG + b"\0" * (media.MOST_BYTES - len(PNG))

    target = placed.Placed(bomb, [])
    for number in range(50):
        for place in range(100):
            target.fields(deck(f"calls-{number}"), {"image": f"{number}-{place}.png"}, "note")

    assert len(read) <= media.MOST_TOGETHER // media.MOST_BYTES + 1
    read.clear()
    target = placed.Placed(bomb, [])
    for place in range(500):
        target.fields(deck(), {"image": f"9-{place}.png"}, "note")
    assert len(read) <= 101


@pytest.mark.parametrize(
    "shown",
    [
        "<mattext texttype='text/html'>P &lt;img src='$IMS-CC-FILEBASE$/Up%20there/a.png?x=1' alt='A'&gt;</mattext>",
        "<mattext>P</mattext></material><material><matimage uri='../Up there/a.png'/><mataudio uri='gone.mp3'/>",
    ],
)
def test_an_old_qti_package_brings_its_pictures(tmp_path, shown):
    labels = "".join(
        f"<response_label ident='{name}'><material>{material}</material></response_label>"
        for name, material in (("a", "<mattext>Yes</mattext><matimage uri='b.png'/>"), ("b", "<mattext>No</mattext>"))
    )
    asked = f"<response_lid ident='r'><render_choice>{labels}</render_choice></response_lid>"
    key = "<conditionvar><varequal respident='r'>a</varequal></conditionvar><setvar>100</setvar>"
    presentation = f"<presentation><material>{shown}</material>{asked}</presentation>"
    item = f"<item ident='i'>{presentation}<resprocessing><respcondition>{key}</respcondition></resprocessing></item>"
    path = tmp_path / "quiz.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "quiz/quiz.xml", f"<questestinterop><assessment title='Q'>{item}</assessment></questestinterop>"
        )
        archive.writestr("Up there/a.png", PNG)
        archive.writestr("quiz/b.png", png(5, 5))
    came = found(path, Wanted())

    (card,) = came.decks[0].cards
    files = came.media["q"]
    assert (files[card.image], card.prompt) == (PNG, "P")
    assert files[card.options[0].image] == png(5, 5)
    assert {each.detail for each in came.left_out} == ({"gone.mp3"} if "mataudio" in shown else set())


@pytest.mark.parametrize("folder", ["", "p/", "p\\", "./p/"])
def test_a_table_of_questions_brings_the_pictures_beside_it(tmp_path, folder):
    (tmp_path / "p").mkdir()
    for name in ("a.png", "p/a.png"):
        (tmp_path / name).write_bytes(PNG)
    (tmp_path.parent / "up.png").write_bytes(PNG)
    rows = f"Question,A,B,Key,Picture\nP,Yes,No,A,{folder}a.png\nQ,Yes,No,B,../up.png\nR,Yes,No,B,gone.png\n"
    came = back(tmp_path, rows.encode(), "questions.csv")

    first, *others = came.decks[0].cards
    assert came.media["calls"] == {first.image: PNG}
    assert [card.image for card in others] == ["", ""]
    assert [each.detail for each in came.left_out] == ["../up.png", "gone.png"]
