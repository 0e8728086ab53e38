"""Decks as tables, CSV or workbook: every field of every type, inert in a spreadsheet, and back again."""

import csv
import io

import pytest
from openpyxl import load_workbook

import hostile
from builders import choice, cloze, deck, flashcard, matching, multiple, of_every_type, ordering, true_false, typed
from cxdrill.core.cards.card import Waiver
from cxdrill.core.cards.deck import Deck, Scenario
from cxdrill.core.cards.sheet import Option
from cxdrill.files.csv.csv_import import imported
from cxdrill.files.csv.deck_csv import BOM, columns, exported_csv, exported_workbook
from cxdrill.files.imports.recognise import Wanted, found
from spreadsheet import would_run


def parsed(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def filled(row: dict[str, str]) -> dict[str, str]:
    return {column: cell for column, cell in row.items() if cell}


def test_deck_sources_and_scenarios_stand_before_one_row_a_card():
    calls = deck(
        "calls",
        choice(source="a", scenario="busy", tags=("numbers", "hold"), is_critical=True, topic="telephone", was="old"),
        summary="All about calls",
        notes="## Notes",
        sources={"a": "Source A"},
        scenarios=(Scenario("busy", "It rings."),),
        waiver=Waiver(("Q209", "Q101"), "Meant so"),
    )

    rows = [filled(row) for row in parsed(exported_csv([calls]).content)]

    of_deck = {"title": "Calls", "summary": "All about calls", "notes": "## Notes"}
    asked = {"type": "choice", "deck": "calls", "id": "hold", "prompt": "What about hold?"}
    options = {"option_1": "Search at once", "option_2": "Ask first", "option_3": "Promise to call back"}
    of_options = {"why_1": "Nobody is put on hold unasked.", "correct_2": "yes", "why_3": "Too late."}
    named = {"tags": "numbers; hold", "source": "a", "scenario": "busy", "topic": "telephone", "was": "old"}
    assert rows == [
        {"type": "deck", "deck": "calls", **of_deck, "lint_ignore": "Q209; Q101", "lint_why": "Meant so"},
        {"type": "source", "deck": "calls", "id": "a", "title": "Source A"},
        {"type": "scenario", "deck": "calls", "id": "busy", "prompt": "It rings."},
        {**asked, **options, **of_options, **named, "critical": "yes"},
    ]


def test_every_card_type_has_its_columns():
    cards = (
        *(flashcard(has_reverse=True), cloze(), multiple(), true_false(answer=False), typed(accept=("care; concern",))),
        *(ordering(), matching(), choice(options=(Option("a", True, is_fixed=True), Option("b")))),
    )

    rows = {row["type"]: filled(row) for row in parsed(exported_csv([deck("calls", *cards)]).content)}

    assert rows["flashcard"].items() >= {"answer": "Good morning", "reverse": "yes"}.items()
    assert rows["cloze"]["prompt"] == "Answer by the {{third}} ring"
    assert rows["multiple"].items() >= {"correct_1": "yes", "correct_2": "yes", "option_4": "Line"}.items()
    assert rows["true-false"]["answer"] == "false"
    assert rows["typed"].items() >= {"answer": "empathy", "accept": "care\\; concern"}.items()
    assert rows["order"].items() >= {"option_1": "greet", "option_2": "listen", "option_3": "solve"}.items()
    assert rows["match"].items() >= {"option_1": "one", "why_1": "first", "option_3": "three"}.items()
    assert rows["choice"].items() >= {"option_1": "a", "correct_1": "yes", "fixed_1": "yes"}.items()


def test_a_longer_card_gets_more_columns_and_the_last_one_is_filled_in_every_row_so_that_excel_keeps_rows_whole():
    assert "option_8" in columns([deck()])
    assert "option_9" not in columns([deck()])
    assert "why_10" in columns([deck("calls", ordering(items=tuple("abcdefghij")))])
    assert all(row["deck"] for row in parsed(exported_csv([hostile.deck(3)]).content))
    assert columns([])[-1] == "deck"
    assert not columns([])[0].upper().startswith("ID")


def test_a_thousand_random_decks_come_back_equal_and_byte_for_byte():
    for seed in range(1000):
        written, is_raw, has_mark = hostile.deck(seed), seed % 3 == 0, seed % 2 == 0
        content = exported_csv([written], is_raw=is_raw, has_mark=has_mark).content
        back = imported(content, "x.csv", is_raw=is_raw)

        assert back.decks == (written,), seed
        assert exported_csv(back.decks, is_raw=is_raw, has_mark=has_mark).content == content, seed


def test_a_thousand_random_decks_stand_in_one_file_and_no_cell_of_them_would_run():
    decks = tuple(hostile.deck(seed) for seed in range(1000))
    content = exported_csv(decks).content
    cells = [cell for row in csv.reader(io.StringIO(content.decode(), newline="")) for cell in row]

    assert sum(cell.startswith("'") for cell in cells) > 1000
    assert not [cell for cell in cells if would_run(cell)]
    assert imported(content, "x.csv").decks == decks


def test_lines_end_as_the_standard_says_and_the_mark_for_excel_is_asked_for():
    content = exported_csv([deck()], has_mark=True).content

    assert content.startswith(BOM + b"type,")
    assert content.count(b"\r\n") == content.count(b"\n") == 4
    assert not exported_csv([deck()]).content.startswith(BOM)


def test_a_cell_that_excel_would_cut_off_or_no_workbook_holds_is_told():
    long = flashcard(answer="x" * 32_768)

    (notice,) = exported_csv([deck("calls", long)]).notices
    assert exported_csv([deck("calls", flashcard(answer="x" * 32_767))]).notices == ()
    assert notice.startswith("calls/greeting: the column answer has 32,768")
    assert imported(exported_csv([deck("calls", flashcard(answer="x" * 200_000))]).content, "x").problems == ()

    made = exported_workbook([deck("calls", choice(explanation="x" * 40_000))])
    told = "cut off after 32,767 characters, the most that a cell holds; use CSV for this deck"
    assert made.notices == (f"calls, row 3: the column explanation is {told}",)


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
