"""An answer while it is being given with keys: letters, numbers in order, pairs, or a typed line."""

from __future__ import annotations

from msgspec import Struct, field
from msgspec.structs import replace

from cxdrill.core.cards.question import Input, Question, Row, Step, UnreadableAnswer, letter
from cxdrill.terminal.actions import Keys
from cxdrill.terminal.lines import Line

_SINGLE_DIGITS = 9
_TRUTHS = (Row("t", "true"), Row("f", "false"))
_JOINED_BY = {Input.LETTERS: ",", Input.SEQUENCE: " ", Input.BEST_WORST: " "}


class AnswerInput(Struct, frozen=True):
    """What was given so far to `item`; every key makes a new value."""

    item: Question
    given: tuple[str, ...] = ()  # letters chosen, numbers in order, or the letter of each left side in turn
    line: Line = field(default_factory=Line)
    so_far: str = ""  # of an answer given in several steps, the steps taken
    at: str = ""  # the name of the option that the arrows have come to

    @property
    def is_typed(self) -> bool:
        """Whether letters are text here, so that commands begin with a colon."""
        is_long = self.item.input in (Input.SEQUENCE, Input.PAIRS) and len(self.item.order) > _SINGLE_DIGITS
        return self.item.input is Input.TEXT or is_long

    @property
    def is_at_once(self) -> bool:
        """Whether one key is a whole answer."""
        return self.item.input in (Input.LETTER, Input.TRUTH, Input.TURNS)

    @property
    def is_begun(self) -> bool:
        return bool(self.given or self.line.text or self.so_far)

    @property
    def is_talking(self) -> bool:
        return bool(self.so_far) and not self.step.is_over

    @property
    def signs(self) -> tuple[str, ...]:
        """The signs before what was chosen, in the order of choosing, where they differ."""
        if self.item.input is Input.SEQUENCE:
            return tuple(f"{place}." for place in range(1, len(self.item.order) + 1))
        return ("▲", "▼") if self.item.input is Input.BEST_WORST else ()

    @property
    def step(self) -> Step:
        """What is in sight now: who said what so far, and what can be chosen."""
        return Step(rows=_TRUTHS) if self.item.input is Input.TRUTH else self.item.step(self.so_far)

    @property
    def at_hand(self) -> str:
        """The name of the row that the next key is about: the arrows', or of a match the left side to be paired."""
        is_pairing = self.item.input is Input.PAIRS and not self.at and len(self.given) < len(self.item.order)
        return str(len(self.given) + 1) if is_pairing else self.at

    @property
    def to_keep(self) -> str | None:
        """What has to be on disk before anything else shows: the whole answer, or the steps taken."""
        return self.so_far or None if self.item.is_final else self.response

    @property
    def response(self) -> str | None:
        """The answer in line mode's form once it is complete, else None."""
        if self.item.is_final:
            return self.so_far if self.so_far and self.step.is_over else None
        if self.is_typed:
            written = self.line.text
        elif self.item.input is Input.PAIRS:
            written = " ".join(f"{place + 1}{name}" for place, name in enumerate(self.given))
        else:
            written = _JOINED_BY.get(self.item.input, "").join(self.given)
        try:
            return self.item.read(written) if self.is_begun else None
        except UnreadableAnswer:
            return None

    @property
    def shown(self) -> str:
        """What is being arranged or typed, for a line under the question; empty where the options show it."""
        chosen = (*self.given, *["·"] * (len(self.item.order) - len(self.given)))
        match self.item.input:
            case Input.SEQUENCE if not self.is_typed:
                return " ".join(chosen)
            case Input.PAIRS if not self.is_typed:
                return "  ".join(f"{place}{name}" for place, name in enumerate(chosen, 1))
            case Input.BEST_WORST if not self.given:
                return "best ·  then worst ·"
            case Input.BEST_WORST:
                return "  ".join(f"{end} {name}" for end, name in zip(("best", "worst"), chosen, strict=False))
        return ""

    @property
    def so_short(self) -> str:
        """What is typed, or begun of an answer in parts, in as few characters as the whole answer: `a ·`."""
        size = 2 if self.item.input is Input.BEST_WORST else len(self.item.order)
        return self.line.text or " ".join((*self.given, *["·"] * (size - len(self.given))))

    @property
    def missing(self) -> str:
        """What a whole answer still lacks, in words."""
        size, given = len(self.item.order), len(self.given)
        match self.item.input:
            case Input.BEST_WORST:
                return "the worst one is still missing" if given else "choose the best, then the worst"
            case Input.SEQUENCE | Input.PAIRS:
                return f"{given} of {size} {'in order' if self.item.input is Input.SEQUENCE else 'matched'}; go on"
            case Input.LETTERS:
                return "choose at least one"
        return "choose one first"

    @property
    def to_go_on(self) -> str:
        """What is still to be done, where an answer was begun and is not whole."""
        if self.is_typed or self.at or not self.is_begun or self.response is not None:
            return ""
        return "the talk goes on: choose what you say" if self.is_talking else self.missing

    def after(self, key: str) -> AnswerInput:
        """The answer once `key` was pressed; itself where the key means nothing to it."""
        if self.is_typed:
            return replace(self, line=self.line.after(key))
        if key == "backspace" and not self.item.is_final:
            return replace(self, given=self.given[:-1])
        if key in ("up", "down") and (names := self._names()):
            start = -1 if key == "down" else len(names)
            place = (names.index(self.at) if self.at in names else start) + (1 if key == "down" else -1)
            return replace(self, at=names[max(0, min(place, len(names) - 1))])
        if self.at and (key == " " or (key == "enter" and self.is_at_once)):
            return replace(self, at="").after(self.at)
        key = self._as_letter(key)
        if key not in self._names():
            return self
        match self.item.input:
            case Input.TURNS:
                return replace(self, so_far=self.item.going_on(self.so_far, key))
            case Input.TRUTH | Input.LETTER:
                return replace(self, given=(key,))
            case Input.LETTERS:
                return replace(self, given=tuple(sorted(set(self.given) ^ {key})))
            case Input.BEST_WORST if len(self.given) == 2:
                return replace(self, given=(key,))
        is_full = len(self.given) == len(self.item.order)
        return self if is_full or key in self.given else replace(self, given=(*self.given, key))

    def _as_letter(self, key: str) -> str:
        """The letter of an option that was asked for by its number, true and false for yes and no."""
        if self.item.input is Input.TRUTH:
            return {"y": "t", "n": "f"}.get(key, key)
        if self.item.input in (Input.SEQUENCE, Input.PAIRS) or key not in set("123456789"):
            return key
        return letter(int(key) - 1)

    def _names(self) -> list[str]:
        """What can be chosen, and the arrows move among: options, items, or the right sides of a match."""
        names = [row.name for row in self.step.rows]
        return [name for name in names if name.isalpha()] if self.item.input is Input.PAIRS else names


def input_of(item: Question, response: str | None) -> AnswerInput:
    """The input that shows a response given earlier."""
    empty = AnswerInput(item)
    if response is None:
        return empty
    if empty.is_typed:
        return replace(empty, line=Line(response, len(response)))
    if item.is_final:
        return replace(empty, so_far=response)
    if item.input is Input.PAIRS:
        return replace(empty, given=tuple(pair.lstrip("0123456789") for pair in response.split()))
    joined_by = _JOINED_BY.get(item.input)
    return replace(empty, given=tuple(response.split(joined_by)) if joined_by else (response,))


def answer_keys(given: AnswerInput) -> Keys:
    """The keys that answer a question, each with what it does."""
    rows = given.step.rows
    size = len(rows) if given.item.is_final else len(given.item.order)
    letters = f"a-{chr(ord('a') + size - 1)}"
    back: Keys = [("backspace", "take one back"), ("enter", "answer")]
    match given.item.input:
        case Input.LETTERS:
            return [(letters, "choose, several may be right"), ("enter", "answer")]
        case Input.TURNS:
            return [(letters, "reply")] if rows else []
        case Input.BEST_WORST:
            return [(letters, "start over" if len(given.given) == 2 else "best, then worst"), *back]
        case Input.SEQUENCE:
            return [(f"1-{size}", "put them in order"), *back]
        case Input.PAIRS:
            return [(letters, "for each number in turn"), *back]
    return [(letters, "answer")] if size else [("t", "true"), ("f", "false")]
