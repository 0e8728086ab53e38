"""Decks out of the cache are the decks of the files, however the files or the cache change."""

import os
from pathlib import Path

import pytest

from builders import choice, cloze, deck, exam, flashcard, library, matching, multiple, ordering, true_false, typed
from cxdrill.core.cards.card import Waiver
from cxdrill.core.cards.card_index import StoredCards, index_of
from cxdrill.core.exams.form import fingerprint
from cxdrill.files.decks import deck_cache
from cxdrill.files.decks.deck_cache import DeckCache
from cxdrill.files.decks.deck_writer import deck_yaml
from cxdrill.files.decks.library import read_library
from deck_files import CHECK

CARDS = (
    flashcard(has_reverse=True, tags=("a", "b"), was="hello"), cloze(), choice(tags=("b",), explanation="é"),
    multiple(topic="other"), true_false(), typed(accept=("x",)), ordering(), matching(),
)  # fmt: skip


@pytest.fixture
def decks(tmp_path: Path) -> Path:
    folder = tmp_path / "decks"
    folder.mkdir()
    (folder / "calls.yaml").write_text(deck_yaml(deck("calls", *CARDS, notes="## N", sources={"s": "S"})), "utf-8")
    (folder / "exam.yaml").write_text(CHECK, "utf-8")
    for path in folder.iterdir():
        os.utime(path, (1_000_000_000, 1_000_000_000))
    return folder


def read(decks: Path, tmp_path: Path):
    """The library, and whether any file was parsed."""
    parsed = []
    real = deck_cache.DeckCache._from_file

    def counted(self, path, *others):
        parsed.append(path.name)
        return real(self, path, *others)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DeckCache, "_from_file", counted)
        cache = DeckCache(tmp_path / "cache", [decks])
        found, problems, _ = read_library([decks], replaces=False, read=cache.read)
        cache.keep()
    return found, problems, sorted(parsed)


def plainly(decks: Path):
    return read_library([decks], replaces=False)[0]


def test_everything_in_a_deck_and_an_exam_comes_back(decks, tmp_path):
    cold, _, parsed = read(decks, tmp_path)
    warm, problems, parsed_again = read(decks, tmp_path)

    assert parsed == ["calls.yaml", "exam.yaml"]
    assert parsed_again == []
    assert problems == ()
    assert warm == cold == plainly(decks)
    assert warm.decks[0].path == cold.decks[0].path
    assert warm.exams[0].path == cold.exams[0].path


def test_the_index_of_stored_cards_is_that_of_the_cards(decks, tmp_path):
    read(decks, tmp_path)
    cards = read(decks, tmp_path)[0].decks[0].cards
    stored, made = index_of(cards), index_of(tuple(cards))

    assert isinstance(cards, StoredCards)
    for name in ("face_keys", "owners"):
        assert list(getattr(stored, name)) == list(getattr(made, name))
    for name in ("questions", "topics", "tags", "scenarios"):
        assert {key: list(places) for key, places in getattr(stored, name).items()} == getattr(made, name)
    assert stored.former == made.former
    assert cards[-1] == CARDS[-1]
    assert cards[1:3] == CARDS[1:3]


def test_places_are_read_again_when_asked_for(decks, tmp_path):
    read(decks, tmp_path)

    warm = read(decks, tmp_path)[0]

    assert warm.decks[0].places["deck"] == plainly(decks).decks[0].places["deck"]
    assert dict(warm.exams[0].places) == dict(plainly(decks).exams[0].places)


def test_an_edited_file_is_read_again_and_the_others_are_not(decks, tmp_path):
    read(decks, tmp_path)
    path = decks / "calls.yaml"
    path.write_text(path.read_text("utf-8").replace("## N", "## M"), "utf-8")

    found, _, parsed = read(decks, tmp_path)

    assert parsed == ["calls.yaml"]
    assert found.decks[0].notes == "## M"
    assert read(decks, tmp_path)[2] == []


def test_an_edit_that_keeps_size_and_time_is_seen(decks, tmp_path):
    """The file changed about when the cache was written, so its time says nothing."""
    path = decks / "calls.yaml"
    os.utime(path)
    read(decks, tmp_path)
    found = path.stat()
    path.write_text(path.read_text("utf-8").replace("## N", "## M"), "utf-8")
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))

    assert read(decks, tmp_path)[0].decks[0].notes == "## M"


def test_a_file_touched_or_copied_is_believed_for_its_content(decks, tmp_path):
    read(decks, tmp_path)
    os.utime(decks / "calls.yaml", (1_100_000_000, 1_100_000_000))

    assert read(decks, tmp_path)[2] == []
    assert read(decks, tmp_path)[2] == []


def test_files_come_and_go(decks, tmp_path):
    read(decks, tmp_path)
    (decks / "more.yaml").write_text(deck_yaml(deck("more", choice(deck="more"))), "utf-8")
    assert read(decks, tmp_path)[2] == ["more.yaml"]

    (decks / "calls.yaml").unlink()
    found, _, parsed = read(decks, tmp_path)
    assert ([each.id for each in found.decks], parsed) == (["more"], [])


def test_a_deck_with_mistakes_is_never_kept(decks, tmp_path):
    (decks / "calls.yaml").write_text("deck: calls\ntitle: T\ncards: [{id: a}]\n", "utf-8")

    for _ in range(2):
        found, problems, parsed = read(decks, tmp_path)
        assert parsed[0] == "calls.yaml"
        assert (found.decks, len(problems)) == ((), 1)


def test_an_id_used_twice_is_told_as_without_a_cache(decks, tmp_path):
    (decks / "again.yaml").write_text(deck_yaml(deck("calls", choice())), "utf-8")
    read(decks, tmp_path)

    assert read(decks, tmp_path)[1] == read_library([decks], replaces=False)[1] != ()


def test_a_card_damaged_in_the_cache_comes_from_its_file(decks, tmp_path):
    read(decks, tmp_path)
    path = next((tmp_path / "cache").iterdir())
    path.write_bytes(path.read_bytes()[:-20] + b"\0" * 20)  # the last chunk

    found, _, parsed = read(decks, tmp_path)

    assert parsed == []
    assert tuple(found.decks[0].cards) == CARDS


def test_without_a_place_for_caches_decks_are_read_all_the_same(decks):
    cache = DeckCache(None, [decks])
    found, _, _ = read_library([decks], replaces=False, read=cache.read)
    cache.keep()

    assert found == plainly(decks)


def test_the_fingerprint_is_that_of_the_content(decks, tmp_path):
    def of_content() -> str:
        cache = DeckCache(tmp_path / "cache", [decks])
        read_library([decks], replaces=False, read=cache.read)
        cache.keep()
        return cache.fingerprint

    before = of_content()
    os.utime(decks / "calls.yaml", (1_100_000_000, 1_100_000_000))
    assert of_content() == before
    (decks / "calls.yaml").write_text(deck_yaml(deck("calls", choice())), "utf-8")
    assert of_content() != before


def test_waivers_and_scenarios_survive(tmp_path):
    from cxdrill.core.cards.deck import Scenario

    cards = (choice("plain"), choice(scenario="s"))
    whole = deck("calls", *cards, scenarios=(Scenario("s", "T"),), waiver=Waiver(("L101",), "why"))
    (tmp_path / "decks").mkdir()
    (tmp_path / "decks" / "a.yaml").write_text(deck_yaml(whole), "utf-8")

    assert read(tmp_path / "decks", tmp_path)[0] == read(tmp_path / "decks", tmp_path)[0] == library(whole)
    found = read(tmp_path / "decks", tmp_path)[0]
    stored = found.decks[0].cards
    assert isinstance(stored, StoredCards)
    rules = exam(items=1, blueprint={"calls": 1})
    assert fingerprint(rules, found) == fingerprint(rules, library(whole))
    assert {name: list(cards) for name, cards in index_of(stored).scenarios.items()} == {"s": [1]}
