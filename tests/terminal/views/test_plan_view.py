"""A plan up to a date, on the screen."""

import re
from datetime import timedelta

import pytest

from cxdrill.core.ready.date_plan import date_plan
from cxdrill.terminal.views.plan_view import plan_lines
from ready_cases import NOW, history, outlook, questions, review, reviewed, shelf

FOUND = shelf(questions=30)


def text(past=None, days: int = 10, minutes=None, has_evidence: bool = True, width: int = 72) -> str:
    state = outlook(FOUND, past or history(reviewed(questions(FOUND, "t0"), 30, 25)))
    plan = date_plan(state, NOW.date() + timedelta(days=days), minutes)
    return "\n".join(line.plain for line in plan_lines(plan, "The check", {}, width, has_evidence=has_evidence))


def test_today_the_days_and_the_chances_are_shown():
    shown = text()

    assert shown.startswith("The check: Thursday 25 June, in 10 days")
    assert "Today: 5 new" in shown
    assert "Mon 15 Jun" in shown
    assert "Wed 24 Jun" in shown
    assert "Chance on that day if nothing is studied: " in shown
    assert shown.endswith("→ cxdrill study")

    met = text(history(reviewed(questions(FOUND, "t0")[:2], 0.1)), width=200)
    assert re.search(r"Today: \d+ new, .*, beside the .+ and 2 new cards you have studied already\.", met)


@pytest.mark.parametrize("days", [1, 2, 14, 15, 60, 365])
def test_however_many_days_the_table_fits_a_screen_and_covers_them(days):
    shown = text(days=days)

    assert sum("2026" in line or " to " in line for line in shown.split("\n")) <= 17
    assert ("tomorrow" if days == 1 else f"in {days} days") in shown


@pytest.mark.parametrize("days", [20, 33, 60, 150])
def test_the_day_from_which_on_nothing_new_comes_begins_a_row(days):
    shown = text(days=days)
    day, month = re.search(r"From \w+ (\d+) (\w{3})\w* on\s+nothing\s+new", shown).groups()

    assert re.search(rf"^ *(\w+ )?{day} {month}\b", shown, re.MULTILINE)


def test_without_evidence_no_chance_is_said():
    assert "Too early for a forecast" in text(has_evidence=False)
    assert "if nothing is studied" not in text(has_evidence=False)


def test_what_to_leave_out_is_said_where_the_days_do_not_suffice():
    shown = text(days=4, minutes=3).replace("\n", " ")

    assert "3 minutes a day is not enough to see every card twice. Skip" in shown
    assert "T1 (" in shown
    assert "or study" in shown


def test_a_day_that_is_done_says_so():
    keys = questions(FOUND)
    done = [(0.1, review(key, 0.1, took_ms=60_000)) for key in (*keys, "other/drill")]

    assert "Today's share is done (61 minutes)." in text(history([*reviewed(keys, 30, 25), *done]))
    assert all(len(line) <= 48 for line in text(width=40, days=4, minutes=3).split("\n"))
