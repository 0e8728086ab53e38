"""Deck and exam files for tests of whole commands: every card type once, and a check over eight questions."""

from pathlib import Path
from typing import Any

from cxdrill.core.cards.deck import Deck
from cxdrill.files.decks.deck_yaml import read_bytes

EVERY_TYPE = """\
deck: every
title: Every type
sources: {book: A book}
scenarios:
  - id: line
    text: A caller has been waiting.
cards:
  - {id: greeting, prompt: What do you say first?, answer: Good morning, explanation: It is polite., source: book}
  - {id: rings, type: cloze, text: "Answer by the {{third}} ring.", explanation: Later is rude.}
  - id: hold
    type: choice
    prompt: What comes before a hold?
    scenario: line
    explanation: Silence feels like being dropped.
    options:
      - {text: Search at once, why: Nobody is put on hold unasked., fixed: true}
      - {text: Ask first, correct: true, fixed: true}
      - {text: Promise to call, why: Too late., fixed: true}
  - id: signals
    type: multiple
    prompt: What can a voice carry?
    options:
      - {text: Tone, correct: true, fixed: true}
      - {text: Pace, correct: true, fixed: true}
      - {text: Colour, fixed: true}
  - {id: smile, type: true-false, prompt: A smile can be heard., answer: true}
  - {id: word, type: typed, prompt: The word for feeling with a caller?, answer: empathy}
  - {id: steps, type: order, prompt: Put the steps in order., items: [greet, listen, solve]}
  - {id: pairs, type: match, prompt: Who needs what?, pairs: [[angry, calm], [lost, guidance], [new, welcome]]}
"""

# More cards of `every`: the types that train the contact, and other wordings.
MORE_TYPES = """\
  - id: judge
    type: judgement
    prompt: What do you reply?
    options:
      - {text: Best reply, value: 3, why: a}
      - {text: Middle reply, value: 1, why: b}
      - {text: Worst reply, value: 0, why: c}
  - id: talk
    type: dialogue
    prompt: A guest calls.
    steps: [greet, solve]
    turns:
      - id: a
        says: Hello
        replies:
          - {say: Good day, next: b, serves: [greet, solve], mood: 1, why: x}
          - {say: Eh, next: c, mood: -1, why: y}
      - {id: b, says: Thanks, ends: solved, coach: fine}
      - {id: c, says: Bye, ends: lost, coach: bad}
  - {id: tell, type: say, prompt: Say it, model: Good day, checklist: [greets, smiles]}
  - id: worded
    prompt: First words?
    options: [{text: yes it is, correct: true}, {text: no it is not}]
    wordings: [{prompt: Second words?}]
"""
FLASHCARDS = """\
deck: cards
title: Cards
cards:
  - {id: one, prompt: First?, answer: Uno}
  - {id: two, prompt: Second?, answer: Dos}
  - {id: three, prompt: Third?, answer: Tres}
"""

QUESTIONS = "deck: calls\ntitle: Calls\ncards:\n" + "".join(
    f"""\
  - id: q{number}
    prompt: Question number {number}?
    explanation: Because of {number}.
    options:
      - {{text: Wrong {number}, why: It is not., fixed: true}}
      - {{text: Right {number}, correct: true, fixed: true}}
      - {{text: Off {number}, fixed: true}}
"""
    for number in range(1, 9)
)

CHECK = """\
exam: check
title: Calls check
items: 4
pass_mark: 75%
blueprint: {calls: 4}
feedback: full
"""

EVERY_EXAM = """\
exam: all
title: All of it
items: 9
pass_mark: 50%
blueprint: {every: 9}
time_limit: 10m
minimum: {every: 10%}
"""


def write_decks(folder: Path, *texts: str) -> Path:
    """Writes each text as a file of the folder and gives the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for text in texts:
        name = text.split("\n", 1)[0].partition(": ")[2]
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return folder


def read_value(source: str | bytes, kind: type) -> Any:
    """The deck or exam of that text, which has no mistake."""
    value, problems = read_bytes(source.encode() if isinstance(source, str) else source, "x.yaml")
    assert [str(problem) for problem in problems] == []
    assert isinstance(value, kind)
    return value


def read_deck(source: str | bytes) -> Deck:
    return read_value(source, Deck)
