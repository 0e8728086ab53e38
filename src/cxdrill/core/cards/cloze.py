r"""A text with hidden parts, each asked on its own: revealed, or typed.

`{{hidden}}`, `{{2::hidden}}` with its own number, `{{hidden::hint}}`; `\{{` is plain braces, `\::` plain colons.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any, ClassVar

from msgspec import Struct

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.fields import Fault, Field, Kind
from cxdrill.core.cards.languages import Manner
from cxdrill.core.cards.sheet import Note, Sheet, Tone
from cxdrill.core.cards.typed import folded, is_accepted, text_feedback

BLANK = "______"
MAX_NUMBER = 99
MAX_PARTS = 99
_AND = "and|und|et|y|e|och|og|en|ja|и|i|和|と"
_SEPARATOR = rf"(?:\s*[,;/|&+·、，；-]+\s*(?:(?:{_AND})\s+)?|\s+(?:(?:{_AND})\s+)?)"


class Part(Struct, frozen=True):
    """One hidden part: parts of one number are hidden together. `start` and `end` bound it, braces included."""

    number: int
    text: str
    start: int
    end: int
    hint: str = ""


def parts(text: str) -> tuple[Part, ...]:
    """The hidden parts in their order; those without a number take the lowest numbers that no other part claims."""
    spans = _spans(text)[0]
    read = [(start, end, *_numbered(text[start + 2 : end - 2])) for start, end in spans]
    claimed = {number for _, _, number, _ in read if number}
    free = (number for number in range(1, len(read) + len(claimed) + 1) if number not in claimed)
    made = ((number or next(free), start, end, *_hinted(inside)) for start, end, number, inside in read)
    return tuple(Part(number, hidden, start, end, hint) for number, start, end, hidden, hint in made)


def numbers(text: str) -> tuple[int, ...]:
    """The numbers of the parts, each once, rising: one way to ask the card for each."""
    return tuple(sorted({part.number for part in parts(text)}))


def answers(text: str, number: int) -> tuple[str, ...]:
    """The texts hidden under `number`, from left to right."""
    return tuple(part.text for part in parts(text) if part.number == number)


def hidden(text: str, number: int, blank: str = "[...]") -> str:
    """The text with the parts of `number` hidden behind their hints or `blank`, and all others revealed."""

    def shown(part: Part) -> str:
        return part.text if part.number != number else f"[{part.hint}]" if part.hint else blank

    return filled(text, shown)


def between(text: str, number: int) -> tuple[str, ...]:
    those = [part for part in parts(text) if part.number == number]
    return tuple(text[left.end : right.start] for left, right in pairwise(those))


def revealed(text: str) -> str:
    return filled(text, lambda part: part.text)


def fault(text: str) -> tuple[str, str] | None:
    """The first thing wrong with a cloze text and the remedy, or None."""
    spans, unclosed = _spans(text)
    if len(spans) > MAX_PARTS:
        return f"the text has over {MAX_PARTS} hidden parts", "make several cards of it"
    if unclosed >= 0:
        return 'a hidden part begins with "{{" but does not end', 'close it with "}}", or write "\\{{"'
    for start, end in spans:
        number, inside = _numbered(text[start + 2 : end - 2])
        if not inside.partition("::")[0].strip():
            return "a hidden part is empty", "write between {{ and }} what is to be hidden"
        if "{{" in inside:
            return "a hidden part begins inside another", "close the first before the second begins"
        if number is not None and not 0 < number <= MAX_NUMBER:
            return f"a hidden part has the number {number}", f"number parts from 1 to {MAX_NUMBER}"
        if inside[:1] == "c" and _numbered(inside[1:])[0] is not None:
            return "a hidden part is numbered as in Anki", 'leave the "c" out: {{1::hidden}}'
    if not spans:
        return "nothing in the text is hidden", "put what is to be hidden between {{ and }}"
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
        end += _more_braces(text, start, end, place)
        spans.append((start, end + 2))
        if len(spans) > MAX_PARTS:
            break
        place = end + 2
    return spans, -1


def _more_braces(text: str, start: int, end: int, before: int) -> int:
    """How many closing braces of a run belong to the hidden text: all but those that close one opened before it."""
    run = end + 2
    while run < len(text) and text[run] == "}":
        run += 1
    surplus = run - end - 2
    outside, inside = text[before:start], text[start + 2 : end]
    opened = max(0, outside.count("{") - outside.count("}"))
    return min(surplus, max(0, surplus - opened, inside.count("{") - inside.count("}")))


def _hinted(inside: str) -> tuple[str, str]:
    """The hidden text and its hint, if there is one behind the last two colons."""
    whole = inside.replace("\\::", "\0")
    head, _, hint = whole.rpartition("::")
    if not head.strip() or not hint.strip():
        head, hint = whole, ""
    return head.replace("\0", "::"), hint.strip().replace("\0", "::")


def _numbered(inside: str) -> tuple[int | None, str]:
    """The number before `::`, if there is one, and the rest."""
    head, colons, rest = inside.partition("::")
    if colons and head.isascii() and head.isdigit() and len(head) <= 4:
        return int(head), rest
    return None, inside


def filled(text: str, filling: Callable[[Part], str], beside: Callable[[str], str] = str) -> str:
    """The text with what `filling` gives in the place of each hidden part, and `beside` for what stands between."""
    pieces = []
    place = 0
    for part in parts(text):
        pieces += [beside(text[place : part.start].replace("\\{{", "{{")), filling(part)]
        place = part.end
    return "".join((*pieces, beside(text[place:].replace("\\{{", "{{"))))


class Cloze(Card, frozen=True, kw_only=True, eq=False, tag_field="type", tag="cloze"):
    type = "cloze"
    likely_by = "text"
    schema: ClassVar = {"text": {"pattern": r"\{\{"}}
    takes_text = True
    own_fields = (Field("text", Kind.TEXT, "Text with {{hidden}} parts", required=True, attribute="prompt"),)

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> Iterator[Fault]:
        if "prompt" in values and (found := fault(values["prompt"])):
            yield Fault("S306", "text", *found)

    def suffixes(self) -> tuple[str, ...]:
        return tuple(f"~{number}" for number in numbers(self.prompt))

    def asked(self, suffix: str) -> str:
        return hidden(self.prompt, int(suffix[1:]))

    def revealed(self, suffix: str) -> str:
        return revealed(self.prompt)

    def filled_in(self, suffix: str, text: str) -> tuple[bool, tuple[Note, ...]]:
        """Whether a typed text is what is hidden, all of it and in order, and what to say of it."""
        number, whole = int(suffix[1:]), self.revealed(suffix)
        parts = answers(self.prompt, number)
        single = parts if len({folded(part, self.manner) for part in parts}) == 1 else (", ".join(parts),)
        if is_accepted(text, single, self.manner) or self._has_all(text, number, parts):
            return True, (Note(Tone.RIGHT, whole),)
        return False, text_feedback(text, whole, single, self.manner)

    def _has_all(self, text: str, number: int, hidden_parts: tuple[str, ...]) -> bool:
        """Whether a text has every part hidden under a number, with a usual separator or the card's words between."""
        pattern = _part(hidden_parts[0], self.manner)
        for words, answer in zip(between(self.prompt, number), hidden_parts[1:], strict=True):
            own = re.escape(folded(f"x {words} x", self.manner)[1:-1].strip())
            pattern += (rf"(?:{_SEPARATOR}|\s*{own}\s*)" if own else _SEPARATOR) + _part(answer, self.manner)
        return re.fullmatch(pattern, folded(text, self.manner)) is not None

    def sheet(self) -> Sheet:
        blank = filled(self.prompt, lambda part: f"{BLANK} [{part.hint}]" if part.hint else BLANK)
        return Sheet(prompt=blank, answers=tuple(part.text for part in parts(self.prompt)), hidden=self.prompt)


def _part(answer: str, manner: Manner) -> str:
    """A pattern for one hidden part, closing punctuation aside."""
    return re.escape(folded(answer, manner)) + "[.:!?]*"
