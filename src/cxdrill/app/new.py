"""`cxdrill new`: starts a deck that `cxdrill check` finds nothing wrong with."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from cxdrill.app.context import Context
from cxdrill.app.import_ import faithful_yaml, new_files, read, refuse_odd_id, write_left_out, written_beside
from cxdrill.app.new_cards import asked_deck
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.new_deck import one_line
from cxdrill.core.lint.checks import counting_problems
from cxdrill.core.problem import Severity
from cxdrill.errors import DataError, WrongUsage
from cxdrill.files import places
from cxdrill.files.decks.deck_fields import schema
from cxdrill.files.decks.library import read_library
from cxdrill.files.imports.cards import Found
from cxdrill.files.imports.recognise import Wanted
from cxdrill.files.output import write_output
from cxdrill.files.whole_file import make_folders
from cxdrill.terminal.report import notice, print_json
from cxdrill.terminal.wording import count

SCHEMA_NAME = "cxdrill.schema.json"
FIRST_LINE = f"# yaml-language-server: $schema={SCHEMA_NAME}\n"


def run(context: Context, name: str, title: str, from_file: Path | None, into: Path | None) -> None:
    """Starts a deck: from a file of questions, from what is typed, or from examples."""
    refuse_odd_id(name)
    folder = into or context.folder
    path = folder / f"{name}.yaml"
    _refuse_taken(name, path, [into] if into else context.decks)
    brought = Found("")
    if from_file is not None:
        deck, brought = _from_file(from_file, name, title, path)
    else:
        try:
            deck = asked_deck(name, title, plain=context.plain)
        except EOFError:
            notice("nothing was written")
            return
    with written_beside(new_files(path, brought.media.get(name, {}))):
        _write(path, deck)
    if from_file is not None:
        write_left_out(from_file, brought.left_out)
    notice(f"wrote {path}; edit it, then: cxdrill check {shlex.quote(str(path))}")


def _refuse_taken(name: str, path: Path, decks: Sequence[Path] | None) -> None:
    """Raises WrongUsage where the file or the id is in use: a second deck of one id would hide or break the first."""
    if path.exists() or path.is_symlink():
        raise WrongUsage(f"{path} exists and is left as it is; choose another name, or edit it")
    sources = places.deck_sources([each for each in decks or () if each.exists()] if decks else [])
    if decks and not any(each.exists() for each in decks):
        return
    found, _, _ = read_library(sources.paths, replaces=sources.replaces)
    used = [(each.id, each.path) for each in found.decks] + [(each.id, each.path) for each in found.exams]
    for id, used_in in used:
        if id == name:
            raise WrongUsage(f'"{name}" is in use in {used_in}; choose another name, or edit that file')


def _from_file(file: Path, name: str, title: str, path: Path) -> tuple[Deck, Found]:
    """The one deck of a file, and what came with it.

    Raises WrongUsage where the file has cards of another deck, DataError with what is wrong in it.
    """
    brought = read(file, Wanted(name))
    found = brought.decks
    others = [deck.id for deck in found if deck.id != name]
    if others:
        raise WrongUsage(f"{file} has cards of {', '.join(others)}; take them in with: cxdrill import {file}")
    deck = replace(found[0], title=one_line(title) or found[0].title)
    notice(f"{file} is {brought.form}")
    faithful_yaml(deck, path)
    problems = counting_problems(deck)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        lines = "\n".join(f"  {problem.message}; {problem.remedy}" for problem in errors)
        raise DataError(f"{file} has {count(len(errors), 'error')}, and no deck was written:\n{lines}")
    if problems:
        notice(f"the cards draw {count(len(problems), 'warning')}; cxdrill check tells each with its remedy")
    return deck, brought


def _write(path: Path, deck: Deck) -> None:
    content = FIRST_LINE.encode() + faithful_yaml(deck, path)
    try:
        make_folders(path.parent)
    except OSError as error:
        raise DataError(f"{path.parent} cannot be made ({error.strerror}); choose another with --into") from error
    beside = path.parent / SCHEMA_NAME
    if not beside.exists():
        write_output(beside, (json.dumps(schema(), indent=2) + "\n").encode(), force=False)
    write_output(path, content, force=False)


def print_schema(_: Context) -> None:
    print_json(schema())
