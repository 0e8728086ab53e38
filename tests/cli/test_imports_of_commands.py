"""A command loads no heavy package that it does not need: what makes it slow to start shows here without a clock."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from command import environment

HEAVY = ("rich", "questionary", "prompt_toolkit", "yaml", "fsrs", "filelock", "pydantic", "hashlib", "tomllib")
HEAVY += ("cxdrill.app.media", "cxdrill.files.decks.media", "cxdrill.terminal.pictures")  # but for cards that have any
WATCHED = """
import json, sys
from cxdrill.cli import main as program
sys.argv[0] = "cxdrill"
real = sys.exit
def ending(code=0):
    sys.stdout.flush()
    sys.stderr.write("\\nMODULES " + json.dumps(sorted(sys.modules)) + "\\n")
    real(code)
program.sys.exit = ending
program.main()
"""
CACHES = {"XDG_CACHE_HOME": "cache"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A learner who has answered one card, with caches that are warm."""
    made = tmp_path_factory.mktemp("home")
    for _ in range(3):
        loaded(made, "study", "--plain", "telephone-practices", stdin="\n3\n")
        loaded(made)
    return made


def loaded(home: Path, *arguments: str, stdin: str = "", heavy: Sequence[str] = HEAVY, **env: str) -> set[str]:
    """The heavy packages that are loaded when the command ends."""
    variables = {**environment(home), **{name: str(home / part) for name, part in CACHES.items()}, **env}
    source = str(Path(__file__).parents[2] / "src")
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *arguments],
        input=stdin, capture_output=True, text=True, env={**variables, "PYTHONPATH": source}, check=False,
    )  # fmt: skip
    told = [line for line in done.stderr.splitlines() if line.startswith("MODULES ")]
    assert told, done.stderr
    return set(heavy) & set(json.loads(told[-1].removeprefix("MODULES ")))


COMPLETING = {"_CXDRILL_COMPLETE": "complete_bash", "COMP_WORDS": "cxdrill study tel", "COMP_CWORD": "2"}


@pytest.mark.parametrize(
    ("arguments", "env"),
    [
        *((line.split(), {}) for line in ("--version", "--help", "study --help", "where", "no-such-command")),
        *((line.split(), {}) for line in ("", "decks", "decks --json", "--json", "study --plain")),
        ([], COMPLETING),
    ],
    ids=str,
)
def test_help_reports_completion_and_a_session_left_at_once_load_nothing_heavy_with_warm_caches(home, arguments, env):
    assert loaded(home, *arguments, **env) == set()


def test_a_check_goes_on_without_anything_heavy(home):
    loaded(home, "quiz", "--plain")
    assert loaded(home, "quiz", "--plain") == set()


def test_the_screen_of_an_exam_loads_nothing_that_schedules_cards():
    code = "import sys, cxdrill.terminal.exam_screen; print([name for name in sys.modules if '.study.' in name])"
    source = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    shown = subprocess.run([sys.executable, "-c", code], env=source, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_an_answer_loads_the_model_and_nothing_more(home):
    assert loaded(home, "study", "--plain", stdin="\n3\n:quit\n") <= {"fsrs", "hashlib"}


def test_a_first_start_reads_yaml_and_nothing_else_that_is_heavy(tmp_path):
    assert loaded(tmp_path, "decks", "--json") <= {"yaml", "hashlib"}


@pytest.mark.skipif(os.name == "nt", reason="POSIX")
def test_a_check_reads_every_file_itself(home):
    assert "yaml" in loaded(home, "check")
