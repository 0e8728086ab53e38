"""Decks with awkward text in any field: every command ends in words, soon, and no sign of it moves a cursor."""

import copy
import json

import pytest
import yaml

import hostile
from deck_files import CHECK, EVERY_EXAM, EVERY_TYPE, MORE_TYPES, QUESTIONS
from unexpected import dice_of, ends_in_words, numbers, some_of

PIECES = (*hostile.PIECES, "e" + "\u0301" * 12, "\u200d" * 9, "_" * 5, "{{", "}}", "::", "\u202e", "1,", "a/b", "~1")
if not yaml.__with_libyaml__:
    pytest.skip("the parser in pure Python reads these decks otherwise", allow_module_level=True)
DOCUMENTS = [yaml.load(text, yaml.CSafeLoader) for text in (EVERY_TYPE + MORE_TYPES, QUESTIONS, CHECK, EVERY_EXAM)]
TYPED = "\n3\n:flag x\na\na,b\n1 2 3\n1a 2b 3c\na c\nt\nb\n:mark\n:goto 2\na\n" + ":submit\n" * 3

NAMES = ("type", "exam", "deck", "id", "next", "scenario", "source", "pass_mark", "time_limit", "feedback", "every")


def leaves(value, way=()):
    """The way to every text of a document."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in entries:
        if isinstance(each, str):
            yield (*way, name)
        yield from leaves(each, (*way, name))


def strange(dice):
    """The texts of all files, awkward text in one to twelve places of them."""
    made, changes = copy.deepcopy(DOCUMENTS), []
    for _ in range(dice.choice((1, 2, 4, 12))):
        document = dice.choice(made)
        spared = NAMES if dice.random() < 0.9 else ("type", "exam", "deck")
        *way, last = dice.choice([each for each in leaves(document) if each[-1] not in spared])
        inside = document
        for step in way:
            inside = inside[step]
        inside[last] = hostile.text(dice, PIECES)
        changes.append(((*way, last), inside[last]))
    return [json.dumps(each, ensure_ascii=dice.random() < 0.3) for each in made], changes


def commands(home):
    out = str(home / "out")
    return (
        *(
            *(("check", "--notes"), ("check", "--json"), ("study",), ("study", "every"), ("quiz", "check")),
            ("quiz", "all"),
        ),
        *(("quiz", "all", "--rules"), ("quiz", "every", "--practice"), ("notes", "every"), ("decks",), ("cards",)),
        *(("results",), ("results", "1"), ("stats",), ("ready", "all"), ("report", str(home / "progress.json"))),
        *(("roleplay", "every/talk"), ("results", "1", "--certificate", out, "--name", "A", "--force")),
        *(("export", "--to", to, "-o", out, "--force") for to in ("csv", "gift", "markdown", "html", "anki")),
    )


@numbers(12)
def test_awkward_text_in_any_field_ends_no_command(home, numbers):
    for number in numbers:
        texts, changes = strange(dice_of(number))
        for name, text in zip(("every", "calls", "check", "all"), texts, strict=True):
            (home / "decks" / f"{name}.yaml").write_text(text, "utf-8", "surrogatepass")
        for arguments in some_of(commands(home), number, 6):
            ends_in_words(home, number, arguments, TYPED, changes)
