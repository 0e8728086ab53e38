"""An exam on a screen of paper: a scripted keyboard, the frames, and what is recorded."""

import io
import re

import pytest
from msgspec.structs import replace

from builders import (
    Journal,
    choice,
    deck,
    dialogue,
    exam,
    judgement,
    library,
    matching,
    ordering,
    share,
    true_false,
    typed,
)
from cxdrill.core.cards.question import Question
from cxdrill.core.exams.attempt import attempts
from cxdrill.core.exams.form import drawn_form, pools
from cxdrill.core.exams.sitting import Sitting
from cxdrill.terminal.exam_lines import ExamLines
from cxdrill.terminal.exam_screen import ExamScreen
from cxdrill.terminal.lines import Lines
from paper import screen


def opened(*cards: Question) -> tuple[Sitting, Journal]:
    """An exam of these questions in their order, just begun."""
    decks, journal = library(deck("calls", *cards)), Journal()
    rules = exam(items=len(cards), blueprint={"calls": len(cards)}, pass_mark=share("50%"))
    form = drawn_form(pools(rules, decks), 5)
    return Sitting(journal.begin(form, rules), 0.0, 0.0), journal


def sit(keys: list[str], *cards: Question, word: str = "", lines: int = 24) -> tuple[Journal, list[str]]:
    """Presses the keys in an exam of these questions in their order; what is recorded, and the frames."""
    sitting, journal = opened(*cards)
    shown, frames = screen(*keys, lines=lines, columns=60)
    ExamScreen(sitting, journal.save, lambda: 1.0, screen=shown, message=word).run()
    return journal, frames


def responses(journal: Journal) -> list[object]:
    return [event.fields["response"] for event in journal.events if event.kind == "exam-answered"]


@pytest.mark.parametrize("detour", [["left"], ["=", "esc"], ["?", "x"]], ids=str)
@pytest.mark.parametrize(("card", "key", "begun"), [(ordering(), "2", "2 · ·"), (matching(), "b", "1b  2·")])
def test_an_answer_that_is_not_whole_is_told_and_still_there_when_one_comes_back(card, key, begun, detour) -> None:
    journal, frames = sit([key, *detour], card)

    assert responses(journal) == []
    assert "?" in detour or "Question 1 is only half answered" in frames[-1]
    assert f"your answer  {begun}" in frames[-1]


@pytest.mark.parametrize(("card", "key", "half"), [(ordering("one"), "2", "2 · ·"), (judgement("one"), "b", "b ·")])
def test_the_sheet_tells_half_an_answer_from_none(card, key, half) -> None:
    _, frames = sit([key, "right", "right", "s"], card, ordering("two"))

    assert f"1. {half} …" in frames[-2]
    assert re.search(r" 2\. · *\x1b", frames[-2])
    assert "0 answered · 1 unanswered · 1 unfinished" in frames[-2]
    assert "1 question is unanswered (2). 1 question is unf" in frames[-1]


@pytest.mark.parametrize("lines", [6, 24])
def test_a_number_typed_at_the_sheet_is_in_sight_and_one_that_is_none_is_told(lines) -> None:
    _, frames = sit(["=", "9", "enter"], true_false("one"), true_false("two"), lines=lines)

    assert "question 9" in frames[-2]
    assert f"there is no question 9{'; type one from 1 to 2' * (lines > 6)}" in frames[-1]


def test_what_is_put_in_order_shows_its_place_at_its_line_and_nothing_is_said_while_it_grows() -> None:
    _, frames = sit(["2", "1"], ordering(is_critical=True))

    assert "This question has to be fully right for you to pass." in frames[-1]
    assert not any("half answered" in frame for frame in frames)
    assert re.findall(r"\n {1,4}(\S.*?)\x1b", frames[-1])[2:5] == ["2. 1  solve", "1. 2  greet", "3  listen"]


def test_a_whole_answer_cut_short_is_open_again_and_told() -> None:
    journal, frames = sit(["1", "2", "3", "backspace", "=", "esc"], ordering())

    assert responses(journal) == ["1 2 3", None]
    assert "Question 1 is only half answered" in frames[-1]
    assert "your answer  1 2 ·" in frames[-1]


@pytest.mark.parametrize(
    ("keys", "found", "last"),
    [
        ([*":foo", "enter"], [], "there is no command :foo; :help lists"),
        ([*"hello:sheet", "enter"], ["hello"], ""),
        ([*"hello", "enter", "esc", *":mark", "enter", *":quit", "enter"], ["hello"], ""),
        ([*"word", "esc", *"helpo", "backspace", "backspace", *"lo", "enter"], ["hello"], ""),
    ],
    ids=["no command", "behind an answer", "back at an answer", "edited"],
)
def test_a_typed_answer_is_edited_and_a_command_is_no_part_of_it(keys, found, last) -> None:
    journal, frames = sit(keys, typed())

    assert responses(journal) == found
    assert last in frames[-1]
    assert "hello:sheet" not in frames[-1]


def test_what_has_to_be_known_stands_above_the_first_question_until_a_key() -> None:
    _, frames = sit(["a"], choice(), word="the check goes on where it was left")

    assert ["goes on where it was left" in frame for frame in (frames[0], frames[-1])] == [True, False]


@pytest.mark.parametrize("lines", range(8, 14))
def test_in_a_low_window_the_option_chosen_is_in_sight(lines) -> None:
    _, frames = sit(["c"], choice(prompt="What comes first at a busy counter? " * 6), lines=lines)

    assert "▸ c" in frames[-1]


def test_in_a_low_window_a_question_to_type_at_is_read_first_and_then_the_line_is_in_sight() -> None:
    _, frames = sit(["w", "x"], typed(prompt="What comes first? " * 9), lines=6)

    assert ("What comes first?" in frames[0], "> wx" in frames[-1]) == (True, True)


def test_true_and_false_are_seen_once_chosen() -> None:
    for key, word in (("t", "true"), ("f", "false")):
        journal, frames = sit([key], true_false())

        assert responses(journal) == [key]
        assert f"▸ {key}  {word}" in frames[-1]


def test_an_option_of_a_check_is_chosen_with_arrows_and_enter_and_a_second_enter_goes_on() -> None:
    journal, frames = sit(["down", "down", "enter", "enter"], choice("one"))

    assert responses(journal) == ["b"]
    assert any("> b" in frame for frame in frames)
    assert "1 answered" in frames[-1]


_BACK_AT_IT = [*"hello", "enter", "esc"]  # saved, and back from the sheet


@pytest.mark.parametrize(
    ("keys", "found", "last"),
    [
        ([*_BACK_AT_IT, "left"], ["hello"], "question 1 of 2"),
        ([*_BACK_AT_IT, *":sheet", "enter"], ["hello"], "1 answered"),
        ([*_BACK_AT_IT, *":foo", "esc"], ["hello"], "> hello"),
        ([*_BACK_AT_IT, "esc", "left", "right"], ["hello"], "> hello"),
        ([*_BACK_AT_IT, *["backspace"] * 5, "left"], ["hello"], "Question 2 keeps its answer, hello; :clear"),
        ([*_BACK_AT_IT, *":clear", "enter", "enter"], ["hello", None], "2 unanswered"),
        ([*"hi", "left"], ["hi"], "Question 2 keeps its answer, hi; → goes back to it."),
        ([*"hi:back", "enter"], ["hi"], "question 1 of 2"),
    ],
    ids=["left", "command", "command taken back", "cleared", "rubbed out", "clear", "in the middle", ":back"],
)
def test_a_saved_typed_answer_is_never_lost_on_the_way_past_it(keys, found, last) -> None:
    journal, frames = sit(["right", *keys], choice("first"), typed("second"))

    assert responses(journal) == found
    assert last in frames[-1]


@pytest.mark.parametrize(
    ("keys", "line", "esc"),
    [
        ([*_BACK_AT_IT, "x", "esc"], "hello", "esc clear"),
        ([*_BACK_AT_IT, "esc"], "", "esc bring back"),
        ([*_BACK_AT_IT, "esc", *"bye"], "bye", "esc bring back"),
        ([*_BACK_AT_IT, "esc", "esc"], "hello", "esc clear"),
        ([*_BACK_AT_IT, "esc", *"bye", "esc"], "hello", "esc clear"),
        ([*"word", "esc"], "", "esc bring back"),
        ([*"word", "esc", "esc"], "word", "esc clear"),
    ],
    ids=lambda value: "".join(value[-5:]),
)
def test_no_typed_answer_is_lost_by_one_key(keys, line, esc) -> None:
    _, frames = sit(keys, typed())

    assert re.findall(r"\n > (.*?) *\x1b", frames[-1]) == [line]
    assert esc in frames[-1]


def test_the_arrows_go_to_other_questions_also_from_a_line_and_its_foot_always_says_so() -> None:
    journal, frames = sit(["right", *"hi", "left", "right", "!"], choice(), typed())

    assert responses(journal) == ["hi", "hi!"]
    assert all("← back · → next" in frame for frame in frames), frames[2]
    assert "question 1 of 2" in frames[-3]


def test_a_talk_that_goes_on_is_unfinished_on_its_screen_the_sheet_and_before_handing_in() -> None:
    _, frames = sit(["a", "right", "s"], dialogue())

    assert "reply, it cannot be changed" in frames[0]
    assert "The talk goes on." in frames[1]
    assert "1 reply …" in frames[-2]
    assert "0 answered · 0 unanswered · 1 unfinished" in frames[-2]
    assert "1 question is unfinished (1)." in frames[-1]


@pytest.mark.parametrize(
    ("keys", "card", "told"),
    [
        (["a"], dialogue(), "the talk goes on: choose what you say; → goes to the next question."),
        (["a"], judgement(), "the worst one is still missing; → goes to the next question."),
        (["2"], ordering(), "1 of 3 in order; go on; → goes to the next question."),
    ],
)
def test_enter_leaves_no_answer_half_given_without_a_word(keys, card, told) -> None:
    _, frames = sit([*keys, "enter"], replace(card, prompt="What is said at great length? " * 60))

    assert told in " ".join(re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", " ", frames[-1]).split())
    assert "question 1 of 1" in frames[-1]


def test_a_judgement_once_more_begins_with_the_best_and_its_foot_names_the_way_back() -> None:
    journal, frames = sit(["a", "b", "c", "a"], judgement())

    assert responses(journal) == ["a b", None, "c a"]
    assert "backspace" in frames[-1]


def test_a_talk_that_was_left_is_where_a_check_is_taken_up_again() -> None:
    journal, _ = sit(["a", "right", "a"], dialogue("first"), choice("second"))
    taken_up = Sitting(*attempts(journal.events), 0.0, 0.0)

    assert taken_up.key == "calls/first"
    assert [taken_up.is_answered(item) for item in taken_up.form.items] == [False, True]


def test_a_check_tells_nothing_of_the_mood_that_a_reply_left() -> None:
    _, frames = sit(["a", "a"], dialogue())
    (sitting, journal), output = opened(dialogue()), io.StringIO()
    ExamLines(sitting, journal.save, lambda: 1.0, lines=Lines(output, io.StringIO(), io.StringIO("a\n"))).run()

    assert ("The talk is over." in frames[-1], "reply" in frames[-1]) == (True, False)
    assert "a talk of several turns" in frames[0]
    assert "a talk of several turns" in output.getvalue()
    assert "feels" not in "".join(frames) + output.getvalue()


def test_in_line_mode_leaving_a_talk_that_goes_on_is_told() -> None:
    (sitting, journal), complaints = opened(dialogue()), io.StringIO()
    lines = Lines(io.StringIO(), complaints, io.StringIO("a\n\n:submit\n"))

    ExamLines(sitting, journal.save, lambda: 1.0, lines=lines).run()

    assert "counts as unfinished" in complaints.getvalue()
    assert "1 question is unfinished (1). Type :submit once more" in lines.prompts.getvalue()


def test_where_letters_are_text_the_foot_says_how_to_leave() -> None:
    _, frames = sit(["q"], typed())

    assert "q, enter leave" in frames[-1]
    assert "> q" in frames[-1]
    for keys in (["q", "enter"], [*":quit", "enter"]):
        assert sit(keys, typed())[0].events[-1].kind == "exam-started"
