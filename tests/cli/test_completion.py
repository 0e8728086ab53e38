"""Completion in the shell: what the shells ask for, each in its own way, and what they get."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from command import environment
from deck_files import CHECK, FLASHCARDS, QUESTIONS, write_decks

SOURCE = Path(__file__).parent.parent.parent / "src"


@pytest.fixture
def home(tmp_path):
    decks = write_decks(tmp_path / "decks", FLASHCARDS, QUESTIONS, CHECK)
    (decks / "broken.yaml").write_text("deck: [\n", "utf-8")
    (decks / "notes.txt").write_text("deck: text\n", "utf-8")
    return tmp_path


def completed(home, **variables: str) -> str:
    """What a shell reads: a process of its own, since the program looks at the variables when it starts."""
    env = environment(home, CXDRILL_DECKS=str(home / "decks"), PYTHONPATH=str(SOURCE), **variables)
    done = subprocess.run(
        [sys.executable, "-m", "cxdrill"], env=env, capture_output=True, text=True, check=False, timeout=30
    )
    assert done.stderr == ""
    return done.stdout


def by_bash(home, line: str) -> list[str]:
    words = line.split(" ")
    answer = completed(home, COMP_WORDS=line, COMP_CWORD=str(len(words) - 1), _CXDRILL_COMPLETE="complete_bash")
    return answer.split()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("cxdrill st", ["study", "stats", "standard"]),
        ("cxdrill study c", ["calls", "cards"]),
        ("cxdrill stats calls ca", ["calls", "cards"]),
        ("cxdrill notes ca", ["calls", "cards"]),
        ("cxdrill quiz c", ["check", "calls", "cards"]),
        ("cxdrill study x", []),
        ("cxdrill results --cert", ["--certificate"]),
    ],
)
def test_commands_decks_exams_and_options_are_completed(home, line, words):
    assert by_bash(home, line) == words


@pytest.mark.parametrize("shell", ["zsh", "fish", "powershell", "pwsh"])
def test_the_other_shells_get_deck_names_too(home, shell):
    answer = completed(
        home,
        _CXDRILL_COMPLETE=f"complete_{shell}",
        _TYPER_COMPLETE_ARGS="cxdrill study ca",
        _TYPER_COMPLETE_FISH_ACTION="get-args",
        _TYPER_COMPLETE_WORD_TO_COMPLETE="ca",
    )

    assert "calls" in answer
    assert "cards" in answer


@pytest.mark.skipif(os.name != "posix", reason="bash is not everywhere")
def test_bash_itself_completes_with_the_script_that_is_shown(home):
    script = completed(home, _CXDRILL_COMPLETE="source_bash")
    lines = [script, "COMP_WORDS=(cxdrill study ca)", "COMP_CWORD=2", '_cxdrill_completion "$CXDRILL"']
    lines.append('printf "%s\\n" "${COMPREPLY[@]}"')
    program = home / "cxdrill"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cxdrill "$@"\n', "utf-8")
    program.chmod(0o755)
    env = environment(home, CXDRILL_DECKS=str(home / "decks"), PYTHONPATH=str(SOURCE), CXDRILL=str(program))

    done = subprocess.run(
        ["bash", "-c", "\n".join(lines)], env=env, capture_output=True, text=True, check=True, timeout=30
    )

    assert done.stdout.split() == ["calls", "cards"]


def test_a_folder_that_cannot_be_read_completes_nothing(tmp_path):
    (tmp_path / "decks").write_text("a file", "utf-8")

    assert by_bash(tmp_path, "cxdrill study c") == []
