"""What a class says of an exam beyond its items: facilities for the draw, drilled and fresh words, before training."""

from random import Random

import pytest
from msgspec.structs import replace

from builders import Journal, share
from command import on_decks, run
from cxdrill.core.exams.blueprint import met_wording
from cxdrill.core.exams.form import drawn_form, pools
from cxdrill.files.decks.deck_yaml import read_file
from exam_class import DECKS, RULES, certification_home, learner, sit, write_progress, writer_of

NAMES = [card.id for card in DECKS.deck("calls").questions]


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return certification_home(tmp_path, items=6)


def write_class(folder, size, hard=(), seed=4, able=(0.3, 1.0)):
    random = Random(seed)
    for number in range(size):
        chance = random.uniform(*able)
        known = [name for name in NAMES if random.random() < chance * (0.3 if name in hard else 1)]
        write_progress(folder / f"{number:03}.json", f"{folder.name}-{number}", learner(number, known))


def write_fresh_class(folder, size):
    """People who know what they drilled, and half of what is new to them."""
    rules = replace(RULES, fresh=share("50%"))
    for number in range(size):
        journal, random = Journal(writer_of(number)), Random(number)
        met = random.sample(NAMES, 3)
        known = [*met, *(name for name in NAMES if name not in met and random.random() < 0.5)]
        avoided = [met_wording(f"calls/{name}", 0) for name in met]
        form = drawn_form(pools(rules, DECKS), number, avoided)
        sit(journal, known, form=form, rules=rules, avoided=avoided)
        write_progress(folder / f"{number:03}.json", f"learner-{number}", journal.events)


report = on_decks("report")


def test_facilities_are_written_where_the_draw_finds_them(home):
    write_class(home / "class", 60, hard=("q1",))
    outcome = report(home, "class", "--facilities", "decks/facilities.yaml")
    value, problems = read_file(home / "decks" / "facilities.yaml")

    assert outcome.code == 0, outcome
    assert not problems
    assert "6 questions, 60 people" in outcome.err
    shares = {key: figure.thousandths for key, figure in value.cards.items()}
    assert set(shares) == {f"calls/{name}" for name in NAMES}
    assert min(shares, key=shares.get) == "calls/q1"
    assert all(figure.answers == 60 for figure in value.cards.values())
    assert run("check", "--decks", "decks", home=home).code == 0
    run("quiz", "--decks", "decks", home=home, stdin="a\na\na\na\na\na\n:submit\n")
    shown = run("results", "1", "--json", "--decks", "decks", home=home)
    assert shown.json["expected"] == {"score": 3.0, "even": 3.0}
    worth = run("check", "--exam", "certification", "--decks", "decks", home=home)
    luck = run("check", "--exam", "certification", "--decks", "decks", "--json", home=home).json["luck"]
    assert "Luck of the form: on nine of ten forms somebody just at the pass mark passes" in worth.out
    assert luck["even"] == luck["drawn"]  # all six questions stand in every form


def test_a_reworded_card_is_told_and_has_no_figure(home):
    write_class(home / "class", 20)
    report(home, "class", "--facilities", "decks/facilities.yaml")
    path = home / "decks" / "calls.yaml"
    path.write_text(path.read_text("utf-8").replace("What about q2?", "What of q2?"), "utf-8")

    told = run("check", "--decks", "decks", home=home).out
    assert "Q410" in told
    assert "names 1 of 6 cards that is gone or reworded since (calls/q2)" in told
    report(home, "class", "--facilities", "decks/facilities.yaml", "--force")
    assert "calls/q2" not in (home / "decks" / "facilities.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("size", "arguments", "words"),
    [
        (9, ("class", "--facilities", "f.yaml"), "10 people or more; here are 9"),
        (12, ("class", "--facilities", "decks/calls.yaml"), "calls.yaml"),
        (12, ("class", "--facilities", "decks/calls.yaml", "--force"), "calls.yaml"),
    ],
)
def test_facilities_that_cannot_be_written_leave_everything_as_it_was(home, size, arguments, words):
    write_class(home / "class", size)
    before = {path: path.read_bytes() for path in (home / "decks").iterdir()}
    outcome = report(home, *arguments)

    assert outcome.code in (1, 2, 3)
    assert words in outcome.err
    assert {path: path.read_bytes() for path in (home / "decks").iterdir()} == before


def test_the_gap_between_drilled_and_fresh_words_is_told_in_all_and_by_question(home):
    write_fresh_class(home / "class", 60)
    found, shown = report(home, "class", "--json").json, report(home, "class", "--plain")

    assert found["fresh_gap"]["drilled"] == {"n": 180, "facility": 1.0}
    assert found["fresh_gap"]["gap"] == pytest.approx(0.5, abs=0.1)
    assert all(item["fresh"]["drilled"]["n"] + item["fresh"]["fresh"]["n"] == 60 for item in found["items"])
    assert "100% right in words that drills had shown (180 answers)" in shown.out
    report(home, "class", "--facilities", "decks/facilities.yaml")
    assert "drilled: 100%" in (home / "decks" / "facilities.yaml").read_text("utf-8")


def test_a_class_without_fresh_words_or_too_small_has_no_gap(home):
    write_class(home / "class", 30)
    assert "fresh_gap" not in report(home, "class", "--json").json
    write_fresh_class(home / "few", 9)
    assert "fresh_gap" not in report(home, "few", "--json").json


def test_people_before_training_show_what_tells_nothing(home):
    write_class(home / "after", 40, able=(0.8, 1.0))
    write_class(home / "before", 40, hard=("q0", "q1"), seed=9, able=(0.2, 1.0))
    found = report(home, "after", "--before", "before", "--json").json["before"]
    shown = report(home, "after", "--before", "before", "--plain").out

    assert found["people"] == 40
    assert 0 < found["pass_chance"] < 1
    items = {item["card"]: item for item in found["items"]}
    assert items["calls/q0"]["gain"] > 0.4
    assert not any(item["tells_nothing"] for item in found["items"])
    items = report(home, "before", "--before", "after", "--json").json["before"]["items"]
    assert all(item["tells_nothing"] for item in items)
    assert "passed without training" in shown
    told = report(home, "before", "--before", "after", "--plain").out
    assert "6 questions of 6 tell nothing: more than 70% of the untrained are right." in told


def test_check_tells_how_good_the_verdicts_over_a_class_are(home):
    write_class(home / "class", 60)
    plain = run("check", "--exam", "certification", "--from", "class", "--decks", "decks", home=home)
    found = run("check", "--exam", "certification", "--from", "class", "--decks", "decks", "--json", home=home).json

    assert "pass who should not" in plain.out
    assert "in a second form" in plain.out
    told = found["class"]
    assert told["accuracy"] == pytest.approx(1 - told["false_passes"] - told["false_fails"])
    assert 0.5 < told["consistency"] < 1
    assert told["people"] == 60
    assert run("check", "--from", "class", "--decks", "decks", home=home).code == 2
    write_class(home / "few", 5)
    few = run("check", "--exam", "certification", "--from", "few", "--decks", "decks", home=home)
    assert "too few" in few.out
