"""What a card looks like on the screen: prompt, options, answers given so far, and feedback, as lines of a width."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest

from cxdrill.core.cards.question import Row, Step
from cxdrill.core.cards.sheet import SIGNS, HasMedia, Note, Tone, told, with_told
from cxdrill.terminal import paint
from cxdrill.terminal.answer_input import AnswerInput
from cxdrill.terminal.lines import Line
from cxdrill.terminal.paint import StyledLine

_MOST_GAPS = 8
_LEAST_TITLE = 12  # cells of a title that still tell something
_PLACE = re.compile(r"\A\d+\. ")
STYLES = {Tone.RIGHT: paint.RIGHT, Tone.WRONG: paint.WRONG, Tone.MISSED: paint.RIGHT, Tone.AS_IS: paint.PLAIN}


def header(left: str, right: StyledLine, width: int) -> list[StyledLine]:
    """What is asked from, as much as there is room for, with how far one has come at the right; and a blank line."""
    room = width - right.cell_len - 2
    title = paint.words(left if paint.cells(left) <= room else left.partition(" · ")[0])
    shown = title if title.cell_len <= room else title.cut(room) if room >= _LEAST_TITLE else paint.words("")
    return [*paint.sides(shown, right, width), paint.words("")]


def filled(prompt: str, answer: str, width: int) -> list[StyledLine]:
    """A text with its gaps filled, what fills them in bold; all of it where it is another text than the prompt's."""
    parts = re.split(r"\[[^\]\n]*\]", prompt.strip(), maxsplit=_MOST_GAPS)
    found = re.fullmatch("(.+?)".join(map(re.escape, parts)), answer.strip(), re.DOTALL)
    if found is None or len(parts) == 1:
        return paint.wrapped(answer.strip(), width, paint.TITLE)
    pairs = zip(found.groups(), parts[1:], strict=True)
    gaps = [line for gap, rest in pairs for line in (paint.words(gap, paint.TITLE), rest)]
    return paint.wrapped(paint.joined(parts[0], *gaps), width)


def beside(media: HasMedia, picture: paint.Picture | None, width: int) -> list[StyledLine]:
    """A card's picture, or what is said of it and of a sound; mostly nothing."""
    shown, words = paint.pictured(picture) if picture else [], told(media)
    return [*shown, *(paint.wrapped(words, width) if words and (media.audio or not picture) else ())]


def asked(
    scenario: str, prompt: str, width: int, style: str = paint.TITLE, more: Sequence[StyledLine] = ()
) -> list[StyledLine]:
    """The situation, if there is one, and the question under it, with what is shown beside it."""
    situation = [*paint.wrapped(scenario.strip(), width), paint.words("")] if scenario.strip() else []
    return [*situation, *paint.wrapped(prompt.strip(), width, style), *more, paint.words("")]


def choices(
    step: Step, width: int, chosen: Sequence[str] = (), signs: Sequence[str] = (), at: str = ""
) -> list[StyledLine]:
    """What was said so far, and the options, items or sides under it; those chosen or at hand have a sign."""
    named = {at: ">"} | dict(zip(chosen, signs or "▸" * len(chosen), strict=False))
    return [*talk(step, width), *(line for _, lines in _blocks(step.rows, width, named) for line in lines)]


def talk(step: Step, width: int) -> list[StyledLine]:
    """Who said what, each name before the lines; nothing for questions without a talk."""
    lines: list[StyledLine] = []
    margin = max((len(who) for who, _ in step.said), default=0) + 2
    for who, text in step.said:
        name = paint.words(who, paint.KEY if who == "Customer" else paint.PLAIN)
        first = paint.joined(name, " " * (margin - len(who)))
        lines += paint.wrapped(text.strip(), width, first=first, hang=" " * margin)
    mood = paint.wrapped(step.mood, width) if step.mood else []
    return [*lines, *mood, paint.words("")] if lines else []


def given(answer: AnswerInput, step: Step, width: int) -> list[StyledLine]:
    """The choices with what is given so far, and under them what is put in order or paired."""
    return [*choices(step, width, answer.given, answer.signs, answer.at_hand), *arranged(answer.shown, width)]


def last_chosen(step: Step, width: int, chosen: Sequence[str]) -> range:
    """The lines of the last option chosen, among those of `choices`; none where nothing is."""
    start, found = len(talk(step, width)), range(0)
    for name, lines in _blocks(step.rows, width, dict.fromkeys(chosen, "▸")):
        if name in chosen:
            found = range(start, start + len(lines))
        start += len(lines)
    return found


def _blocks(rows: Sequence[Row], width: int, chosen: Mapping[str, str]) -> Iterator[tuple[str, list[StyledLine]]]:
    """The lines of each option with its name; the sides of a match beside each other where there is room."""
    lefts = [row for row in rows if row.name.isdigit()] if rows and not rows[-1].name.isdigit() else []
    rights = rows[len(lefts) :]
    if lefts and width >= paint.ROOMY:
        half = width // 2
        for left, right in zip(lefts, rights, strict=True):
            sides = [_row(row, half - 2, chosen.get(row.name, "")) for row in (left, right)]
            pairs = zip_longest(*sides, fillvalue=paint.words(""))
            yield right.name, [paint.joined(paint.padded(first, half), second) for first, second in pairs]
        return
    for row in lefts:
        yield row.name, _row(row, width, chosen.get(row.name, ""))
    if lefts:
        yield "", [paint.words("")]
    margin = 2 if rights and rights[-1].name.isdigit() else 1  # of what is put in order: each place, like `2.`
    for row in rights:
        yield row.name, _row(row, width, chosen.get(row.name, ""), margin)


def _row(row: Row, width: int, sign: str, margin: int = 1) -> list[StyledLine]:
    style = paint.TITLE if sign else paint.PLAIN
    mark = paint.words(f"{sign:<{margin}} ", style if margin > 1 else paint.KEY)
    before = paint.joined(mark, paint.words(row.name, paint.KEY))
    return paint.wrapped(with_told(row.text, row), width, style, first=paint.joined(before, "  "))


def arranged(shown: str, width: int) -> list[StyledLine]:
    """What was put in order or paired so far, under the question; nothing where the options show it."""
    if not shown:
        return []
    return [paint.words(""), *paint.wrapped(paint.joined("your answer  ", paint.words(shown, paint.TITLE)), width)]


def among_rows(feedback: Sequence[Note], rows: Sequence[Row]) -> tuple[Note, ...]:
    """The feedback with the options that it does not speak of, each in its place, where it goes option by option."""
    spoken = {note.name: note for note in feedback}
    if len(feedback) == len(rows) or not spoken.keys() <= {row.name for row in rows}:
        return tuple(feedback)
    return tuple(spoken.get(row.name, Note(Tone.AS_IS, row.text, row.name)) for row in rows)


def notes(feedback: Iterable[Note], width: int) -> list[StyledLine]:
    """Feedback on an answer, each line with its sign (in words where nobody looks), reasons under their options."""
    if not paint.is_drawn(width):
        return [line for note in feedback for line in paint.wrapped(str(note).replace("\n", "\n     "), width)]
    lines: list[StyledLine] = []
    for note in feedback:
        style = paint.PLAIN if note.tone in (Tone.AS_IS, Tone.WRONG) else paint.TITLE
        sign = paint.blocks(SIGNS[note.tone], STYLES[note.tone])
        place = "".join(_PLACE.findall(note.told))  # of what is put in order: its text is one column
        first = paint.joined(sign, f" {note.name}  " if note.name else " ", paint.words(place, style))
        label, text = f"{note.label}: " if note.label else "", note.told.removeprefix(place)
        told = paint.joined(paint.words(label, paint.TITLE), paint.words(text.removeprefix(label), style))
        lines += paint.wrapped(told, width, first=first)
        if note.why:
            lines += paint.wrapped(note.why, width, first=" " * len(first.plain))
    return lines


def explained(explanation: str, source: str, width: int) -> list[StyledLine]:
    """Why the key is right, and where that is taught."""
    lines = [paint.words(""), *paint.wrapped(explanation.strip(), width)] if explanation.strip() else []
    return [*lines, *paint.wrapped(source, width)] if source else lines


def keys(pairs: Iterable[tuple[str, str]], width: int) -> list[StyledLine]:
    """The keys that work now, each with what it does, in as many lines as they need."""
    lines, line = [], paint.words("")
    for key, meaning in pairs:
        piece = paint.joined(paint.words(key, paint.KEY), f" {meaning}".rstrip()).cut(width)
        if line.cell_len and line.cell_len + 3 + piece.cell_len > width:
            lines.append(line)
            line = paint.words("")
        line = paint.joined(line, paint.words(" · "), piece) if line.cell_len else piece
    return [*lines, line] if line.cell_len else lines


def editing(line: Line, width: int) -> StyledLine:
    """The line with its cursor, cut from the left where it is longer than the window."""
    at = line.cursor
    before, under, after = line.text[:at], line.text[at : at + 1], line.text[at + 1 :]
    while paint.words(before).cell_len > max(1, width - 6):
        before = before[1:]
    cursor = paint.words(under or " ", "reverse")
    return paint.joined(paint.words("> ", paint.KEY), before, cursor, after).cut(width, has_ellipsis=False)
