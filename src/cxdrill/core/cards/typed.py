"""A short answer typed in; what is forgiven stands in `typed_text`."""

from __future__ import annotations

from collections.abc import Iterator

from cxdrill.core.cards.fields import PROMPT, Field, Kind, wordings_field
from cxdrill.core.cards.languages import STRICT, Manner
from cxdrill.core.cards.question import Input, Order, Question, UnreadableAnswer, Verdict, Wording
from cxdrill.core.cards.sheet import Note, Sheet, Tone
from cxdrill.core.cards.typed_text import is_accepted, near_miss

_NUMBERS = {2: "two", 3: "three", 4: "four"}


class OtherAnswer(Wording, frozen=True, omit_defaults=True):
    """Another wording, with an answer of its own where it has one."""

    answer: str = ""
    accept: tuple[str, ...] = ()


class Typed(Question, frozen=True, kw_only=True, eq=False, tag_field="type", tag="typed"):
    """A short answer typed in; `accept` holds the other right answers."""

    type = "typed"
    likely_by = "accept"
    input = Input.TEXT
    is_open = True
    own_fields = (
        PROMPT,
        Field("answer", Kind.TEXT, "The right answer", required=True),
        Field("accept", Kind.TEXTS, "Other right answers"),
        wordings_field(
            Field("answer", Kind.TEXT, "The right answer to these words"),
            Field("accept", Kind.TEXTS, "Other right answers to them"),
            becomes=OtherAnswer,
        ),
    )

    answer: str
    accept: tuple[str, ...] = ()
    wordings: tuple[OtherAnswer, ...] = ()

    def read(self, order: Order, line: str) -> str:
        return read_text(line)

    def judged(self, order: Order, response: str) -> Verdict:
        return text_verdict(response, self.accepted, self.manner)

    def key_response(self, order: Order) -> str:
        return self.answer

    def feedback(self, order: Order, response: str) -> tuple[Note, ...]:
        return text_feedback(response, self.answer, self.judged(order, response))

    def options_met(self) -> tuple[tuple[str, bool], ...]:
        return ((self.answer, True),)

    def options_chosen(self, order: Order, response: str) -> tuple[tuple[str, bool], ...]:
        is_right = self.judged(order, response).is_right
        return ((self.answer if is_right else " ".join(response.casefold().split()), is_right),)

    def own_texts(self) -> Iterator[tuple[str, str]]:
        yield "answer", self.answer
        for number, text in enumerate(self.accept):
            yield f"accept[{number}]", text

    def answers(self) -> tuple[str, ...]:
        return (self.answer,)

    @property
    def accepted(self) -> tuple[str, ...]:
        """Every right answer, the best first."""
        return (self.answer, *self.accept)

    def sheet(self) -> Sheet:
        return Sheet(prompt=self.prompt, answers=self.accepted, is_typed=True)


def read_text(line: str) -> str:
    """What was typed, with single blanks and nothing that no file could hold; raises UnreadableAnswer for nothing."""
    typed = " ".join(line.encode("utf-8", "replace").decode().split())
    if not typed:
        raise UnreadableAnswer("type your answer")
    return typed


def text_verdict(response: str, accepted: tuple[str, ...], manner: Manner = STRICT) -> Verdict:
    """Whether a text is one of those accepted, and how it differs where it nearly is."""
    is_right = is_accepted(response, accepted, manner)
    return Verdict(is_right, near=None if is_right else near_miss(response, accepted))


def text_feedback(response: str, answer: str, verdict: Verdict) -> tuple[Note, ...]:
    """The answer, beside what was typed where that is something else."""
    if verdict.is_right:
        return (Note(Tone.RIGHT, answer),)
    if not verdict.near:
        return Note(Tone.WRONG, response), Note(Tone.MISSED, answer)
    meant, letters = verdict.near.meant, verdict.near.letters
    differs = "one letter" if letters == 1 else f"{_NUMBERS.get(letters, letters)} letters"
    almost = Note(Tone.AS_IS, f"Almost: {meant}, {differs}.")
    return Note(Tone.WRONG, response), almost, *(() if meant == answer else (Note(Tone.MISSED, answer),))
