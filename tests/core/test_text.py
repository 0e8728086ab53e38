"""Text that is not ours can do nothing to a terminal once it is cleaned, and loses nothing that shows."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdrill.core.text import clean, clean_line

LAW = settings(max_examples=300, derandomize=True, deadline=None, database=None)


@LAW
@given(st.text(st.characters(codec=None)))
def test_cleaned_text_holds_no_control_format_or_surrogate_character(text):
    left = {sign for sign in clean(text) if unicodedata.category(sign) in ("Cc", "Cf", "Cs")}
    assert left <= {"\n", "\u200d"}


@LAW
@given(st.text(st.characters(codec=None)))
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)


@LAW
@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_what_shows_stays_as_typed(text):
    assert clean(text) == "".join(
        f"‹U+{ord(s):04X}›" if ord(s) in (0x115F, 0x1160, 0x3164, 0xFFA0) else s for s in text
    )


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        *(("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"), ("a\x9b31m", "a‹U+009B›31m"), ("abc\u202edef", "abc‹U+202E›def")),
        *(("zero\u200bwidth", "zero‹U+200B›width"), ("tag\U000e0041", "tag‹U+E0041›")),
        *(("one\r\ntwo\rthree", "one\ntwo␍three"), ("a\tb", "a    b"), ("\x7f\x00", "␡␀")),
        *(("[red]bold[/red] :smile:", "[red]bold[/red] :smile:"), ("👩\u200d👧", "👩\u200d👧")),
        *(("a\u200db", "a‹U+200D›b"), ("\ud800", "‹U+D800›"), ("\u2028", "‹U+2028›")),
    ],
)
def test_what_would_act_on_a_terminal_becomes_a_visible_mark(typed, shown):
    assert clean(typed) == shown


def test_a_single_line_stays_single():
    assert clean_line("one\ntwo") == "one two"


def test_marks_piled_on_one_sign_are_capped_and_those_of_scripts_stay() -> None:
    assert clean("a" + "\u0301" * 4000 + "b") == "a" + "\u0301" * 8 + "…b"
    assert clean("Việt e\u0302\u0301") == "Việt e\u0302\u0301"
