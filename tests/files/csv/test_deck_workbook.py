"""Decks as a workbook: text cells, a frozen header, a sheet a deck, and the same decks when it comes in again."""

import io

import pytest
from openpyxl import load_workbook

import hostile
from builders import choice, deck, flashcard, of_every_type
from cxdrill.core.cards.deck import Deck
from cxdrill.files.csv.deck_csv import columns, exported_workbook
from cxdrill.files.imports.recognise import Wanted, found


def back(tmp_path, *decks: Deck) -> tuple[Deck, ...]:
    path = tmp_path / "decks.xlsx"
    path.write_bytes(exported_workbook(decks).content)
    brought = found(path, Wanted("", "", {}, False, False))
    assert brought.problems == []
    return tuple(brought.decks)


def test_every_cell_is_a_text_and_the_header_stays_in_sight():
    card = flashcard(prompt="=1+1", answer="007", explanation="1.10")
    book = load_workbook(io.BytesIO(exported_workbook([deck("calls", card), deck("mails")]).content))
    sheet = book["Calls"]

    assert book.sheetnames == ["Calls", "Mails"]
    assert sheet.freeze_panes == "A2"
    assert tuple(cell.value for cell in sheet[1]) == columns([deck("calls", card)])
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} <= {"s", "inlineStr"}
    assert {cell.number_format for row in sheet.iter_rows(min_row=2) for cell in row if cell.value} == {"@"}
    assert {"=1+1", "007", "1.10"} <= {cell.value for cell in sheet[3]}


def test_decks_come_back_as_they_were(tmp_path):
    decks = [of_every_type(), *(hostile.deck(seed) for seed in range(40))]

    for each in decks:
        assert back(tmp_path, each) == (each,)
    assert back(tmp_path, *decks) == tuple(decks)


@pytest.mark.parametrize("title", ["[a]:*?/\\b", "x" * 60, "'quoted'", "History", "///"])
def test_any_title_becomes_a_name_of_its_own(title):
    book = load_workbook(io.BytesIO(exported_workbook([deck("a", title=title), deck("b", title=title)]).content))

    assert len({name.casefold() for name in book.sheetnames}) == 2
    assert all(len(name) <= 31 for name in book.sheetnames)


def test_a_text_that_no_cell_holds_is_told():
    made = exported_workbook([deck("calls", choice(explanation="x" * 40_000))])

    assert made.notices == (
        "calls, row 3: the column explanation is cut off after 32,767 characters, the most that a cell holds; "
        "use CSV for this deck",
    )
