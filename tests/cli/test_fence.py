"""Line mode with what Windows lacks out of reach: the same words, events and exit codes as without the fence."""

import subprocess
import sys
from pathlib import Path

import pytest

from command import environment, events, run
from deck_files import CHECK, FLASHCARDS, QUESTIONS, write_decks

FENCE = Path(__file__).parents[1] / "support" / "fence.py"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is nothing to hide there")
COMMANDS = {
    "study": (("study", "cards", "--seed", "3"), "\n3\n:flag odd\n\n1\n:undo\n:suspend\n:quit\n"),
    "questions": (("study", "calls", "--seed", "3"), "b\n:easy\na\n:help\n"),
    "check": (("quiz", "check", "--seed", "3"), "a\n\n:back\n:mark\nb\n:goto 4\nc\n:submit\n:submit\n"),
    "left open": (("quiz", "check", "--seed", "3", "--json"), "a\n"),
    "decks": (("decks",), ""),
    "stats": (("stats", "--json"), ""),
    "mistakes": (("check", "--json", "missing.yaml"), ""),
    "export": (("export", "cards"), ""),
    "where": (("where",), ""),
    "wrong usage": (("study", "nothing"), ""),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_behind_the_fence_all_is_as_before(name, tmp_path) -> None:
    """Once without and once with the fence, each in a home of its own."""
    arguments, typed = COMMANDS[name]
    homes = tmp_path / "one", tmp_path / "two"
    for home in homes:
        write_decks(home / "decks", FLASHCARDS, QUESTIONS, CHECK)
    options = [("--decks", str(home / "decks")) for home in homes]
    free = run(*arguments, *options[0], home=homes[0], stdin=typed)
    command = (sys.executable, str(FENCE), *arguments, *options[1])
    env = environment(homes[1], PYTHONPATH=str(FENCE.parents[2] / "src"))
    fenced = subprocess.run(command, input=typed.encode(), env=env, capture_output=True, check=False)

    assert b"Traceback" not in fenced.stderr
    assert fenced.returncode == free.code, fenced.stderr
    assert fenced.stdout.decode().replace(str(homes[1]), "") == free.out.replace(str(homes[0]), "")
    shown = [[(event["kind"], event.get("card"), event.get("response")) for event in events(home)] for home in homes]
    assert shown[0] == shown[1]
