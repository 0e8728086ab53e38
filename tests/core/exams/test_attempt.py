import json
from datetime import UTC, datetime, timedelta
from random import Random
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from builders import Journal, choice, deck, exam, library, share, typed
from cxdrill.core.event import Draft, Event
from cxdrill.core.exams.attempt import Attempt, State, attempts, left_open, open_attempt, seen_keys
from cxdrill.core.exams.exam import Feedback, policy_of
from cxdrill.core.exams.form import drawn_form, pools
from cxdrill.core.exams.score import attempt_result
from cxdrill.core.exams.sitting import Sitting, abandoned, resumed

COUNTED = settings(derandomize=True, deadline=None, database=None, max_examples=60)
DECKS = library(deck("calls", choice("one"), choice("two"), typed("three")))
EXAM = exam(items=3, pass_mark=share("60%"), time_limit_seconds=600, feedback=Feedback.FULL)
FORM = drawn_form(pools(EXAM, DECKS), 7)
KEYS = FORM.keys


def start(journal: Journal) -> Attempt:
    return journal.begin(FORM, policy_of(EXAM, "abc"), 7, ["calls/one"])


def test_an_attempt_is_its_form_its_rules_and_its_answers() -> None:
    journal = Journal()
    start(journal)
    journal.wait(5)
    journal.answer(KEYS[0], "a", 5)
    journal.answer(KEYS[1], "c", 9.5)
    journal.answer(KEYS[0], "b", 12)
    journal.answer(KEYS[1], None, 14.25)
    (attempt,) = attempts(journal.events)
    assert (attempt.number, attempt.id, attempt.exam, attempt.seed) == (1, journal.events[0].id, "certification", 7)
    assert (attempt.avoided, attempt.form, attempt.policy) == (("calls/one",), FORM, policy_of(EXAM, "abc"))
    assert attempt.responses == {KEYS[0]: "b"}
    assert (attempt.state, attempt.used_seconds) == (State.OPEN, 14.25)


def test_events_survive_json_as_they_are() -> None:
    journal = Journal()
    start(journal)
    journal.answer(KEYS[0], "b", 5)
    again = [replace(event, fields=json.loads(json.dumps(event.fields))) for event in journal.events]
    assert attempts(again) == attempts(journal.events)


def test_marks_come_and_go() -> None:
    journal = Journal()
    sitting = Sitting(start(journal), 0.0, 0.0)
    for place in (0, 1, 0):
        sitting.go_to(place)
        sitting.record(journal.save(sitting.marking(1.0)))
    assert journal.attempt.marked == {KEYS[1]}


def test_a_handed_in_attempt_keeps_what_was_recorded_and_takes_nothing_more() -> None:
    journal = Journal()
    start(journal)
    journal.answer(KEYS[0], "b", 5)
    attempt = journal.attempt
    journal.hand_in(60)
    journal.answer(KEYS[1], "b", 70)
    journal.save(abandoned(attempt, 80))
    done = journal.attempt
    assert (done.state, done.responses, done.used_seconds) == (State.FINISHED, attempt.responses, 60)
    result = attempt_result(attempt)
    assert done.recorded == {"score": int(result.score), "items": 3, "passed": result.is_passed}


def test_attempts_are_numbered_by_their_place_in_the_order_of_replay() -> None:
    early, late = Journal("a" * 16), Journal("b" * 16, datetime(2026, 3, 2, 8, 0, tzinfo=UTC))
    start(early)
    start(late)
    found = attempts([*early.events, *late.events])
    assert [(attempt.number, attempt.id) for attempt in found] == [(1, late.events[0].id), (2, early.events[0].id)]


def test_the_open_attempt_of_an_exam_is_gone_on_with_and_its_questions_were_seen() -> None:
    journal = Journal()
    first = start(journal)
    assert (seen_keys(attempts(journal.events)), seen_keys(())) == (set(KEYS), frozenset())
    assert open_attempt(attempts(journal.events), "certification") == first
    assert open_attempt(attempts(journal.events), "another") is None
    journal.save(abandoned(first, 3))
    assert open_attempt(attempts(journal.events), "certification") is None
    assert journal.attempt.state is State.ABANDONED


def test_a_clock_set_back_between_two_runs_does_not_bring_an_older_answer_back() -> None:
    """The second run writes at 8:30 what is newer than what the first wrote at 9:00."""
    first = Journal("f" * 16)
    attempt = start(first)
    first.answer(KEYS[0], "a", 30)
    second = Journal("0" * 16, first.at - timedelta(minutes=30))
    second.save(resumed(attempt, second.at, 30))
    second.answer(KEYS[0], "b", 40, attempt)
    (found,) = attempts([*first.events, *second.events])
    assert found.responses == {KEYS[0]: "b"}
    assert found.used_seconds == 40
    assert second.events[0].fields["clock_behind_seconds"] == 1800
    assert second.events[0].fields["away_seconds"] == 0


def test_answers_of_another_machine_merged_later_change_no_result() -> None:
    here = Journal("f" * 16)
    attempt = start(here)
    here.answer(KEYS[0], "b", 10)
    there = Journal("e" * 16, here.at)
    there.answer(KEYS[0], "a", 15, attempt)
    here.wait(20)
    here.hand_in(20)
    assert attempts([*here.events, *there.events])[0].responses == {KEYS[0]: "b"}


def bare(journal: Journal, kind: str, **fields: object) -> Event:
    return journal.save(Draft(kind, fields))


def test_a_file_with_nothing_but_the_necessary_fields_is_read() -> None:
    """The rules come from the exam file, the time used from the clock."""
    journal = Journal()
    begun = bare(journal, "exam-started", exam="certification", seed=3, avoided=[], form=["of another program"])
    journal.wait(90)
    bare(journal, "exam-answered", attempt=begun.id, card="calls/one", response="b")
    journal.wait(-60)
    bare(journal, "exam-answered", attempt=begun.id, card="calls/two", response=None)
    bare(journal, "exam-finished", attempt=begun.id, score=1, items=3, passed=False)
    (attempt,) = attempts(journal.events, [EXAM])
    assert (attempt.form, attempt.policy, attempt.seed) == (None, policy_of(EXAM), 3)
    assert (attempt.responses, attempt.used_seconds) == ({"calls/one": "b"}, 90)
    assert (attempt.state, attempt.recorded) == (State.FINISHED, {"score": 1, "items": 3, "passed": False})


def test_without_an_exam_file_nothing_is_forgiven_and_what_belongs_to_no_attempt_is_passed_over() -> None:
    journal = Journal()
    bare(journal, "exam-answered", attempt="nothing-1", card="calls/one", response="b")
    assert attempts(journal.events) == ()
    bare(journal, "exam-started", exam="gone", seed=3, avoided=[], form={})
    (attempt,) = attempts(journal.events)
    assert (attempt.policy.title, attempt.policy.pass_mark.value) == ("gone", 1)


@given(st.permutations(range(6)))
@COUNTED
def test_the_order_in_the_file_changes_nothing(order: list[int]) -> None:
    journal = Journal()
    start(journal)
    for step, response in enumerate(("a", "b", "c", None, "a"), start=1):
        journal.wait(1)
        journal.answer(KEYS[0], response, step)
    assert attempts([journal.events[place] for place in order]) == attempts(journal.events)


@pytest.mark.parametrize("odd", ["zz", {}, None, [1], True])
def test_a_response_that_is_no_answer_leaves_the_question_open(odd: object) -> None:
    journal = Journal()
    bare(journal, "exam-answered", attempt=start(journal).id, card="calls/one", response=odd)
    assert "calls/one" not in journal.attempt.responses


@pytest.mark.parametrize("used", [float("inf"), float("nan"), 10**400, -5, "9", True])
def test_a_time_used_that_cannot_be_counts_as_not_recorded(used: object) -> None:
    journal = Journal()
    bare(journal, "exam-marked", attempt=start(journal).id, card="calls/one", used_seconds=used)
    assert 0 <= journal.attempt.used_seconds < 10**6


@pytest.mark.parametrize("seed", range(20))
def test_the_check_left_open_is_the_last_attempt_in_the_state_open(seed):
    random, journal, ids = Random(seed), Journal(), ["0-1"]
    for _ in range(random.randint(0, 12)):
        kind = random.choice(
            ("exam-started", "exam-started", "exam-finished", "exam-abandoned", "undo", "exam-answered")
        )
        journal.wait(60)
        target = random.choice(ids)
        fields = {"exam": random.choice("ab")} if kind == "exam-started" else {"attempt": target, "voids": target}
        ids.append(journal.save(Draft(kind, fields)).id)
    still_open = [each.exam for each in attempts(journal.events) if each.state is State.OPEN]
    assert left_open(journal.events) == (still_open[-1] if still_open else "")


@pytest.mark.parametrize("form", [FORM, None])
def test_answers_to_what_was_never_asked_are_passed_over_however_many(form: object) -> None:
    journal = Journal()
    attempt = start(journal)
    journal.answer(KEYS[0], "b", 5)
    if form is None:
        journal.events[0] = replace(journal.events[0], fields={**journal.events[0].fields, "form": None})
    fields = {"attempt": attempt.id, "response": "a", "marked": True}
    for number in range(20_000):
        journal.save(Draft(("exam-answered", "exam-marked")[number % 2], {**fields, "card": f"calls/x{number}"}))
    start_of_reading = perf_counter()
    (found,) = attempts(journal.events)
    assert perf_counter() - start_of_reading < 10
    assert len(found.responses) + len(found.marked) == 1 if form else KEYS[0] in found.responses
    sheet = {f"calls/x{number}": "a" for number in range(5000)} | {KEYS[1]: "a"}
    journal.save(Draft("exam-finished", {"attempt": attempt.id, "responses": sheet}))
    assert len(journal.attempt.responses) == (1 if form else 1000)
