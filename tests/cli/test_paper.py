"""Forms on paper: what is printed, that the key stands apart, and that a sheet typed in is an attempt like others."""

import re
from pathlib import Path

import pytest

from command import events, on_decks, run
from cxdrill.core.cards.dialogue import Dialogue
from cxdrill.files.decks.library import read_library
from deck_files import CHECK, EVERY_TYPE, QUESTIONS, write_decks
from pictures import PNG

EVERY = "exam: all\ntitle: All types\nitems: 6\npass_mark: 50%\nblueprint: {every: 6}\ntime_limit: 30m\n"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_decks(tmp_path / "decks", QUESTIONS, CHECK, EVERY_TYPE, EVERY)
    return tmp_path


export, quiz = on_decks("export"), on_decks("quiz")


def codes(text):
    return list(dict.fromkeys(re.findall(r"Form ([0-9]+-[0-9a-f]{4})", text)))


def code_of_one(home, exam: str, *seed: str) -> str:
    """The code of the one form that is printed to forms.md."""
    export(home, exam, "--forms", "1", *seed, "-o", "forms.md")
    return codes((home / "forms.md").read_text("utf-8"))[0]


@pytest.mark.parametrize(("name", "to"), [("forms.html", ()), ("forms.md", ()), ("forms", ("--to", "html"))])
def test_forms_and_their_keys_are_two_files(home, name, to):
    outcome = export(home, "all", "--forms", "2", "--seed", "7", "-o", name, *to)
    forms = (home / name).read_text("utf-8")
    keys = next(path for path in home.iterdir() if "-key" in path.name).read_text("utf-8")
    assert outcome.code == 0, outcome
    assert len(codes(forms)) == 2
    assert codes(forms) == codes(keys)
    assert [code.partition("-")[0] for code in codes(forms)] == ["7", "8"]
    for words in ("Name ___", "Date ___", "of 6", "3 points of 6 pass (50%). You have 30 minutes.", "Answer ____"):
        assert words in forms, words
    for words in ("empathy", "Silence feels like being dropped", "Too late", "✓"):
        assert words not in forms, words
    assert "Silence feels like being dropped" in keys
    assert export(home, "all", "--forms", "1", "--seed", "7", "-o", name, *to).code == 3


def test_a_situation_stands_above_its_question_and_every_option_once(home):
    export(home, "all", "--forms", "1", "--seed", "7", "-o", "forms.md")
    forms = (home / "forms.md").read_text("utf-8")
    assert forms.index("A caller has been waiting") < forms.index("What comes before a hold?")
    assert forms.count("Ask first") == 1


def test_a_sheet_typed_in_is_scored_as_it_was_printed(home):
    export(home, "check", "--forms", "1", "--seed", "3", "-o", "forms.html")
    code = codes((home / "forms.html").read_text("utf-8"))[0]
    asked = re.findall(r'class="prompt"[^>]*>\d+\. ([^<]*)', (home / "forms.html").read_text("utf-8"))
    answers = re.findall(r"Answer: (\w+)<", (home / "forms-key.html").read_text("utf-8"))
    outcome = quiz(home, "check", "--enter", code, "--json", lines=[*answers, ":submit"])
    assert outcome.code == 0, outcome
    assert (outcome.json["score"], outcome.json["seed"]) == (4, 3)
    assert outcome.json["remarks"] == [f"the answers were typed in from the paper form {code}"]
    (started,) = events(home, "exam-started")
    assert [row["card"]["prompt"] for row in started["form"]["items"]] == asked
    assert "Type the answers of the form" in outcome.err
    (home / "record.json").write_text(outcome.out, "utf-8")
    assert run("verify", "record.json", "--decks", "decks", home=home).code == 0


def test_every_type_can_be_typed_in(home):
    code = code_of_one(home, "all", "--seed", "7")
    answers = re.findall(r"^Answer: (.*)$", (home / "forms-key.md").read_text("utf-8"), re.MULTILINE)
    outcome = quiz(
        home, "all", "--enter", code, "--json", lines=[*(each.replace("\\", "") for each in answers), ":submit"]
    )
    assert outcome.json["score"] == 6, outcome


def test_reworded_decks_do_not_give_the_form_any_more(home):
    code = code_of_one(home, "check", "--seed", "3")
    path = home / "decks" / "calls.yaml"
    path.write_text(re.sub(r"Question number (\d)", r"Query number \1", path.read_text("utf-8")), "utf-8")
    assert "enter it with the decks it was printed from" in quiz(home, "check", "--enter", code).err


def test_a_sheet_left_in_the_middle_goes_on_and_no_other_one_begins(home):
    export(home, "check", "--forms", "2", "--seed", "3", "-o", "forms.md")
    first, second = codes((home / "forms.md").read_text("utf-8"))
    quiz(home, "check", "--enter", first, lines=["b"])
    other = quiz(home, "check", "--enter", second)
    again = quiz(home, "check", "--enter", first, lines=["b", "b", "b", ":submit"])
    assert other.code == 1
    assert "a check is open" in other.err
    assert "[2/4]" in again.out
    assert len(events(home, "exam-answered")) == 4


AT_THE_TOP = "it stands at the top of the sheet, like 7-3f2a"


@pytest.mark.parametrize(
    ("command", "arguments", "code", "words"),
    [
        (export, ("check", "--forms", "1"), 2, "forms on paper are HTML or Markdown, not csv"),
        (export, ("check", "--forms", "1", "--to", "html"), 2, "forms and their keys are two files"),
        (export, ("calls", "--forms", "1", "-o", "x.md"), 2, '"calls" is a deck; forms are drawn from an exam'),
        (export, ("check", "--forms", "1", "-o", "decks/calls.md"), 0, "wrote"),
        (
            quiz,
            ("check", "--enter", "seven"),
            2,
            '"seven" is no code of a form; it stands at the top of the sheet, lik',
        ),
        (quiz, ("check", "--enter", "7-0000"), 3, "the decks here do not give the form 7-0000"),
        (quiz, ("check", "--enter", "7-0000", "--seed", "7"), 2, "contradict each other"),
    ],
)
def test_wrong_usage_of_forms_and_codes_is_told_and_starts_nothing(home, command, arguments, code, words):
    outcome = command(home, *arguments)
    assert outcome.code == code
    assert words in outcome.err
    assert not events(home, "exam-started")


def test_a_fixed_form_is_printed_as_it_is_taken(home):
    (home / "decks" / "check.yaml").write_text(CHECK + "form: A\n", "utf-8")
    code = code_of_one(home, "check")
    taken = quiz(home, "check", "--json", lines=["b"] * 4 + [":submit"])
    assert code.startswith(f"{taken.json['seed']}-")
    assert export(home, "check", "--forms", "2", "-o", "more.md").code == 2


def test_a_talk_on_paper_has_every_turn_with_the_way_on(tmp_path):
    shelf = read_library([Path(__file__).parents[2] / "decks"], replaces=False)[0]
    card = next(card for card in shelf.cards() if isinstance(card, Dialogue))
    talk, response = card.ordered(range(len(card.parts()))), ""
    parts = talk.on_paper()
    assert len(parts) == len(card.turns)
    assert parts[0][0].startswith("1. Customer: ")
    assert all("(go to " in row.text for _, rows in parts for row in rows)
    for letter in talk.typed_key().split():
        response = talk.going_on(response, letter)
    assert talk.points(response) == 1


def test_questions_kept_for_the_check_are_printed_only_for_whoever_says_so(home):
    path = home / "decks" / "calls.yaml"
    path.write_text(path.read_text("utf-8").replace("  - id: q1\n", "  - id: q1\n    exam: only\n"), "utf-8")
    (home / "decks" / "check.yaml").write_text(CHECK + "fresh: 25%\n", "utf-8")
    refused = export(home, "check", "--forms", "1", "-o", "forms.md")
    assert refused.code == 2
    assert "whoever hands them out adds --with-exam-items" in refused.err
    assert not (home / "forms.md").exists()
    assert export(home, "check", "--forms", "1", "--with-exam-items", "-o", "forms.md").code == 0
    assert "Question number 1?" in (home / "forms.md").read_text("utf-8")


def test_a_printed_form_shows_pictures_or_says_what_they_show(home):
    (home / "decks/desk.png").write_bytes(PNG)
    option = "{text: Yes, correct: true, image: desk.png, alt: A nod}"
    card = f"{{id: a, prompt: P, image: desk.png, alt: A desk, options: [{option}, {{text: No}}]}}"
    write_decks(home / "decks", f"deck: seen\ntitle: Seen\ncards:\n  - {card}\n")
    (home / "decks/look.yaml").write_text(
        "exam: look\ntitle: Look\nitems: 1\npass_mark: 50%\nblueprint: {seen: 1}\n", "utf-8"
    )
    export(home, "look", "--forms", "1", "-o", "forms.html")
    export(home, "look", "--forms", "1", "-o", "forms.md")
    assert (home / "forms.html").read_text("utf-8").count('<img src="data:image/png;base64,') == 2
    assert "P \\[picture: A desk\\]" in (home / "forms.md").read_text("utf-8")
    assert "Yes \\[picture: A nod\\]" in (home / "forms.md").read_text("utf-8")
