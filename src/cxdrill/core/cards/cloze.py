"""A text with `{{hidden}}` parts (see `cloze_text`), each asked on its own: revealed, or typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from cxdrill.core.cards import cloze_text
from cxdrill.core.cards.card import Card
from cxdrill.core.cards.fields import Fault, Field, Kind
from cxdrill.core.cards.languages import Manner
from cxdrill.core.cards.sheet import Note, Sheet, Tone
from cxdrill.core.cards.typed import folded, is_accepted, text_feedback

BLANK = "______"
_AND = "and|und|et|y|e|och|og|en|ja|и|i|和|と"
_SEPARATOR = rf"(?:\s*[,;/|&+·、，；-]+\s*(?:(?:{_AND})\s+)?|\s+(?:(?:{_AND})\s+)?)"


class Cloze(Card, frozen=True, kw_only=True, eq=False, tag_field="type", tag="cloze"):
    type = "cloze"
    likely_by = "text"
    schema: ClassVar = {"text": {"pattern": r"\{\{"}}
    takes_text = True
    own_fields = (Field("text", Kind.TEXT, "Text with {{hidden}} parts", required=True, attribute="prompt"),)

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> Iterator[Fault]:
        if "prompt" in values and (fault := cloze_text.fault(values["prompt"])):
            yield Fault("S306", "text", *fault)

    def suffixes(self) -> tuple[str, ...]:
        return tuple(f"~{number}" for number in cloze_text.numbers(self.prompt))

    def asked(self, suffix: str) -> str:
        return cloze_text.hidden(self.prompt, int(suffix[1:]))

    def revealed(self, suffix: str) -> str:
        return cloze_text.revealed(self.prompt)

    def filled_in(self, suffix: str, text: str) -> tuple[bool, tuple[Note, ...]]:
        """Whether a typed text is what is hidden, all of it and in order, and what to say of it."""
        number, whole = int(suffix[1:]), self.revealed(suffix)
        answers = cloze_text.answers(self.prompt, number)
        single = answers if len({folded(answer, self.manner) for answer in answers}) == 1 else (", ".join(answers),)
        if is_accepted(text, single, self.manner) or self._has_all(text, number, answers):
            return True, (Note(Tone.RIGHT, whole),)
        return False, text_feedback(text, whole, single, self.manner)

    def _has_all(self, text: str, number: int, answers: tuple[str, ...]) -> bool:
        """Whether a text has every part hidden under a number, with a usual separator or the card's words between."""
        pattern = _part(answers[0], self.manner)
        for words, answer in zip(cloze_text.between(self.prompt, number), answers[1:], strict=True):
            own = re.escape(folded(f"x {words} x", self.manner)[1:-1].strip())
            pattern += (rf"(?:{_SEPARATOR}|\s*{own}\s*)" if own else _SEPARATOR) + _part(answer, self.manner)
        return re.fullmatch(pattern, folded(text, self.manner)) is not None

    def sheet(self) -> Sheet:
        parts = cloze_text.parts(self.prompt)
        blank = cloze_text.filled(self.prompt, lambda part: f"{BLANK} [{part.hint}]" if part.hint else BLANK)
        return Sheet(prompt=blank, answers=tuple(part.text for part in parts), hidden=self.prompt)


def _part(answer: str, manner: Manner) -> str:
    """A pattern for one hidden part, closing punctuation aside."""
    return re.escape(folded(answer, manner)) + "[.:!?]*"
