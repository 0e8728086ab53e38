"""A role-play led by the terminal: who reads what, a quiet clock, and then a mark for each step."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from cxdrill.core.cards.roleplay import MARKS, Page
from cxdrill.terminal.lines import Lines
from cxdrill.terminal.wording import duration


class Marked(Struct, frozen=True):
    """What an observer said."""

    ratings: dict[str, int]
    note: str
    seconds: float


def played(pages: Sequence[Page], steps: Sequence[str], lines: Lines, steady: Callable[[], float]) -> Marked | None:
    """Leads two people through the contact; None where it was left in the middle."""
    for page in pages[:2]:
        lines.say(f"{page.title} reads this, the others look away:")
        for text in page.paragraphs:
            lines.say(text.strip())
        lines.say("(press Enter to go on)")
        if lines.answer() is None:
            return None
    lines.say("Play it now. Press Enter when the contact is over.")
    began = steady()
    if lines.answer() is None:
        return None
    seconds = steady() - began
    lines.say(f"That took {duration(seconds)}. Now the observer marks each step: 0 missing, 1 there, 2 done well.")
    ratings: dict[str, int] = {}
    for step in steps:
        mark = _mark(step, lines)
        if mark is None:
            return None
        ratings[step] = mark
    lines.say("A note for the agent, or Enter for none:")
    note = lines.answer()
    return None if note is None else Marked(ratings, note.strip(), seconds)


def _mark(step: str, lines: Lines) -> int | None:
    while True:
        lines.say(f"{step}?")
        line = lines.answer()
        if line is None:
            return None
        if line.strip() in ("0", "1", "2"):
            return int(line)
        words = ", ".join(f"{number} for {word}" for number, word in enumerate(MARKS))
        lines.complain(f"type {words}; nothing was recorded yet")
