"""`cxdrill new`: a deck that `cxdrill check --strict` finds nothing wrong with, and nothing overwritten."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from command import run
from cxdrill.core.cards.deck import Deck
from cxdrill.files.decks.deck_fields import schema
from cxdrill.files.decks.deck_yaml import read_file
from deck_files import FLASHCARDS, write_decks
from taken import contents


def new(home, *arguments, **more):
    return run("new", *arguments, home=home, **more)


def deck_in(path) -> Deck:
    deck, problems = read_file(path)
    assert problems == ()
    assert isinstance(deck, Deck)
    return deck


def is_clean(home, path) -> bool:
    outcome = run("check", str(path), "--strict", home=home)
    return outcome.code == 0 and "0 errors, 0 warnings" in outcome.out


def test_a_new_deck_has_nothing_to_mend(tmp_path):
    outcome = new(tmp_path, "hotel-desk", "--into", str(tmp_path / "mine"))

    path = tmp_path / "mine" / "hotel-desk.yaml"
    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err == f"cxdrill: wrote {path}; edit it, then: cxdrill check {path}\n"
    assert is_clean(tmp_path, path)
    assert deck_in(path).title == "Hotel desk"
    assert "\nnotes: |\n  ## Hotel desk\n\n  What a person" in path.read_text("utf-8"), "a block is pleasant to edit"


def test_its_first_line_gives_editors_the_schema_written_beside_it_once(tmp_path):
    new(tmp_path, "one", "--into", str(tmp_path))
    beside = tmp_path / "cxdrill.schema.json"
    assert json.loads(beside.read_text("utf-8")) == schema()
    beside.write_text("{}", "utf-8")
    new(tmp_path, "two", "--into", str(tmp_path))

    assert beside.read_text("utf-8") == "{}"
    for name in ("one", "two"):
        first = (tmp_path / f"{name}.yaml").read_text("utf-8").split("\n")[0]
        assert first == "# yaml-language-server: $schema=cxdrill.schema.json"


def test_it_goes_to_the_folder_that_decks_are_read_from(tmp_path):
    by_option = new(tmp_path, "one", "--decks", str(tmp_path / "a"))
    by_variable = new(tmp_path, "two", env={"CXDRILL_DECKS": str(tmp_path / "b")})
    alone = new(tmp_path, "three", env={"XDG_DATA_HOME": str(tmp_path / "data")})

    assert [each.code for each in (by_option, by_variable, alone)] == [0, 0, 0]
    assert (tmp_path / "a" / "one.yaml").exists()
    assert (tmp_path / "b" / "two.yaml").exists()
    if os.name == "posix":
        assert (tmp_path / "data" / "cxdrill" / "decks" / "three.yaml").exists()
    found = run("decks", "--json", home=tmp_path, env={"CXDRILL_DECKS": str(tmp_path / "b")}).json
    assert [row["deck"] for row in found["decks"]] == ["two"]


@settings(max_examples=40, derandomize=True, deadline=None, database=None)
@given(title=st.text(min_size=1, max_size=120))
def test_whatever_the_title_the_deck_has_nothing_to_mend(title, tmp_path_factory):
    home = tmp_path_factory.mktemp("new")

    outcome = new(home, "hotel", f"--title={title}", "--into", str(home))

    assert outcome.code == 0, outcome.err
    assert is_clean(home, home / "hotel.yaml")


@pytest.mark.parametrize(
    "title", ["[bold]x[/]: # 'é", "no", "12:30", "- x", "| x", "Ж" * 400, "日本語 🎉", "a\nb", "  x  "]
)
def test_an_awkward_title_stays_as_it_was_typed_but_for_blanks(title, tmp_path):
    new(tmp_path, "hotel", "--title", title, "--into", str(tmp_path))

    assert deck_in(tmp_path / "hotel.yaml").title == " ".join(title.split())
    assert is_clean(tmp_path, tmp_path / "hotel.yaml")


NO_IDS = ("", ".", "..", "../x", "a/b", "a\\b", "Hotel", "hotel.yaml", "-x", "ü", "a" * 65, "a\n", "~")
DEVICES = ("con", "nul", "com1", "lpt9")  # decks travel, and on Windows such a file can be neither written nor copied


@pytest.mark.parametrize(
    ("name", "words"), [*((name, "deck id") for name in NO_IDS), *((name, "choose another") for name in DEVICES)]
)
def test_a_name_that_is_no_id_or_that_of_a_device_never_becomes_a_path(name, words, tmp_path):
    before = contents(tmp_path)

    outcome = new(tmp_path, "--into", str(tmp_path / "decks"), "--", name)

    assert outcome.code == 2
    assert words in outcome.err
    assert contents(tmp_path) == before


def test_a_file_that_is_there_is_never_overwritten(tmp_path):
    (tmp_path / "one.yaml").write_text("mine", "utf-8")
    (tmp_path / "two.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    before = contents(tmp_path)

    outcomes = [new(tmp_path, name, "--into", str(tmp_path)) for name in ("one", "two")]

    assert [outcome.code for outcome in outcomes] == [2, 2]
    assert all("exists and is left as it is" in outcome.err for outcome in outcomes)
    assert contents(tmp_path) == before


def test_an_id_in_use_is_refused_wherever_its_file_is(tmp_path):
    decks = write_decks(tmp_path / "decks", FLASHCARDS)
    (decks / "cards.yaml").rename(decks / "other-name.yaml")
    before = contents(tmp_path)

    taken, shipped = new(tmp_path, "cards", "--decks", str(decks)), new(tmp_path, "telephone-practices")

    assert (taken.code, shipped.code) == (2, 2)
    assert '"cards" is in use in' in taken.err
    assert "other-name.yaml" in taken.err
    assert contents(tmp_path) == before


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("x", "utf-8")

    outcome = new(tmp_path, "one", "--into", str(tmp_path / "file"))

    assert outcome.code == 3
    assert str(tmp_path / "file") in outcome.err


def test_cards_come_from_a_csv_file(tmp_path):
    (tmp_path / "cards.csv").write_text("What is said first?,Good morning\nAnd last?,Goodbye\n", "utf-8")

    outcome = new(
        tmp_path, "hotel", "--from", str(tmp_path / "cards.csv"), "--title", "At the desk", "--into", str(tmp_path)
    )

    assert outcome.code == 0, outcome
    deck = deck_in(tmp_path / "hotel.yaml")
    assert (deck.title, [card.prompt for card in deck.cards]) == ("At the desk", ["What is said first?", "And last?"])
    assert (tmp_path / "hotel.yaml").read_text("utf-8").startswith("# yaml-language-server: $schema=")
    assert run("check", str(tmp_path / "hotel.yaml"), home=tmp_path).code == 0


def test_an_exported_deck_is_taken_under_its_own_name_only(tmp_path):
    decks = write_decks(tmp_path / "decks", FLASHCARDS)
    run("export", "cards", "--decks", str(decks), "-o", str(tmp_path / "cards.csv"), home=tmp_path)

    other = new(tmp_path, "hotel", "--from", str(tmp_path / "cards.csv"), "--into", str(tmp_path / "new"))
    same = new(tmp_path, "cards", "--from", str(tmp_path / "cards.csv"), "--into", str(tmp_path / "new"))

    assert (other.code, same.code) == (2, 0)
    assert "has cards of cards" in other.err
    assert [card.id for card in deck_in(tmp_path / "new" / "cards.yaml").cards] == ["one", "two", "three"]


@pytest.mark.parametrize("content", ["", "only one column\n", "deck,type,prompt,answer\nhotel,choise,What?,x\n"])
def test_a_csv_file_with_errors_writes_nothing(content, tmp_path):
    (tmp_path / "cards.csv").write_text(content, "utf-8")
    before = contents(tmp_path)

    outcome = new(tmp_path, "hotel", "--from", str(tmp_path / "cards.csv"), "--into", str(tmp_path))

    assert outcome.code == 3
    assert "cards.csv" in outcome.err
    assert contents(tmp_path) == before


def test_a_deck_starts_from_any_file_that_import_reads(tmp_path):
    gift = Path(__file__).parents[1] / "data" / "imports" / "moodle.gift"
    (tmp_path / "phones.gift").write_bytes(gift.read_bytes())
    outcome = new(tmp_path, "phones", "--from", str(tmp_path / "phones.gift"), "--into", str(tmp_path))

    assert outcome.code == 0, outcome.err
    found = deck_in(tmp_path / "phones.yaml")
    assert (found.title, len(found.cards), found.cards[0].topic) == ("Phones", 10, "phones")
    assert "is a GIFT file of Moodle" in outcome.err
    assert "picture @@PLUGINFILE@@/bell.png" in (tmp_path / "phones.gift.left-out.txt").read_text("utf-8")
