"""Deck and exam files for tests of whole commands: every card type once, and a check over eight questions."""

from pathlib import Path

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


def write_decks(folder: Path, *texts: str) -> Path:
    """Writes each text as a file of the folder and gives the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for text in texts:
        name = text.split("\n", 1)[0].partition(": ")[2]
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return folder
