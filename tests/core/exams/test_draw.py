from collections import Counter
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import choice, cloze, deck, exam, flashcard, library
from cxdrill.core.cards.deck import Deck, Scenario
from cxdrill.core.cards.question import Question
from cxdrill.core.exams.draw import Taste, Unit, drawn_units, size, units, whole_sums
from cxdrill.core.exams.form import drawn_form, pools

COUNTED = settings(derandomize=True, deadline=None, database=None, max_examples=300)


def pool(*sizes: int) -> tuple[Unit, ...]:
    """Units of these sizes; the questions of unit 2 are called 2-0, 2-1 and so on."""
    return tuple(tuple(f"calls/{place}-{part}" for part in range(length)) for place, length in enumerate(sizes))


def keys(drawn: tuple[Unit, ...]) -> list[str]:
    return [key for unit in drawn for key in unit]


def on(topic: str, *decks: Deck) -> list[Question]:
    return [card for each in decks for card in each.questions if card.topic == topic]


def test_questions_of_one_scenario_are_one_unit_in_the_order_of_the_deck() -> None:
    cards = (choice("z", scenario="s"), choice("m"), choice("a", scenario="s"), choice("b", scenario="t"))
    calls = deck("calls", *cards, scenarios=(Scenario("s", "..."), Scenario("t", "...")))
    assert units(on("calls", calls)) == (("calls/z", "calls/a"), ("calls/b",), ("calls/m",))


def test_only_the_questions_on_the_topic_are_in_its_pool_whatever_else_shares_their_deck_and_scenario() -> None:
    """A scenario asked for two topics gives each its own questions."""
    questions = choice("b", scenario="s"), choice("x", topic="mail", scenario="s"), choice("a")
    calls = deck("calls", flashcard("f"), cloze("c"), *questions, scenarios=(Scenario("s", "..."),))
    of_topics = {"calls": (("calls/a",), ("calls/b",)), "mail": (("calls/x",),), "chat": ()}
    assert {topic: units(on(topic, calls)) for topic in of_topics} == of_topics


def test_equal_names_of_scenarios_in_two_decks_are_two_scenarios() -> None:
    one = deck("one", choice("a", deck="one", topic="x", scenario="s"), scenarios=(Scenario("s", "..."),))
    two = deck("two", choice("b", deck="two", topic="x", scenario="s"), scenarios=(Scenario("s", "..."),))
    assert units(on("x", two, one)) == (("one/a",), ("two/b",))


@given(st.lists(st.integers(1, 5), min_size=1, max_size=9), st.data())
@COUNTED
def test_a_draw_has_its_number_without_repeats_and_cuts_only_where_it_must(
    sizes: list[int], data: st.DataObject
) -> None:
    everything = pool(*sizes)
    count = data.draw(st.integers(0, size(everything)))
    avoided = data.draw(st.sets(st.sampled_from(keys(everything))))
    drawn = drawn_units(everything, count, Taste(avoided), Random(data.draw(st.integers(0, 999))))
    names = keys(drawn)
    assert len(names) == len(set(names)) == count
    for unit in drawn:
        whole = next(each for each in everything if unit[0] in each)
        assert [key for key in whole if key in unit] == list(unit)
        assert unit == whole or len(whole) > count or not whole_sums(everything) >> count & 1
    assert len({unit[0].partition("-")[0] for unit in drawn}) == len(drawn)


def test_what_was_not_seen_comes_first_and_a_scenario_seen_in_part_counts_as_seen() -> None:
    everything = pool(1, 1, 1, 1, 1, 1)
    avoided = {"calls/0-0", "calls/2-0", "calls/4-0"}
    assert not avoided & set(keys(drawn_units(everything, 3, Taste(avoided), Random(1))))
    five = set(keys(drawn_units(everything, 5, Taste(avoided), Random(1))))
    assert len(five) == 5
    assert {"calls/1-0", "calls/3-0", "calls/5-0"} < five
    assert keys(drawn_units(pool(2, 1, 1), 2, Taste({"calls/0-1"}), Random(3)))[0] in ("calls/1-0", "calls/2-0")


@pytest.mark.parametrize(
    ("sizes", "count"),
    [
        ((1,) * 12, 5),
        ((3, 2, 2, 1, 1, 1, 1, 1), 5),
        ((2, 2, 2, 2, 1, 1), 4),
        ((3, 3, 3, 3), 7),  # no whole units make up 7, so one is cut, and still each question is as likely
        ((4, 3, 2, 1, 1, 1, 1, 1, 1), 8),
        ((3, 2, 1, 1, 1, 1, 1, 1), 2),  # a scenario longer than the draw comes in part
        ((5, 4), 3),
        ((3, 3, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1), 4),
    ],
)
def test_every_question_is_drawn_equally_often(sizes: tuple[int, ...], count: int) -> None:
    """Over 4,000 seeds; those of one scenario come together, so each count is held against its own spread."""
    everything, draws = pool(*sizes), 4000
    counts = Counter(
        key for seed in range(draws) for key in keys(drawn_units(everything, count, Taste(), Random(seed)))
    )
    expected = draws * count / size(everything)
    variance = expected * (1 - count / size(everything))
    # Each count is binomial; 4.5 standard deviations are passed once in 147,000 times by chance.
    assert max(abs(counts[key] - expected) for key in keys(everything)) < 4.5 * variance**0.5
    assert sum(counts.values()) == draws * count


def test_any_two_single_questions_come_together_equally_often() -> None:
    """Over 6,000 draws of 2 of 4: 6 pairs, 1,000 each; the 0.001 quantile for 5 degrees of freedom is 20.515."""
    pairs = Counter(frozenset(keys(drawn_units(pool(1, 1, 1, 1), 2, Taste(), Random(seed)))) for seed in range(6000))
    assert set(pairs) == {frozenset((f"calls/{one}-0", f"calls/{two}-0")) for one, two in combinations(range(4), 2)}
    assert sum((found - 1000) ** 2 / 1000 for found in pairs.values()) < 20.515


def test_of_one_fact_a_form_holds_one_question_and_each_as_often():
    cards = [choice(f"q{number}", fact="ring" if number < 3 else "") for number in range(8)]
    source = pools(exam(blueprint={"calls": 4}, items=4), library(deck("calls", *cards)))
    forms = [set(drawn_form(source, seed).keys) for seed in range(600)]
    ring = {f"calls/q{number}" for number in range(3)}
    assert all(len(form & ring) <= 1 and len(form) == 4 for form in forms)
    counts = [sum(key in form for form in forms) for key in sorted(ring)]
    assert max(counts) < 1.35 * min(counts)


def test_a_fact_in_two_topics_goes_where_it_is_needed():
    cards = [choice("a", fact="f"), choice("b", topic="other", fact="f"), choice("c", topic="other")]
    source = pools(exam(blueprint={"calls": 1, "other": 1}, items=2), library(deck("calls", *cards)))
    assert {drawn_form(source, seed).keys for seed in range(40)} <= {("calls/a", "calls/c"), ("calls/c", "calls/a")}


def test_without_facts_forms_are_what_they_were():
    three = exam(blueprint={"calls": 3}, items=3)
    plain = pools(three, library(deck("calls", *(choice(f"q{n}") for n in range(9)))))
    other = pools(three, library(deck("calls", *(choice(f"q{n}", fact=f"f{n}") for n in range(9)))))
    assert [drawn_form(plain, seed).keys for seed in range(50)] == [drawn_form(other, seed).keys for seed in range(50)]
