"""The questions that forms asked, in every wording, and the replies that responses to them amount to.

Made for speed: a wording is read once however many forms hold it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdrill.core.analysis.sheet import OPEN, Asked, AskedOption, Reply
from cxdrill.core.cards.plain import card_from_plain, card_plain
from cxdrill.core.cards.question import Input, Item, Question, UnreadableAnswer, is_order_of
from cxdrill.core.exams.exam import Scoring

_UNREADABLE = Reply(0.0)
_MOST_TYPED = 200  # different wrong answers kept of a typed question; the rest is one row
_MOST_CACHED = 4096
OTHER = "(other answers)"


class Wording:
    """A question as one deck had it; `places` are those of its options among the options of all wordings."""

    __slots__ = ("by_position", "cache", "entry", "key", "places", "plain", "question")

    def __init__(self, question: Question, plain: Mapping[str, Any], entry: _Entry) -> None:
        self.question = question
        self.key = question.key
        self.plain = plain
        self.entry = entry
        self.places = tuple(entry.place(text, is_key) for text, is_key in question.options_met())
        self.cache: dict[tuple[Any, ...], Reply] = {}
        self.by_position: tuple[Reply, ...] = ()
        if question.input is Input.LETTER:
            pairs = zip(question.options_met(), self.places, strict=True)
            self.by_position = tuple(Reply(float(is_key), (place,)) for (_, is_key), place in pairs)

    def reply(self, order: Sequence[int], response: str | None, scoring: Scoring) -> Reply:
        """What the response is worth, the options having been shown in that order."""
        if response is None:
            return OPEN
        if self.by_position and len(response) == 1 and "a" <= response <= "z":
            try:
                return self.by_position[order[ord(response) - 97]]
            except IndexError:
                return _UNREADABLE
        known = (*order, response, scoring)
        found = self.cache.get(known)
        if found is None:
            if len(self.cache) >= _MOST_CACHED:
                self.cache.clear()
            found = self.cache[known] = self._judged(tuple(order), response, scoring)
        return found

    def _judged(self, order: tuple[int, ...], response: str, scoring: Scoring) -> Reply:
        item = Item(self.question, order)
        if not is_order_of(self.question, order):
            return _UNREADABLE
        try:
            earned = float(item.points(response, scoring))
            chosen = self.question.options_chosen(order, response)
        except UnreadableAnswer:
            return _UNREADABLE
        return Reply(earned, tuple(self.entry.place(text, is_key) for text, is_key in chosen))


class _Entry:
    """One card over all its wordings."""

    __slots__ = ("options", "wordings")

    def __init__(self) -> None:
        self.options: dict[tuple[str, bool], int] = {}
        self.wordings: list[Wording] = []

    def place(self, text: str, is_key: bool) -> int:
        """The place of an option, which is new if nobody met it before."""
        if len(self.options) >= _MOST_TYPED and (text, is_key) not in self.options:
            text, is_key = OTHER, False
        return self.options.setdefault((text, is_key), len(self.options))


class Register:
    """Every question met so far."""

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}
        self._met: dict[tuple[str, str], Wording] = {}  # deck and card id: the wording met last

    def wording(self, plain: Mapping[str, Any]) -> Wording:
        """The wording that a recorded form holds; raises KeyError, TypeError or ValueError for what is no question."""
        met = self._met.get((plain["deck"], plain["id"]))
        if met is None or (met.plain is not plain and met.plain != plain):
            met = self._met[plain["deck"], plain["id"]] = self._found(plain) or self._new(plain)
        return met

    def wording_of(self, question: Question) -> Wording:
        """The wording of a deck's question."""
        return self.wording(card_plain(question))

    def asked(self, key: str) -> Asked:
        """What is known of a card that was asked; of one that no deck here has, its name."""
        entry = self._entries.get(key)
        if entry is None:
            return Asked(key=key, topic=key.partition("/")[0])
        question = entry.wordings[-1].question
        return Asked(
            key=key,
            type=str(question.type),
            topic=question.topic,
            prompt=question.prompt,
            options=tuple(AskedOption(*option) for option in entry.options),
            guess=None if (guess := question.chance_by_guessing()) is None else float(guess),
            versions=len(entry.wordings),
        )

    def _found(self, plain: Mapping[str, Any]) -> Wording | None:
        entry = self._entries.get(f"{plain['deck']}/{plain['id']}")
        return next((each for each in entry.wordings if each.plain == plain), None) if entry else None

    def _new(self, plain: Mapping[str, Any]) -> Wording:
        question = card_from_plain(plain)
        if not isinstance(question, Question):
            raise ValueError("not a question")
        entry = self._entries.setdefault(question.key, _Entry())
        entry.wordings.append(Wording(question, plain, entry))
        return entry.wordings[-1]
