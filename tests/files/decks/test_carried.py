"""Pictures and sounds in what decks are written to: there, pointed to, once, with their words."""

import base64
import io
import re
import zipfile
from xml.etree import ElementTree

import pytest

from builders import choice, deck, flashcard
from cxdrill.core.cards.sheet import Option
from cxdrill.errors import DataError
from cxdrill.files.decks import media
from cxdrill.files.decks.media import Carried, beside
from cxdrill.files.exports.anki_package import exported_anki
from cxdrill.files.exports.gift import exported_gift
from cxdrill.files.exports.moodle_xml import exported_moodle
from cxdrill.files.exports.paper import exported_html, exported_markdown
from cxdrill.files.exports.qti import exported_qti
from pictures import MP3, PNG, png

HAND = png(3, 3)
OPTIONS = (Option("Quiet", True, image="bags.png", alt="Two <bags>"), Option("Bags", why="No"))
NAMES = {"seen/hand one.png": HAND, "bags.png": PNG, "heard.mp3": MP3}


@pytest.fixture
def desk(tmp_path):
    """A deck with its files."""
    for name, content in NAMES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    seen = {"image": "seen/hand one.png", "audio": "heard.mp3", "alt": 'An "open" hand\n& arm'}
    cards = choice("hand", options=OPTIONS, **seen), flashcard("hotel", image="bags.png", alt="Bags")
    return deck("calls", *cards, path=str(tmp_path / "calls.yaml"))


def test_the_page_holds_the_files_themselves(desk):
    page = exported_html([desk]).content.decode()

    assert "img-src data:; media-src data:" in page
    assert f'<img src="data:image/png;base64,{base64.b64encode(HAND).decode()}" alt="An &quot;open&quot; hand' in page
    assert f"data:audio/mpeg;base64,{base64.b64encode(MP3).decode()}" in page
    assert page.count("<img") == 3
    assert "src=" not in re.sub(r'src="data:[^"]*"', "", page)


def test_markdown_points_to_them_by_their_paths(desk):
    text = exported_markdown([desk]).content.decode()

    assert '![An "open" hand \\& arm](<seen/hand one.png>) [sound: ](<heard.mp3>)' in text
    assert "Quiet ![Two \\<bags\\>](<bags.png>)" in text


def test_an_anki_package_has_each_once(desk):
    pytest.importorskip("genanki")
    with zipfile.ZipFile(io.BytesIO(exported_anki([desk]).content)) as package:
        names = eval(package.read("media"))
        held = {name: package.read(number) for number, name in names.items()}

    assert sorted(held.values()) == sorted(NAMES.values())
    assert all(re.fullmatch(r"[a-z-]+-[0-9a-f]{8}\.(png|mp3)", name) for name in held)


def test_moodle_has_each_beside_the_text_that_shows_it(desk):
    root = ElementTree.fromstring(exported_moodle([desk]).content)
    text = root.find("question[@type='multichoice']/questiontext")
    answer = root.find("question[@type='multichoice']/answer")

    assert [base64.b64decode(each.text) for each in text.findall("file")] == [HAND, MP3]
    for element in (text, answer):
        for file in element.findall("file"):
            assert f'src="@@PLUGINFILE@@/{file.get("name")}"' in element.findtext("text")
    assert [base64.b64decode(each.text) for each in answer.findall("file")] == [PNG]


def test_a_qti_package_lists_what_its_items_show(desk):
    with zipfile.ZipFile(io.BytesIO(exported_qti([desk]).content)) as package:
        item = package.read("items/calls.hand.xml").decode()
        manifest = package.read("imsmanifest.xml").decode()
        held = {name: package.read(name) for name in package.namelist() if name.startswith("media/")}

    assert sorted(held.values()) == sorted(NAMES.values())
    for name in held:
        assert f'"../{name}"' in item
        assert f'href="{name}"' in manifest


def test_gift_says_that_it_has_no_place_and_what_goes_beside_a_table_keeps_its_path(desk):
    assert "no place: calls/hand, calls/hotel" in exported_gift([desk]).notices[0]
    assert beside([desk]) == (NAMES, ())


def test_two_decks_with_one_name_for_different_files_do_not_fit_beside_each_other(desk, tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b/bags.png").write_bytes(HAND)
    other = deck("other", flashcard(image="bags.png", alt="Bags", deck="other"), path=str(tmp_path / "b/other.yaml"))

    with pytest.raises(DataError, match="two decks have different files"):
        beside([desk, other])


def test_a_file_that_is_gone_is_told_and_the_rest_goes(desk, tmp_path):
    (tmp_path / "bags.png").unlink()
    for export in (exported_html, exported_moodle, exported_qti):
        made = export([desk])
        assert made.notices == ('calls: "bags.png" is not there; left out here, see cxdrill check',)
        assert b"bags" not in made.content.replace(b"&lt;bags&gt;", b"")


def test_no_more_than_fits_is_carried(desk, monkeypatch):
    monkeypatch.setattr(media, "MOST_INSIDE", len(HAND) + 2)
    with pytest.raises(DataError, match="together"):
        exported_html([desk])


@pytest.mark.parametrize(
    "name", ["../../x.png", "C:\\Windows\\con.png", "CON.png", "a" * 300 + ".PNG", "é?.png", ".png", "x\0\n.png"]
)
def test_names_are_safe_and_stay_when_named_again(name):
    made = media.named(name, PNG)

    assert re.fullmatch(r"[a-z0-9-]{1,40}-[0-9a-f]{8}(\.png)?", made)
    assert media.named(made, PNG) == made
    assert media.named(name, HAND) != made


def test_a_deck_without_files_costs_nothing_and_its_page_allows_none():
    assert b"img-src" not in exported_html([deck("calls", choice())]).content
    assert Carried([deck("calls", choice())]).html("calls", choice()) == ""
    assert beside([deck("calls", choice())]) == ({}, ())
