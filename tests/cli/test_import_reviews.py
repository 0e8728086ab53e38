"""`cxdrill import --with-reviews`: Anki's own history becomes events, and cards are due as they are in Anki."""

import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from anki_files import collection
from command import run


@pytest.fixture(scope="module")
def studied(tmp_path_factory):
    """A package exported by Anki after its own scheduler has rated cards, and the days on which Anki asks again."""
    pytest.importorskip("anki.collection")
    from anki.collection import ExportAnkiPackageOptions

    folder = tmp_path_factory.mktemp("anki")
    made = collection(folder)
    for ease in (4, 4, 3, 1, 4, 2):
        card = made.sched.getCard()
        made.sched.answerCard(card, ease)
    _age(made)
    of_note = "select c.id from cards c join notes n on n.id = c.nid where n.guid"
    made.sched.suspend_cards(made.db.list(f"{of_note} = 'typed-1'"))
    today = date.today()
    brought = f"cid in ({of_note} != 'picture-only')"
    rows = made.db.list(f"select due from cards where type = 2 and queue = 2 and {brought.replace('cid', 'id', 1)}")
    due = sorted(str(today + timedelta(days=day - made.sched.today)) for day in rows)
    options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=False, with_media=False, legacy=False)
    made.export_anki_package(out_path=str(folder / "studied.apkg"), options=options, limit=None)
    reviews = made.db.scalar(f"select count() from revlog where ease > 0 and {brought}")
    made.close()
    return folder / "studied.apkg", due, reviews


def _age(made):
    """Three cards that were reviewed in the past and come again on days that a scheduler drew."""
    ids = made.db.list("select id from cards where type = 0 limit 3")
    for number, id in enumerate(ids):
        ago = (40 - number) * 86_400_000
        now = made.db.scalar("select max(id) from revlog")
        made.db.execute("insert into revlog values (?, ?, -1, 3, 30, 12, 2500, 4000, 1)", now - ago, id)
        made.db.execute("update cards set type = 2, queue = 2, ivl = 30, reps = 1, due = ? where id = ?",
                        made.sched.today + 30 - 40 + number * 7, id)  # fmt: skip


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("decks").mkdir()
    return tmp_path


def bring(home, package, *arguments):
    shutil.copy(package, "studied.apkg")
    return run("import", "studied.apkg", "--into", "decks", "--progress", "p.json", *arguments, home=home)


def events(path="p.json"):
    return json.loads(Path(path).read_text("utf-8"))["events"]


def test_every_review_comes_in_and_cards_are_due_within_a_day_of_anki(home, studied):
    package, due, reviews = studied
    outcome = bring(home, package, "--with-reviews", "--yes")

    assert outcome.code == 0, outcome.err
    taken = [event for event in events() if event["kind"] == "review"]
    assert len(taken) == reviews
    last = {event["card"]: event["due"] for event in taken}
    ours = sorted(when for when in last.values() if "T" not in when)
    pairs = zip(ours, due, strict=True)
    assert max(abs((date.fromisoformat(a) - date.fromisoformat(b)).days) for a, b in pairs) <= 1

    suspended = [event["card"] for event in events() if event["kind"] == "suspend"]
    assert len(suspended) == 1
    assert suspended[0].startswith("spanish-verbs/to-be-for-good-")
    assert "of a card that is left out" in Path("studied.apkg.left-out.txt").read_text("utf-8")
    known = json.loads(run("decks", "--json", "--decks", "decks", "--progress", "p.json", home=home).out)
    assert {deck["deck"] for deck in known["decks"]} >= {"spanish"}


def test_a_second_import_takes_in_nothing_twice(home, studied):
    bring(home, studied[0], "--with-reviews", "--yes")
    before = Path("p.json").read_bytes()
    again = bring(home, studied[0], "--with-reviews", "--yes")

    assert (again.code, Path("p.json").read_bytes()) == (0, before)
    assert "no reviews that the progress file does not have" in again.err


def test_the_learners_own_history_and_id_stay(home, studied):
    bring(home, studied[0], "--yes")
    run("study", "--plain", "--decks", "decks", "--progress", "p.json", stdin="\n3\n:quit\n", home=home)
    own, learner = events(), json.loads(Path("p.json").read_text("utf-8"))["learner"]

    assert bring(home, studied[0], "--with-reviews", "--yes").code == 0
    after = json.loads(Path("p.json").read_text("utf-8"))
    bare = [{name: value for name, value in event.items() if name != "crc"} for event in after["events"]]
    assert after["learner"] == learner
    assert all({name: value for name, value in event.items() if name != "crc"} in bare for event in own)


def test_a_dry_run_counts_the_reviews_and_writes_nothing(home, studied):
    outcome = bring(home, studied[0], "--with-reviews", "--dry-run")

    assert f"{studied[2]} reviews of" in outcome.err
    assert "would be taken in" in outcome.err
    assert not Path("p.json").exists()


def test_without_being_asked_no_history_is_taken(home, studied):
    bring(home, studied[0], "--yes")

    assert not Path("p.json").exists()
