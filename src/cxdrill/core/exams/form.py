"""A form: one assembled version of an exam, drawn from the decks by seed and kept in full.

A recorded form needs no deck any more, so decks edited afterwards change nothing about an attempt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from random import Random
from typing import Any

from msgspec import Struct

from cxdrill.core.cards.deck import DeckText
from cxdrill.core.cards.question import Question, drawn_order
from cxdrill.core.cards.registry import card_from_plain, card_plain
from cxdrill.core.exams.balance import WHOLE, Weights, balanced, weights
from cxdrill.core.exams.blueprint import draws_of, fresh_by_topic, fresh_needed, new_wordings, shortage, taste
from cxdrill.core.exams.draw import Pool, Stock, Unit, drawn_units, stock_of, without_enemies
from cxdrill.core.exams.exam import Exam
from cxdrill.core.exams.library import Facilities, Library
from cxdrill.core.plain import plain, value_from
from cxdrill.errors import DataError


class FormItem(Struct, frozen=True):
    """One item of a form with what its deck says about it: the scenario above it and the title of its source."""

    card: Question  # in the order in which its parts are shown
    scenario: str = ""
    source: str = ""
    wording: int = 0  # which of the card's wordings it is


class Expected(Struct, frozen=True):
    """The points to expect of somebody just at the pass mark: on a form, and on one of average weight."""

    score: float
    even: float


class Form(Struct, frozen=True):
    """The items of one version of an exam, in the order they are put."""

    exam: str
    items: tuple[FormItem, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The questions by the names that events use, in the form's order."""
        return tuple(form_item.card.key for form_item in self.items)

    def with_items(self, others: Iterable[FormItem]) -> Form:
        """The form with other items in the place of those of the same questions."""
        by_key = {each.card.key: each for each in others}
        return Form(self.exam, tuple(by_key.get(each.card.key, each) for each in self.items))


class Pools(Struct, frozen=True):
    """The questions that an exam can draw, made once for many forms: of each topic how many, from which units."""

    exam: Exam
    topics: tuple[Pool, ...]
    questions: Mapping[str, str]  # their topics, by the names that events use
    stock: Stock
    whole: Callable[[str], Question]  # the question of a name
    deck: Callable[[str], DeckText]  # the deck of an id
    weights: Weights | None = None  # of the questions, where earlier takers' facilities are known


def pools(exam: Exam, library: Library) -> Pools:
    """The pools of an exam; raises DataError naming each topic that has too few questions, and both numbers."""
    questions = library.questions()
    stock = stock_of(exam.blueprint, questions.values())
    return pools_of(exam, stock, questions.__getitem__, library.deck, library.facilities_of(exam.id))


def pools_of(
    exam: Exam, stock: Stock, whole: Callable[[str], Question], deck: Callable[[str], DeckText],
    figures: Facilities | None,
) -> Pools:  # fmt: skip
    """The pools of an exam out of what the decks hold; `whole` gives a question in full."""
    topic_of = {key: topic for topic, units in stock.topics.items() for unit in units for key in unit}
    held = Counter(topic_of.values())  # a fact counts once
    held.subtract(topic_of[key] for key in stock.facts)
    held.update(topic for topic, _ in {(topic_of[key], fact) for key, fact in stock.facts.items()})
    draws = draws_of(exam, held)
    if short := shortage(exam, draws):
        raise DataError(short)
    topics = tuple((draw.drawn, stock.topics.get(draw.topic, ())) for draw in draws)
    drawn, mark = {draw.topic: draw.drawn for draw in draws}, float(exam.pass_mark.value)
    known = weights(drawn, topic_of, whole, figures.cards, mark) if figures else None
    return Pools(exam, topics, topic_of, stock, whole, deck, known)


def drawn_form(source: Pools, seed: int, avoided: Collection[str] = ()) -> Form:
    """The form of a seed: the same pools, seed and avoided questions give the same form on every Python.

    Questions that are not avoided come first. The order mixes topics; the questions of a scenario stay together.
    Of a question with several wordings one comes that is not avoided (`met_wording`); what an exam wants fresh is
    taken from questions that have one. Where facilities are known the form is as hard as the pool is on average.
    """
    rng, passed_over = Random(seed), frozenset(avoided)
    wanted = fresh_needed(source.exam, source.exam.items)
    liked = taste(source.stock, passed_over, wanted)
    topics = without_enemies(source.topics, source.stock.facts, liked, rng)
    fresh = fresh_by_topic(wanted, topics, liked, rng)
    drawn: Sequence[Sequence[Unit]] = [
        drawn_units(pool, count, liked, rng, new) for (count, pool), new in zip(topics, fresh, strict=True)
    ]
    if source.weights is not None:
        drawn = balanced(drawn, [pool for _, pool in topics], source.weights, liked.class_of, rng)
    chosen = [unit for each in drawn for unit in each]
    mixed = [source.whole(key) for place in drawn_order(len(chosen), rng) for key in chosen[place]]
    worded = ((card, _wording(card, passed_over, rng)) for card in mixed)
    return Form(
        source.exam.id,
        tuple(form_item(card.worded(number).shuffled(rng), source.deck, number) for card, number in worded),
    )


def expected_score(source: Pools, form: Form) -> Expected | None:
    """How hard a form is, and an even one; None where no facilities are known."""
    if source.weights is None:
        return None
    even = float(source.exam.pass_mark.value * source.exam.items)
    return Expected(round(even + source.weights.off(form.keys)[0] / WHOLE, 2), round(even, 2))


def _wording(card: Question, avoided: Collection[str], rng: Random) -> int:
    """A wording that this person has not met, or any where all are; without wordings nothing is drawn."""
    if not card.wordings:
        return 0
    fresh = new_wordings(card.key, len(card.wordings), avoided) or range(len(card.wordings) + 1)
    return fresh[int(rng.random() * len(fresh))]


def form_item(card: Question, deck_of: Callable[[str], DeckText], wording: int = 0) -> FormItem:
    """The item with the scenario and the source that its deck names."""
    if not card.scenario and not card.source:
        return FormItem(card, wording=wording)
    deck = deck_of(card.deck)
    return FormItem(card, deck.scenario_text(card), deck.sources.get(card.source, ""), wording)


class FormRow(Struct, frozen=True, omit_defaults=True):
    card: dict[str, Any]
    order: list[int]
    scenario: str = ""
    source: str = ""
    wording: int = 0


class FormRows(Struct, frozen=True):
    exam: str
    items: list[FormRow]


def form_plain(form: Form) -> dict[str, Any]:
    """The form in full as plain values, for an event."""
    rows = [
        FormRow(card_plain(each.card), list(each.card.order), each.scenario, each.source, each.wording)
        for each in form.items
    ]
    return dict(plain(FormRows(form.exam, rows)))


def item_of(row: FormRow) -> FormItem:
    """The item that an event holds; raises ValueError for what cannot be asked so."""
    return FormItem(question_of(row.card, row.order), row.scenario, row.source, row.wording)


def form_from_plain(data: Any, read: Callable[[FormRow], FormItem] = item_of) -> Form | None:
    """The form that an event holds; None where it holds none that can be read, as another program may write it."""
    try:
        rows = value_from(data, FormRows)
        return Form(rows.exam, tuple(map(read, rows.items)))
    except ValueError:
        return None


def question_of(card: Mapping[str, Any], order: Sequence[int]) -> Question:
    """The question that a form holds in that order; raises ValueError for what cannot be asked so."""
    question = card_from_plain(card)
    question.key.encode()  # half a character, which no deck can have as a name, is a ValueError too
    if not isinstance(question, Question) or not question.is_order(order):
        raise ValueError("not a question in an order of its parts")
    options = question.options_met()
    if options and not any(is_key for _, is_key in options):
        raise ValueError("no option is right")
    return question.ordered(order)
