"""`cxdrill import` from the outside: what it shows, asks, writes and refuses."""

from pathlib import Path

import pytest

from anki_files import packed
from builders import choice, deck, flashcard
from command import run
from cxdrill.app.import_lines import is_spoilt
from cxdrill.core.cards.deck import Deck
from cxdrill.errors import DataError
from cxdrill.files.csv.deck_csv import exported_csv
from cxdrill.files.decks import media
from cxdrill.files.decks.deck_writer import deck_yaml
from cxdrill.files.decks.deck_yaml import read_file
from cxdrill.files.output import write_output
from hostile import deck as hostile_deck
from pictures import PNG, png

CALLS = deck("calls", flashcard(), choice())
BOTH = [('P <img src="a.png">', "A"), ('Q <img src="b.png">', "B")]  # sides of notes


@pytest.fixture(autouse=True)
def own_place(tmp_path, monkeypatch):
    """A folder with one deck, in a file that is not named after it, and an empty home."""
    monkeypatch.chdir(tmp_path)
    Path("decks").mkdir()
    Path("decks/phone.yaml").write_text(deck_yaml(CALLS), encoding="utf-8")
    return tmp_path


def bring(content: str | bytes | Deck, *arguments: str, decks: str = "decks", **more):
    if isinstance(content, Deck):
        content = exported_csv([content]).content
    Path("in.csv").write_bytes(content.encode() if isinstance(content, str) else content)
    own = ("--decks", decks) if decks else ()
    return run("import", "in.csv", *own, *arguments, home=Path.cwd(), **more)


def held(path: str) -> Deck:
    found, problems = read_file(Path(path))
    assert not problems
    assert isinstance(found, Deck)
    return found


EDITED = deck("calls", flashcard(answer="Hello"), choice(), flashcard("new"))


def test_an_edited_deck_is_shown_and_written_to_its_own_file():
    found = bring(EDITED, "--yes")

    assert found.code == 0
    assert found.out == (
        f"calls: updates {Path('decks/phone.yaml')}\n"
        "  add      1 card: new\n  change   1 card: greeting (answer)\n"
        "    greeting answer: Good morning → Hello\n  leave    1 card\n"
    )
    assert held("decks/phone.yaml") == EDITED
    assert Path("decks/phone.yaml.bak").read_text("utf-8") == deck_yaml(CALLS)


def test_a_card_that_says_just_what_another_says_is_told():
    found = bring(deck("calls", flashcard(), choice(), flashcard("twin", prompt="What about greeting?")), "--dry-run")

    assert "  note     twin says just what greeting says; keep one of the two\n" in found.out
    assert "note" not in bring(EDITED, "--dry-run").out


WRONG_ROW = exported_csv([EDITED, deck("mails", flashcard(deck="mails"))]).content.replace(b"Hello", b"")


@pytest.mark.parametrize(
    ("content", "arguments", "code", "words"),
    [
        (EDITED, ("--dry-run",), 0, "change   1 card: greeting (answer)"),
        (EDITED, (), 2, "nobody can be asked here; add --yes"),
        (WRONG_ROW, ("--yes",), 3, "1 error, and nothing was imported:\n  row 3, column answer: the answer is missing"),
        ("deck,id,prompt,answer,was\ncalls,x,P,A,hold\n", ("--yes",), 3, '"was" is "hold", the id of the card'),
    ],
    ids=["dry run", "not told to write", "one wrong row", "what the deck as a whole forbids"],
)
def test_what_is_shown_only_or_refused_writes_nothing(content, arguments, code, words):
    found = bring(content, *arguments, stdin="y\n")

    assert found.code == code
    assert words in found.out + found.err
    assert held("decks/phone.yaml") == CALLS
    assert list(Path("decks").iterdir()) == [Path("decks/phone.yaml")]


def test_what_is_there_already_is_left_alone():
    found = bring(CALLS)

    assert (found.code, found.out) == (0, "calls: as it is\n  leave    2 cards\n")
    assert not Path("decks/phone.yaml.bak").exists()


def test_cards_that_the_file_does_not_have_go_only_when_asked():
    assert bring(deck("calls", choice()), "--yes").out.endswith("leave    2 cards\n")
    assert "remove   1 card: greeting" in bring(deck("calls", choice()), "--yes", "--remove").out
    assert held("decks/phone.yaml") == deck("calls", choice())


@pytest.mark.parametrize("seed", range(8))
def test_a_new_deck_comes_into_the_folder_and_exports_as_the_same_bytes(seed):
    content = exported_csv([hostile_deck(seed)]).content

    assert bring(content, "--yes").code == 0
    assert held(f"decks/deck-{seed}.yaml") == hostile_deck(seed)
    assert run("export", f"deck-{seed}", "--decks", "decks", home=Path.cwd()).out.encode() == content


def test_a_new_deck_without_a_folder_named_comes_into_the_users_own(tmp_path):
    found = bring(
        "Which ring?\tThe third\n", "--deck", "rings", "--yes", decks="", env={"XDG_DATA_HOME": str(tmp_path)}
    )

    written = next(tmp_path.rglob("rings.yaml"))
    assert found.code == 0
    assert written.parent.name == "decks"
    assert held(str(written)).cards == (
        flashcard("which-ring", deck="rings", prompt="Which ring?", answer="The third"),
    )


def test_a_shipped_deck_is_never_written_to_but_replaced_by_the_users_own(tmp_path):
    shipped = Path(__file__).parents[2] / "decks" / "telephone-practices.yaml"
    before = shipped.read_bytes()
    env = {"XDG_DATA_HOME": str(tmp_path)}

    assert bring(held(str(shipped)), "--yes", decks="", env=env).out.startswith("telephone-practices: as it is")
    found = bring("deck,title,type\ntelephone-practices,On the phone,deck\n", "--yes", decks="", env=env)

    assert "take the place of the deck of this id that came with cxdrill" in found.out
    assert held(str(next(tmp_path.rglob("telephone-practices.yaml")))).title == "On the phone"
    assert shipped.read_bytes() == before


def test_another_folder_can_be_named():
    assert bring(EDITED, "--yes", "--into", "other").code == 0
    assert held("other/calls.yaml") == EDITED
    assert held("decks/phone.yaml") == CALLS


def test_a_file_of_something_else_is_not_written_over():
    Path("other").mkdir()
    Path("other/calls.yaml").write_text("deck: mails\ntitle: M\ncards: [{id: a, prompt: b, answer: c}]\n", "utf-8")

    found = bring(EDITED, "--yes", "--into", "other")

    assert found.code == 3
    assert "is not the deck calls" in found.err
    assert held("other/calls.yaml").id == "mails"


@pytest.mark.parametrize("id", ["../x", "a/b", "..", "C:\\x", "x.yaml", "CON.", "-x", "x" * 65, "con", "lpt1"])
def test_an_id_that_would_leave_the_folder_or_is_a_device_is_refused(id):
    in_table, by_option = (
        bring(f"deck,id,prompt,answer\n{id},a,P,A\n", "--yes"),
        bring("P\tA\n", f"--deck={id}", "--yes"),
    )

    assert (in_table.code, by_option.code) == (3, 2)
    for outcome in (in_table, by_option):
        assert ("is a device on Windows" in outcome.err) is (id in ("con", "lpt1"))
    assert sorted(path.name for path in Path().rglob("*") if path.suffix) == ["in.csv", "phone.yaml"]


@pytest.mark.parametrize("name", ["missing.csv", "decks"])
def test_a_file_that_cannot_be_read_is_one_sentence(name):
    found = run("import", name, "--yes", "--decks", "decks", home=Path.cwd())

    assert found.code == 3
    assert name in found.err
    assert found.err.count("\n") == 1


def test_a_file_of_a_hundred_megabytes_is_refused_by_its_size():
    with Path("in.csv").open("wb") as file:
        file.truncate(100_000_000)

    found = run("import", "in.csv", "--decks", "decks", home=Path.cwd())

    assert found.code == 3
    assert "96 MB" in found.err


def test_old_and_new_stand_beside_each_other_and_a_spreadsheets_doing_is_asked_about():
    before = deck("calls", flashcard("brigade", answer="0112"), choice())
    Path("decks/phone.yaml").write_text(deck_yaml(before), encoding="utf-8")
    found = bring(deck("calls", flashcard("brigade", answer="112"), choice()), "--dry-run")

    assert "    brigade answer: 0112 → 112  (a spreadsheet's doing?)\n" in found.out
    assert "  doubt    a spreadsheet seems to have changed 1 text; make such columns text there\n" in found.out


def test_what_is_added_to_the_end_of_a_long_text_is_in_sight():
    long = "All our lines are taken at the moment, please stay with us"
    Path("decks/phone.yaml").write_text(deck_yaml(deck("calls", flashcard(answer=long))), encoding="utf-8")

    found = bring(deck("calls", flashcard(answer=f"{long} today")), "--dry-run")

    assert "greeting answer: …ay with us → …ay with us today\n" in found.out


def test_what_is_left_out_is_counted_and_named_in_a_file_beside_the_import():
    table = "Question,A,B,Key,Picture\nWhich?,this,that,A,x.png\nWhere?,here,there,B,y.png\n"
    found = bring(table, "--yes", "--dry-run")
    assert "left out: 2 pictures" in found.err
    assert not Path("in.csv.left-out.txt").exists()

    bring(table, "--yes")
    bring(table.replace("this", "This"), "--yes")

    named = Path("in.csv.left-out.txt").read_text("utf-8")
    assert named == "What cxdrill left out of in.csv:\nrow 2: picture x.png\nrow 3: picture y.png\n"
    assert [card.prompt for card in held("decks/in.yaml").cards] == ["Which?", "Where?"]


def test_a_sheet_is_chosen_by_its_name(tmp_path):
    workbook = str(Path(__file__).parents[1] / "data" / "imports" / "two-sheets.xlsx")
    found = run("import", workbook, "--sheet", "water", "--dry-run", "--decks", "decks", home=tmp_path)
    missing = run("import", workbook, "--sheet", "Air", "--dry-run", "--decks", "decks", home=tmp_path)

    assert "two-sheets: new file" in found.out
    assert "in.csv: it is no workbook, so it has no sheets; leave --sheet out" in bring("P\tA\n", "--sheet", "x").err
    assert (missing.code, 'it has no sheet "Air" with anything in it; it has: Fire, Water' in missing.err) == (3, True)


@pytest.fixture
def disk_full(monkeypatch):
    """Nothing of a name that ends so can be written."""

    def full_for(ending: str) -> None:
        def failing(path: Path, *arguments: object, **more: object) -> Path:
            if path.name.endswith(ending):
                raise DataError(f"{path} could not be written (disk full)")
            return write_output(path, *arguments, **more)

        monkeypatch.setattr("cxdrill.files.output.write_output", failing)

    return full_for


def test_where_one_deck_cannot_be_written_every_deck_stays_as_it_was(disk_full):
    disk_full("mails.yaml")
    two = exported_csv([EDITED, deck("faxes", flashcard(deck="faxes")), deck("mails", flashcard(deck="mails"))]).content
    found = bring(two, "--yes")

    assert (found.code, "every deck is as it was" in found.err) == (3, True)
    assert held("decks/phone.yaml") == CALLS
    assert not Path("decks/faxes.yaml").exists()


def anki(*arguments: str, file: str = "seen.apkg"):
    return run("import", file, "--decks", "decks", *arguments, home=Path.cwd())


def tree(folder: str = "decks") -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()
    }


def test_pictures_come_in_beside_the_deck_and_a_second_import_writes_only_what_is_gone():
    packed("seen.apkg", BOTH, ("a.png", PNG), ("b.png", png(2, 2)))
    before = tree()
    shown = anki("--dry-run")
    assert tree() == before
    names = [f"seen.media/{name}" for name in ("a-ad029698.png", media.named("b.png", png(2, 2)))]
    assert f"  add      2 files: {', '.join(names)}\n" in shown.out

    assert anki("--yes").code == 0
    assert {name: tree()[name] for name in names} == {names[0]: PNG, names[1]: png(2, 2)}
    checked = run("check", "decks", "--json", home=Path.cwd()).json["problems"]
    assert "S315" not in {each["rule"] for each in checked}
    assert "seen: as it is\n" in anki("--yes").out
    Path("decks", names[0]).unlink()
    assert anki("--yes").code == 0
    assert tree()[names[0]] == PNG


def test_all_files_come_or_none(disk_full):
    packed("seen.apkg", BOTH, ("a.png", PNG), ("b.png", png(2, 2)))
    before = tree()
    disk_full(".yaml")
    found = anki("--yes")

    assert (found.code, tree()) == (3, before)
    assert not Path("decks/seen.media").exists()


def test_another_file_under_the_name_is_left_alone():
    packed("seen.apkg", BOTH[:1], ("a.png", PNG))
    mine = Path("decks/seen.media/a-ad029698.png")
    mine.parent.mkdir()
    mine.write_bytes(b"mine")
    found = anki("--yes")

    assert (found.code, mine.read_bytes()) == (3, b"mine")
    assert "is another file than the one that comes in; move it" in found.err
    assert not Path("decks/seen.yaml").exists()


def test_a_table_brings_the_files_beside_it(tmp_path):
    (tmp_path / "p").mkdir()
    (tmp_path / "p/a.png").write_bytes(PNG)
    bring("deck,id,prompt,answer,image,alt\nseen,a,P,A,p/a.png,A thing\nseen,b,Q,B,p/gone.png,B thing\n", "--yes")

    assert tree()["p/a.png"] == PNG
    assert held("decks/seen.yaml").cards[0].image == "p/a.png"


def test_a_new_deck_from_a_file_has_its_pictures():
    packed("seen.apkg", BOTH[:1], ("a.png", PNG))
    made = run("new", "fresh", "--from", "seen.apkg", "--decks", "decks", home=Path.cwd())

    assert made.code == 0
    assert tree()["fresh.media/a-ad029698.png"] == PNG
    assert held("decks/fresh.yaml").cards[0].image == "fresh.media/a-ad029698.png"


@pytest.mark.parametrize(
    ("old", "new", "is_one"),
    [
        ("3/4", "03/04/2026", True),
        ("1-2", "01.02.2026", True),
        ("2026-03-04", "04/03/2026", True),
        ("3/4; .75", "03/04/2026; .75", True),
        ("Ten ✓; 3/4", "Ten ✓; 2026-04-03", True),
        ("2026-03-04", "2026-03-05", False),
        ("3/4", "4/5", False),
        ("by 3/4", "by 03/04/2026", False),
    ],
)
def test_a_text_that_became_a_date_is_told_as_a_spreadsheets_doing(old, new, is_one):
    assert is_spoilt(old, new) is is_one


def test_the_pictures_of_a_deck_go_with_it_to_another_folder():
    Path("decks/p").mkdir()
    Path("decks/p/a.png").write_bytes(PNG)
    seen = deck("calls", flashcard(image="p/a.png", alt="A thing"), choice())
    Path("decks/phone.yaml").write_text(deck_yaml(seen), encoding="utf-8")
    bring("deck,id,prompt,answer\ncalls,new,P,A\n", "--into", "mine", "--yes")

    assert tree("mine")["p/a.png"] == PNG
    assert held("mine/calls.yaml").cards[0].image == "p/a.png"
