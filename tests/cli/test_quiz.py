"""`cxdrill quiz` in line mode: the certification check from the first item to its exit code."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from command import Outcome, events, on_decks, progress_file, run
from cxdrill.app import clock
from deck_files import CHECK, EVERY_TYPE, MORE_TYPES, QUESTIONS, write_decks

RIGHT, WRONG = "b", "a"
HOME = (QUESTIONS, CHECK)
quiz = on_decks("quiz")


def rules(home, **changed: str) -> None:
    """Changes lines of the exam file."""
    lines = dict(line.split(": ", 1) for line in CHECK.splitlines()) | changed
    (home / "decks" / "check.yaml").write_text("".join(f"{name}: {value}\n" for name, value in lines.items()), "utf-8")


def answered(home) -> list[tuple[str, str | None]]:
    return [(event["card"], event["response"]) for event in events(home, "exam-answered")]


class Clocks:
    """The wall clock and the steady clock of the program, moved by hand."""

    def __init__(self, monkeypatch) -> None:
        self.at, self.reading = datetime(2026, 3, 2, 9, 0, tzinfo=UTC), 1000.0
        monkeypatch.setattr(clock, "now", lambda: self.at)
        monkeypatch.setattr(clock, "steady_seconds", lambda: self.reading)

    def move(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        self.reading += seconds


@pytest.fixture
def clocks(monkeypatch):
    return Clocks(monkeypatch)


def test_a_check_passed_exits_with_0_and_says_the_next_command(home):
    outcome = quiz(home, lines=[RIGHT, RIGHT, RIGHT, WRONG, ":submit"])

    assert outcome.code == 0
    assert "✓ Passed   3 of 4   75% (75% needed)" in outcome.out
    next_line, _, verdict = outcome.out.splitlines()[-3:]
    assert next_line.endswith(f"cxdrill study --missed --decks {home}/decks   the one not fully right comes first")
    assert verdict == "✓ Passed   3 of 4   75% (75% needed)"
    finished = events(home, "exam-finished")[0]
    assert (finished["score"], finished["items"], finished["passed"]) == (3, 4, True)


def test_a_check_failed_exits_with_1_and_explains_what_was_missed(home):
    outcome = quiz(home, lines=[RIGHT, WRONG, WRONG, RIGHT, ":submit"])

    assert outcome.code == 1
    assert "✗ Not passed   2 of 4   50%" in outcome.out
    assert "The next one can be taken now." in outcome.out
    assert outcome.out.count("     It is not.") == 2
    assert "Because of " in outcome.out
    assert not events(home, "exam-finished")[0]["passed"]


@pytest.mark.parametrize(("lines", "count"), [([RIGHT, WRONG, RIGHT, RIGHT], 4), ([RIGHT, ":submit"], 1)])
def test_the_sheet_tells_nothing_of_what_is_right_and_hands_nothing_in(home, lines, count):
    outcome = quiz(home, lines=lines)

    assert outcome.code == 1
    assert f"Answer sheet: {count} answered" in outcome.out
    assert not events(home, "exam-finished")
    for word in ("Because", "It is not.", "✓", "✗", "right", "wrong"):
        assert word not in outcome.out.partition("[1/4]")[2]


def test_an_item_starts_with_its_place_its_type_and_its_topic(home):
    outcome = quiz(home)

    first = outcome.out[outcome.out.index("[1/4]") :].splitlines()
    assert first[0] == "[1/4] choice calls"
    assert first[2:5] == [
        f"{name}) {word} {first[1].split()[2][:-1]}"
        for name, word in zip("abc", ("Wrong", "Right", "Off"), strict=True)
    ]
    assert first[5] == "(one letter, a to c; unanswered)"


def test_the_rules_stand_before_the_first_question_and_are_printed_alone(home, clocks):
    rules(home, attempts="3", cooldown="24h", time_limit="10m", feedback="topics")
    alone, taken = quiz(home, "--rules"), quiz(home, lines=[RIGHT])
    assert alone.code == 0
    assert "4 questions in 10 minutes; the clock runs on while you are away.\n" in alone.out
    assert "You pass with 3 points (75%). This is attempt 1 of 3; the next one opens 24 hours later.\n" in alone.out
    assert "Each question is worth one point, if all of your answer is right.\n" in alone.out
    assert taken.out.startswith(alone.out + "[1/4]")
    assert len(events(home, "exam-started")) == 1
    clocks.move(1)
    assert quiz(home).out.startswith("[2/4]")
    clocks.move(1)
    quiz(home, "--abandon")
    assert "1 of 3 attempts used; the next one opens on " in " ".join(quiz(home, "--rules").out.split())
    clocks.move(24 * 3600)
    late = quiz(home, "--rules").out
    assert "attempt 2 of 3" in late
    assert "opens on" not in late


def test_moving_marking_clearing_and_the_sheet(home):
    lines = [RIGHT, ":mark", "", WRONG, ":back", ":clear", ":goto 9", ":goto 4", RIGHT, ":sheet", "b", ":mark", ":back"]
    outcome = quiz(home, lines=lines)

    assert outcome.code == 1
    assert "t: 2 answered · 2 unanswered · 1 marked\n1 b\n2 unanswered, marked\n3 unanswered\n4 b\n" in outcome.out
    assert outcome.err.startswith(
        "type :goto with a number from 1 to 4\n"
        "the sheet takes commands: :submit hands in, :goto N goes to a question\n"
        ":mark is for a question; :goto N goes to one\n"
    )
    assert outcome.out.splitlines()[-1] == "(one letter, a to c; your answer: b)"


def test_an_answer_can_be_changed_and_an_empty_line_keeps_it(home):
    quiz(home, lines=[WRONG, ":back", RIGHT, ":back", "", RIGHT, RIGHT, RIGHT, ":submit"])

    assert [response for _, response in answered(home)] == ["a", "b", "b", "b", "b"]
    assert events(home, "exam-finished")[0]["score"] == 4


def test_handing_in_with_open_items_has_to_be_confirmed(home):
    outcome = quiz(home, lines=["", RIGHT, RIGHT, RIGHT, ":submit", "", ":submit", ":submit"])

    assert outcome.code == 0
    assert outcome.out.count("1 question is unanswered (1).") == 2
    assert "1 question unanswered" in outcome.out


@pytest.mark.parametrize("line", ["d", "ab", "1", "?", ":nonsense"])
def test_a_line_that_cannot_be_read_records_nothing(home, line):
    outcome = quiz(home, lines=[line])

    assert len(outcome.err.splitlines()) == 2
    assert answered(home) == []


def test_the_end_of_input_leaves_the_attempt_open_and_the_next_quiz_goes_on_at_its_first_open_item(home):
    first = quiz(home, str(home / "decks" / "check.yaml"), lines=[RIGHT, "", RIGHT])
    asked = [line for line in first.out.splitlines() if line.startswith("Question")]
    second = quiz(home, lines=[":help"])

    assert (first.code, second.code) == (1, 1)
    assert f"Saved: 2 of 4 answered. Continue with: cxdrill quiz {home}/decks/check.yaml" in first.err
    assert second.out.splitlines()[:2] == ["[2/4] choice calls", asked[1]]
    third = quiz(home, lines=[RIGHT, "", RIGHT, ":submit"])
    assert third.code == 0
    assert len(events(home, "exam-started")) == 1
    assert len(events(home, "exam-resumed")) == 2


@pytest.mark.parametrize(("is_done", "is_told"), [(False, True), (True, False)])
def test_an_interrupt_says_that_the_attempt_is_left_open_unless_it_was_handed_in(home, monkeypatch, is_done, is_told):
    from cxdrill.terminal.exam_lines import ExamLines

    def interrupted(self):
        if is_done:
            self.sitting.record(self.save(self.sitting.handing_in(self.steady())))
        raise KeyboardInterrupt

    monkeypatch.setattr(ExamLines, "run", interrupted)
    outcome = quiz(home)

    assert outcome.code == 130
    assert ("0 of 4 answered, so it does not count as an attempt yet. Continue with: " in outcome.err) == is_told


def test_whoever_is_asked_may_keep_the_attempt_after_all(home, monkeypatch):
    quiz(home, lines=[RIGHT])
    monkeypatch.setattr("cxdrill.app.quiz.is_confirmed", lambda question, *, plain: False)

    outcome = quiz(home, "--abandon")

    assert (outcome.code, outcome.err) == (1, "cxdrill: the check stays open\n")
    assert events(home, "exam-abandoned") == []


def test_an_attempt_can_be_given_up_once(home):
    quiz(home, lines=[RIGHT])
    assert "give one of them" in quiz(home, "--rules", "--abandon").err
    given_up, again = quiz(home, "--abandon"), quiz(home, "--abandon")

    assert (given_up.code, again.code) == (0, 1)
    assert given_up.err == "cxdrill: the check was cancelled and recorded as result 1\n"
    assert 'no check "check" is open' in again.err
    assert quiz(home, lines=[RIGHT]).err.startswith("Saved: 1 of 4 answered. ")


def test_json_is_one_object_at_the_end_with_prompts_beside_it(home):
    outcome = quiz(home, "--json", "--seed", "7", lines=[RIGHT, WRONG, "", RIGHT, ":submit", ":submit"])

    record = outcome.json
    assert outcome.code == 1
    assert "[1/4] choice calls" in outcome.err
    expected = {"exam": "check", "attempt": 1, "seed": 7, "score": 2, "items": 4, "pass_mark": "75%", "passed": False}
    assert {name: record[name] for name in expected} == expected
    assert record["topics"] == {"calls": {"score": 2, "items": 4}}
    responses = [(each["response"], each["right"]) for each in record["responses"]]
    assert responses == [(RIGHT, True), (WRONG, False), (None, False), (RIGHT, True)]
    assert all(each["card"].startswith("calls/q") and each["options"] == [0, 1, 2] for each in record["responses"])


def test_json_withholds_what_the_feedback_withholds_and_all_before_the_sheet_is_handed_in(home):
    rules(home, feedback="none")
    outcome = quiz(home, "--json", lines=[RIGHT])
    record = quiz(home, "--json", lines=[RIGHT] * 3 + [":submit"]).json

    assert (outcome.code, outcome.out) == (1, "")
    assert (record["score"], record["topics"]) == (None, None)
    assert [each["right"] for each in record["responses"]] == [None] * 4
    assert record["passed"] is True


def test_the_same_seed_is_the_same_form_whatever_was_asked_before(home):
    def form(*arguments):
        outcome = quiz(home, *arguments, lines=["", "", "", "", ":submit", ":submit"])
        return [line for line in outcome.out.split("Answer sheet")[0].splitlines() if line.startswith("Question")]

    first, other, again = form("--seed", "5"), form(), form("--seed", "5")

    assert first == again
    assert not set(first) & set(other)  # without a seed what was not asked yet comes first


def test_at_the_time_limit_the_sheet_is_handed_in_as_it_stands(home, clocks):
    rules(home, time_limit="10m")

    def typed():
        yield RIGHT
        yield RIGHT
        clocks.move(301)
        yield RIGHT
        clocks.move(300)
        yield WRONG

    outcome = run("quiz", "--decks", str(home / "decks"), home=home, stdin=typed())

    assert outcome.code == 0
    assert "5 minutes left" in outcome.out
    assert outcome.err == "Time is up. Your answers were handed in.\n"
    assert "3 of 4" in outcome.out
    assert [response for _, response in answered(home)] == [RIGHT] * 3


@pytest.mark.parametrize(("away", "is_over"), [("counts", True), ("stops", False)])
def test_time_away_counts_or_stops_as_the_exam_says(home, clocks, away, is_over):
    rules(home, time_limit="10m", away=away)
    quiz(home, lines=[RIGHT] * 3)
    clocks.move(3600)
    outcome = quiz(home)

    assert ("Time is up" in outcome.err) is is_over
    assert ("go on at the first question" in outcome.err) is not is_over
    assert outcome.code == (0 if is_over else 1)
    assert bool(events(home, "exam-finished")) is is_over


def test_time_goes_on_for_a_form_that_was_read_and_left_without_an_answer(home, clocks):
    """Nobody reads the questions, looks the answers up and comes back to a whole time limit."""
    rules(home, time_limit="10m", attempts="1")
    quiz(home)
    clocks.move(360)
    assert "[1/4] choice calls · 4 min left" in quiz(home).out
    clocks.move(600)
    late = quiz(home, lines=[RIGHT] * 4 + [":submit"])

    assert "went by without an answer, so it does not count; this one is new" in late.err
    assert "attempt 1 of 1" in late.out
    assert late.code == 0
    first, second = (event["seed"] for event in events(home, "exam-started"))
    assert first != second
    assert len(events(home, "exam-abandoned")) == 1
    assert quiz(home).code == 1, "the attempt that was answered has used up the one allowed"


def test_extra_time_is_given_and_recorded(home, clocks):
    rules(home, time_limit="10m")
    outcome = quiz(home, "--extra-time", "25%")

    assert "[1/4] choice calls · 12 min left" in outcome.out, "more than the 12:30 there are"
    assert "25%" in json.dumps(events(home, "exam-started")[0]["policy"])
    for wrong in (quiz(home, "--extra-time", share) for share in ("lots", "1e99999999")):
        assert (wrong.code, "is no share of the time" in wrong.err) == (2, True)


@pytest.mark.parametrize(
    ("rule", "words", "opens"),
    [
        ({"cooldown": "1h"}, ('the next try at "check"', '; until then, drill with "cxdrill study --missed'), True),
        ({"attempts": "1"}, ("you have used your one attempt", "; ask your instructor for another"), False),
    ],
)
def test_a_cool_down_says_when_the_next_try_opens_and_used_attempts_that_none_does(home, clocks, rule, words, opens):
    rules(home, **rule)
    quiz(home, lines=[WRONG] * 4 + [":submit"])
    refused = quiz(home)
    clocks.move(3601)

    assert (refused.code, refused.out) == (1, "")
    assert all(each in refused.err for each in words)
    assert len(events(home, "exam-started")) == 1
    assert quiz(home, lines=[RIGHT] * 4 + [":submit"]).code == (0 if opens else 1)
    assert len(events(home, "exam-started")) == 1 + opens
    assert not opens or '; see "cxdrill results' in quiz(home).err  # for who has passed


def test_who_asks_for_what_was_missed_is_told_where_nothing_tells_it(home, clocks):
    study = on_decks("study")
    unknown = study(home, "--missed")
    rules(home, feedback="none")
    quiz(home, lines=[WRONG] * 4 + [":submit"])
    untold = study(home, "--missed")

    assert (unknown.code, untold.code) == (1, 1)
    assert 'no check is finished yet, so none was missed; "cxdrill quiz' in unknown.err
    assert "does not tell what was missed (feedback: none); study its decks instead" in untold.err


def test_decks_edited_or_gone_in_between_change_nothing_and_are_mentioned(home):
    quiz(home, lines=[RIGHT])
    write_decks(home / "decks", QUESTIONS.replace("Right", "Reworded"))
    edited = quiz(home, lines=[RIGHT])
    (home / "decks" / "calls.yaml").unlink()
    (home / "decks" / "check.yaml").write_text(CHECK.replace("{calls: 4}", "{every: 4}"), "utf-8")
    write_decks(home / "decks", EVERY_TYPE)
    gone = quiz(home, lines=[RIGHT] * 2 + [":submit"])

    assert all("the decks or the exam were edited meanwhile" in each.err for each in (edited, gone))
    assert "Reworded" not in edited.out + gone.out
    assert gone.code == 0


def test_two_checks_at_once_the_second_is_refused_with_the_reason(home):
    inner: list[Outcome] = []

    def typed():
        yield RIGHT
        inner.append(quiz(home, lines=[RIGHT]))
        inner.append(quiz(home, "--abandon"))
        yield from [RIGHT] * 3
        yield ":submit"

    outer = run("quiz", "--decks", str(home / "decks"), home=home, stdin=typed())

    assert outer.code == 0
    assert [(refused.code, refused.out) for refused in inner] == [(1, "")] * 2
    assert all("a check is being taken" in refused.err and "(process " in refused.err for refused in inner)
    assert len(answered(home)) == 4
    assert quiz(home, lines=[RIGHT]).err.startswith("Saved: 1 of 4 answered. ")


def test_a_backup_that_cannot_be_made_is_told_and_stops_no_check(home):
    quiz(home, "--practice", lines=[RIGHT])
    (progress_file(home).parent / "backups").write_bytes(b"in the way")

    outcome = quiz(home, lines=[RIGHT] * 4 + [":submit"])

    assert outcome.code == 0
    assert outcome.err.count("no backup could be made") == 1


def test_an_exam_is_named_where_there_are_several_and_a_deck_is_none(home):
    (home / "decks" / "other.yaml").write_text(CHECK.replace("exam: check", "exam: other"), "utf-8")
    unnamed, named = quiz(home), quiz(home, "other", lines=[RIGHT])
    deck, unknown = quiz(home, "calls"), quiz(home, "chek")

    assert (unnamed.code, deck.code, unknown.code, named.code) == (2, 2, 2, 1)
    told = ((unnamed, "check|other"), (deck, "cxdrill quiz calls --practice"), (unknown, "did you mean check"))
    assert all(words in outcome.err for outcome, words in told)


def test_after_every_answer_the_file_is_whole_and_holds_it(home):
    seen = []

    def typed():
        for _ in range(4):
            yield RIGHT
            seen.append(len(events(home, "exam-answered")))
        yield ":submit"

    run("quiz", "--decks", str(home / "decks"), home=home, stdin=typed())

    assert seen == [1, 2, 3, 4], "as each look happens when the answer before it has been acknowledged"


def test_a_fixed_form_is_the_same_for_everybody_and_takes_no_seed(home, tmp_path):
    rules(home, form="A")
    for person in ("one", "two"):
        quiz(home, lines=[RIGHT] * 4 + [":submit"], env={"CXDRILL_PROGRESS": str(tmp_path / f"{person}.json")})
    files = [json.loads((tmp_path / f"{person}.json").read_text())["events"] for person in ("one", "two")]
    forms = [[event["form"] for event in each if event["kind"] == "exam-started"] for each in files]
    refused = quiz(home, "--seed", "7")

    assert forms[0] == forms[1] != []
    assert refused.code == 2
    assert "has one form for everybody (A); leave --seed out" in refused.err


FEEDBACK = [("full", "missed: {places}"), ("topics", "missed, on Calls"), ("score", "missed")]


@pytest.mark.parametrize(("feedback", "told"), FEEDBACK)
def test_a_result_says_which_questions_that_must_be_right_were_missed_as_far_as_the_exam_tells(home, feedback, told):
    write_decks(home / "decks", QUESTIONS.replace("    prompt: Q", "    critical: true\n    prompt: Q"))
    rules(home, feedback=feedback, pass_mark="25%")

    outcome = quiz(home, lines=[RIGHT, WRONG, RIGHT, WRONG, ":submit"])

    assert f"2 questions that had to be fully right were {told.format(places='2, 4')}\n" in outcome.out
    assert ("Missed: question 4, which had to be fully right\n" in outcome.out) == (feedback == "full")


@pytest.mark.parametrize("is_critical", [True, False])
def test_the_rules_speak_of_questions_that_must_be_right_only_where_there_are_some(home, is_critical):
    text = QUESTIONS.replace("    prompt: Q", f"    critical: {str(is_critical).lower()}\n    prompt: Q", 1)
    write_decks(home / "decks", text)

    assert ("has to be fully right for you" in quiz(home, "--rules").out) == is_critical
    write_decks(home / "decks", EVERY_TYPE + MORE_TYPES, CHECK.replace("{calls: 4}", "{every: 4}"))
    assert "A choice of best and worst or a talk can earn" in quiz(home, "--rules").out, "where it may be drawn"
