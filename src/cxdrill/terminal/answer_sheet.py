"""The answer sheet of an attempt, in words that line mode and the screen share."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from cxdrill.core.cards.question import Question
from cxdrill.core.exams.sitting import Sitting

_LONGEST = 12  # characters of a typed answer that the sheet shows
TIME_IS_UP = "the time is up; the sheet was handed in as it stood"
TIME_WORDS = ((300, "5 minutes left"), (60, "1 minute left"))


class Cell(Struct, frozen=True):
    """One question on the sheet: its number from 1, the answer so far (a dot where open), a star where marked."""

    number: int
    answer: str
    is_open: bool
    is_marked: bool

    def __str__(self) -> str:
        return f"{self.number} {self.answer}{'*' if self.is_marked else ''}"


def cells(sitting: Sitting) -> tuple[Cell, ...]:
    """Every question of the form."""
    attempt = sitting.attempt
    return tuple(
        Cell(
            number,
            _short(sitting.form.items[number - 1].card, attempt.responses.get(key)),
            key not in attempt.responses,
            key in attempt.marked,
        )
        for number, key in enumerate(sitting.form.keys, 1)
    )


def counts(sheet: Sequence[Cell]) -> str:
    """`38 answered · 2 open · 3 marked`."""
    still_open = sum(cell.is_open for cell in sheet)
    return f"{len(sheet) - still_open} answered · {still_open} open · {sum(cell.is_marked for cell in sheet)} marked"


def confirmation(sheet: Sequence[Cell]) -> str:
    """What is asked before the sheet is handed in."""
    still_open = [str(cell.number) for cell in sheet if cell.is_open]
    if not still_open:
        return "Every question is answered."
    listed = ", ".join(still_open[:12]) + (" and more" if len(still_open) > 12 else "")
    questions = "question is" if len(still_open) == 1 else "questions are"
    return f"{len(still_open)} {questions} still open ({listed}) and would count as not answered."


def time_word(before: float | None, now: float | None) -> str:
    """The word that is due when the time left went from `before` to `now` seconds; mostly none."""
    if before is None or now is None:
        return ""
    passed = [word for seconds, word in TIME_WORDS if now <= seconds < before]
    return passed[-1] if passed else ""


def _short(card: Question, response: str | None) -> str:
    if response is None:
        return "·"
    response = card.shown(response)
    return response if len(response) <= _LONGEST else response[: _LONGEST - 1] + "…"
