"""Workbooks in the ways that programs lay them out: every cell as it is shown, the rest named."""

import zipfile
from datetime import date, time, timedelta
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from time import process_time

import pytest

from cxdrill.errors import DataError
from cxdrill.files.imports.package import Package
from cxdrill.files.imports.recognise import Wanted, found
from cxdrill.files.imports.workbook import opened
from workbooks import like_excel, like_google, like_libreoffice_ods, like_libreoffice_xlsx, packed

MAKERS = pytest.mark.parametrize("made", [like_libreoffice_ods, like_libreoffice_xlsx, like_excel, like_google])
SHOWN = (
    *(("010", "010"), ("=x", "x"), (" two  words ", " two  words "), ("a\nb", "a\nb"), ("R&D <b>", "R&D <b>")),
    *((True, "TRUE"), (False, "FALSE"), (7.0, "7"), (0.1 + 0.2, "0.3"), (1e6, "1000000"), (-1.5, "-1.5")),
    *((date(2026, 3, 1), "2026-03-01"), (time(9, 30), "09:30:00"), (timedelta(hours=27, minutes=5), "27:05:00")),
    *((["ge", "schlossen"], "geschlossen"), ("long " * 20 + "end", "long " * 20 + "end"), (None, "")),
)


def rows_of(content: bytes, name: str = "S") -> list[list[str]]:
    return [list(cells) for _, cells in opened(Package(BytesIO(content))).sheets[name]]


@MAKERS
@pytest.mark.parametrize(("cell", "text"), SHOWN)
def test_a_cell_is_read_as_it_is_shown(made, cell, text):
    if cell == "=x" and made is like_libreoffice_ods:
        cell = "x"
    rows = rows_of(made({"S": (("a", "b", "c"), ("d", cell, "e"))}))

    assert rows[0][:3] == ["a", "b", "c"]
    assert rows[1][:3] == ["d", text, "e"]


@MAKERS
def test_a_percentage_has_its_sign(made):
    rows = rows_of(made({"S": ((Fraction(1, 5), Fraction(1, 80)),)}))

    assert rows[0][:2] == (["20,00%", "1,25%"] if made is like_libreoffice_ods else ["20%", "1.25%"])


@pytest.mark.parametrize("made", [like_libreoffice_xlsx, like_excel])
def test_texts_and_answers_in_a_column_of_percentages_stay_what_they_are(made):
    with zipfile.ZipFile(BytesIO(made({"S": (("a", "=x", True), ("c", Fraction(1, 5), False))}))) as book:
        files = {name: book.read(name).decode() for name in book.namelist()}
    sheet = files["xl/worksheets/sheet1.xml"].replace(' s="0"', ' s="3"').replace(' t="str"', ' s="3" t="str"')

    rows = rows_of(packed({**files, "xl/worksheets/sheet1.xml": sheet}))
    assert [row[:3] for row in rows[:2]] == [["a", "x", "TRUE"], ["c", "20%", "FALSE"]]


@MAKERS
def test_cells_between_which_there_is_nothing_keep_their_places(made):
    rows = rows_of(made({"S": (("a", None, None, "b"), (None,) * 4, (None, "c"), (None, None, None, "d"))}))

    assert [row[:4] for row in rows[:4]] == [
        ["a", "", "", "b"],
        [""] * 4,
        ["", "c", "", ""][: len(rows[2])],
        ["", "", "", "d"],
    ]
    assert not any(any(row) for row in rows[4:])


@MAKERS
def test_hidden_sheets_come_in_where_they_are_named_or_alone(tmp_path, made):
    table, menu = (("Front", "Back"), ("a", "b")), (("x",), ("y", "z", "w"))
    (tmp_path / "both").write_bytes(made({".Menu": menu, "Cards": table}))
    (tmp_path / "alone").write_bytes(made({".Cards": table}))

    brought = found(tmp_path / "both", Wanted())
    assert [card.prompt for card in brought.decks[0].cards] == ["a"]
    assert [(each.kind, each.detail) for each in brought.left_out] == [("hidden sheet", "Menu")]
    assert found(tmp_path / "both", Wanted(sheet="menu")).problems
    assert not found(tmp_path / "alone", Wanted()).left_out


@MAKERS
def test_cells_merged_over_several_rows_are_named(tmp_path, made):
    (tmp_path / "x").write_bytes(made({"S": (("Topic", "Question", "Answer"), ("t", "a", "b"), (..., "c", "d"))}))

    brought = found(tmp_path / "x", Wanted())
    assert [card.topic for card in brought.decks[0].cards] == ["t", "x"]
    assert [each.kind for each in brought.left_out] == ["merged cells"]


def test_what_a_workbook_shows_beside_its_texts_is_named(tmp_path):
    table = (("Front", "Back"), ("a", ["b", "old"]), ("c", Decimal("24.90")))
    (tmp_path / "x.ods").write_bytes(like_libreoffice_ods({"S": table}, "Careful"))
    (tmp_path / "x.xlsx").write_bytes(like_excel({"S": (("Front", "Back", "#N/A"), *table[1:])}))

    names = "x.ods", "x.xlsx"
    first, second = ([(each.kind, each.detail) for each in found(tmp_path / name, Wanted()).left_out] for name in names)
    assert first == [("comment", ""), ("formatted text", "2 times")]
    assert second == [("cell with an error", "C1"), ("currency sign", "€ in B3"), ("formatted text", "1 times")]
    assert rows_of((tmp_path / "x.ods").read_bytes())[2][1] == "24,90 €"
    assert rows_of((tmp_path / "x.xlsx").read_bytes())[2][1] == "24.9"


@pytest.mark.parametrize(
    "cell", ['<c r="A{}" s="1"/>', "<c r" + "=r" * 40 + "{}", '<c r="A{}" s="1"><v>0.5</v>', "<c r='A{}'><f>"]
)
def test_millions_of_cells_that_are_only_styled_take_seconds(tmp_path, cell):
    rows = "".join(cell.format(number) for number in range(1, 23_000_000 // len(cell)))
    (tmp_path / "x.xlsx").write_bytes(packed({"xl/workbook.xml": "<a/>", "xl/worksheets/sheet1.xml": f"<s>{rows}</s>"}))
    begin = process_time()

    with pytest.raises(DataError):
        found(tmp_path / "x.xlsx", Wanted())
    assert process_time() - begin < 5
