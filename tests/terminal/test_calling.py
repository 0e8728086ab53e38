"""How this program was called, so that the commands it prints work when they are copied."""

import os
import re
import shlex
import sys
from datetime import datetime
from pathlib import Path
from unittest import mock

import pytest

from cxdrill.app import progress_files
from cxdrill.files.backups.backups import Backups
from cxdrill.files.backups.keeper import BackupKeeper
from cxdrill.files.disk import REAL_DISK
from cxdrill.files.events.document import Document
from cxdrill.terminal import drill
from cxdrill.terminal.report import notice
from cxdrill.terminal.wording import program, typed


@pytest.fixture
def called(monkeypatch, tmp_path):
    """Sets the words this program was called with, in a shell that finds no cxdrill by its name."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return lambda *words: monkeypatch.setattr(sys, "argv", list(words))


def test_decks_and_progress_of_this_run_are_said_again_where_a_command_takes_them(called):
    called("cxdrill", "study", "calls", "--decks", "my decks", "--progress=p.json", "--", "--decks")

    assert typed("cxdrill quiz exam   takes the check") == (
        "cxdrill quiz exam --decks 'my decks' --progress p.json   takes the check"
    )
    assert typed("cxdrill decks") == "cxdrill decks --decks 'my decks'"
    assert typed("cxdrill new my-deck") == "cxdrill new my-deck"


@pytest.mark.parametrize(
    ("path", "is_found", "flags", "name"),
    [
        (".venv/bin/cxdrill", False, "", os.path.join(".venv", "bin", "cxdrill")),
        (".venv/bin/cxdrill", False, "w", os.path.join("{here}", ".venv", "bin", "cxdrill")),
        ("cxdrill", True, "", "cxdrill"),
        ("cxdrill/__main__.py", False, "w", f"{sys.executable} -m cxdrill"),
    ],
)
def test_the_program_is_named_so_that_the_shell_finds_it(called, monkeypatch, tmp_path, path, is_found, flags, name):
    monkeypatch.setenv("MAKEFLAGS", flags)
    if is_found:
        (tmp_path / path).touch(mode=0o700)
    called(str(tmp_path / path), "study")

    assert program() == name.format(here=tmp_path)
    assert typed("cxdrill study") == f"{program()} study"


def test_a_message_names_its_command_as_it_can_be_typed_here(called, tmp_path, capsys):
    called(str(tmp_path / ".venv" / "bin" / "cxdrill"), "quiz")

    notice('cxdrill was asked; "cxdrill quiz check" shows the rules: cxdrill plan; go on with: ./cxdrill study')

    path = os.path.join(".venv", "bin", "cxdrill")
    told = f'cxdrill was asked; "{path} quiz check" shows the rules: {path} plan; go on with: ./cxdrill study'
    assert capsys.readouterr().err == f"cxdrill: {told}\n"


def test_a_message_names_its_commands_with_the_decks_and_the_progress_of_this_run(called, tmp_path, capsys):
    called(str(tmp_path / ".venv" / "bin" / "cxdrill"), "quiz", "--decks", "a b", "--decks=c", "--progress", "p")

    notice('no; "cxdrill quiz check" asks, "cxdrill where" lists; or: cxdrill study --decks d')

    path = os.path.join(".venv", "bin", "cxdrill")
    asks = f"{path} quiz check --decks 'a b' --decks c --progress p"
    study = f"{path} study --decks d --progress p"
    assert capsys.readouterr().err == f'cxdrill: no; "{asks}" asks, "{path} where" lists; or: {study}\n'


def test_a_name_with_blanks_stays_as_it_is_and_each_command_of_a_message_is_one_of_its_own(called, capsys):
    called("cxdrill", "study", "--progress", "p")
    keeper = BackupKeeper(Path("my  folder's   p.json"), datetime.now, REAL_DISK)
    with mock.patch.object(Backups, "fullest", return_value=(keeper.backups.progress, 5)):
        (sentence,) = keeper.shrunken(Document("learner", (), b""))

    notice(sentence)

    told = capsys.readouterr().err
    assert f"with: cxdrill merge {shlex.quote(str(keeper.backups.progress))} --progress p; or go back" in told
    assert told.endswith("with: cxdrill restore --progress p\n")


@pytest.mark.parametrize("module", [drill, progress_files], ids=["drill", "progress files"])
def test_what_is_printed_names_no_command_by_the_bare_name(module):
    text = Path(module.__file__).read_text("utf-8")

    assert not re.search(r'"(?:→|set aside;) cxdrill', text)
