"""Nobody passes the shipped check by being good at guessing: seven guessers sit a thousand drawn forms."""

from collections.abc import Callable, Sequence
from math import factorial
from pathlib import Path
from random import Random

import pytest

from cxdrill.core.cards.choice import Choice, Multiple, TrueFalse
from cxdrill.core.cards.order import Match, Order
from cxdrill.core.cards.question import Question
from cxdrill.core.exams.form import Form, drawn_form, pools
from cxdrill.core.exams.score import needed
from cxdrill.core.lint.habits import echo, longest, most_alike, shortest, taken
from cxdrill.core.lint.words import word_set, words
from cxdrill.files.decks.library import read_library

DECKS = Path(__file__).parents[2] / "decks"
FORMS = 1_000
MARGIN = 0.08  # of blind chance

Choose = Callable[[Question], Sequence[int]]
"""The positions, as shown, that a guesser finds equally tempting."""


HEDGES = word_set(
    """usually often may might generally typically sometimes can could probably likely tend tends perhaps some mostly
    normally"""
)


def most_hedged(card: Choice) -> Sequence[float]:
    """Hedging words in each option."""
    return [sum(word in HEDGES for word in words(option.text)) for option in card.options]


GUESSERS = {
    "longest": longest,
    "shortest": shortest,
    "echo": echo,
    "most alike": most_alike,
    "most hedged": most_hedged,
}


def by_words(name: str) -> Choose:
    liked: dict[tuple[str, str], frozenset[int]] = {}  # by card and wording: in whatever order it is shown

    def choose(item: Choice) -> Sequence[int]:
        asked = item.key, item.prompt
        if asked not in liked:
            liked[asked] = frozenset(taken(item, GUESSERS[name]))
        return [place for place, option in enumerate(item.order) if option in liked[asked]]

    return choose


def first(item: Question) -> Sequence[int]:
    return [0]


def middle(item: Question) -> Sequence[int]:
    size = len(item.order)
    return sorted({(size - 1) // 2, size // 2})


CHOOSERS: dict[str, Choose] = {"first": first, "middle": middle, **{name: by_words(name) for name in GUESSERS}}


@pytest.fixture(scope="module")
def exam_and_forms():
    library, problems, _ = read_library([DECKS], replaces=False)
    assert not problems
    exam = library.exam("certification")
    source = pools(exam, library)
    return exam, [drawn_form(source, seed) for seed in range(FORMS)]


def choices(form: Form) -> list[Question]:
    return [each.card for each in form.items if isinstance(each.card, Choice)]


def hits(item: Question, choose: Choose) -> float:
    """The chance that a guesser who is torn between some options takes the key."""
    places = choose(item)
    return sum(item.options[item.order[place]].is_key for place in places) / len(places)


def test_every_guesser_of_the_list_is_here():
    assert set(CHOOSERS) == {"longest", "shortest", "first", "middle", "echo", "most alike", "most hedged"}


@pytest.mark.parametrize("name", CHOOSERS)
def test_no_guesser_does_better_than_chance_on_choices_by_more_than_a_few_points(exam_and_forms, name):
    _, forms = exam_and_forms
    items = [item for form in forms for item in choices(form)]
    score = sum(hits(item, CHOOSERS[name]) for item in items) / len(items)
    chance = sum(1 / len(item.order) for item in items) / len(items)

    assert abs(score - chance) <= MARGIN, f"{score:.1%} against {chance:.1%}"


@pytest.mark.parametrize("name", CHOOSERS)
def test_no_guesser_ever_passes_even_one_who_knows_every_true_false_card(exam_and_forms, name):
    """Torn between options, the guesser draws; the remaining kinds of questions are answered blindly."""
    exam, forms = exam_and_forms
    enough = needed(exam.items, exam.pass_mark.value)
    rng = Random(name)
    scores = [sum(rng.random() < chance_of(each.card, CHOOSERS[name]) for each in form.items) for form in forms]

    assert max(scores) < enough


def chance_of(item: Question, choose: Choose) -> float:
    """The chance of a point for somebody who knows nothing but what is true or false."""
    match item:
        case Choice():
            return hits(item, choose)
        case TrueFalse():
            return 1.0
        case Multiple():
            return 1 / 2 ** len(item.order)
        case Order() | Match():
            return 1 / factorial(len(item.order))
    return 0.0  # typed
