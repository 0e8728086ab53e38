"""A text with `{{hidden}}` parts (see `cloze_text`), each asked on its own: revealed, or typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from cxdrill.core.cards import cloze_text
from cxdrill.core.cards.card import Card
from cxdrill.core.cards.fields import Fault, Field, Kind
from cxdrill.core.cards.question import Note, Tone
from cxdrill.core.cards.sheet import Sheet
from cxdrill.core.cards.typed import text_feedback, text_verdict

BLANK = "______"


class Cloze(Card, frozen=True, kw_only=True, eq=False, tag_field="type", tag="cloze"):
    """A text with hidden parts."""

    type = "cloze"
    likely_by = "text"
    schema: ClassVar[Mapping[str, Mapping[str, Any]]] = {"text": {"pattern": r"\{\{"}}
    takes_text = True
    own_fields = (Field("text", Kind.TEXT, "Text with {{hidden}} parts", required=True, attribute="prompt"),)

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> Iterator[Fault]:
        if "prompt" in values and (fault := cloze_text.fault(values["prompt"])):
            yield Fault("S306", "text", fault.message, fault.remedy)

    def suffixes(self) -> tuple[str, ...]:
        return tuple(f"~{number}" for number in cloze_text.numbers(self.prompt))

    def asked(self, suffix: str) -> str:
        return cloze_text.hidden(self.prompt, int(suffix[1:]))

    def revealed(self, suffix: str) -> str:
        return cloze_text.revealed(self.prompt)

    def filled_in(self, suffix: str, text: str) -> tuple[bool, tuple[Note, ...]]:
        """Whether a typed text is what is hidden, and what to say of it."""
        verdict = text_verdict(text, cloze_text.answers(self.prompt, int(suffix[1:])))
        if verdict.is_right:
            return True, (Note(Tone.RIGHT, text),)
        return False, text_feedback(text, self.revealed(suffix), verdict)

    def sheet(self) -> Sheet:
        parts = cloze_text.parts(self.prompt)
        blank = cloze_text.filled(self.prompt, lambda part: BLANK)
        return Sheet(prompt=blank, answers=tuple(part.text for part in parts), hidden=self.prompt)
