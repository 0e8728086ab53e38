"""Odd homes, closed and full streams, old locales, failing disks: one sentence, the exit code, no traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from command import environment, events, run
from cxdrill.app import context
from deck_files import CHECK, FLASHCARDS, QUESTIONS, write_decks

SOURCE = str(Path(__file__).parent.parent.parent / "src")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="shell redirections of POSIX")
STUDY, QUIZ = 'study cards --plain --decks "$DECKS"', 'quiz check --plain --decks "$DECKS"'
DECKS = 'decks --decks "$DECKS"'
HOME = (FLASHCARDS, QUESTIONS, CHECK)


def shell(
    home, line: str, *, stdout: int = subprocess.PIPE, **variables: str | None
) -> subprocess.CompletedProcess[str]:
    """A line of bash in which `cxdrill` is the program; a variable that is None is taken away."""
    env = environment(home, PYTHONPATH=SOURCE, DECKS=str(home / "decks"))
    env |= {name: value for name, value in variables.items() if value is not None}
    kept = {name: value for name, value in env.items() if name not in variables or variables[name] is not None}
    script = f'cxdrill() {{ {sys.executable} -m cxdrill "$@"; }}; {line}'
    return subprocess.run(
        ["bash", "-c", script],
        env=kept,
        cwd=home,
        stdout=stdout,
        stderr=subprocess.PIPE,
        errors="replace",
        timeout=60,
        check=False,
    )


def sentence(outcome: subprocess.CompletedProcess[str]) -> str:
    """What was said, which is one sentence and no traceback."""
    assert "Traceback" not in outcome.stderr
    assert outcome.stderr.count("\n") == 1, outcome.stderr
    assert outcome.stderr.startswith("cxdrill: ")
    return outcome.stderr


@pytest.mark.parametrize("command", [DECKS, STUDY, QUIZ, f"{DECKS} --json"])
@pytest.mark.parametrize(
    ("output", "words", "kinds"),
    [(">&-", "standard output is closed", set()), (">/dev/full", "No space left on device", {"exam-started"})],
)
def test_a_closed_or_full_output_is_an_error_before_anything_is_answered(home, command, output, words, kinds):
    outcome = shell(home, f"printf '\\n3\\n' | cxdrill {command} {output}")

    assert outcome.returncode == 3
    assert words in sentence(outcome)
    assert {event["kind"] for event in events(home)} <= kinds


@pytest.mark.parametrize("line", [f"cxdrill {DECKS}", "cxdrill --help", f"yes '' 2>/dev/null | cxdrill {STUDY}"])
def test_a_reader_that_has_seen_enough_ends_the_program_quietly(home, line):
    reader, writer = os.pipe()
    os.close(reader)  # before the program begins: how soon a reader in the shell would go is chance
    outcome = shell(home, line, stdout=writer)
    os.close(writer)

    assert outcome.returncode == 141
    assert outcome.stderr == ""


@pytest.mark.parametrize("stdin", ["<&-", "</dev/null", "</dev/zero"])
def test_without_anything_to_read_a_session_ends_cleanly(home, stdin):
    bounded = f"head -c 100000 /dev/zero | cxdrill {STUDY}" if "zero" in stdin else f"cxdrill {STUDY} {stdin}"
    outcome = shell(home, bounded)

    assert outcome.returncode == 0
    assert outcome.stdout.startswith("[1/3] flashcard cards/one")
    assert "Traceback" not in outcome.stderr
    assert events(home) == []


def test_a_closed_or_full_standard_error_leaves_the_exit_code(home):
    outcome = shell(
        home, "for to in '2>&-' '2>/dev/full' '<&- 2>&-'; do eval \"cxdrill study nope $to\"; echo $?; done"
    )

    assert outcome.stdout == "2\n2\n2\n"


def test_a_closed_stream_never_lends_its_number_to_the_progress_file(home):
    outcome = shell(home, f"printf '\\n3\\n' | cxdrill {STUDY} 2>&-")

    assert outcome.returncode == 0
    assert [event["rating"] for event in events(home, "review")] == [3]


@pytest.mark.parametrize(
    "variables",
    [
        {"LC_ALL": "C"},
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "latin-1"},
    ],
)
def test_an_old_locale_replaces_what_it_cannot_show_and_files_stay_unicode(home, variables):
    write_decks(home / "decks", "deck: far\ntitle: 日本 – “far”\ncards:\n  - {id: a, prompt: 何？, answer: é}\n")
    outcome = shell(
        home, 'printf ":flag \\xff\\xc3\\xa9\\n\\n3\\n" | cxdrill study far --plain --decks "$DECKS"', **variables
    )

    assert outcome.returncode == 0
    assert "Traceback" not in outcome.stderr
    assert [event["kind"] for event in events(home)] == ["flag", "review"]


@pytest.mark.parametrize(("variables", "words"), [({"HOME": "/dev/null"}, "/dev/null"), ({"HOME": "/proc"}, "/proc")])
def test_a_home_that_cannot_be_used_is_named_and_nothing_lands_in_the_current_folder(home, variables, words):
    before = sorted(home.rglob("*"))
    outcome = shell(home, f"cxdrill {STUDY} </dev/null", CXDRILL_PROGRESS=None, CXDRILL_CONFIG=None, **variables)

    assert outcome.returncode == 3
    assert words in sentence(outcome)
    assert sorted(home.rglob("*")) == before


@pytest.mark.parametrize("command", [STUDY, QUIZ])
def test_a_home_that_nobody_may_write_is_one_sentence(home, command):
    locked = home / "locked"
    locked.mkdir(mode=0o500)
    if os.access(locked, os.W_OK):
        locked = Path("/proc/self")  # the superuser may write everywhere but here
    outcome = shell(
        home, f"printf '\\n3\\n' | cxdrill {command}", CXDRILL_PROGRESS=str(locked / "sub" / "progress.json")
    )

    assert outcome.returncode == 3
    assert str(locked) in sentence(outcome)
    assert "could not be written" in outcome.stderr
    assert ".lock" not in outcome.stderr
    assert "recorded" not in outcome.stdout


def test_a_file_that_cannot_grow_ends_a_session_in_lines_with_what_was_acknowledged_kept(home):
    pieces = "\\n3\\n" * 40
    write_decks(
        home / "decks",
        "deck: cards\ntitle: Many\ncards:\n"
        + "".join(f"  - {{id: c{number}, prompt: First {number}?, answer: Uno}}\n" for number in range(40)),
    )
    outcome = shell(
        home,
        f"export PYTHONDONTWRITEBYTECODE=1; ulimit -f 4; trap '' XFSZ; printf '{pieces}' | cxdrill {STUDY} --new 40",
    )

    acknowledged = outcome.stdout.count("recorded good")
    assert outcome.returncode == 3
    assert "File too large" in outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert 3 < acknowledged < 40
    again = shell(home, f"cxdrill {STUDY} </dev/null")
    assert again.returncode == 0
    assert len(events(home, "review")) >= acknowledged


def test_an_error_that_nobody_thought_of_says_where_and_nothing_of_the_decks(home, monkeypatch):
    def broken(*_arguments, **_named):
        raise RuntimeError("What do you say first?")

    monkeypatch.setattr(context, "Index", broken)
    outcome = run("decks", home=home)

    assert outcome.code == 70
    assert "something is wrong inside cxdrill (RuntimeError in test_surroundings.py:" in outcome.err
    assert "What do you say" not in outcome.err
    assert outcome.err.count("\n") == 1


def test_an_interrupt_anywhere_is_130_without_a_word(home, monkeypatch):
    def interrupted(*_arguments, **_named):
        raise KeyboardInterrupt

    monkeypatch.setattr(context, "Index", interrupted)
    outcome = run("decks", home=home)

    assert (outcome.code, outcome.out, outcome.err) == (130, "", "")


@pytest.mark.parametrize("command", [(), ("study",), ("quiz",), ("decks",)])
def test_a_folder_of_decks_that_is_not_there_is_told_with_who_named_it(tmp_path, command):
    by_variable = run(*command, home=tmp_path, env={"CXDRILL_DECKS": str(tmp_path / "nope")})
    by_option = run(*command, "--decks", "absent", home=tmp_path)

    assert (by_variable.code, by_option.code) == (3, 3)
    assert f"CXDRILL_DECKS names {tmp_path / 'nope'}, which does not exist; correct that variable" in by_variable.err
    assert "--decks names absent, which does not exist" in by_option.err
