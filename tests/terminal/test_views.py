"""Reports at every width: no line is wider than the window, nothing is lost, and nothing is told by colour alone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from asked import numbers_of
from builders import Journal, choice, deck, exam, flashcard, library, share, typed
from cxdrill.core.cards.deck import Face
from cxdrill.core.cards.deck import faces as faces_of
from cxdrill.core.cards.question import Wording
from cxdrill.core.event import Draft
from cxdrill.core.exams.exam import Feedback
from cxdrill.core.exams.score import attempt_result
from cxdrill.core.study.counts import Agenda, Counts
from cxdrill.core.study.history import History
from cxdrill.core.study.stats import Summary, face_state
from cxdrill.terminal import paint
from cxdrill.terminal.paint import UNWRAPPED, commands
from cxdrill.terminal.views.catalogue_view import Reason, cards_lines, decks_lines
from cxdrill.terminal.views.result_view import attempts_lines, result_lines
from cxdrill.terminal.views.stats_view import stats_lines
from cxdrill.terminal.views.summary_view import nothing_lines, practice_lines, summary_lines
from cxdrill.terminal.views.today_view import DeckToday, OpenCheck, Today, today_lines
from sittings import asked, sat

WIDTHS = [10, 18, 38, 58, 70]
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LONG = "A very long title that nobody can fit into one line of any window of this world"
WIDE = "顧客サービスの電話対応と苦情処理についての研修 🎉"
TODAY = Today(
    today=NOW.date(),
    agenda=Agenda(tuple("abcdefghijklmnopqr"), tuple("abcdefghijkl")),
    most_reviews=None,
    seconds=370,
    done=1234,
    new_left=214,
    streak=9,
    lately=(1, 2, 5, 3, 7, 5, 2, 6, 8),
    decks=(DeckToday("Telephone", 0.82, 5), DeckToday(LONG, 0.08, 0), DeckToday(WIDE, 1.0, 1234)),
)
CARDS = (flashcard("first", prompt=f"{LONG}?\nAnd a second line"), choice("second", prompt=WIDE), flashcard("third"))
FACES = tuple(face for card in library(deck("calls", *CARDS)).cards() for face in faces_of(card))


def history() -> History:
    journal = Journal()
    for ago, rating in ((40, 3), (37, 1), (36, 3), (20, 4), (0, 2)):
        for name in ("first", "second"):
            at = NOW - timedelta(days=ago)
            due = (at + timedelta(days=max(1, ago // 2))).date().isoformat()
            fields = {
                "card": f"calls/{name}",
                "rating": rating,
                "took_ms": 4000,
                "day": at.date().isoformat(),
                "due": due,
            }
            journal.save(Draft("review", fields), at)
    return History(journal.events)


PAST = history()
STATES = [face_state(face.key, PAST, NOW) for face in FACES]
NUMBERS = numbers_of(PAST, [face.key for face in FACES], NOW)
RULES = asked(minimum={"calls": share("50%")}, title=LONG, pass_mark=share("80%"))
ATTEMPT = sat(RULES)
SUMMARY = Summary(
    answers=12, faces=9, introduced=3, learnt=2, mended=1, reviewed=6, remembered=5, forgotten=1,
    took_seconds=300, leeches=("calls/first",),
)  # fmt: skip
DONE = Agenda(tuple("abcd"), days=dict.fromkeys(range(17), 1))
WAITING = Agenda(held=("calls/a", "calls/b"), aside={"calls/c~2": "calls/c~1"}, later={"calls/d": NOW}, new_tomorrow=3)
PAUSED = Agenda(due=tuple(map(str, range(90))), held=tuple(map(str, range(341))))
LIBRARY = library(
    deck("calls", *CARDS, summary=LONG), deck("mail", flashcard(deck="mail"), title=WIDE), exams=(exam(title=LONG),)
)
COUNTED = {"calls": Counts(3, 2, 1, 1, 0), "mail": Counts(1, 0, 0, 1, 0)}
VIEWS = {
    "today": lambda width: today_lines(TODAY, width),
    "today, a check open": lambda width: today_lines(
        replace(TODAY, open_check=OpenCheck("check", 900.0, True), agenda=Agenda(), streak=0), width
    ),
    "today, no decks": lambda width: today_lines(replace(TODAY, decks=()), width),
    "decks": lambda width: decks_lines(
        [each.head(sum(len(faces_of(card)) for card in each.cards)) for each in LIBRARY.decks],
        LIBRARY.exams,
        COUNTED,
        width,
    ),
    "no decks": lambda width: decks_lines((), (), {}, width),
    "stats": lambda width: stats_lines(NUMBERS, LONG, NOW.date(), width),
    "stats of nothing": lambda width: stats_lines(numbers_of(History(), [], NOW), "x", NOW.date(), width),
    "cards": lambda width: cards_lines(
        FACES,
        STATES,
        [("why?", ""), (), (LONG,)],
        [Reason(LONG), Reason("x", "Set aside"), Reason("y", "Set aside")],
        NOW.date(),
        width,
    ),
    "no cards": lambda width: cards_lines((), (), (), (), NOW.date(), width),
    "result": lambda width: result_lines(ATTEMPT, attempt_result(ATTEMPT), width, ["cxdrill study --missed"]),
    "attempts": lambda width: attempts_lines([ATTEMPT] * 2, [attempt_result(ATTEMPT), None], width),
    "summary": lambda width: summary_lines(SUMMARY, DONE, None, "", is_cram=False),
    "practice": lambda width: practice_lines(3, 4),
    "nothing": lambda width: nothing_lines(Agenda(), None, "", is_narrowed=False, is_planned=False),
    "nothing over the limit": lambda width: nothing_lines(WAITING, 50, " calls", is_narrowed=False, is_planned=False),
    "today, after a pause": lambda width: today_lines(replace(TODAY, agenda=PAUSED), width),
    "today, all waits": lambda width: today_lines(replace(TODAY, agenda=WAITING, most_reviews=50), width),
}


def shown(view: str, width: int) -> list[str]:
    """The rows on a screen of that width, as `print_lines` cuts them."""
    return [row.plain.rstrip() for line in VIEWS[view](width) for row in paint.wrapped(line, width)]


def told(view: str) -> list[str]:
    """The lines for scripts and screen readers."""
    return [line.plain.rstrip() for line in VIEWS[view](UNWRAPPED)]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("view", VIEWS)
def test_no_row_is_wider_than_the_window(view, width):
    assert [row for row in shown(view, width) if cell_len(row) > width] == []


@pytest.mark.parametrize("view", VIEWS)
def test_every_line_holds_one_line(view):
    assert [line for line in told(view) if "\n" in line or len(line) > 5000] == []


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_is_drawn_for_those_who_cannot_see_it(view):
    assert not set("".join(told(view))) & set("█▏▎▍▌▋▊▉░▒▓▁▂▃▄▅▆▇━─")


@pytest.mark.parametrize("view", [view for view in VIEWS if view not in ("stats", "cards", "no cards", "attempts")])
def test_what_ends_something_says_what_to_type_next(view):
    assert any(line.startswith("→ cxdrill ") for line in told(view)[-3:])


@pytest.mark.parametrize("width", [38, 58, 70])
def test_today_has_the_days_work_streak_and_every_deck(width):
    text = " ".join(" ".join(shown("today", width)).split())

    assert "Today 30 cards 18 reviews, 12 new, about 6 minutes · 1,234 answers given in study" in text
    assert "New 214 not met yet" in text
    assert "9 days" in text
    for name, known in (
        ("顧客", "100% known now, 1234 due"),
        ("Telephone", "82% known now, 5 due"),
        ("A very", "8% kno"),
    ):
        assert name in text
        assert known in text


def test_the_day_of_the_check_stands_above_all():
    def heading(**values):
        return today_lines(replace(TODAY, **values), 70)[0].plain

    assert heading(check=NOW.date() + timedelta(days=6)).startswith("Check on Friday 27 November, in 6 days  ")
    assert heading(check=NOW.date()).startswith("Check today  ")
    assert heading().startswith("cxdrill  ")
    assert heading(check=NOW.date(), passed=("✓ Passed on Friday.",)).startswith("cxdrill  ")


def test_after_a_pause_a_days_work_is_named_and_how_long_the_rest_takes():
    sentence = "Welcome back: 431 cards waited. Today's 90 are a day's work, the others come over about 4 days more"
    assert sentence in " ".join(told("today, after a pause"))


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (OpenCheck("check", 900.0, True), "The check you left open has 15 min left, and it runs on."),
        (OpenCheck("check", 2159.0, False), "The check you left open has 35 min left, and it stands still."),
        (OpenCheck("check", 0.0, True), "The time of the check you left open is up; your answers are handed in"),
        (OpenCheck("check", None, True), "→ cxdrill quiz check   goes on with it"),
    ],
)
def test_an_open_check_says_the_truth_about_its_time(left, words):
    assert words in "\n".join(line.plain for line in today_lines(replace(TODAY, open_check=left), 1000))


def test_bars_of_decks_stand_under_each_other():
    rows = [row for row in shown("today", 70) if "% known" in row]

    starts = {cell_len(row[: min(row.index(sign) for sign in "█▏▎▍▌▋▊▉░" if sign in row)]) for row in rows}
    assert len(rows) == 3
    assert len(starts) == 1


def test_decks_with_the_most_due_come_first():
    assert [row[:2] for row in told("today") if " known" in row] == ["顧客", "Te", "A "]


def test_topics_below_what_is_asked_stand_under_one_heading_in_columns_with_the_others():
    assert "Calls: 1 of 3  under its minimum of 50%" in told("result")
    assert "Mail: 2 of 2" in told("result")
    attempt = sat(asked(pass_mark=share("80%")))
    rows = [line.plain for line in result_lines(attempt, attempt_result(attempt), 70, [])]
    topics = rows[rows.index("Under the 80% that the whole check needs") :][:4]
    assert [row.split("  ")[0] for row in topics] == [
        "Under the 80% that the whole check needs",
        "Calls",
        "80% or more",
        "Mail",
    ]
    assert topics[1].index("1 of 3") == topics[3].index("2 of 2")


@pytest.mark.parametrize(
    ("feedback", "tells"),
    [
        *((Feedback.NONE, (False, False, False)), (Feedback.SCORE, (True, False, False))),
        *((Feedback.TOPICS, (True, True, False)), (Feedback.FULL, (True, True, True))),
    ],
)
def test_a_result_shows_what_the_feedback_of_its_exam_allows(feedback, tells):
    attempt = sat(asked(feedback=feedback))

    text = "\n".join(line.plain for line in result_lines(attempt, attempt_result(attempt), UNWRAPPED, []))

    assert text.startswith("✓ Passed")
    assert ("3 of 5" in text, "Calls: " in text, "Missed: question " in text) == tells


def test_a_prompt_cut_short_ends_with_an_ellipsis_and_is_whole_in_plain_lines():
    assert any(row.endswith("…") for row in shown("cards", 38))
    assert f"{LONG}? And a second line" in told("cards")
    assert "  * flagged: no note" in told("cards")


def test_the_calendar_has_a_row_a_weekday_and_ends_with_today():
    rows = shown("stats", 70)
    days = [row for row in rows if row[:2] in ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")]

    assert [row[:2] for row in days] == ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    assert days[5].endswith("█")  # Saturday 21 November, with most reviews
    assert len(days[6]) < len(days[5])  # tomorrow is not there yet
    assert "Nov" in rows[rows.index(days[0]) - 1]
    assert "week of 16 November: Mo 0, Tu 0, We 0, Th 0, Fr 0, Sa 2" in told("stats")


def test_a_month_stands_above_its_first_week():
    rows = shown("stats", 70)
    monday = next(row for row in rows if row.startswith("Mo"))
    months = rows[rows.index(monday) - 1]
    column = months.index("Nov")

    weeks_before_the_last = (len(monday) - 1 - column) // 2
    first = date(2026, 11, 16) - timedelta(weeks=weeks_before_the_last)
    assert (first.month, (first - timedelta(weeks=1)).month) == (11, 10)


def test_a_command_to_type_next_stands_behind_an_arrow():
    assert [line.plain for line in commands("cxdrill study", "cxdrill quiz")] == ["→ cxdrill study", "  cxdrill quiz"]


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_that_is_read_has_a_colour_or_is_dim(view):
    """Contrast is the terminal's own; a colour is for signs and bars, which words say too."""
    pieces = [piece for line in VIEWS[view](70) for piece in line.pieces]

    assert [text for text, style in pieces if style not in ("", "bold") and any(sign.isalnum() for sign in text)] == []


@pytest.mark.parametrize(("right", "command"), [(0, "study"), (3, "study"), (4, "quiz")])
def test_practice_sends_to_the_check_only_who_is_near_it(right, command):
    assert practice_lines(right, 5)[-1].plain == f"→ cxdrill {command}"


def test_the_summary_says_what_was_met_mended_and_learnt_and_that_the_time_is_up():
    lines = [line.plain for line in summary_lines(SUMMARY, DONE, 200, "", is_cram=False, is_time_up=True)]

    assert lines[:4] == [
        "Your time is up.",
        "12 answers on 9 cards in 5 minutes",
        "3 new cards met, 1 missed at first and right in the end, 2 learnt, 1 forgotten.",
        "Reviews: 5 of 6 remembered.",
    ]
    assert any(line.startswith("1 card you keep forgetting: ") for line in lines)


@pytest.mark.parametrize("width", [78, 38])
def test_the_first_screen_with_an_open_check_and_many_decks_fits_the_window(width):
    many = tuple(DeckToday(f"Deck {number}", 0.5, number) for number in range(12))
    today = replace(TODAY, decks=many, open_check=OpenCheck("certification", 2000.0, True))

    lines = [line.plain for line in today_lines(today, width, 20)]
    rows = [row.plain for line in today_lines(today, width, 20) for row in paint.rows(line, width)]

    assert len(rows) <= 20
    assert any("Deck 11" in line for line in lines)
    assert any("more deck" in line for line in lines)
    assert len(today_lines(today, width)) > len(lines)


def test_a_deck_with_misses_alone_is_not_known_and_not_new():
    lines = today_lines(replace(TODAY, decks=(DeckToday("Hold", 0.0, 1), DeckToday("Ring", 0.0, 0, is_new=True))), 78)

    assert any("Hold" in line.plain and "in training, 1 due" in line.plain for line in lines)
    assert any("Ring" in line.plain and line.plain.endswith("new") for line in lines)


def test_a_bar_gives_way_before_the_name_of_a_topic_is_cut_to_nothing():
    rows = [("Telephone practices", 0.5, "4.17 of 6, 19 never seen", paint.PLAIN), ("Hold", 1.0, "1 of 1", paint.PLAIN)]

    assert paint.bars(rows, 38)[0].plain.startswith("Telephone practices  4.17")


def test_the_days_ahead_of_a_plan_are_left_to_the_plan():
    planned = Agenda(new=("a",), new_tomorrow=20, is_planned=True)
    lines = [line.plain for line in summary_lines(SUMMARY, planned, None, "", is_cram=False)]

    assert any("Left for today: 1 new card. The days ahead: cxdrill plan." in line for line in lines)


@pytest.mark.parametrize("width", range(40, 80, 3))
def test_other_wordings_of_a_card_keep_within_the_width(width):
    card = replace(typed(), wordings=(Wording(prompt="And in which order do you say it? " * 6),))
    lines = cards_lines([Face(card)], STATES[:1], [()], (), NOW.date(), width)

    assert max(line.cell_len for line in lines) <= width
