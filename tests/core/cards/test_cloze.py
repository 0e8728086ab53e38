"""Cloze texts: what is hidden, how it is numbered, and what is wrong with one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdrill.core.cards.cloze import MAX_PARTS, answers, fault, hidden, numbers, parts, revealed

TEXT = "First {{ask}}, then {{2::hold}} and {{wait}}; \\{{ is plain, so is }}"


def test_parts_without_a_number_take_the_lowest_that_no_other_claims() -> None:
    assert [(part.number, part.text) for part in parts(TEXT)] == [(1, "ask"), (2, "hold"), (3, "wait")]
    assert [part.number for part in parts("{{a}} {{1::b}} {{c}} {{3::d}}")] == [2, 1, 4, 3]
    (part,) = parts("Say {{hello}} now")
    assert "Say {{hello}} now"[part.start : part.end] == "{{hello}}"


def test_one_number_is_hidden_with_all_its_parts_and_the_others_are_revealed() -> None:
    assert revealed(TEXT) == "First ask, then hold and wait; {{ is plain, so is }}"
    assert hidden(TEXT, 2) == "First ask, then [...] and wait; {{ is plain, so is }}"
    assert hidden(TEXT, 1, blank="____").startswith("First ____, then hold")
    text = "{{1::Ask}} and {{1::listen}}, {{then}} act"
    assert hidden(text, 1) == "[...] and [...], then act"
    assert answers(text, 1) == ("Ask", "listen")
    assert numbers(text) == (1, 2)


def test_only_digits_before_two_colons_number_a_part() -> None:
    assert parts(r"{{std\::vector}}")[0].text == "std::vector"
    assert parts("{{12:30}}")[0].text == "12:30"
    assert parts(r"{{3::a\::b}}")[0].text == "a::b"


def test_a_hint_shows_in_the_place_of_what_is_hidden() -> None:
    text = "Say {{hello::greeting}}, not {{2::bye}}."
    assert (hidden(text, 1), answers(text, 1)) == ("Say [greeting], not bye.", ("hello",))
    assert hidden(text, 1, blank="___") == "Say [greeting], not bye."
    assert parts(r"{{std\::vector::a container}}")[0].hint == "a container"
    assert parts("{{2::}}")[0].text == ""
    assert parts("{{a::}}")[0].text == "a::"


@pytest.mark.parametrize(
    ("text", "answer", "whole"),
    [
        ("Write {{function() {}}} here.", "function() {}", "Write function() {} here."),
        ("{x: {{a}}}", "a", "{x: a}"),
        ("Close with {{}}}.", "}", "Close with }."),
        ("{ {{f {}}}}", "f {}", "{ f {}}"),
        ("{{one\ntwo}}", "one\ntwo", "one\ntwo"),
    ],
)
def test_a_brace_at_the_end_of_a_hidden_text_is_part_of_it(text: str, answer: str, whole: str) -> None:
    assert (answers(text, 1), revealed(text)) == ((answer,), whole)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        *(("nothing", "nothing"), ("only \\{{plain}}", "nothing"), ("an {{open part", "does not end")),
        *(("{{a}} and {{b", "does not end"), ("x {{}}", "empty"), ("x {{2::  }}", "empty")),
        *(("{{a {{b}} c}}", "inside another"), ("{{0::a}}", "number 0"), ("{{100::a}}", "number 100")),
        *(("{{c1::a}}", "Anki"), ("{{a}}" * (MAX_PARTS + 1), "over 99")),
    ],
)
def test_a_fault_is_told_with_its_remedy(text: str, word: str) -> None:
    assert fault(TEXT) is None
    message, remedy = fault(text) or ("", "")
    assert word in message
    assert remedy


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(st.text(alphabet="{}\\:1a ", max_size=40))
def test_any_text_can_be_read(text: str) -> None:
    for number in numbers(text):
        assert answers(text, number)
        assert hidden(text, number, "") is not None
    if fault(text) is None:
        assert "" not in [part.text for part in parts(text)]
        assert numbers(text)


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(st.lists(st.tuples(st.text("ab ", max_size=5), st.text("xy", min_size=1, max_size=5)), min_size=1, max_size=8))
def test_revealing_takes_away_nothing_but_the_braces(pieces: list[tuple[str, str]]) -> None:
    text = "".join(f"{before}{{{{{part}}}}}" for before, part in pieces)
    assert revealed(text) == "".join(before + part for before, part in pieces)
    assert [part.text for part in parts(text)] == [part for _, part in pieces]
