"""The documentation tells the truth: its decks pass the check, its settings are read, its commands exist and run."""

import re
import shlex
from pathlib import Path

import pytest

from command import run
from cxdrill.cli.commands import COMMANDS
from cxdrill.files.decks.deck_yaml import read_bytes
from cxdrill.files.settings_toml import read_settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
DECKS = (ROOT / "decks" / "README.md").read_text("utf-8")


def blocks(text: str, language: str) -> list[str]:
    """The fenced examples of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def whole(example: str) -> str:
    """A deck around an example that shows only some cards."""
    return (
        example
        if re.match(r"(deck|exam|facilities|standard):", example)
        else f"deck: example\ntitle: Example\ncards:\n{example}"
    )


@pytest.mark.parametrize(
    "example", [*blocks(DECKS, "yaml"), *blocks(README, "yaml")], ids=lambda example: example.split("\n")[1].strip()
)
def test_every_deck_shown_loads_without_a_problem(example):
    value, problems = read_bytes(whole(example).encode(), "example.yaml")

    assert value is not None
    assert not problems


def test_all_card_types_and_every_field_are_described():
    from cxdrill.core.cards.choice import OPTION
    from cxdrill.core.cards.registry import CARD_TYPES, shapes
    from cxdrill.files.decks.deck_fields import DECK, EXAM

    shown = "\n".join(blocks(DECKS, "yaml"))

    assert all(f"type: {each}" in shown for each in CARD_TYPES)
    for shape in (DECK, EXAM, OPTION, *shapes().values()):
        for name in shape.fields:
            assert f"`{name}" in DECKS or f"{name}:" in shown, name


def test_the_settings_shown_are_read(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text(blocks(README, "toml")[0], encoding="utf-8")

    assert read_settings(path).name == "Ana María"


def test_every_command_stands_in_the_readme():
    assert [name for name in COMMANDS if f"`cxdrill {name}" not in README] == []


def test_every_picture_of_the_readme_is_a_screen_that_tests_compare():
    for name in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README):
        assert (ROOT / name).is_file()


@pytest.mark.parametrize("line", [line[2:] for line in blocks(README, "console")[1].splitlines()])
def test_the_commands_shown_run(line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    typed, _, command = line.rpartition(" | ")
    given = shlex.split(typed)[1].replace("\\n", "\n") if typed else ""
    arguments = [str(ROOT / each) if each == "decks" else each for each in shlex.split(command)[1:]]

    ended = run(*arguments, stdin=given, home=tmp_path)
    assert ended.code == 0
    assert not typed or blocks(README, "text")[0].strip() == ended.out.strip(), "the session shown is a real one"
