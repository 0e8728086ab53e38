"""What holds for every command that looks and writes nothing, and for the help of all."""

import json
import re

import pytest

from command import progress_file, run
from cxdrill.cli.commands import COMMANDS
from cxdrill.core.event import Draft
from cxdrill.core.settings import NAMES
from deck_files import EVERY_TYPE, FLASHCARDS, write_decks
from histories import review, store
from taken import check_at, contents, failed, passed

LOOKING = [
    *([], ["--json"], ["decks"], ["stats"], ["stats", "cards", "--json"], ["results"], ["results", "1", "--json"]),
    *(["cards", "--flagged"], ["notes", "every"], ["check"]),
]
ELSEWHERE = [["where"], ["restore"], ["restore", "--json"], ["schema"]]
HOSTILE = "\x7f\x9b31m\x1b]0;owned\x07\x1b[31m[bold red]x[/] :smile: \u202e\u200b"


@pytest.fixture
def home(tmp_path):
    write_decks(
        tmp_path / "decks", EVERY_TYPE.replace("title: Every type", "title: Every type\nnotes: Read."), FLASHCARDS
    )
    check_at(tmp_path)
    return tmp_path


def look(home, arguments, *more, env=None):
    return run(*arguments, "--decks", str(home / "decks"), *more, home=home, env=env)


def ids(arguments):
    return " ".join(arguments) or "alone"


@pytest.mark.parametrize("arguments", LOOKING, ids=ids)
def test_looking_writes_nothing(home, arguments):
    passed(home)
    before = contents(home)

    outcome = look(home, arguments)

    assert outcome.code == 0, outcome
    assert contents(home) == before


@pytest.mark.parametrize("arguments", [*LOOKING[:6], *LOOKING[7:], *ELSEWHERE], ids=ids)
def test_looking_before_the_first_session_writes_nothing(tmp_path, arguments):
    home = tmp_path / "home"
    home.mkdir()
    write_decks(
        tmp_path / "decks", EVERY_TYPE.replace("title: Every type", "title: Every type\nnotes: Read."), FLASHCARDS
    )
    before = contents(tmp_path)

    outcome = run(*arguments, *([] if arguments in ELSEWHERE else ["--decks", str(tmp_path / "decks")]), home=home)

    assert outcome.code == 0, outcome
    assert contents(tmp_path) == before


@pytest.mark.parametrize("arguments", [[], ["decks"], ["stats"], ["results"], ["cards"]], ids=ids)
def test_of_a_damaged_progress_file_all_that_can_be_read_is_shown_and_nothing_changed(home, arguments):
    store(progress_file(home)).save_all([review("cards/one"), review("cards/two"), review("cards/three")])
    content = progress_file(home).read_bytes()
    damaged = content.replace(b"cards/two", b"cards/t\xffo")
    progress_file(home).write_bytes(damaged)

    outcome = look(home, arguments)

    assert outcome.code == 0
    assert str(progress_file(home)) in outcome.err
    assert progress_file(home).read_bytes() == damaged


@pytest.mark.parametrize("arguments", LOOKING[:8], ids=ids)
def test_hostile_text_is_shown_and_not_obeyed(home, arguments):
    title = json.dumps(HOSTILE)
    (home / "decks" / "cards.yaml").write_text(
        f"deck: cards\ntitle: {title}\nsummary: {title}\nnotes: {title}\n"
        f"cards: [{{id: one, prompt: {title}, answer: {title}}}]\n",
        "utf-8",
    )
    exam = home / "decks" / "check.yaml"
    exam.write_text(exam.read_text("utf-8").replace("Calls check", title), "utf-8")
    failed(home)
    store(progress_file(home)).save_all([review("cards/one"), Draft("flag", {"card": "cards/one", "note": HOSTILE})])

    outcome = look(home, arguments)

    assert outcome.code == 0, outcome
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202e]", outcome.out + outcome.err)


@pytest.mark.parametrize("arguments", [each for each in LOOKING if each != ["check"]], ids=ids)
@pytest.mark.parametrize("content", ["nonsense = 1\n\ndesired_retention = 0.99\n"])
def test_wrong_settings_are_told_with_their_lines(home, arguments, content):
    passed(home)
    (home / "config.toml").write_text(content, "utf-8")

    outcome = look(home, arguments)

    assert (outcome.code, outcome.out) == (2, "")
    assert f"{home / 'config.toml'}:1: " in outcome.err
    assert f"{home / 'config.toml'}:3: " in outcome.err
    assert "0.7 to 0.97" in outcome.err


@pytest.mark.parametrize(
    ("arguments", "nearest"),
    [
        (["study", "card"], "did you mean cards?"),
        (["notes", "card"], "did you mean cards?"),
        (["stats", "crads"], "did you mean cards or calls?"),
        (["cards", "--wake", "cards/tow"], "did you mean cards/two"),
        (["check", "--exam", "chek"], "did you mean check?"),
    ],
    ids=str,
)
def test_an_unknown_name_is_answered_with_the_nearest_in_one_line_and_records_nothing(home, arguments, nearest):
    outcome = look(home, arguments)

    assert (outcome.code, outcome.out) == (2, "")
    assert nearest in outcome.err
    assert outcome.err.count("\n") == 1
    assert not progress_file(home).exists()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", ["[[1, 2], {a = 1}]", "1979-05-27", "-1e300", "nan"])
def test_no_setting_takes_nonsense(home, name, value):
    (home / "config.toml").write_text(f"# mine\n{name} = {value}\n", "utf-8")

    outcome = look(home, ["decks"])

    assert outcome.code == 2
    assert f"{home / 'config.toml'}:2: " in outcome.err
    assert outcome.err.count("\n") == 1


def test_an_unknown_setting_is_answered_without_a_word_of_decks(home):
    (home / "config.toml").write_text("quickly = true\n", "utf-8")
    assert look(home, ["decks"]).err.endswith('there is no setting "quickly"; the README lists what there is\n')


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_help_with_an_example_and_in_plain_words(name, tmp_path):
    outcome = run(name, "--help", home=tmp_path)

    assert outcome.code == 0
    assert re.search(rf"Examples?:\s+cxdrill\s+{name}\b", outcome.out), outcome.out
    assert not re.search(r"<\w+( range)?>|:(int|str|float)\b", outcome.out)  # types of a programming language
    assert outcome.out == run(name, "-h", home=tmp_path).out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["study", "--plain"], "[1/8] flashcard every/greeting"),
        (["notes"], "Read."),
        (["stats", "--json"], '"every": {'),
        (["export"], "flashcard,greeting,"),
    ],
    ids=str,
)
def test_a_deck_is_named_by_its_file_too(home, arguments, told):
    outcome = run(*arguments, str(home / "decks" / "every.yaml"), home=home)

    assert outcome.code == 0
    assert told in outcome.out


def test_help_is_a_word_too(tmp_path):
    assert run("help", home=tmp_path) == run("--help", home=tmp_path)
    assert run("help", "study", home=tmp_path) == run("study", "--help", home=tmp_path)
    assert 'there is no command "stdy"; did you mean study?' in run("help", "stdy", home=tmp_path).err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["xyzzy"], 'there is no command "xyzzy"; "cxdrill --help" lists the commands'),
        (["--plain", "study"], "options stand after the command's name: cxdrill study ..."),
        (["study", "--nonsense"], "No such option: --nonsense"),
        (["study", "--new", "x"], "'--new': 'x' is no whole number"),
        (["study", "--limit", "0"], "'--limit': 0 is out of bounds; it goes from 1 to 1000000"),
        (["study", "--new", "9" * 20], f"{'9' * 20} is out of bounds; it goes from 0 to 1000000"),
        (["study", "--minutes", "nan"], "nan is no number"),
        (["quiz", "--enter", " "], "it stands at the top of the sheet, like 7-3f2a"),
        (["quiz", "--rules", "--json"], "leave it out with --rules and --abandon"),
        (
            ["study", "--cram", "--new", "3"],
            "--new does nothing with --cram, which asks all that matches; --limit takes fewer",
        ),
        (["results", "--name", "Ana"], "add --certificate FILE.html, or N and --json"),
        (["study", "--tag", "nope", "--decks", "FOLDER"], 'there is no tag "nope"; the decks have none'),
        (["study", "--minutes", "x"], "'--minutes': 'x' is no number"),
        (["plan", "--minutes", "0"], "'--minutes': 0 is out of bounds; it goes from 1 to 600"),
        (["restore", "last"], "'[N]': 'last' is no whole number"),
        (["decks", "calls"], "extra argument(s) (calls); leave them out"),
        (
            ["plan", "--by", "friday", "in", "3", "weeks"],
            'extra argument(s) (3 weeks); put words that belong together in quotes, like "in 3 weeks"',
        ),
    ],
    ids=str,
)
def test_a_mistake_on_the_command_line_is_told_in_plain_words(arguments, sentence, tmp_path):
    folder = str(write_decks(tmp_path / "decks", FLASHCARDS))
    outcome = run(*(folder if word == "FOLDER" else word for word in arguments), home=tmp_path)

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.rstrip().endswith(sentence)


def test_the_list_of_commands_names_each_once(tmp_path):
    out = run("--help", home=tmp_path).out

    assert [len(re.findall(rf"^  {name}  ", out, re.MULTILINE)) for name in COMMANDS] == [1] * len(COMMANDS)


def test_the_schema_is_printed_whole(tmp_path):
    from cxdrill.files.decks.deck_fields import schema

    assert run("schema", home=tmp_path).json == schema()
