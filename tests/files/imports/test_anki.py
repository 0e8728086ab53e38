"""Anki's packages and texts: what its templates show, what is hidden, and what a hostile package cannot do."""

import time
import zipfile

import pytest

from anki_files import MODELS
from anki_files import collection_of as collection
from command import run
from cxdrill.errors import DataError
from cxdrill.files.imports.anki_collection import message
from cxdrill.files.imports.anki_note import AnkiNote, Template, cloze_text, note_type
from cxdrill.files.imports.recognise import Wanted, found


def package(tmp_path, content: bytes, name: str = "collection.anki2"):
    path = tmp_path / "notes.apkg"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return path


def sides(kind, fields, orders=(0,)):
    reader = AnkiNote(kind, fields, {order: order for order in orders}, guid="g", deck="", tags=())
    made = reader.notes()
    said = [(note.kind, {name: value for name, value in note.fields.items() if value not in ("", ())}) for note in made]
    return said, reader.losses


def test_sections_stand_only_where_their_field_is_filled():
    template = Template("{{#Hint}}({{Hint}}) {{/Hint}}{{Front}}{{^Hint}} without{{/Hint}}", "{{Back}}")
    kind = note_type("X", ("Front", "Back", "Hint"), {0: template}, is_cloze=False)

    assert sides(kind, {"Front": "a", "Back": "b", "Hint": "h"})[0] == [
        ("flashcard", {"prompt": "(h) a", "answer": "b"})
    ]
    assert sides(kind, {"Front": "a", "Back": "b"})[0] == [("flashcard", {"prompt": "a without", "answer": "b"})]


def test_the_front_is_taken_off_a_back_that_repeats_it():
    kind = note_type("X", ("F", "B"), {0: Template("{{F}}", "{{F}}<br>{{B}}")}, is_cloze=False)

    assert sides(kind, {"F": "a", "B": "b"})[0][0][1]["answer"] == "b"


@pytest.mark.parametrize(
    ("anki", "ours"),
    [
        ("A {{c1::b}} c", "A {{1::b}} c"), ("{{c2::x::hint}} {{C1::y}}", "{{2::x::hint}} {{1::y}}"),
        ("{{c1::a}} and {{plain}}", "{{1::a}} and \\{{plain}}"), ("{{c1,2::both}}", "{{1::both}}"),
    ],
)  # fmt: skip
def test_marks_of_hidden_parts_become_ours(anki, ours):
    assert cloze_text(anki) == ours


def test_a_message_that_breaks_off_gives_what_was_whole():
    assert message(b"\x08\x01\x12\x03abc\x1a\x09ab") == {1: 1, 2: b"abc", 3: b"ab"}


def test_hostile_html_becomes_plain_text(tmp_path):
    front = (
        "<img src=x onerror=alert(1)><script>evil()</script><iframe src='http://x'></iframe>\x1b[2J <a href=//y>go</a>"
    )
    brought = found(package(tmp_path, collection([(front, "<style>*{}</style>b")])), Wanted())

    card = brought.decks[0].cards[0]
    assert (card.prompt, card.answer) == ("[2J go", "b")
    assert [each.kind for each in brought.left_out] == ["picture", "embedded page", "link"]


OLD, NO_TYPES = "collection.anki2", [[], {"1": {}}, {"x": MODELS["1"]}, {"1": {**MODELS["1"], "tmpls": [{"ord": "x"}]}}]
OTHER_SHAPES = (
    "drop table notes; create view notes as with recursive n(i) as (select 1 union all select i + 1 from n) "
    "select i as id, i as guid, 1 as mid, '' as tags, 'a' || char(31) || 'b' as flds from n;",
    "drop table cards;",
    "alter table notes rename column flds to other;",
)
NO_NUMBERS = ("1700000000000, 1, 'x', 1", "1700000000000, 1, 3, 'x'", "'x', 1, 3, 1")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        *((collection([], script=shape), OLD) for shape in OTHER_SHAPES),
        *((collection([("a", "b")], models=models), OLD) for models in NO_TYPES),
        *((collection([("a", "b")], script=f"insert into revlog values ({row}, 1, 1, 1);"), OLD) for row in NO_NUMBERS),
        (b"SQLite format 3\0" + b"\xff" * 2000, OLD), (b"SQLite format 3\0", OLD), (b"", OLD),
        (b"no database", "collection.anki21"), (b"no zstd", "collection.anki21b"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_is_no_collection_or_one_of_another_shape_is_refused(tmp_path, content, name):
    with pytest.raises(DataError, match="damaged"):
        found(package(tmp_path, content, name), Wanted(has_reviews=True))


@pytest.mark.parametrize("row", ["0, 1, 3", "9e18, 1, 3", "-5, 1, 4", "4200000000000, 1, 1"])
def test_reviews_of_impossible_times_are_left_out(tmp_path, row):
    script = f"insert into revlog values ({row}, 1, 1, 1, 1);"
    brought = found(package(tmp_path, collection([("a", "b")], script=script)), Wanted(has_reviews=True))

    assert brought.reviews == []
    assert [each.detail for each in brought.left_out] == ["of an impossible time"]


@pytest.mark.parametrize("name", ["collection.anki2", "collection.anki21b"])
def test_a_collection_that_unpacks_without_end_is_refused(tmp_path, name):
    content = bytes(97_000_000)
    if name == "collection.anki21b":
        content = pytest.importorskip("backports.zstd").compress(content)
    with pytest.raises(DataError, match="over 96 MB"):
        found(package(tmp_path, content, name), Wanted())


@pytest.mark.soak
def test_ten_thousand_notes_become_a_deck_file_in_five_seconds(tmp_path, monkeypatch):
    sentence = "the caller waits until <b>somebody</b> picks up &amp; greets, which takes its time"
    words = sentence.split()
    notes = ((f"{n} {' '.join(words[n % 7 :] * 2)}", f"<div>{' '.join(words * 3)}</div>") for n in range(10_000))
    path = package(tmp_path, collection(notes))
    monkeypatch.chdir(tmp_path)
    began = time.process_time()

    outcome = run("import", str(path), "--into", str(tmp_path / "decks"), "--yes", home=tmp_path)

    assert outcome.code == 0
    assert time.process_time() - began < 5
    assert "10,000 cards" in outcome.out
