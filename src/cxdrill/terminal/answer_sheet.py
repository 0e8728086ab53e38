"""An attempt while it is taken, as the screen and line mode share it: what is saved, the time, and the answer sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from cxdrill.core.event import Save
from cxdrill.core.exams.sitting import Sitting
from cxdrill.terminal.paint import Files, no_files, opened
from cxdrill.terminal.wording import clock, shortened

_LONGEST = 12  # characters of a typed answer that the sheet shows
MUST_BE_WHOLE = "This question must be answered in full to pass."
TIME_IS_UP = "Time is up. Your answers were handed in."
TIME_WORDS = ((300, "5 minutes left"), (60, "1 minute left"))


class Cell(Struct, frozen=True):
    """One question on the sheet: its number from 1, the answer so far (a dot where open), a star where marked."""

    number: int
    answer: str
    is_open: bool
    is_marked: bool
    is_unfinished: bool = False  # a talk that goes on

    def __str__(self) -> str:
        return f"{self.number} {self.answer}{'*' if self.is_marked else ''}"


class Taking(Struct):
    """One run at an attempt: its sitting, the way to disk, and a clock that nobody sets."""

    sitting: Sitting
    save: Save
    steady: Callable[[], float]
    files: Callable[[], Files] = no_files  # asked for only where a card has any
    _left: float | None = None  # seconds, when the time was last looked at

    def remaining(self) -> float | None:
        return self.sitting.remaining(self.steady())

    def answer(self, response: str | None) -> None:
        """Saves an answer to the question in front, or with None that it is open again, where that is news."""
        if response != self.sitting.response:
            self.sitting.record(self.save(self.sitting.answering(response, self.steady())))

    def open(self) -> str:
        return opened(self.files, self.sitting.asked.card)

    def mark(self) -> str:
        """Marks the question in front, or takes the mark away, and says which."""
        self.sitting.record(self.save(self.sitting.marking(self.steady())))
        return "marked" if self.sitting.is_marked else "no longer marked"

    def hand_in(self) -> None:
        self.sitting.record(self.save(self.sitting.handing_in(self.steady())))

    def time_word(self) -> str:
        """The word that is due since the time was last looked at; mostly none."""
        before, self._left = self._left, self.remaining()
        if before is None or self._left is None:
            return ""
        return next((word for seconds, word in reversed(TIME_WORDS) if self._left <= seconds < before), "")

    def clock(self) -> str:
        """The time left, behind what stands before it; empty without a limit."""
        left = self.remaining()
        return "" if left is None else f" · {clock(left)}"

    def cells(self) -> tuple[Cell, ...]:
        attempt, items = self.sitting.attempt, zip(self.sitting.form.keys, self.sitting.form.items, strict=True)
        cells = []
        for number, (key, item) in enumerate(items, 1):
            response = attempt.responses.get(key)
            shown = "·" if response is None else item.card.shown(response)
            is_open = not self.sitting.is_answered(item)
            is_unfinished = is_open and response is not None
            shown = shortened(shown, _LONGEST) + (" …" if is_unfinished else "")
            cells.append(Cell(number, shown, is_open, key in attempt.marked, is_unfinished))
        return tuple(cells)


def counts(sheet: Sequence[Cell]) -> str:
    """`38 answered · 2 unanswered · 3 marked`."""
    still_open = sum(cell.is_open for cell in sheet)
    marked = sum(cell.is_marked for cell in sheet)
    talks = sum(cell.is_unfinished for cell in sheet)
    unfinished = f" · {talks} unfinished" if talks else ""
    return f"{len(sheet) - still_open} answered · {still_open - talks} unanswered{unfinished} · {marked} marked"


def confirmation(sheet: Sequence[Cell]) -> str:
    """What is asked before the sheet is handed in."""
    still_open = [str(cell.number) for cell in sheet if cell.is_open and not cell.is_unfinished]
    unfinished = [str(cell.number) for cell in sheet if cell.is_unfinished]
    if not still_open and not unfinished:
        return "Every question is answered."
    told = [_told(still_open, "question", "unanswered")] if still_open else []
    told += [_told(unfinished, "talk", "unfinished")] if unfinished else []
    return " ".join(told)


def _told(numbers: Sequence[str], name: str, state: str) -> str:
    """`2 questions are unanswered (3, 8).`"""
    listed = ", ".join(numbers[:12]) + (" and more" if len(numbers) > 12 else "")
    return f"{len(numbers)} {name}{' is' if len(numbers) == 1 else 's are'} {state} ({listed})."
