"""What an exam is worth, on the screen."""

import pytest

from builders import deck, exam, library, share, typed
from cxdrill.core.exams.exam import Scoring
from cxdrill.core.exams.odds import exam_odds
from cxdrill.terminal.views.exam_view import odds_lines, often, rule_sentences, share_text


def test_the_rows_name_knowledge_chances_and_pools():
    check = exam(items=2, pass_mark=share("100%"), attempts=1, blueprint={"calls": 2})
    shelf = library(deck("calls", *(typed(f"card-{number}") for number in range(5))), exams=(check,))
    lines = [line.plain.split() for line in odds_lines(check, exam_odds(check, shelf))]

    assert ["70%", "49%", "49%"] in lines
    assert "Somebody who knows 70% and guesses at the rest passes 5 times in 10." in map(" ".join, lines)
    assert ["calls", "2", "5"] in lines


@pytest.mark.parametrize(
    ("share", "chance", "digits"),
    [
        (0.0, "never", "0%"),
        (1e-9, "less than 1 time in a million", "under 0.001%"),
        (0.0042, "1 time in 240", "0.42%"),
        (0.06, "1 time in 10", "6%"),
        (1 / 9, "1 time in 10", "11.1%"),
        (0.4, "4 times in 10", "40%"),
        (0.96, "nearly always", "96%"),
        (1 - 1e-9, "nearly always", "over 99.999%"),
        (1.0, "always", "100%"),
    ],
)
def test_chances_are_told_as_people_say_them_and_shares_have_three_digits(share, chance, digits):
    assert (often(share), share_text(share)) == (chance, digits)


def test_the_rules_say_what_earns_a_part_of_a_point_and_what_takes_from_it():
    partly = ["a choice of best and worst", "a talk"]
    told, minus = (
        rule_sentences(exam(scoring=each), 2, 0, None, 0, has_critical=False, partly=partly) for each in Scoring
    )
    assert "A choice of best and worst or a talk can earn a part of it; everything else, an order or a match" in told[2]
    assert "or a choice of several options can earn a part" in minus[2]
    assert minus[2].endswith("There, each wrong option takes from it.")
    assert [len(told), told[1].endswith("This is attempt 1 (there is no limit).")] == [6, True]
