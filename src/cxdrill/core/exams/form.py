"""A form: one assembled version of an exam, drawn from the decks by seed and kept in full.

A recorded form needs no deck any more, so decks edited afterwards change nothing about an attempt.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from random import Random
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from cxdrill.core.cards.card_index import CardIndex, index_of
from cxdrill.core.cards.deck import Question
from cxdrill.core.cards.item import Item, drawn_order, is_order_of, shuffled
from cxdrill.core.cards.library import Library
from cxdrill.core.cards.plain import card_from_plain, card_plain
from cxdrill.errors import DataError

if TYPE_CHECKING:
    from cxdrill.core.exams.draw import Unit
    from cxdrill.core.exams.exam import Exam


class FormItem(Struct, frozen=True):
    """One item of a form with what its deck says about it: the scenario above it and the title of its source."""

    item: Item
    scenario: str = ""
    source: str = ""

    @property
    def card(self) -> Question:
        """The question."""
        return self.item.card


class Form(Struct, frozen=True):
    """The items of one version of an exam, in the order they are put."""

    exam: str
    items: tuple[FormItem, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The questions by the names that events use, in the form's order."""
        return tuple(form_item.card.key for form_item in self.items)

    def place(self, key: str) -> int:
        """The place of a question from 0, or -1 where it is not in the form."""
        return self.keys.index(key) if key in self.keys else -1


class Pools(Struct, frozen=True):
    """What an exam can draw, made once for many forms: of each topic how many, from which units."""

    exam: str
    topics: tuple[tuple[int, tuple[Unit, ...]], ...]
    library: Library
    indices: Mapping[str, CardIndex]  # by the ids of the decks

    @property
    def keys(self) -> frozenset[str]:
        """The names of all questions that can be drawn."""
        return frozenset(key for _, pool in self.topics for unit in pool for key in unit)

    def question(self, key: str) -> Question:
        """The question of that name."""
        deck = self.library.deck(key.partition("/")[0])
        card = deck.cards[self.indices[deck.id].number(key)]
        assert isinstance(card, Question)
        return card


def pools(exam: Exam, library: Library) -> Pools:
    """The pools of an exam; raises DataError naming each topic that has too few questions, and both numbers."""
    from cxdrill.core.exams.blueprint import shortage, topic_draws
    from cxdrill.core.exams.draw import units

    draws = topic_draws(exam, library)
    if short := shortage(exam, draws):
        raise DataError(short)
    indices = {deck.id: index_of(deck.cards) for deck in library.decks}
    topics = tuple((draw.drawn, units(draw.topic, indices.values())) for draw in draws)
    return Pools(exam.id, topics, library, indices)


def drawn_form(source: Pools, seed: int, avoided: Collection[str] = ()) -> Form:
    """The form of a seed: the same pools, seed and avoided questions give the same form on every Python.

    Questions that are not avoided come first. The order mixes topics; the questions of a scenario stay together.
    """
    from cxdrill.core.exams.draw import drawn_units

    rng, passed_over = Random(seed), frozenset(avoided)
    chosen = [unit for count, pool in source.topics for unit in drawn_units(pool, count, passed_over, rng)]
    mixed = (source.question(key) for place in drawn_order(len(chosen), rng) for key in chosen[place])
    return Form(source.exam, tuple(form_item(shuffled(card, rng), source.library) for card in mixed))


def form_item(item: Item, library: Library) -> FormItem:
    """The item with the scenario and the source that its deck names."""
    card = item.card
    if not card.scenario and not card.source:
        return FormItem(item)
    deck = library.deck(card.deck)
    return FormItem(item, deck.scenario_text(card), deck.sources.get(card.source, ""))


def form_plain(form: Form) -> dict[str, Any]:
    """The form in full as plain values, for an event."""
    return {"exam": form.exam, "items": [_item_plain(item) for item in form.items]}


def form_from_plain(plain: Any) -> Form:
    """The form that an event holds; raises DataError for what is none."""
    try:
        return Form(str(plain["exam"]), tuple(_item_from_plain(item) for item in plain["items"]))
    except (KeyError, TypeError, ValueError, AttributeError) as cause:
        raise DataError("the recorded form of the exam cannot be read; give the attempt up and start anew") from cause


def _item_plain(item: FormItem) -> dict[str, Any]:
    plain = {"card": card_plain(item.card), "order": list(item.item.order)}
    return plain | {name: text for name, text in (("scenario", item.scenario), ("source", item.source)) if text}


def _item_from_plain(plain: Mapping[str, Any]) -> FormItem:
    card, order = card_from_plain(plain["card"]), tuple(int(position) for position in plain["order"])
    if not isinstance(card, Question) or not is_order_of(card, order):
        raise ValueError("not a question in an order of its parts")
    return FormItem(Item(card, order), str(plain.get("scenario", "")), str(plain.get("source", "")))
