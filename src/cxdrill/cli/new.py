"""`cxdrill new`: starts a deck that `cxdrill check` finds nothing wrong with."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxdrill.cli import opening, options
from cxdrill.errors import WrongUsage

if TYPE_CHECKING:
    from cxdrill.core.new_deck import Answers

SCHEMA_NAME = "cxdrill.schema.json"
FIRST_LINE = f"# yaml-language-server: $schema={SCHEMA_NAME}\n"
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_TYPES = [
    ("a flashcard: revealed and rated", "flashcard"),
    ("a choice: one right option among wrong ones", "choice"),
    ("true or false", "true-false"),
    ("a short answer to type", "typed"),
    ("no more cards", ""),
]


def new_command(
    name: Annotated[str, typer.Argument(help="The deck's id: lower-case letters, digits and hyphens.")],
    title: Annotated[str, typer.Option(help="What people read; asked for at a terminal.")] = "",
    from_csv: Annotated[
        Path | None, typer.Option("--from-csv", metavar="FILE", help="Take the cards from a CSV file.")
    ] = None,
    into: Annotated[Path | None, typer.Option("--into", metavar="FOLDER", help="Where the file goes.")] = None,
    decks: options.Decks = None,
    plain: options.Plain = False,
) -> None:
    """Start a deck: asks for its title and first cards at a terminal, else writes examples to write over.

    Example: cxdrill new hotel-desk        Example: cxdrill new hotel-desk --from-csv cards.csv
    """
    if not _ID.fullmatch(name):
        raise WrongUsage(f'"{name}" is no deck id; use lower-case letters, digits and hyphens, like hotel-desk')
    folder = into or _folder(decks)
    path = folder / f"{name}.yaml"
    if path.exists():
        raise WrongUsage(f"{path} exists and is left as it is; choose another name, or edit it")
    if from_csv is not None:
        from cxdrill.cli.import_ import import_command

        import_command(from_csv, deck=name, into=folder, yes=True)
        return
    heading = title or _asked("Title of the deck?", name.replace("-", " ").capitalize(), plain=plain)
    source = _asked("Which text or person do the cards follow?", "Where the facts come from", plain=plain)
    _write(path, name, heading, source, _cards(plain=plain))
    opening.notice(f"wrote {path}; edit it, then: cxdrill check {path}")


def _folder(decks: list[Path] | None) -> Path:
    """The first folder that decks are read from, unless those are the shipped ones: then the user's own."""
    from cxdrill.files import places

    sources = places.deck_sources(decks or [])
    return places.own_decks() if sources.replaces else sources.paths[0]


def _write(path: Path, name: str, title: str, source: str, cards: "Sequence[Answers]") -> None:
    from cxdrill.core.new_deck import new_deck
    from cxdrill.files.deck_schema import schema
    from cxdrill.files.deck_writer import deck_yaml
    from cxdrill.files.output import write_output

    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.parent / SCHEMA_NAME
    if not beside.exists():
        write_output(beside, (json.dumps(schema(), indent=2) + "\n").encode(), force=False)
    text = FIRST_LINE + deck_yaml(new_deck(name, title, source, cards))
    write_output(path, text.encode(), force=False)


def _asked(question: str, default: str, *, plain: bool) -> str:
    from cxdrill.terminal.menu import typed

    answer = typed(question, default, plain=plain)
    return (answer or "").strip() or default


def _cards(*, plain: bool) -> "list[Answers]":
    from cxdrill.core.new_deck import Answers
    from cxdrill.terminal.menu import chosen

    cards: list[Answers] = []
    while kind := chosen("Add a card?" if not cards else "Add another card?", _TYPES, plain=plain):
        prompt = _needed("What is asked?")
        if kind == "true-false":
            answer = chosen("Is the statement true?", [("true", "true"), ("false", "false")]) or "true"
        else:
            answer = _needed("What is the answer?")
        wrong = (
            tuple((text, _needed(f"Why would a person pick “{text}”?")) for text in _wrong())
            if kind == "choice"
            else ()
        )
        explanation = _needed("Why is the answer right?") if kind != "flashcard" else ""
        cards.append(Answers(kind, prompt, answer, explanation, wrong))
    return cards


def _needed(question: str) -> str:
    from cxdrill.terminal.menu import typed

    while True:
        answer = (typed(question) or "").strip()
        if answer:
            return answer


def _wrong() -> list[str]:
    """Two or three wrong options."""
    from cxdrill.terminal.menu import typed

    options = [_needed("A wrong option?"), _needed("Another wrong option?")]
    more = (typed("One more wrong option? (Enter for none)") or "").strip()
    return [*options, more] if more else options
