"""`cxdrill new`: starts a deck that `cxdrill check` finds nothing wrong with, out of a file or what is typed.

A card that breaks a rule of `cxdrill check` is told at once, while its author still knows what was meant.
"""

import json
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from cxdrill.app.context import Context
from cxdrill.app.import_ import faithful_yaml, new_files, read, refuse_odd_id, write_left_out
from cxdrill.app.output import by_name
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.new_deck import Answers, default_title, new_deck, one_line, waived
from cxdrill.core.lint.checks import counting_problems
from cxdrill.core.problem import Problem, Severity
from cxdrill.core.text import clean_line
from cxdrill.errors import DataError, WrongUsage
from cxdrill.files import places
from cxdrill.files.decks.deck_fields import schema
from cxdrill.files.decks.deck_writer import deck_yaml
from cxdrill.files.decks.deck_yaml import read_bytes
from cxdrill.files.decks.library import read_library
from cxdrill.files.imports.cards import Found
from cxdrill.files.imports.recognise import Wanted
from cxdrill.files.output import write_together
from cxdrill.terminal import paint
from cxdrill.terminal.menu import chosen, typed
from cxdrill.terminal.report import notice, print_json, print_lines, width
from cxdrill.terminal.wording import count

SCHEMA_NAME = "cxdrill.schema.json"
FIRST_LINE = f"# yaml-language-server: $schema={SCHEMA_NAME}\n"

_TYPES = [
    ("a flashcard: revealed and rated", "flashcard"),
    ("a choice: one right option among wrong ones", "choice"),
    ("true or false", "true-false"),
    ("a short answer to type", "typed"),
    ("four replies to judge: which is best, which is worst", "judgement"),
    ("a sentence to say, with a checklist", "say"),
    ("no more cards", ""),
]
_PROMPTS = {
    "true-false": "Which statement?",
    "judgement": "What is the situation? End with: What do you say?",
    "say": "What is the situation? End with: What do you say?",
}
_ANSWERS = {"judgement": "What is the best reply?", "say": "What could a good colleague say?"}
_POORER = ("A decent reply that is second to it?", "A poorer reply?", "The reply that costs the customer most?")


def run(context: Context) -> None:
    """Starts a deck: from a file of questions, from what is typed, or from examples."""
    options = context.options
    name, title, from_file, into = options.name, options.title, options.from_, options.into
    refuse_odd_id(name)
    path = (into or context.folder) / f"{name}.yaml"
    _refuse_taken(name, path, [into] if into else context.decks)
    brought = Found("")
    if from_file is not None:
        deck, brought = _from_file(from_file, name, title, path)
    else:
        try:
            deck = _asked_deck(name, title, plain=context.plain)
        except EOFError:
            notice("nothing was written")
            return
    _write(path, deck, new_files(path, brought.media.get(name, {})))
    if from_file is not None:
        write_left_out(from_file, brought.left_out)
    notice(f"wrote {path}; edit it, then: cxdrill check {shlex.quote(str(path))}")


def _refuse_taken(name: str, path: Path, decks: Sequence[Path] | None) -> None:
    """Raises WrongUsage where the file or the id is in use: a second deck of one id would hide or break the first."""
    if path.exists() or path.is_symlink():
        raise WrongUsage(f"{path} exists and is left as it is; choose another name, or edit it")
    there = [each for each in decks or () if each.exists()]
    if decks and not there:
        return
    sources = places.deck_sources(there)
    found, _, _ = read_library(sources.paths, replaces=sources.replaces)
    if used := by_name(found.decks, name) or by_name(found.exams, name):
        raise WrongUsage(f'"{name}" is in use in {used.path}; choose another name, or edit that file')


def _from_file(file: Path, name: str, title: str, path: Path) -> tuple[Deck, Found]:
    """The one deck of a file, and what came with it; WrongUsage for cards of another deck, DataError for mistakes."""
    brought = read(file, Wanted(name))
    found = brought.decks
    if others := [deck.id for deck in found if deck.id != name]:
        raise WrongUsage(f"{file} has cards of {', '.join(others)}; take them in with: cxdrill import {file}")
    deck = replace(found[0], title=one_line(title) or found[0].title)
    notice(f"{file} is {brought.form}")
    faithful_yaml(deck, path)
    problems = counting_problems(deck)
    if errors := [problem for problem in problems if problem.severity is Severity.ERROR]:
        lines = "\n".join(f"  {problem.message}; {problem.remedy}" for problem in errors)
        raise DataError(f"{file} has {count(len(errors), 'error')}, and no deck was written:\n{lines}")
    if problems:
        notice(f"the cards draw {count(len(problems), 'warning')}; cxdrill check tells each with its remedy")
    return deck, brought


def _write(path: Path, deck: Deck, media: Mapping[Path, bytes]) -> None:
    """Writes the deck with its pictures and sounds, and the schema where there is none."""
    beside = path.parent / SCHEMA_NAME
    schemas = {} if beside.exists() else {beside: (json.dumps(schema(), indent=2) + "\n").encode()}
    try:
        write_together({**media, **schemas, path: FIRST_LINE.encode() + faithful_yaml(deck, path)})
    except OSError as error:
        raise DataError(f"{path.parent} cannot be made ({error.strerror}); choose another with --into") from error


def _asked_deck(name: str, title: str, *, plain: bool) -> Deck:
    """The deck as it was typed; with examples for cards where nobody can be asked."""
    heading = title.strip() or typed("Title of the deck?", default_title(name), plain=plain) or ""
    asked = typed("Where do the facts come from: a book, a page, a person? (Enter for none yet)", plain=plain)
    source = asked or "Where the facts come from"
    cards: list[Answers] = []
    while kind := chosen("Add another card?" if cards else "Add a card?", _TYPES, plain=plain):
        if card := _sound(kind, cards):
            cards.append(card)
    return new_deck(name, heading, source, cards)


def _sound(kind: str, before: list[Answers]) -> Answers | None:
    """A card that breaks no rule beside those before it, or None for one left out after all."""
    card = _card(kind)
    while problems := _problems([*before, card]):
        for each in problems:
            print_lines(paint.wrapped(f"{each.message}; {each.remedy}", width(), first="! "))
        choices = [("type it again", "again"), ("leave it out", "drop")]
        if not _problems([*before, waived(card, problems, "reason")]):
            choices.insert(1, ("keep it as it is, and say why", "keep"))
        match chosen("What about this card?", choices):
            case "keep":
                card = waived(card, problems, _needed("Why is it right as it is?"))
            case "again":
                card = _card(kind)
            case _:
                return None
    return card


def _problems(cards: list[Answers]) -> tuple[Problem, ...]:
    """The problems that `cxdrill check` would list in a deck of these cards."""
    deck = new_deck("new", "New", "", cards)
    _, problems = read_bytes(deck_yaml(deck).encode(), "new.yaml")
    return problems or counting_problems(deck)


def _card(kind: str) -> Answers:
    prompt = _needed(_PROMPTS.get(kind, "What is asked?"))
    if kind == "true-false":
        answer = chosen("Is the statement true?", [("true", "true"), ("false", "false")]) or "true"
    else:
        answer = _needed(_ANSWERS.get(kind, "What is the answer?"))
    if kind == "say":
        points = _several("What should the learner's own sentence have?", "point")
        return Answers(kind, prompt, answer, checklist=points)
    wrong: tuple[tuple[str, str], ...] = ()
    if kind == "choice":
        texts = _several("A wrong option?", "wrong option")
        wrong = tuple((text, _needed(f"Why would a person pick “{text}”, and why is it wrong?")) for text in texts)
    elif kind == "judgement":
        wrong = tuple((_needed(question), _needed("What does it do to the customer?")) for question in _POORER)
    explanation = _needed("Why is the answer right?") if kind != "flashcard" else ""
    return Answers(kind, prompt, answer, explanation, wrong)


def _needed(question: str) -> str:
    while not (answer := _typed(question)):
        pass
    return answer


def _typed(question: str) -> str:
    """A line of text that can be seen and saved."""
    return clean_line(typed(question) or "").strip()


def _several(question: str, word: str) -> tuple[str, ...]:
    """Two or three texts."""
    texts = (_needed(question), _needed(f"Another {word}?"))
    more = _typed(f"One more {word}? (Enter for none)")
    return (*texts, more) if more else texts


def print_schema(_: Context) -> None:
    print_json(schema())
