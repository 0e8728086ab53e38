"""A card type of one's own is one class and its place in the registry: everything else goes by what it declares."""

from fractions import Fraction

import pytest

from command import events, on_decks, run
from cxdrill.core.cards.fields import PROMPT, Field, Kind
from cxdrill.core.cards.question import Input, Question, UnreadableAnswer
from cxdrill.core.cards.registry import CARD_TYPES
from cxdrill.core.cards.sheet import Note, Sheet, Tone
from cxdrill.core.lint.checks import problems
from cxdrill.files.decks.deck_fields import schema
from cxdrill.files.decks.deck_writer import deck_yaml
from cxdrill.files.decks.deck_yaml import read_bytes
from cxdrill.files.decks.library import read_library


class Estimate(Question, frozen=True, kw_only=True, eq=False, tag_field="type", tag="estimate"):
    """A number to guess; half the points within twice as much or half as much."""

    type = "estimate"
    input = Input.TEXT
    own_fields = (
        PROMPT,
        Field("answer", Kind.BETWEEN, "The number", required=True, least=1, most=999),
        Field("unit", Kind.NAME, "What is counted"),
    )

    answer: int
    unit: str = ""

    def read(self, line: str) -> str:
        if not line.strip().isdecimal():
            raise UnreadableAnswer("type a number")
        return line.strip()

    def points(self, response: str, scoring: str = "") -> Fraction:
        ratio = Fraction(int(response), self.answer)
        return Fraction(1) if ratio == 1 else Fraction(1, 2) if Fraction(1, 2) <= ratio <= 2 else Fraction(0)

    def key_response(self) -> str:
        return str(self.answer)

    def feedback(self, response: str) -> tuple[Note, ...]:
        tone = Tone.RIGHT if int(response) == self.answer else Tone.WRONG
        return (Note(tone, f"{self.answer} {self.unit}".strip()),)

    def sheet(self) -> Sheet:
        return Sheet(prompt=self.prompt, answers=(f"{self.answer} {self.unit}".strip(),), is_typed=True)


DECK = """\
deck: numbers
title: Numbers
sources: {book: A book}
cards:
  - id: rings
    type: estimate
    prompt: By which ring is a call answered?
    answer: 3
    unit: rings
    source: book
    explanation: After the third people wonder whether anybody is there.
"""
CHECK = "exam: check\ntitle: Check\nitems: 1\npass_mark: 50%\nblueprint: {numbers: 1}\nfeedback: full\n"


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    monkeypatch.setitem(CARD_TYPES, Estimate.type, Estimate)


HOME = (DECK, CHECK)
cxdrill = on_decks()


def test_it_is_read_with_its_faults_and_written_back():
    deck, told = read_bytes(DECK.encode(), "numbers.yaml")
    _, wrong = read_bytes(DECK.replace("answer: 3", "answer: many").encode(), "numbers.yaml")

    assert deck is not None
    assert not told
    why = "After the third people wonder whether anybody is there."
    common = {"deck": "numbers", "id": "rings", "topic": "numbers", "source": "book", "explanation": why}
    assert deck.cards[0] == Estimate(**common, prompt="By which ring is a call answered?", answer=3, unit="rings")
    assert read_bytes(deck_yaml(deck).encode(), "again.yaml")[0] == deck
    assert [(problem.rule, problem.location.line) for problem in wrong] == [("S207", 8)]


def test_the_schema_and_the_rules_of_item_writing_know_it(home):
    library, _, _ = read_library([home / "decks"], replaces=False)

    assert '"estimate"' in str(schema()).replace("'", '"')
    assert {problem.rule for problem in problems(library) if "rings" in problem.message} <= {"Q401"}


def test_it_is_studied_with_partial_points_and_examined(home):
    study = cxdrill(home, "study", "--plain", stdin="x\n4\n:quit\n")
    quiz = cxdrill(home, "quiz", "--plain", stdin="3\n:submit\n")

    assert "type a number" in study.err
    assert "partly right (50%)" in study.out
    assert [event["rating"] for event in events(home, "review")] == [2]
    assert quiz.code == 0, quiz
    assert "Passed" in quiz.out


def test_it_goes_through_csv_and_back_and_onto_paper(home, tmp_path):
    path = tmp_path / "decks.csv"
    cxdrill(home, "export", "-o", str(path))
    (tmp_path / "other").mkdir()
    back = run("import", str(path), "--decks", str(tmp_path / "other"), "--yes", home=home)
    markdown, html = (cxdrill(home, "export", "--to", to).out for to in ("markdown", "html"))

    assert back.code == 0, back
    assert (tmp_path / "other" / "numbers.yaml").read_text("utf-8").split("cards:")[1] == DECK.split("cards:")[1]
    assert "**Answer:** 3 rings" in markdown
    assert "<b>Answer:</b> 3 rings" in html
