"""decks/COVERAGE.md leaves out no sentence of the sources and names only cards that exist; every card stands in it."""

import re
from pathlib import Path

import pytest

from cxdrill.core.cards.question import Question
from cxdrill.files.decks.library import read_library

DECKS = Path(__file__).parent.parent / "decks"
REASONS = ("teaches nothing: ", "left out: ")
SEVERAL = "Cards that put several facts together"
LIBRARY, _, _ = read_library([DECKS], replaces=True)
CARDS = {f"{deck.id}/{card.id}": card for deck in LIBRARY.decks for card in deck.cards}
SOURCES = sorted({key for deck in LIBRARY.decks for key in deck.sources})

PARTS = dict(re.findall(r"^## (.+)\n((?:(?!## ).*\n)*)", (DECKS / "COVERAGE.md").read_text("utf-8"), re.MULTILINE))


def rows(part: str) -> list[list[str]]:
    """The cells of each row of a part's table, without its head."""
    table = [line for line in PARTS[part].splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


def sentences() -> dict[str, dict[str, list[str]]]:
    """For each card that a table names: the numbers of its sentences, by source."""
    found: dict[str, dict[str, list[str]]] = {}
    for source in SOURCES:
        for number, _, asked in rows(source):
            for key in () if asked.startswith(REASONS) else re.findall(r"`([^`]+)`", asked):
                found.setdefault(key, {}).setdefault(source, []).append(number)
    return found


def test_every_source_has_its_part_and_there_is_no_other():
    assert sorted(PARTS) == sorted([*SOURCES, SEVERAL])


@pytest.mark.parametrize("source", SOURCES)
def test_no_sentence_is_left_out_and_each_has_a_fact_and_the_cards_that_ask_it_or_a_reason_why_none_does(source):
    (stated,) = re.findall(r"^Sentences: (\d+)$", PARTS[source], re.MULTILINE)
    assert [row[0] for row in rows(source)] == [str(number) for number in range(1, int(stated) + 1)]
    for number, fact, asked in rows(source):
        keys = re.findall(r"`([^`]+)`", asked)

        assert fact, number
        assert re.fullmatch(r"(teaches nothing|left out): \S.+", asked) or asked == ", ".join(
            f"`{key}`" for key in keys
        ), number
        assert asked, number
        assert len(keys) == len(set(keys)), number
        assert set(keys) <= set(CARDS), number


def test_every_card_leads_back_to_a_sentence_of_the_source_it_names():
    found = sentences()

    assert not sorted(key for key, card in CARDS.items() if card.source not in found.get(key, {}))


def test_every_question_names_a_source():
    questions = {key: card for key, card in CARDS.items() if isinstance(card, Question)}

    assert len(questions) >= 160
    assert not [key for key, card in questions.items() if card.source not in SOURCES]


def test_cards_on_sentences_of_several_texts_are_listed_with_just_these():
    listed = {card.strip("`"): dict(re.findall(r"`([^`]+)` (\d[\d, ]*)", cell)) for card, cell in rows(SEVERAL)}

    assert listed == {
        key: {source: ", ".join(numbers) for source, numbers in by_source.items()}
        for key, by_source in sentences().items()
        if len(by_source) > 1
    }
