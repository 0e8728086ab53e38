"""A check that cannot be learnt by heart: a share of its items is in words that this learner has not met."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace

from bots import ExactText, Facts, NearestText
from builders import choice, deck, exam, library, share, typed
from cxdrill.core.cards.choice import Wording
from cxdrill.core.cards.question import Question
from cxdrill.core.cards.sheet import Option
from cxdrill.core.exams.blueprint import fresh_needed, met_wording
from cxdrill.core.exams.exam import Exam, policy_of
from cxdrill.core.exams.form import Form, drawn_form, pools
from cxdrill.core.exams.library import Library
from cxdrill.core.exams.score import result
from cxdrill.files.decks.library import read_library

SHIPPED = read_library([Path(__file__).parents[3] / "decks"], replaces=False)[0]
TOPICS = tuple(f"topic-{number}" for number in range(10))
CHECK = exam(items=40, pass_mark=share("80%"), blueprint=dict.fromkeys(TOPICS, 4), fresh=share("60%"))


def made_question(topic: str, number: int, random: Random, **fields: object) -> Question:
    """A question whose words are its own, so that nothing but the fact leads from one to the other."""

    def words(count: int) -> str:
        return " ".join(f"w{random.randrange(4000)}" for _ in range(count))

    options = tuple(Option(words(4), is_key=place == 0) for place in range(4))
    others = tuple(Wording(words(8)) for _ in range(number % 3))
    return choice(f"q{number}", deck=topic, prompt=words(8), options=options, wordings=others, **fields)


def made_pool() -> Library:
    """Ten topics of 36 drilled questions and 6 that only a check asks."""
    random = Random(5)
    return library(
        *(
            deck(
                topic,
                *(made_question(topic, number, random) for number in range(36)),
                *(replace(made_question(topic, number, random), exam="only", wordings=()) for number in range(36, 42)),
            )
            for topic in TOPICS
        )
    )


MADE = made_pool()


def everything_drilled(shelf: Library) -> set[str]:
    """The wordings met by somebody who saw every drill screen of all decks."""
    cards = [card for card in shelf.for_learners().cards() if isinstance(card, Question)]
    return {met_wording(card.key, number) for card in cards for number in range(len(card.wordings) + 1)}


def fresh_of(form: Form, met: set[str]) -> int:
    return sum(met_wording(item.card.key, item.wording) not in met for item in form.items)


def drawn(check: Exam, shelf: Library, met: set[str] | None = None) -> list[Form]:
    source, met = pools(check, shelf), everything_drilled(shelf) if met is None else met
    return [drawn_form(source, seed, met) for seed in range(200)]


def passes(check: Exam, forms: list[Form], bot: object) -> int:
    answers = ((form, {item.card.key: bot.answer(item) for item in form.items}) for form in forms)
    return sum(result(form, given, policy_of(check)).is_passed for form, given in answers)


POOLS = {"made": (CHECK, MADE), "shipped": (replace(SHIPPED.exam("certification"), fresh=share("60%")), SHIPPED)}


@pytest.mark.parametrize("pool", POOLS)
def test_who_learnt_the_drilled_sentences_by_heart_fails_and_who_knows_the_facts_passes(pool):
    check, shelf = POOLS[pool]
    forms = drawn(check, shelf)
    assert passes(check, forms, ExactText(shelf, Random(1))) == 0
    assert passes(check, forms, NearestText(shelf, Random(1))) <= 5
    assert passes(check, forms, Facts()) == 200


@pytest.mark.parametrize("pool", POOLS)
def test_who_drilled_with_another_progress_file_fails_as_well(pool):
    check, shelf = POOLS[pool]
    assert passes(check, drawn(check, shelf, set()), ExactText(shelf, Random(1))) == 0


def test_without_fresh_items_the_sentences_alone_are_enough():
    check = replace(CHECK, fresh=None)
    assert passes(check, drawn(check, MADE), ExactText(MADE, Random(1))) > 190


@pytest.mark.parametrize("pool", POOLS)
def test_every_form_has_its_share_and_keeps_to_the_blueprint(pool):
    check, shelf = POOLS[pool]
    source, met = pools(check, shelf), everything_drilled(shelf)
    for seed in range(50):
        form = drawn_form(source, seed, met)
        topics = [item.card.topic for item in form.items]
        assert fresh_of(form, met) >= 24
        assert {topic: topics.count(topic) for topic in topics} == check.blueprint
        assert drawn_form(source, seed, sorted(met)) == form


def test_what_was_met_in_a_form_is_fresh_no_more_and_the_share_goes_down_when_nothing_is_left():
    source, met = pools(CHECK, MADE), everything_drilled(MADE)
    found = []
    for seed in range(4):
        form = drawn_form(source, seed, met)
        found.append(fresh_of(form, met))
        met |= {met_wording(item.card.key, item.wording) for item in form.items} | set(form.keys)
    assert found == [24, 24, 12, 0]


def test_scenarios_stay_together_among_fresh_items():
    cards = [choice(f"s{number}", scenario=f"case-{number // 3}", exam="only") for number in range(9)]
    shelf = library(deck("calls", *cards, *(typed(f"t{number}") for number in range(12))))
    check = exam(items=8, blueprint={"calls": 8}, fresh=share("50%"))
    for seed in range(40):
        form = drawn_form(pools(check, shelf), seed, everything_drilled(shelf))
        told = [item.card.scenario for item in form.items if item.card.scenario]
        assert sorted(told) == sorted([name for name in set(told) for _ in range(3)])
        assert len(told) == 6


def test_of_one_fact_the_reserved_question_goes_first():
    shelf = library(deck("calls", choice("drilled", fact="ring"), choice("kept", fact="ring", exam="only"), typed("t")))
    check = exam(items=2, fresh=share("50%"))
    keys = [drawn_form(pools(check, shelf), seed, everything_drilled(shelf)).keys for seed in range(20)]
    assert all("calls/kept" in each for each in keys)


def test_the_share_is_rounded_up():
    assert [fresh_needed(exam(items=n, fresh=share("60%")), n) for n in (1, 4, 40)] == [1, 3, 24]
    assert fresh_needed(exam(), 40) == 0


def test_no_reserved_question_stands_in_every_form():
    check, shelf = POOLS["shipped"]
    source, met = pools(check, shelf), everything_drilled(shelf)
    counts: Counter[str] = Counter()
    for seed in range(300):
        counts.update(item.card.key for item in drawn_form(source, seed, met).items if item.card.is_reserved)
    assert max(counts.values()) < 0.95 * 300
    assert min(counts.values()) > 0.4 * 300
