"""Typed answers in twelve languages: what says the same agrees, and words that one letter parts stay apart."""

import re
from collections import Counter
from pathlib import Path

import pytest

from cxdrill.core.cards.languages import Manner
from cxdrill.core.cards.typed import is_accepted

FILE = Path(__file__).parents[2] / "data" / "answers.txt"
ROW = re.compile(r"(\w+)(\+?): (.+?) ([=!]) (.+)")
ROWS = [
    ROW.fullmatch(re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), line)).groups()
    for line in FILE.read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("language", "plus", "typed", "sign", "answer"), ROWS)
def test_an_answer_in_its_language(language, plus, typed, sign, answer) -> None:
    assert is_accepted(typed, (answer,), Manner(language, plus == "+")) is (sign == "=")


def test_there_are_twenty_pairs_of_each_of_twelve_languages_and_words_that_must_stay_apart() -> None:
    same = Counter(language for language, _, _, sign, _ in ROWS if sign == "=")
    apart = Counter(language for language, _, _, sign, _ in ROWS if sign == "!")
    assert (len(same), len(apart)) == (12, 12)
    assert min(same.values()) >= 20, same
    assert min(apart.values()) >= 4, apart


def test_a_region_changes_nothing_and_what_no_language_says_stays_strict() -> None:
    assert is_accepted("cliente", ("o cliente",), Manner("pt-BR"))
    assert not is_accepted("Mueller", ("Müller",), Manner())
    assert not is_accepted("さくら", ("サクラ",), Manner())
