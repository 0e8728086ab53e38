r"""The hidden parts of a cloze text: `{{hidden}}`, `{{2::hidden}}` with its own number, `\{{` for plain braces."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

MAX_NUMBER = 99
MAX_PARTS = 99


class Part(Struct, frozen=True):
    """One hidden part: parts of one number are hidden together. `start` and `end` bound it, braces included."""

    number: int
    text: str
    start: int
    end: int


class Fault(Struct, frozen=True):
    """What is wrong with a cloze text, at which character, and the remedy."""

    start: int
    message: str
    remedy: str


def parts(text: str) -> tuple[Part, ...]:
    """The hidden parts in their order; those without a number take the lowest numbers that no other part claims."""
    spans = _spans(text)[0]
    read = [(start, end, *_numbered(text[start + 2 : end - 2])) for start, end in spans]
    claimed = {number for _, _, number, _ in read if number}
    free = (number for number in range(1, len(read) + len(claimed) + 1) if number not in claimed)
    return tuple(Part(number or next(free), inside, start, end) for start, end, number, inside in read)


def numbers(text: str) -> tuple[int, ...]:
    """The numbers of the parts, each once, rising: one way to ask the card for each."""
    return tuple(sorted({part.number for part in parts(text)}))


def answers(text: str, number: int) -> tuple[str, ...]:
    """What is hidden under `number`, from left to right."""
    return tuple(part.text for part in parts(text) if part.number == number)


def hidden(text: str, number: int, blank: str = "[...]") -> str:
    """The text with the parts of `number` hidden behind `blank` and all others revealed."""
    return filled(text, lambda part: blank if part.number == number else part.text)


def revealed(text: str) -> str:
    """The text with nothing hidden."""
    return filled(text, lambda part: part.text)


def fault(text: str) -> Fault | None:
    """The first thing wrong with a cloze text, or None."""
    spans, unclosed = _spans(text)
    if len(spans) > MAX_PARTS:
        return Fault(spans[-1][0], f"the text has over {MAX_PARTS} hidden parts", "make several cards of it")
    if unclosed >= 0:
        return Fault(unclosed, 'a hidden part begins with "{{" but does not end', 'close it with "}}", or write "\\{{"')
    for start, end in spans:
        number, inside = _numbered(text[start + 2 : end - 2])
        if not inside.strip():
            return Fault(start, "a hidden part is empty", "write between {{ and }} what is to be hidden")
        if "{{" in inside:
            return Fault(start, "a hidden part begins inside another", "close the first before the second begins")
        if number is not None and not 0 < number <= MAX_NUMBER:
            return Fault(start, f"a hidden part has the number {number}", f"number parts from 1 to {MAX_NUMBER}")
        if inside[:1] == "c" and _numbered(inside[1:])[0] is not None:
            return Fault(start, "a hidden part is numbered as in Anki", 'leave the "c" out: {{1::hidden}}')
    if not spans:
        return Fault(0, "nothing in the text is hidden", "put what is to be hidden between {{ and }}")
    return None


def _spans(text: str) -> tuple[list[tuple[int, int]], int]:
    """Where the parts begin and end, and where one begins that does not end (-1: nowhere). Linear in the text."""
    spans: list[tuple[int, int]] = []
    place = 0
    while (start := text.find("{{", place)) >= 0:
        if start and text[start - 1] == "\\":
            place = start + 2
            continue
        end = text.find("}}", start + 2)
        if end < 0:
            return spans, start
        spans.append((start, end + 2))
        if len(spans) > MAX_PARTS:
            break
        place = end + 2
    return spans, -1


def _numbered(inside: str) -> tuple[int | None, str]:
    """The number before `::`, if there is one, and the rest."""
    head, colons, rest = inside.partition("::")
    if colons and head.isascii() and head.isdigit() and len(head) <= 4:
        return int(head), rest
    return None, inside


def filled(text: str, filling: Callable[[Part], str]) -> str:
    """The text with what `filling` gives in the place of each hidden part."""
    pieces = []
    place = 0
    for part in parts(text):
        pieces += [text[place : part.start].replace("\\{{", "{{"), filling(part)]
        place = part.end
    return "".join(pieces) + text[place:].replace("\\{{", "{{")
