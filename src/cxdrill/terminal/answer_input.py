"""An answer while it is being given with keys: letters, numbers in order, pairs, or a typed line."""

from __future__ import annotations

from msgspec import Struct, field
from msgspec.structs import replace

from cxdrill.core.cards.answer import UnreadableAnswer, letter, read_answer
from cxdrill.core.cards.deck import Choice, Match, Multiple, Order, TrueFalse, Typed
from cxdrill.core.cards.item import Item
from cxdrill.terminal.line_editor import Line

_SINGLE_DIGITS = 9


class AnswerInput(Struct, frozen=True):
    """What was given so far to `item`; every key makes a new value."""

    item: Item
    given: tuple[str, ...] = ()  # letters chosen, numbers in order, or the letter of each left side in turn
    line: Line = field(default_factory=Line)

    @property
    def is_typed(self) -> bool:
        """Whether letters are text here, so that commands begin with a colon."""
        card = self.item.card
        return isinstance(card, Typed) or (isinstance(card, Order | Match) and len(self.item.order) > _SINGLE_DIGITS)

    @property
    def is_at_once(self) -> bool:
        """Whether one key is a whole answer."""
        return isinstance(self.item.card, Choice | TrueFalse)

    @property
    def is_begun(self) -> bool:
        """Whether anything was given."""
        return bool(self.given or self.line.text)

    @property
    def response(self) -> str | None:
        """The answer in line mode's form once it is complete, else None."""
        try:
            return read_answer(self.item, self._written()) if self.is_begun else None
        except UnreadableAnswer:
            return None

    @property
    def shown(self) -> str:
        """What is being arranged or typed, for a line under the question; empty where the options show it."""
        match self.item.card:
            case Order() if not self.is_typed:
                return " ".join((*self.given, *["·"] * (len(self.item.order) - len(self.given))))
            case Match() if not self.is_typed:
                chosen = (*self.given, *["·"] * (len(self.item.order) - len(self.given)))
                return "  ".join(f"{place + 1}{name}" for place, name in enumerate(chosen))
            case TrueFalse() if self.given:
                return "true" if self.given == ("t",) else "false"
        return ""

    def after(self, key: str) -> AnswerInput:
        """The answer once `key` was pressed; itself where the key means nothing to it."""
        if self.is_typed:
            return replace(self, line=self.line.after(key))
        if key == "backspace":
            return replace(self, given=self.given[:-1])
        match self.item.card:
            case TrueFalse() if key in ("t", "f"):
                return replace(self, given=(key,))
            case Choice() if key in self._letters():
                return replace(self, given=(key,))
            case Multiple() if key in self._letters():
                chosen = set(self.given) ^ {key}
                return replace(self, given=tuple(sorted(chosen)))
            case Order() if key in self._numbers() and key not in self.given:
                return replace(self, given=(*self.given, key))
            case Match() if key in self._letters() and key not in self.given and not self._is_full():
                return replace(self, given=(*self.given, key))
        return self

    def _written(self) -> str:
        match self.item.card:
            case _ if self.is_typed:
                return self.line.text
            case Match():
                return " ".join(f"{place + 1}{name}" for place, name in enumerate(self.given))
        return ("," if isinstance(self.item.card, Multiple) else " ").join(self.given)

    def _letters(self) -> set[str]:
        return {letter(place) for place in range(len(self.item.order))}

    def _numbers(self) -> set[str]:
        return {str(place + 1) for place in range(len(self.item.order))}

    def _is_full(self) -> bool:
        return len(self.given) == len(self.item.order)


def input_of(item: Item, response: str | None) -> AnswerInput:
    """The input that shows a response given earlier."""
    empty = AnswerInput(item)
    if response is None:
        return empty
    if empty.is_typed:
        return replace(empty, line=Line(response, len(response)))
    match item.card:
        case Multiple():
            return replace(empty, given=tuple(response.split(",")))
        case Match():
            return replace(empty, given=tuple(pair.lstrip("0123456789") for pair in response.split()))
        case Order():
            return replace(empty, given=tuple(response.split()))
    return replace(empty, given=(response,))
