"""`cxdrill export` from the outside: where it writes, what it refuses, and what it says about what it leaves out."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from command import environment, run
from cxdrill.app.export import left_out_sentences
from cxdrill.files.csv.deck_csv import exported_csv
from cxdrill.files.decks.deck_writer import deck_yaml
from cxdrill.files.exports.paper import LeftOut
from hostile import deck as hostile_deck
from pictures import PNG

DECKS = (hostile_deck(1, has_media=False), hostile_deck(2, has_media=False))
BOTH = exported_csv(DECKS).content


@pytest.fixture(autouse=True)
def own_place(tmp_path, monkeypatch):
    """A folder with two decks."""
    monkeypatch.chdir(tmp_path)
    Path("decks").mkdir()
    for deck in DECKS:
        Path("decks", f"{deck.id}.yaml").write_text(deck_yaml(deck), encoding="utf-8")
    return tmp_path


def export(*arguments: str):
    return run("export", "--decks", "decks", *arguments, home=Path.cwd())


def test_all_decks_go_to_standard_output_as_csv():
    found = export()

    assert (found.code, found.err) == (0, "")
    assert found.out.encode() == BOTH


def test_bytes_reach_standard_output_untouched_whatever_the_stream_does_to_text():
    found = subprocess.run(
        [sys.executable, "-u", "-m", "cxdrill", "export", "--decks", "decks"],
        capture_output=True,
        check=True,
        env={**environment(Path.cwd()), "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONIOENCODING": "ascii"},
    )

    assert found.stdout == BOTH


def test_one_deck_by_id_or_by_file():
    wanted = exported_csv(DECKS[:1]).content.decode()

    assert export("deck-1").out == wanted
    assert export(str(Path("decks/deck-1.yaml"))).out == wanted
    assert export("deck-9").code == 2


def test_a_file_is_written_once_and_again_only_by_force():
    assert export("-o", "out.csv").code == 0
    assert Path("out.csv").read_bytes() == BOTH
    Path("out.csv").write_bytes(b"mine")

    refused = export("-o", "out.csv")

    assert refused.code == 3
    assert "--force" in refused.err
    assert Path("out.csv").read_bytes() == b"mine"
    assert export("-o", "out.csv", "--force").code == 0
    assert Path("out.csv").read_bytes() == BOTH


def test_one_file_per_deck_goes_into_a_folder_or_none_does():
    assert export("--to-folder", "out").code == 0
    assert sorted(path.name for path in Path("out").iterdir()) == ["deck-1.csv", "deck-2.csv"]
    assert Path("out/deck-2.csv").read_bytes() == exported_csv(DECKS[1:]).content
    Path("out/deck-1.csv").unlink()

    refused = export("--to-folder", "out")

    assert refused.code == 3
    assert "deck-2.csv" in refused.err
    assert not Path("out/deck-1.csv").exists()


def test_excel_gets_its_mark_and_raw_gets_no_guard():
    assert export("--excel").out == "\ufeff" + BOTH.decode()
    assert export("--raw").out.encode() == exported_csv(DECKS, is_raw=True).content


@pytest.mark.parametrize(
    "arguments",
    [
        *(("-o", "a", "--to-folder", "b"), ("--to", "gift", "--excel"), ("--to", "anki", "--raw"), ("--no-answers",)),
        *(("--seed", "3"), ("--to", "docx")),
    ],
)
def test_options_that_contradict_each_other_are_refused(arguments):
    assert export(*arguments).code == 2


def test_what_a_format_leaves_out_is_named_with_the_reason():
    left_out = [card.key for deck in DECKS for card in deck.cards if card.type == "flashcard"]
    found = export("--to", "gift")

    assert found.code == 0
    assert left_out
    assert f"since GIFT has only questions that one answer marks: {', '.join(left_out)}\n" in found.err
    told = {
        card.key for deck in DECKS for card in deck.cards if card.key in found.err or f"[id:{card.key}" in found.out
    }
    assert told == {card.key for deck in DECKS for card in deck.cards}


def test_many_cards_that_are_left_out_are_counted():
    left_out = [LeftOut(f"a/{number}", "since it is so") for number in range(182)]

    assert left_out_sentences(left_out) == ("left out 182 cards, since it is so: a/0, a/1, a/2, a/3, a/4 and 177 more",)


@pytest.mark.parametrize(
    ("name", "more", "begins", "is_told"),
    [
        ("x.gift", (), "$CATEGORY: ", False),
        ("z.gift", ("--to", "gift"), "$CATEGORY: ", False),
        ("x.csv", (), BOTH.decode()[:9], False),
        ("x.pdf", (), BOTH.decode()[:9], True),
    ],
)
def test_the_name_of_the_file_says_the_format_and_one_that_promises_another_is_told(name, more, begins, is_told):
    found = export("-o", name, *more)

    assert found.code == 0
    assert Path(name).read_text("utf-8").startswith(begins)
    assert (f"{name} holds CSV, whatever its name says; --to names the formats" in found.err) is is_told


def test_sheets_and_packages_are_written_with_their_own_endings():
    pytest.importorskip("genanki")
    for to in ("markdown", "html", "anki", "xlsx"):
        assert export("--to", to, "--to-folder", to).code == 0

    assert [
        path.name for folder in ("markdown", "html", "anki", "xlsx") for path in sorted(Path(folder).iterdir())
    ] == [f"deck-{number}.{ending}" for ending in ("md", "html", "apkg", "xlsx") for number in (1, 2)]
    assert "collection.anki2" in zipfile.ZipFile("anki/deck-1.apkg").namelist()
    assert "Answer:" not in export("--to", "html", "--no-answers").out


@pytest.mark.skipif(not Path("/bin/bash").exists(), reason="needs bash")
def test_a_closed_pipe_ends_it_quietly():
    found = subprocess.run(
        ["/bin/bash", "-c", f'"{sys.executable}" -m cxdrill export | head -c 10 >&2; exit ${{PIPESTATUS[0]}}'],
        capture_output=True,
        check=False,
        env={**environment(Path.cwd()), "PYTHONPATH": os.pathsep.join(sys.path)},
    )

    assert found.returncode == 141
    assert found.stderr == b"type,id,pr"


def test_a_hyphen_is_standard_output_for_text_and_no_file():
    assert export("-o", "-").out.encode() == BOTH
    assert export("-o", "-", "--to", "gift").out.startswith(("$CATEGORY", "//"))
    refused = export("-o", "-", "--to", "qti")

    assert (refused.code, refused.out) == (2, "")
    assert "a QTI package is no text for standard output; write it to a file with -o FILE.zip" in refused.err
    assert not Path("-").exists()


def test_files_that_cards_name_go_beside_what_points_to_them(tmp_path):
    folder = tmp_path / "seen"
    (folder / "p").mkdir(parents=True)
    (folder / "p/a.png").write_bytes(PNG)
    card = "{id: a, prompt: P, answer: A, image: p/a.png, alt: A thing}"
    (folder / "seen.yaml").write_text(f"deck: seen\ntitle: Seen\ncards:\n  - {card}\n", "utf-8")

    def out(*arguments: str):
        return run("export", "--decks", "seen", *arguments, home=tmp_path)

    assert "stay beside the decks" in out().err
    for name in ("a.csv", "a.xlsx", "a.md"):
        made = out("-o", f"out-{name}", "--force")
        assert (made.code, Path("p/a.png").read_bytes()) == (0, PNG)
    assert out("-o", "seen/seen.csv").err == "cxdrill: wrote seen/seen.csv\n"  # the files are there already
    assert out("--to-folder", "all", "--to", "markdown").code == 0
    assert Path("all/p/a.png").read_bytes() == PNG
    Path("p/a.png").write_bytes(b"mine")
    refused = out("-o", "other.csv")
    assert (refused.code, Path("p/a.png").read_bytes()) == (3, b"mine")
    assert not Path("other.csv").exists()
