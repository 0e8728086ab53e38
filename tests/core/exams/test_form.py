import json
from collections import Counter
from fractions import Fraction
from itertools import groupby
from random import Random

import pytest

from builders import choice, deck, exam, flashcard, library, matching, multiple, ordering, share, true_false, typed
from cxdrill.core.cards.choice import Choice
from cxdrill.core.cards.deck import Scenario
from cxdrill.core.cards.question import Question
from cxdrill.core.exams.blueprint import allotment
from cxdrill.core.exams.exam import Exam
from cxdrill.core.exams.form import Form, drawn_form, form_from_plain, form_plain, pools
from cxdrill.core.exams.library import Library
from cxdrill.errors import DataError

KINDS = (choice, multiple, true_false, typed, ordering, matching)


def topic_cards(topic: str, single: int, scenarios: int = 0, each: int = 3) -> list[Question]:
    cards = [KINDS[place % len(KINDS)](f"q{place}", deck=topic) for place in range(single)]
    told = [
        choice(f"s{number}-{place}", deck=topic, scenario=f"s{number}", source="book")
        for number in range(scenarios)
        for place in range(each)
    ]
    return cards + told


def topic_deck(topic: str, single: int, scenarios: int = 0, each: int = 3):
    told = tuple(Scenario(f"s{number}", f"A caller, case {number}") for number in range(scenarios))
    cards = topic_cards(topic, single, scenarios, each)
    return deck(topic, *cards, flashcard(deck=topic), scenarios=told, sources={"book": "The Book"})


DECKS = library(
    topic_deck("calls", 24, 2), topic_deck("mail", 30), topic_deck("chat", 12, 4), topic_deck("desk", 15, 5)
)
EXAM = exam(items=40, blueprint={"calls": 10, "mail": 10, "chat": 10, "desk": 10}, pass_mark=share("80%"))


# The 0.001 quantile of chi-square: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.4.
CRITICAL = 13.816  # for two degrees of freedom


def assert_meets_its_blueprint(form: Form, wanted: dict[str, int]) -> None:
    assert Counter(item.card.topic for item in form.items) == Counter(wanted)
    assert len(set(form.keys)) == len(form.items)


def scenarios_of(form: Form) -> list[tuple[str, str]]:
    return [(item.card.deck, item.card.scenario) for item in form.items]


SHAPES = [(1, 0, 2), (9, 0, 2), (6, 2, 3), (0, 4, 2), (0, 3, 4), (3, 3, 3), (12, 1, 5), (2, 1, 4)]
SHAPED = library(*(topic_deck(f"t{place}", *shape) for place, shape in enumerate(SHAPES)))


def random_exam(rng: Random) -> Exam:
    """An exam on some of the shaped decks that draws anything from nothing to everything of each."""
    chosen = rng.sample(SHAPED.decks, rng.randint(1, 5))
    counts = {each.id: rng.randint(0, len(each.questions)) for each in chosen}
    return exam(items=sum(counts.values()), blueprint=counts)


def test_every_form_of_a_thousand_random_exams_meets_its_blueprint() -> None:
    """Sums, no repeats, nothing from elsewhere; scenarios together and in the order of their deck."""
    rng = Random(4)
    for seed in range(1000):
        asked = random_exam(rng)
        source = pools(asked, SHAPED)
        avoided = [key for key in sorted(source.questions) if rng.random() < 0.4]
        form = drawn_form(source, seed, avoided)
        assert_meets_its_blueprint(form, {topic: count for topic, count in asked.blueprint.items() if count})
        assert set(form.keys) <= source.questions.keys()
        told = [row for row in scenarios_of(form) if row[1]]
        assert len([name for name, _ in groupby(scenarios_of(form)) if name[1]]) == len(set(told))
        for name in set(told):
            ids = [item.card.id for item in form.items if (item.card.deck, item.card.scenario) == name]
            assert ids == sorted(ids)


def test_shares_give_a_form_too() -> None:
    asked = exam(items=21, blueprint={topic: Fraction(1, 4) for topic in ("calls", "mail", "chat", "desk")})
    assert_meets_its_blueprint(drawn_form(pools(asked, DECKS), 5), allotment(asked))


def test_the_same_seed_gives_the_same_form_whatever_the_order_of_decks_and_avoided() -> None:
    turned = Library(tuple(reversed(DECKS.decks)))
    avoided = ["calls/q1", "mail/q2", "calls/q3"]
    form = drawn_form(pools(EXAM, DECKS), 42, avoided)
    assert drawn_form(pools(EXAM, turned), 42, reversed(avoided)) == form
    assert drawn_form(pools(EXAM, DECKS), 43, avoided) != form


def test_a_form_is_the_same_for_ever() -> None:
    """Drawn once and written down: a change here would break every seed that was ever noted."""
    asked = exam(items=6, blueprint={"calls": 3, "chat": 3})
    form = drawn_form(pools(asked, DECKS), 2024)
    assert [(item.card.key, item.card.order) for item in form.items] == WRITTEN_DOWN


WRITTEN_DOWN = [
    *(("calls/q5", (0, 2, 1)), ("calls/q8", ()), ("chat/s1-0", (0, 1, 2))),
    *(("chat/s1-1", (0, 2, 1)), ("chat/s1-2", (2, 0, 1)), ("calls/q21", ())),
]


def test_a_blueprint_that_cannot_be_filled_is_refused() -> None:
    with pytest.raises(DataError, match='"mail", but the decks hold 30'):
        pools(exam(items=60, blueprint={"mail": 31, "calls": 29}), DECKS)


def test_an_item_carries_its_scenario_and_its_source_and_a_recorded_form_comes_back_through_json() -> None:
    form = drawn_form(pools(EXAM, DECKS), 1)
    told = next(item for item in form.items if item.card.scenario)
    assert told.scenario.startswith("A caller, case")
    assert told.source == "The Book"
    assert form_from_plain(json.loads(json.dumps(form_plain(form)))) == form


@pytest.mark.parametrize("broken", [None, {}, {"exam": "x", "items": [{}]}, {"exam": "x", "items": 3}, [], "form"])
def test_what_is_no_form_is_none(broken: object) -> None:
    assert form_from_plain(broken) is None


def test_an_order_that_does_not_fit_the_question_is_no_form() -> None:
    plain = form_plain(drawn_form(pools(EXAM, DECKS), 7))
    place = next(place for place, item in enumerate(plain["items"]) if item["order"])
    plain["items"][place]["order"][0] = 9
    assert form_from_plain(plain) is None


@pytest.fixture(scope="module")
def ten_thousand() -> list[Form]:
    """Forms of 5 of 30 questions of each of four topics, three of them with scenarios, for 10,000 seeds."""
    source = pools(exam(items=20, blueprint={"calls": 5, "mail": 5, "chat": 5, "desk": 5}), DECKS)
    return [drawn_form(source, seed) for seed in range(10_000)]


def test_over_ten_thousand_seeds_the_key_stands_in_every_place_equally_often(ten_thousand: list[Form]) -> None:
    """The key of a choice of three options."""
    orders = [item.card.order for form in ten_thousand for item in form.items if isinstance(item.card, Choice)]
    places = Counter(order.index(1) for order in orders)
    expected = len(orders) / 3
    assert sum((count - expected) ** 2 / expected for count in places.values()) < CRITICAL


def test_over_ten_thousand_seeds_no_topic_opens_the_form_more_often_than_its_share(ten_thousand: list[Form]) -> None:
    """The five single questions of `mail` open it as often as five of the form's units would."""
    opened = sum(form.items[0].card.topic == "mail" for form in ten_thousand)
    blocks = (
        len({row if row[1] else key for row, key in zip(scenarios_of(form), form.keys, strict=True)})
        for form in ten_thousand
    )
    expected = sum(5 / count for count in blocks)
    assert abs(opened - expected) < 4 * (expected * (1 - expected / len(ten_thousand))) ** 0.5
