"""Anki itself imports the package: all notes are new the first time and none the second, and the database is sound."""

import sys
from pathlib import Path

import pytest

import hostile
from builders import (
    choice,
    cloze,
    deck,
    dialogue,
    flashcard,
    judgement,
    matching,
    multiple,
    ordering,
    say,
    true_false,
    typed,
)  # fmt: skip
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.sheet import Option
from cxdrill.errors import WrongUsage
from cxdrill.files.exports.anki_package import MISSING, exported_anki, guid

genanki = pytest.importorskip("genanki")


def of_every_type() -> Deck:
    cards = (
        *(flashcard(), flashcard("both", has_reverse=True), cloze(prompt="On {{one}} and {{2::a\\::b}} \\{{x}} {y}")),
        *(choice(tags=("first call",)), multiple(), true_false(), typed(accept=("care",)), ordering(), matching()),
        *(judgement(), dialogue(), say()),
    )
    return deck("calls", *cards, title="Calls & <b>")


class Collection:
    """A real Anki collection in a folder."""

    def __init__(self, folder: Path) -> None:
        anki = pytest.importorskip("anki.collection")
        self.requests = pytest.importorskip("anki.import_export_pb2")
        self.folder = folder
        self.notes = anki.Collection(str(folder / "collection.anki2"))

    def bring(self, decks: list[Deck]) -> tuple[int, int, int]:
        """How many notes were new, updated and duplicates."""
        path = self.folder / "decks.apkg"
        path.write_bytes(exported_anki(decks).content)
        request = self.requests.ImportAnkiPackageRequest(package_path=str(path))
        log = self.notes.import_anki_package(request).log
        return len(log.new), len(log.updated), len(log.duplicate)


@pytest.fixture
def collection(tmp_path):
    found = Collection(tmp_path)
    yield found
    found.notes.close()


def test_a_second_import_adds_nothing(collection):
    decks = [of_every_type(), *(hostile.deck(seed) for seed in range(40))]
    count = sum(len(each.cards) for each in decks)

    assert collection.bring(decks) == (count, 0, 0)
    new, updated, duplicate = collection.bring(decks)
    assert (new, updated + duplicate) == (0, count)  # updated, if the clock has moved on by a second
    assert collection.notes.note_count() == count
    problems, is_sound = collection.notes.fix_integrity()
    assert is_sound, problems


def test_an_edited_card_is_updated_and_not_doubled(collection):
    collection.bring([deck("calls", flashcard(answer="Old"))])
    collection.notes.db.execute("update notes set mod = mod - 100")  # an update counts only when it is younger

    assert collection.bring([deck("calls", flashcard(answer="New"))]) == (0, 1, 0)
    assert collection.notes.db.list("select flds from notes")[0].split("\x1f")[1] == "New"


def test_every_type_becomes_cards_that_can_be_answered(collection):
    collection.bring([of_every_type()])
    by_guid = {note.guid: note for note in map(collection.notes.get_note, collection.notes.find_notes("deck:*"))}

    def faces(card) -> list[tuple[str, str]]:
        return [(each.question(), each.answer()) for each in by_guid[guid(card)].cards()]

    found = {card.id: faces(card) for card in of_every_type().cards}
    assert len(found["greeting"]) == 1
    assert [("Good morning" in front, "What about" in front) for front, _ in found["both"]] == [
        (False, True),
        (True, False),
    ]
    assert len(found["rings"]) == 2
    assert "[...]" in found["rings"][0][0]
    assert "a:&#58;b" in found["rings"][1][1]
    assert "Search at once" in found["hold"][0][0]
    assert "✓" not in found["hold"][0][0]
    assert "✓ Ask first" in found["hold"][0][1]
    assert "Nobody is put on hold unasked." in found["hold"][0][1]
    assert found["signals"][0][1].count("✓") == 2
    assert found["smile"][0][1].endswith("True")
    assert "[[type:Answer]]" in found["word"][0][0]
    assert "Also right: care" in found["word"][0][1]
    assert found["steps"][0][1].index("greet") < found["steps"][0][1].rindex("solve")
    assert "one – first" in found["pairs"][0][1]
    assert "Until four" in found["late"][0][0]
    assert "✓ Till one, with your bags" in found["late"][0][1]
    assert "where do we sleep" not in found["family"][0][0]
    assert found["family"][0][1].index("Come in") < found["family"][0][1].index("Next door")
    assert "Thanks for waiting." in found["six-minutes"][0][1]
    assert "owns the wait" in found["six-minutes"][0][1]
    assert by_guid[guid(choice())].tags == ["calls", "first-call"]


def test_text_is_shown_and_never_obeyed(collection):
    awkward = flashcard(prompt="<b>x</b> {{Answer}} & \x00", answer="{{c1::y}}\n<script>")
    option = choice("o", options=(Option("<i>{{a}}", True, "<u>"), Option("b")))
    collection.bring([deck("calls", awkward, option)])

    fields = collection.notes.db.list("select flds from notes order by id")
    assert not any(sign in text for text in fields for sign in ("<b>", "{{", "<script>", "<i>", "<u>"))


def test_the_package_is_the_same_notes_each_time():
    assert guid(flashcard()) == guid(flashcard(answer="Other")) != guid(flashcard("other"))


def test_without_genanki_one_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "genanki", None)

    with pytest.raises(WrongUsage) as caught:
        exported_anki([of_every_type()])
    assert str(caught.value) == MISSING
