"""Decks with awkward text in any field: every command ends in words, soon, and no sign of it moves a cursor."""

import copy
import json
import os
import time
from random import Random

import pytest
import yaml

import hostile
from command import run
from cxdrill.core.text import clean
from deck_files import CHECK, EVERY_EXAM, EVERY_TYPE, MORE_TYPES, QUESTIONS

SEED = int(os.environ.get("CXDRILL_FUZZ_SEED", "7"))
LONGEST_SECONDS = 8
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


def tried(home, number, most):
    dice = Random(SEED * 1_000_000 + number)
    texts, changes = strange(dice)
    for name, text in zip(("every", "calls", "check", "all"), texts, strict=True):
        (home / "decks" / f"{name}.yaml").write_text(text, "utf-8", "surrogatepass")
    every = commands(home)
    for arguments in every if most >= len(every) else dice.sample(every, most):
        start = time.perf_counter()
        outcome = run(*arguments, home=home, stdin=TYPED, env={"CXDRILL_DECKS": str(home / "decks")})
        place = f"number {number} of seed {SEED}: {arguments} after {changes}\n{outcome}"
        assert outcome.code in (0, 1, 2, 3), place
        assert clean(outcome.out) == outcome.out.replace("\t", "    "), place
        assert clean(outcome.err) == outcome.err, place
        assert time.perf_counter() - start < LONGEST_SECONDS, place


HOME = ()


@pytest.mark.parametrize("number", range(12))
def test_awkward_text_in_any_field_ends_no_command(home, number):
    tried(home, number, 6)


@pytest.mark.soak
@pytest.mark.parametrize("hundred", range(1, 9))
def test_awkward_texts_by_the_hundred_end_no_command(home, hundred):
    for number in range(hundred * 100, hundred * 100 + 100):
        tried(home, number, 99)
