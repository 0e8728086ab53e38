"""What an exam is worth, on the screen."""

from fractions import Fraction

import pytest

from builders import choice, deck, exam, library, share
from cxdrill.core.exams.odds import exam_odds
from cxdrill.terminal.views.odds_view import odds_lines, share_text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Fraction(1, 9), "11.1 %"),
        (Fraction(0), "0 %"),
        (Fraction(1), "100 %"),
        (Fraction(1, 10**9), "under 0.001 %"),
        (1 - Fraction(1, 10**9), "over 99.999 %"),
    ],
)
def test_shares_have_three_digits(share, text):
    assert share_text(share) == text


def test_the_rows_name_knowledge_chances_and_pools():
    check = exam(items=2, pass_mark=share("100%"), attempts=1, blueprint={"calls": 2})
    shelf = library(deck("calls", *(choice(f"card-{number}") for number in range(5))), exams=(check,))
    lines = [line.plain.split() for line in odds_lines(check, exam_odds(check, shelf))]

    assert ["70", "%", "49", "%", "49", "%"] in lines
    assert ["calls", "2", "5"] in lines
