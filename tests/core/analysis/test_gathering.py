"""Who counts, with which attempt, and what becomes of forms, times, flags and records."""

import pytest
from msgspec.structs import replace

from builders import Journal, choice, exam, multiple
from cxdrill.core.analysis.gathering import Gathering
from cxdrill.core.cards.choice import OtherOptions
from cxdrill.core.cards.sheet import Option
from cxdrill.core.event import Draft
from cxdrill.core.exams.attempt import attempts
from cxdrill.core.exams.exam import Scoring
from cxdrill.core.exams.form import Form, FormItem
from cxdrill.core.exams.record import record
from cxdrill.core.records.read_back import ReadBack
from cxdrill.core.records.statements import actor, statements
from exam_class import DECKS, RULES, learner, sit, writer_of

EXAM = RULES.id


def found(*histories, **options):
    gathering = Gathering()
    for number, events in enumerate(histories):
        gathering.add(f"learner-{number}", events)
    return gathering.exam_sheets(EXAM, **options)


def points(sheet):
    return {key.partition("/")[2]: reply.points for key, reply in sheet.answers()}


def test_a_sheet_scores_each_item_as_the_attempt_itself_does():
    (sheet,) = found(learner(1, ("q0", "q3", "word"))).sheets

    assert points(sheet) == {"q0": 1, "q1": 0, "q2": 0, "q3": 1, "q4": 0, "word": 1}
    assert (sheet.is_passed, sheet.place) == (True, 0)


def test_the_time_of_an_item_runs_from_the_step_before_to_its_answers():
    (sheet,) = found(learner(1, ("q0",))).sheets
    spent = dict(zip(sheet.keys, sheet.ms, strict=True))

    assert spent == {key: 10_000 if key == "calls/q0" else 20_000 for key in sheet.keys}


def test_options_are_counted_by_the_deck_however_they_were_shuffled():
    about = found(*(learner(number, ("q0",)) for number in range(8)))
    answers = [pair for sheet in about.sheets for pair in sheet.answers()]
    for asked, option in (("calls/q0", 1), ("calls/q1", 0)):
        assert {reply.chosen for key, reply in answers if key == asked} == {(option,)}


def test_wrong_answers_typed_are_options_of_their_own():
    about = found(learner(1, ()), learner(2, ("word",)))
    (word,) = [asked for asked in about.asked if asked.key == "calls/word"]

    assert [(option.text, option.is_key) for option in word.options] == [("empathy", True), ("nonsense", False)]


def test_only_the_first_attempt_handed_in_counts_unless_told_otherwise():
    journal = Journal(writer_of(1))
    sit(journal, (), is_done=False)
    journal.save(Draft("exam-abandoned", {"attempt": journal.events[0].id, "used_seconds": 9999}))
    sit(journal, ("q0",))
    sit(journal, ("q0", "q1"))
    first, every = found(journal.events), found(journal.events, all_attempts=True)

    assert [sum(points(sheet).values()) for sheet in first.sheets] == [1]
    assert (first.later, first.unfinished) == (1, 1)
    assert [sum(points(sheet).values()) for sheet in every.sheets] == [1, 2]


def test_events_in_any_order_and_answers_without_a_sheet_give_the_same():
    events = learner(1, ("q0", "q2"))
    without = ({name: value for name, value in event.fields.items() if name != "responses"} for event in events)
    bare = [replace(event, fields=fields) for event, fields in zip(events, without, strict=True)]
    assert found(events[::-1]).sheets == found(events).sheets == found(bare).sheets


def test_a_learner_taken_in_twice_counts_once_with_what_came_last():
    gathering = Gathering()
    gathering.add("one", learner(1, ()))
    gathering.add("one", learner(1, ("q0",)))

    assert gathering.learners == 1
    assert [sum(points(sheet).values()) for sheet in gathering.exam_sheets(EXAM).sheets] == [1]


def test_flags_come_with_their_notes_unless_taken_back():
    journal = Journal()
    journal.save(Draft("flag", {"card": "calls/q0", "note": "two right answers?"}))
    wrong = journal.save(Draft("flag", {"card": "calls/q1", "note": "a slip"}))
    journal.save(Draft("undo", {"voids": wrong.id}))

    assert [(flag.card, flag.note) for flag in found(journal.events).flags] == [("calls/q0", "two right answers?")]


def spoilt(events, kind, **fields):
    return [replace(each, fields={**each.fields, **fields}) if each.kind == kind else each for each in events]


def spoilt_item(**fields):
    """The events of one learner whose form has these in the place of what its first item has."""
    (form,) = [event.fields["form"] for event in learner(1) if event.kind == "exam-started"]
    first, *rest = form["items"]
    card = first["card"] | fields.pop("card", {})
    return spoilt(learner(1), "exam-started", form={**form, "items": [{**first, **fields, "card": card}, *rest]})


HUGE = 10**400
FORMS = [
    *(spoilt_item(order=order) for order in (None, [0, 1], [0, 1, -1], ["a"], [{}], {}, [float("inf")], [HUGE])),
    *(spoilt_item(card={"options": options}) for options in (None, [], {}, [{"text": "a"}], [None], "abc")),
    spoilt_item(card={"type": []}),
    spoilt_item(card={"deck": {}}),
    spoilt_item(card={"deck": "half \ud800"}),
    spoilt_item(card={"id": "half \ud800"}),
    *(spoilt(learner(1), "exam-started", form=form) for form in (None, [], {"items": 3}, {"exam": "x", "items": [{}]})),
]


@pytest.mark.parametrize("events", FORMS)
def test_a_form_that_cannot_be_read_is_named_and_everything_else_counts(events):
    gathering = Gathering()
    gathering.add("one", events, "one.json")
    gathering.add("two", learner(2), "two.json")

    assert [sheet.learner for sheet in gathering.exam_sheets(EXAM).sheets] == ["two"]
    (left_out,) = gathering.left_out
    assert (left_out.place, left_out.reason) == ("one.json", "the form of attempt 1 cannot be read")


MARKS = ("1e99999999", "1e9", "nan", "-1", "4/0", "9" * 400, HUGE, float("inf"), None, {})


@pytest.mark.parametrize("policy", [{"pass_mark": {"text": "80%", "value": value}} for value in MARKS] + [
    {"minimum": {"calls": {"text": "80%", "value": "1e99999999"}}}, {"time_limit_seconds": float("inf")},
    {"time_limit_seconds": HUGE}, {"scoring": "x"}, {"title": None},
])  # fmt: skip
def test_a_policy_that_cannot_be_read_is_named_and_never_computed_for_ever(policy):
    events = learner(1)
    whole = next(event.fields["policy"] for event in events if event.kind == "exam-started")
    gathering = Gathering()
    gathering.add("one", spoilt(events, "exam-started", policy=whole | policy), "one.json")

    assert [each.reason for each in gathering.left_out] == ["the policy of attempt 1 cannot be read"]


@pytest.mark.parametrize("used", [HUGE, -HUGE, float("inf"), float("nan"), -1, "3", None, {}, True])
def test_a_time_that_cannot_be_leaves_the_times_out_and_nothing_else(used):
    (sheet,) = found(spoilt(learner(1), "exam-answered", used_seconds=used)).sheets

    assert list(sheet.ms) == []
    assert sum(points(sheet).values()) == 2


@pytest.mark.parametrize("given", [None, {}, [], True, "zz", "\x00", HUGE])
def test_a_response_that_cannot_be_earns_nothing(given):
    events = learner(1)
    sheet_given = dict.fromkeys(events[-1].fields["responses"], given)
    (sheet,) = found(spoilt(events, "exam-finished", responses=sheet_given)).sheets

    assert sum(points(sheet).values()) == 0


def test_a_question_with_another_wording_is_one_item_and_says_so():
    edited = choice("q0", options=(Option("New"), Option("Ask first", is_key=True), Option("Promise to call back")))
    forms = [Form(EXAM, (FormItem(card.ordered((0, 1, 2))),)) for card in (choice("q0"), edited)]
    journals = [Journal(writer_of(number)) for number in range(2)]
    for journal, form in zip(journals, forms, strict=True):
        sit(journal, (), form=form)
    (asked,) = found(*(journal.events for journal in journals)).asked

    assert len(asked.texts) == 2
    assert [option.text for option in asked.options] == ["Search at once", "Ask first", "Promise to call back", "New"]


def test_a_wording_that_was_shown_and_never_handed_in_counts_for_nothing():
    forms = [Form(EXAM, (FormItem(card.ordered((0, 1, 2))),)) for card in (choice("q0"), choice("q0", prompt="Now?"))]
    journals = [Journal(writer_of(number)) for number in range(2)]
    for number, journal in enumerate(journals):
        sit(journal, (), form=forms[number], is_done=number == 0)
    (asked,) = found(*(journal.events for journal in journals)).asked

    assert (len(asked.texts), asked.prompt) == (1, choice("q0").prompt)


def records_of(events, name=""):
    return [record(attempt, name) for attempt in attempts(events)]


def gathered(*records, question=None):
    cards = {card.key: card for card in DECKS.cards()}
    gathering = Gathering(question or cards.get)
    for number, each in enumerate(records):
        gathering.add_record(each, f"record-{number}.json")
    return gathering


def test_a_record_scored_from_the_decks_is_the_sheet_of_its_attempt():
    events = learner(1, ("q0", "q3"))
    (sheet,) = gathered(*records_of(events)).exam_sheets(EXAM).sheets

    assert points(sheet) == points(found(events).sheets[0])
    assert sheet.is_passed is False


def test_a_record_is_scored_in_the_words_that_were_asked():
    words = OtherOptions("In other words?", options=(Option("x", is_key=True), Option("y"), Option("z")))
    card, journal = choice("q0", wordings=(words,)), Journal()
    journal.begin(Form(EXAM, (FormItem(card.worded(1).ordered((0, 1, 2)), wording=1),)), RULES)
    journal.answer("calls/q0", "a", 5)
    journal.hand_in(6)
    store = ReadBack()
    for statement in statements("0" * 32, journal.events, actor("https://a.example", "1"), journal.at.date(), {}):
        store.add(statement.content)
    for records in (records_of(journal.events), store.records()):
        (sheet,) = gathered(*records, question={"calls/q0": card}.get).exam_sheets(EXAM).sheets
        assert points(sheet) == {"q0": 1}


def test_the_same_record_twice_and_a_copy_of_an_attempt_that_is_there_count_once():
    events = learner(1)
    gathering = gathered(*records_of(events, "Ada"), *records_of(events))
    assert gathering.exams() == {EXAM: 1}

    gathering.add("one", events)
    assert (gathering.exams(), gathering.learners) == ({EXAM: 1}, 1)


def test_a_record_whose_decks_are_missing_is_named_and_left_out():
    (plain,) = records_of(learner(1))
    gathering = gathered(plain, question=lambda key: None)

    assert gathering.exams() == {}
    assert "the decks here have no question" in gathering.left_out[0].reason


ROW = {"card": "calls/q0", "response": None, "right": None, "options": [0, 1, 2]}
ODD = [{"right": float("inf")}, {"options": None}, {"options": [1e999]}, {"response": {}}, {"card": 3}]


@pytest.mark.parametrize(
    "odd",
    [{"responses": 3}, {"responses": [1]}, {"scoring": "x"}, {"attempt": None}, {"attempt": 1e999}, {"attempt": HUGE}]
    + [{"responses": [ROW | odd]} for odd in ODD],
)
def test_what_only_looks_like_a_record_is_named(odd):
    (plain,) = records_of(learner(1))

    assert gathered(plain | odd).left_out[0].reason == "it is not the record of an attempt"


def test_partial_points_follow_the_scoring_of_the_attempt():
    rules = exam(items=1, blueprint={"calls": 1}, scoring=Scoring.PLUS_MINUS)
    form = Form(EXAM, (FormItem(multiple().ordered((3, 2, 1, 0))),))
    journal = Journal()
    journal.begin(form, rules)
    journal.answer("calls/signals", "d", 5)
    journal.hand_in(6)
    (sheet,) = found(journal.events).sheets

    assert (sheet.replies[0].points, sheet.replies[0].chosen) == (0.5, (0,))
