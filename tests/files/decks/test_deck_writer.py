"""A written deck reads back as the same deck, whatever its text."""

from pathlib import Path

import pytest

from builders import cloze, deck, flashcard, matching, multiple, ordering, typed
from cxdrill.core.cards.card import Waiver
from cxdrill.core.cards.deck import Deck, Scenario
from cxdrill.files.decks.deck_writer import deck_yaml, is_plain
from cxdrill.files.decks.deck_yaml import read_file
from deck_files import read_deck as read
from hostile import deck as hostile_deck

SHIPPED = sorted(Path(__file__).parents[3].joinpath("decks").glob("*.yaml"))
AWKWARD = [
    *("no", "1.10", "010", "12:30", "2026-01-01", "=", "~", "null", "true", "on", "0x1F", "1e3", "-", "?", "- a"),
    "? a",
    *("a: b", "a:", ":a", "a #b", "#a", "a#b", "'a'", '"a"', "a'b", "{{a}}", "{a: b}", "[a]", "a, b", "&a", "*a", "!a"),
    *("|", ">", "%a", "@a", "`a`", "---", "...", " a", "a ", "\ta", "a\t", "a\tb", "a\r", "a\r\nb", "\ra", "a\n"),
    "a\n\n",
    *("\na", "a\nb", "a\n\nb", " a\nb", "a\n b", "a \nb", "a\nb ", "a\n#b", "a\n---\nb", "2026a:?", "🙂", "👨‍👩‍👧"),
    *("\u202eabc", "a\u200bb", "a\u00a0b", "a\u2028b", "\ufeffa", "\x00", "\x1b[0m", "a\x85b"),
    *("word " * 40, "word  " * 40, "x" * 300, "a: b " * 60 + "."),
]


@pytest.mark.parametrize("text", AWKWARD, ids=ascii)
def test_awkward_text_comes_back_in_every_place(text):
    written = deck(
        "calls",
        flashcard(prompt=text, answer=text, explanation=text, waiver=Waiver(("Q209",), text)),
        typed(answer=text, accept=(text, "x" * 90)),
        ordering(items=(text, "x")),
        matching(pairs=((text, "x"), ("y", text))),
        title=text,
        summary=text,
        notes=text,
        sources={"a": text},
        scenarios=(Scenario("busy", text),),
    )

    assert read(deck_yaml(written)) == written


def test_three_hundred_random_decks_come_back():
    for seed in range(300):
        written = hostile_deck(seed)

        assert read(deck_yaml(written)) == written, seed


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_deck_comes_back(path):
    found, _ = read_file(path)
    if isinstance(found, Deck):
        assert read(deck_yaml(found)) == found


def test_a_written_deck_looks_as_a_person_would_write_it():
    written = deck(
        "calls",
        multiple(tags=("numbers", "hold"), explanation="word " * 24 + "end", topic="telephone", is_critical=True),
        cloze(),
        title="Calls: the start",
    )

    assert deck_yaml(written) == (
        'deck: calls\ntitle: "Calls: the start"\ncards:\n  - id: signals\n    type: multiple\n'
        "    prompt: What about signals?\n    options:\n      - text: Tone\n        correct: true\n"
        "      - text: Pace\n        correct: true\n      - text: Ring\n      - text: Line\n"
        "    topic: telephone\n    tags: [numbers, hold]\n    critical: true\n    explanation: >-\n"
        f"      {'word ' * 20}word\n      word word word end\n"
        "  - id: rings\n    type: cloze\n    text: Answer by the {{third}} ring\n"
    )


def test_text_that_other_readers_would_take_for_something_else_is_quoted():
    assert not any(map(is_plain, ("no", "Yes", "1.10", "12:30", "2026-01-01", "0x1F", "~", "null", "=", "1e3")))
    assert all(is_plain(text) for text in ("Ask first", "third", "It's", "24h", "e-mail"))
