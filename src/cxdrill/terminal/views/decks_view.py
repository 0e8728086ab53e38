"""The list of decks and exams."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from cxdrill.core.cards.deck import DeckHead
from cxdrill.core.study.counts import Counts
from cxdrill.core.text import clean_line
from cxdrill.terminal import paint
from cxdrill.terminal.paint import StyledLine, commands
from cxdrill.terminal.wording import count, ways_asked

if TYPE_CHECKING:
    from cxdrill.core.exams.exam import Exam


def decks_lines(
    decks: Sequence[DeckHead], exams: Sequence[Exam], counted: Mapping[str, Counts], width: int
) -> list[StyledLine]:
    """Each deck with its id, which is what commands take, and each exam."""
    if not decks:
        return [paint.words("There are no decks here."), *commands(["cxdrill new my-deck   starts one"])]
    lines: list[StyledLine] = []
    for deck in decks:
        numbers = counted[deck.id]
        left = paint.joined(paint.words(deck.id, paint.KEY), "  ", clean_line(deck.title))
        state = f"{numbers.due} due · {numbers.new} new" if numbers.seen else f"{numbers.new} new"
        lines += paint.sides(left, paint.words(state, paint.DUE if numbers.due else paint.DIM), width)
        about = f"{ways_asked(deck.card_count, deck.face_count)}, {deck.question_count} of them questions"
        lines += paint.wrapped(
            paint.words(f"{clean_line(deck.summary)}  ({about})" if deck.summary else about, paint.DIM),
            width,
            first="  ",
        )
    for exam in exams:
        left = paint.joined(paint.words(exam.id, paint.KEY), "  ", clean_line(exam.title))
        right = f"exam · {count(exam.items, 'item')} · {exam.pass_mark.text} to pass"
        lines += [paint.words(""), *paint.sides(left, paint.words(right, paint.DIM), width)]
    return [*lines, paint.words(""), *commands(_next(decks, counted, has_exam=bool(exams)))]


def _next(decks: Sequence[DeckHead], counted: Mapping[str, Counts], *, has_exam: bool) -> list[str]:
    """Studying the deck with the most due, else the most new; and the check, where there is one."""
    deck = max(decks, key=lambda each: (counted[each.id].due, counted[each.id].new))
    return [f"cxdrill study {deck.id}", *(["cxdrill quiz"] if has_exam else [])]
