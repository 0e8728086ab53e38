"""The questions that forms asked, in every wording, and the replies that responses to them amount to.

A wording is read once however many forms hold it, and a response judged once however many gave it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cxdrill.core.analysis.sheet import OPEN, Asked, AskedOption, Reply
from cxdrill.core.cards.question import Question, UnreadableAnswer
from cxdrill.core.cards.registry import card_plain
from cxdrill.core.exams.exam import Scoring
from cxdrill.core.exams.form import FormItem, FormRow, question_of
from cxdrill.core.exams.library import asked_text

_UNREADABLE = Reply(0.0)
_MOST_TYPED = 200  # different wrong answers kept of a typed question; the rest is one row
_MOST_CACHED = 4096
OTHER = "(other answers)"


class Wording:
    """A question as one deck had it. `shown` orders its parts, `reply` judges; each remembers the latest."""

    def __init__(self, question: Question, plain: Mapping[str, Any], entry: Options) -> None:
        self.question, self.key, self.plain, self._entry = question, question.key, plain, entry
        self.version, self.text = len(entry.wordings), asked_text(question)
        for text, is_key in question.options_met():
            entry.place(text, is_key)
        self.shown = lru_cache(_MOST_CACHED)(self._ordered)
        self.reply = lru_cache(_MOST_CACHED)(self._judged)

    def _ordered(self, order: tuple[int, ...]) -> Question:
        if not self.question.is_order(order):
            raise ValueError("not an order of its parts")
        return self.question.ordered(order)

    def _judged(self, order: tuple[int, ...], response: str | None, scoring: Scoring) -> Reply:
        """The reply that a response amounts to, the parts having been shown in that order."""
        if response is None:
            return OPEN
        try:
            asked = self.shown(order)
            earned, chosen = float(asked.points(response, scoring)), asked.options_chosen(response)
        except UnreadableAnswer:
            return _UNREADABLE
        return Reply(earned, tuple(self._entry.place(text, is_key) for text, is_key in chosen))


class Met(FormItem, frozen=True, kw_only=True):
    """An item of a recorded form, with all that is known of its wording."""

    met: Wording


class Options:
    """The options of one card over all its wordings, by their places."""

    def __init__(self) -> None:
        self.options: dict[tuple[str, bool], int] = {}
        self.wordings: list[Wording] = []

    def place(self, text: str, is_key: bool) -> int:
        """The place of an option, which is new if nobody met it before."""
        if len(self.options) >= _MOST_TYPED and (text, is_key) not in self.options:
            text, is_key = OTHER, False
        return self.options.setdefault((text, is_key), len(self.options))

    def asked(self) -> tuple[AskedOption, ...]:
        return tuple(AskedOption(*option) for option in self.options)


class Register:
    """Every question met so far."""

    def __init__(self) -> None:
        self._entries: dict[str, Options] = {}

    def item(self, row: FormRow) -> FormItem:
        """The item that an event holds; raises ValueError for what cannot be asked so."""
        wording = self._found(row.card) or self._new(question_of(row.card, row.order), row.card)
        return Met(wording.shown(tuple(row.order)), row.scenario, row.source, row.wording, met=wording)

    def wording_of(self, item: FormItem) -> Wording:
        """The wording of an item, read from an event or made of a deck's question."""
        if isinstance(item, Met):
            return item.met
        plain = card_plain(item.card)
        return self._found(plain) or self._new(item.card, plain)

    def asked(self, key: str) -> Asked:
        """The card of that key as it was asked; of one that no deck here has, its name."""
        entry = self._entries.get(key)
        if entry is None:
            return Asked(key=key, topic=key.partition("/")[0])
        question = entry.wordings[-1].question
        return Asked(
            key=key,
            type=str(question.type),
            topic=question.topic,
            prompt=question.prompt,
            options=entry.asked(),
            guess=None if (guess := question.chance_by_guessing()) is None else float(guess),
            texts=tuple(each.text for each in entry.wordings),
        )

    def _found(self, plain: Mapping[str, Any]) -> Wording | None:
        entry = self._entries.get(f"{plain.get('deck')}/{plain.get('id')}")
        return next((each for each in entry.wordings if each.plain == plain), None) if entry else None

    def _new(self, question: Question, plain: Mapping[str, Any]) -> Wording:
        entry = self._entries.setdefault(question.key, Options())
        entry.wordings.append(Wording(question, plain, entry))
        return entry.wordings[-1]
