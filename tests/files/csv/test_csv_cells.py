"""Cells are inert in a spreadsheet and come back as they were; lists inside a cell too."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdrill.files.csv.csv_cells import cell_list, guarded, list_cell, unguarded
from spreadsheet import would_run

law = settings(derandomize=True, deadline=None, database=None, max_examples=300)
TRIGGERS = ["=1+1", "+49 30 1", "-5", "@media", "\t=1", "\r=1", "\nx", "--force", "=", "＝1", "＋1", "－1", "＠x", "−5"]
SKIPPED = ["", " ", "\u00a0", "\u200b", "\ufeff", "\u3000", "\x00", "\u200d", "\u2060 "]
hostile = st.text(st.sampled_from("='+-@;\\ \t\r\n\u200b\ufeff\"a,ß"), max_size=8)


@pytest.mark.parametrize("trigger", TRIGGERS)
@pytest.mark.parametrize("before", SKIPPED)
def test_a_formula_gets_one_apostrophe_also_after_what_a_spreadsheet_skips(before, trigger):
    assert would_run(trigger)
    assert guarded(before + trigger) == "'" + before + trigger
    assert unguarded("'" + before + trigger) == before + trigger


@pytest.mark.parametrize("text", ["", "Hello", " Hello", "5", "no", "1.10", "a=b", "a-b", "«-»", "é", "🙂", "(-5)"])
def test_other_text_is_left_alone(text):
    assert not would_run(text)
    assert guarded(text) == text
    assert unguarded(text) == text


def test_text_with_an_apostrophe_gets_one_more_and_loses_exactly_one_and_keeps_one_typed_by_hand():
    assert guarded("'=1") == "''=1"
    assert guarded("'tis") == "''tis"
    assert unguarded("''tis") == "'tis"
    assert unguarded("'tis the season") == "'tis the season"


@law
@given(hostile | st.text(max_size=8))
def test_every_text_comes_back_and_no_cell_would_run(text):
    assert unguarded(guarded(text)) == text
    assert not would_run(guarded(text))
    assert not any(would_run(part.lstrip("\t\r\n")) for part in guarded(text).split(";")[1:])


def test_what_follows_a_semicolon_is_guarded_too():
    assert guarded("a;=1") == "a;'=1"
    assert guarded("-1; @x; '+y; z") == "'-1; '@x; ''+y; z"
    assert unguarded("'-1; '@x; ''+y; z") == "-1; @x; '+y; z"


@law
@given(st.lists(hostile.filter(bool), max_size=4).map(tuple))
def test_every_list_of_texts_comes_back(texts):
    assert cell_list(list_cell(texts)) == texts


def test_a_list_typed_by_hand_needs_no_care_with_blanks():
    assert cell_list("numbers ;hold;; greeting words; ") == ("numbers", "hold", "greeting words")
    assert list_cell(("numbers", "a;b", "c\\d")) == r"numbers; a\;b; c\\d"
