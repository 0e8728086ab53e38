"""Deck and exam files to values: what is read, and every mistake with its line, column and remedy."""

import os
import socket
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from cxdrill.core.cards.card import Waiver
from cxdrill.core.cards.choice import Choice, Multiple, TrueFalse
from cxdrill.core.cards.cloze import Cloze
from cxdrill.core.cards.deck import Deck, Scenario
from cxdrill.core.cards.flashcard import Flashcard
from cxdrill.core.cards.languages import Manner
from cxdrill.core.cards.order import Match, Order
from cxdrill.core.cards.sheet import Option
from cxdrill.core.cards.typed import Typed
from cxdrill.core.exams.exam import Away, Exam, Feedback, Scoring
from cxdrill.core.problem import STRUCTURE_RULES, Location
from cxdrill.files.decks import deck_bytes
from cxdrill.files.decks.deck_writer import deck_yaml
from cxdrill.files.decks.deck_yaml import read_bytes, read_file
from deck_files import read_deck as deck
from deck_files import read_value

GOOD = Path(__file__).parent.parent.parent / "data" / "decks" / "good"
HEAD = "deck: calls\ntitle: Calls\ncards:\n"
CARD = "  - id: hold\n    prompt: Why?\n    answer: So\n"
WENT_ON = "this line is indented as if it went on with"
OPTIONS = "options: [{text: x, correct: true}, {text: y}]"


def exam(lines: str) -> Exam:
    return read_value(f"exam: check\ntitle: Check\n{lines}", Exam)


def complaints(source: str) -> list[str]:
    value, problems = read_bytes(source.encode(), "x")
    assert value is None
    assert all(problem.rule in STRUCTURE_RULES for problem in problems)
    return [str(problem).replace("error ", "") for problem in problems]


# --- decks


def test_every_field_of_every_card_type_arrives() -> None:
    value, problems = read_file(GOOD / "all-types.yaml")
    assert problems == ()
    assert isinstance(value, Deck)
    assert value.sources == {"handbook": "The handbook: second edition", "2024": "A number as a key"}
    assert value.scenarios == (Scenario("busy-line", "A caller has been waiting, and a second one rings."),)
    assert value.notes == "## Before you start\n\nA line with a colon: here."
    assert value.waiver == Waiver(("Q202",), "Only a sample.")
    ring, hidden, hold, many, statement, word, steps, couples, number = value.cards
    own = {"prompt": "By which ring?", "answer": "The second", "has_reverse": True}
    named = {"topic": "telephone", "tags": ("numbers", "1.10", "007"), "source": "handbook"}
    assert ring == Flashcard(deck="all-types", id="ring", **own, **named, explanation="Two lines\nof reasons.")
    assert isinstance(hidden, Cloze)
    assert hidden.prompt == "First {{ask}}, then {{2::hold}}; \\{{ is plain"
    assert isinstance(hold, Choice)
    assert hold.is_critical
    assert hold.scenario == "busy-line"
    assert hold.options[1:] == (
        Option("No, never", why="Too strict: it depends"),
        Option("none of these", why="It is listed last.", is_fixed=True),
    )
    assert isinstance(many, Multiple)
    assert [option.is_key for option in many.options] == [True, True, False]
    assert many.waiver.rules == ("Q308", "Q105")
    assert isinstance(statement, TrueFalse)
    assert (statement.answer, statement.was) == (False, "claim")
    assert isinstance(word, Typed)
    assert (word.answer, word.accept) == ("yes", ("no", "on", "12:30", "1_000", "~"))
    assert isinstance(steps, Order)
    assert steps.items == ("greet", "listen", "close")
    assert isinstance(couples, Match)
    assert couples.pairs == (("open", "tell me more"), ("closed", "yes, or no"))
    assert isinstance(number, Flashcard)
    assert (number.prompt, number.answer) == ("42", "010")


def test_a_block_text_ends_without_its_last_line_end_and_a_quoted_one_as_typed() -> None:
    source = HEAD + '  - id: a\n    prompt: |\n      One\n\n      two\n    answer: " so\\n"\n'
    card = deck(source).cards[0]
    assert isinstance(card, Flashcard)
    assert (card.prompt, card.answer) == ("One\n\ntwo", " so\n")
    assert card.topic == "calls", "the deck, where it is left out"


def test_places_are_those_of_the_file() -> None:
    options = "    options:\n      - {text: a, correct: true}\n      - text: b\n        why: c\n"
    source = HEAD + "  - id: hold\n    prompt: Why?\n" + options + "    tags: [x, y]\n"
    value = deck(source)
    places = value.cards[0].places
    at = {name: (place.line, place.column) for name, place in places.items()}
    assert at[""] == (4, 5)
    assert at["prompt"] == (5, 13)
    assert at["options"] == (6, 5)
    assert at["options[1]"] == (8, 9)
    assert at["options[1].why"] == (9, 14)
    assert at["tags[1]"] == (10, 15)
    assert value.places["title"] == Location("x.yaml", 2, 8)
    assert value.places[""] == Location("x.yaml", 1, 1)
    assert "explanation" not in places
    assert "options[7]" not in places
    assert len(places) == len(list(places))


def test_a_cloze_cards_prompt_is_found_at_its_text_and_an_exams_topics_by_their_names() -> None:
    card = deck(HEAD + "  - id: a\n    type: cloze\n    text: Ask {{first}}\n").cards[0]
    assert card.places["prompt"].line == 6
    value = exam("items: 2\npass_mark: 80%\nblueprint:\n  calls: 1\n  v2.0 forms: 1\n")
    assert value.places["blueprint.calls"].line == 6
    assert value.places["blueprint.v2.0 forms"].line == 7


def test_every_mistake_is_told_in_one_run() -> None:
    source = (
        "deck: Calls\nsummary: x\ncards:\n"
        "  - id: hold\n    promt: Why?\n    answer: So\n    source: book\n"
        "  - id: hold\n    type: choise\n    prompt: Why?\n"
        "  - prompt: Why?\n    options: [{text: a}, {text: b, correct: yes}]\n"
        "  - id: gap\n    type: cloze\n    text: none\n    reverse: true\n"
    )
    assert complaints(source) == [
        'x:1:1: S202: the deck has no "title"; add "title: ..."',
        'x:1:7: S205: the deck: "deck" is "Calls", which is no id; '
        'use lower case letters, digits and hyphens, at most 64, such as "calls"',
        'x:5:5: S201: card "hold" has an unknown field "promt"; did you mean "prompt"?',
        'x:7:13: S302: card "hold": the deck has no source "book"; add it to the deck\'s "sources"',
        'x:8:9: S301: card "hold" has the same id as the card in line 4; give one of them another id',
        'x:9:11: S208: card "hold": "type" cannot be "choise"; did you mean "choice"?',
        'x:11:5: S202: card 3 has no "id"; add "id: ..."',
        'x:12:45: S206: card 3, option 2: "correct" is "yes", neither true nor false; write true or false',
        'x:15:11: S306: card "gap": nothing in the text is hidden; put what is to be hidden between {{ and }}',
        'x:16:5: S210: card "gap" is of type cloze, which has no field "reverse"; '
        'delete it, or write "type: flashcard"',
    ]


@pytest.mark.parametrize(
    ("card", "guess"),
    [
        ("prompt: Why?, text: 'Ask {{first}}'", 'add "type: cloze"'),
        ("prompt: Why?, items: [a, b]", 'add "type: order"'),
        ("prompt: Why?, pairs: [[a, b], [c, d]]", 'add "type: match"'),
        ("prompt: P, options: [{text: yes, sir, correct: true}, {text: b}]", "comma"),
        (f"type: multiple-choice, prompt: What?, {OPTIONS}", 'did you mean "choice"?'),
        (f"type: mcq, prompt: What?, {OPTIONS}", 'did you mean "choice"?'),
        ("question: What?, answer: x", 'did you mean "prompt"?'),
        ("prompt: What?, answer: x, feedback: y", 'did you mean "explanation"?'),
        (f"prompt: What?, {OPTIONS[:-2]}, feedback: z}}]", 'did you mean "why"?'),
        ("prompt: What?, answer: x, hint: y", 'has an unknown field "hint"; the fields here are'),
        ("prompt: What?, answer: x, points: y", 'has an unknown field "points"; the fields here are'),
        ("prompt: What?, answer: x, \u00a0tags: [a]", "the name has a no-break space (U+00A0) in it"),
        ("prompt: What?, answer: x, source: hanbook", 'did you mean "handbook"?'),
    ],
)
def test_what_was_meant_is_guessed_and_told_once(card: str, guess: str) -> None:
    (problem,) = complaints(f"sources: {{handbook: H}}\n{HEAD}  - {{id: a, {card}}}\n")
    assert guess in problem
    assert "; add " not in problem or "add" in guess


def test_a_name_that_would_tell_the_type_is_told_with_what_was_meant() -> None:
    told = complaints(f"{HEAD}  - {{id: a, prompt: What?, back: x}}\n")
    assert [each.partition("; ")[2] for each in told] == ['did you mean "answer" by "back"?', 'did you mean "answer"?']


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("title: Desk #2", (2, 13)),
        ("answer: the # key", (6, 17)),
        ("answer: Nr. #", (6, 17)),
        ("answer: tab\t# key", (6, 17)),
        ("tags: [one, desk #2\n      , three]", (7, 22)),
        ("options: [{text: Key 1 # then, correct: true}, {text: b}]", (7, 28)),
        ("options:\n      - text: Key 1 # then\n        correct: true\n      - text: b", (8, 21)),
        ("source: book #1", (7, 18)),
    ],
)
def test_a_text_that_a_comment_cuts_short_is_an_error_at_its_sign_alone(line: str, at: tuple[int, int]) -> None:
    source = HEAD + CARD
    name = line.partition(":")[0]
    if name in ("title", "answer"):
        old = next(each for each in source.splitlines() if each.strip().startswith(f"{name}:"))
        source = source.replace(old.strip(), line)
    else:
        source += f"    {line}\n"
        source = source.replace("    answer: So\n", "") if name == "options" else source
    value, problems = read_bytes(source.encode(), "x")
    place = [(each.location.line, each.location.column) for each in problems if each.rule == "S113"]
    others = {each.rule for each in problems} - {"S113"}
    assert value is None
    assert place == [(at[0] - (name == "options"), at[1])]
    assert others <= {"S302"}
    assert all("double quotes" in each.remedy for each in problems if each.rule == "S113")


def test_what_is_meant_as_a_comment_or_quoted_is_none() -> None:
    lines = 'title: "Desk #2"  # a title\ncards:\n  # one\n'
    card = "  - id: a  # the first\n    prompt: C#, a#b\n    answer: |  # a block\n      Press # twice\n"
    value = deck(f"deck: calls # the id of it\n{lines}{card}".replace(" # the id", "  # the id"))
    assert value.title == "Desk #2"
    assert value.cards[0].answers() == ("Press # twice",)


def test_every_error_of_syntax_is_told_at_once() -> None:
    cards = ("prompt: What: is it?", 'prompt: "open', "prompt: fine", "prompt: @at", "prompt:\u00a0blank", "x")
    source = "deck: d\ntitle: a: b\nnotes: |\n  - id: no card\n  text: 'x\ncards:\n"
    source += "".join(f"  - id: c{number}\n    {line}\n    answer: So\n" for number, line in enumerate(cards))
    told = complaints(source)
    assert [each.split(":")[1] for each in told] == ["2", "8", "11", "17", "20", "23"]
    assert {each.split(": ")[1] for each in told} == {"S105"}
    assert "no-break space (U+00A0)" in told[4]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("  -id: a\n    prompt: p\n", "x:4:3: S105: a blank is missing after the dash"),
        ("  - id: a\n    prompt: *67 does what?\n", "x:5:13: S107: *67 stands for a text written elsewhere"),
        ("<<<<<<< HEAD\n  - id: a\n=======\n  - id: b\n>>>>>>> other\n", "x:4:1: S105: two versions of the file"),
        ("  - id: a\n<<<<<<< HEAD\n    prompt: p\n=======\n    prompt: q\n>>>>>>> o\n", "x:5:1: S105: two versions"),
        ("  - id: a\n    prompt: p\n     answer: q\n", f"x:6:12: S105: {WENT_ON} the text of line 5"),
        (f"{CARD}    scenario: A guest smells.\n", 'x:7:15: S205: card "hold": "scenario" is "A guest smells."'),
    ],
)
def test_one_slip_is_told_once_and_at_its_line(lines: str, told: str) -> None:
    (problem,) = complaints(HEAD + lines)
    assert problem.startswith(told)


# --- exams


def test_an_exams_fields_arrive() -> None:
    value = exam(
        "items: 40\npass_mark: 87.5 %\nblueprint: {calls: 30, forms: 10}\ntime_limit: 1h30m\naway: stops\n"
        "attempts: 3\ncooldown: 2d\nfeedback: none\nscoring: plus-minus\nminimum: {calls: 60%}\n"
    )
    assert (value.items, value.attempts) == (40, 3)
    assert (value.pass_mark.value, value.pass_mark.text) == (Fraction(7, 8), "87.5 %")
    assert value.blueprint == {"calls": 30, "forms": 10}
    assert (value.time_limit_seconds, value.cooldown_seconds) == (5400, 172800)
    assert (value.away, value.feedback, value.scoring) == (Away.STOPS, Feedback.NONE, Scoring.PLUS_MINUS)
    assert value.minimum["calls"].value == Fraction(3, 5)


def test_an_exam_without_policies_takes_the_usual_ones() -> None:
    value = exam("items: 3\npass_mark: 100%\nblueprint: {calls: 33.3%, forms: 66.7%}\n")
    assert value.blueprint == {"calls": Fraction(333, 1000), "forms": Fraction(667, 1000)}
    assert (value.time_limit_seconds, value.attempts, value.cooldown_seconds) == (None, None, 0)
    assert (value.away, value.feedback, value.scoring) == (Away.COUNTS, Feedback.TOPICS, Scoring.ALL_OR_NOTHING)


def test_lengths_of_time() -> None:
    for typed, seconds in {"45m": 2700, "24h": 86400, "90s": 90, "1d 2h": 93600}.items():
        value = exam(f"items: 1\npass_mark: 80%\nblueprint: {{a: 1}}\ntime_limit: {typed}\n")
        assert value.time_limit_seconds == seconds


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ("pass_mark: 80", 'write "80%"'),
        ("pass_mark: 0.8", 'write "80%"'),
        ("pass_mark: 120%", 'write it like "80%"'),
        ("pass_mark: 0%", 'write it like "80%"'),
        ("time_limit: 45", 'such as "45m"'),
        ("time_limit: half an hour", 'such as "1h30m"'),
        ("time_limit: 45 min", 'such as "45m"'),
        ("time_limit: 2 hours", 'such as "2h"'),
        ("feedback: topic", 'did you mean "topics"?'),
        ("away: no", "write counts or stops"),
        ("scoring: plus_minus", 'did you mean "plus-minus"?'),
        ("attempts: 0", "write a whole number"),
        ("attempts: ½", "write a whole number"),
    ],
)
def test_a_value_that_cannot_be_read_gets_a_remedy(line: str, remedy: str) -> None:
    base = {"items": "2", "pass_mark": "80%", "blueprint": "{a: 2}"}
    name, _, value = line.partition(": ")
    fields = base | {name: value}
    (problem,) = complaints("exam: e\ntitle: E\n" + "".join(f"{key}: {text}\n" for key, text in fields.items()))
    assert remedy in problem
    assert problem.startswith(f"x:{3 + list(fields).index(name)}:")


# --- files


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    assert "folder" in read_file(tmp_path)[1][0].message
    (problem,) = read_file(tmp_path / "missing.yaml")[1]
    assert (problem.rule, problem.location.path) == ("S101", str(tmp_path / "missing.yaml"))
    assert read_file(Path("nul\0byte.yaml"))[1][0].rule == "S101"
    assert str(read_file(tmp_path / "a\x1b[2Jb.yaml")[1][0]).isprintable()


@pytest.mark.skipif(sys.platform == "win32", reason="FIFOs, devices and sockets are files there only on POSIX")
def test_fifos_devices_and_sockets_are_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fifo = tmp_path / "fifo.yaml"
    os.mkfifo(fifo)
    assert "FIFO" in read_file(fifo)[1][0].message
    assert "device" in read_file(Path("/dev/zero"))[1][0].message
    with socket.socket(socket.AF_UNIX) as listener:
        place = tmp_path / "s.yaml"
        monkeypatch.chdir(tmp_path)  # the name of a socket must be short
        listener.bind(place.name)
        assert "socket" in read_file(place)[1][0].message


def test_a_link_that_leads_in_circles_is_told(tmp_path: Path) -> None:
    loop = tmp_path / "loop.yaml"
    try:
        loop.symlink_to(loop)
    except OSError:
        pytest.skip("no symbolic links here")
    assert read_file(loop)[1][0].rule == "S101"


def test_a_file_that_is_too_big_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    big = tmp_path / "big.yaml"
    with big.open("wb") as file:
        file.truncate(deck_bytes.MAX_BYTES + 1)
    monkeypatch.setattr(os, "open", lambda *_: pytest.fail("opened"))
    assert read_file(big)[1][0].rule == "S102"


def test_a_card_takes_language_and_accents_over_from_its_deck(tmp_path) -> None:
    text = """deck: es
title: Spanish
language: es
accents: any
cards:
  - {id: a, type: typed, prompt: Coffee?, answer: café}
  - {id: b, type: typed, prompt: Year?, answer: año, accents: strict}
"""
    made = deck(text)
    assert [card.manner for card in made.cards] == [Manner("es", True), Manner("es", False)]
    assert deck(deck_yaml(made)) == made
    told = complaints(text.replace("language: es", "language: Spanisch!"))
    assert "write its short name, such as en, es or pt-BR" in told[0]
