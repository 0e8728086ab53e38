"""Forms of equal weight, over pools whose true difficulty is known."""

from math import exp
from random import Random
from statistics import fmean, pstdev
from time import process_time

import pytest
from msgspec.structs import replace

from builders import choice, deck, exam, library, share
from cxdrill.core.exams.exam import seed_of
from cxdrill.core.exams.form import drawn_form, expected_score, form_plain, pools
from cxdrill.core.exams.library import Facilities, Facility, Library, asked_text
from cxdrill.core.exams.verification import fingerprint

TOPICS = tuple(f"t{number}" for number in range(10))
CHECK = exam(items=40, pass_mark=share("80%"), blueprint=dict.fromkeys(TOPICS, 4))
POOL = library(*(deck(topic, *(choice(f"q{number}", deck=topic) for number in range(40))) for topic in TOPICS))
KEYS = tuple(card.key for card in POOL.cards())
TEXTS = {card.key: asked_text(card) for card in POOL.cards()}


def logistic(value: float) -> float:
    return 1 / (1 + exp(-value))


class World:
    """A pool with its true difficulties, the facilities that a class gave, and somebody who truly knows 82 %."""

    def __init__(self, seed: int, spread: float, answers: int) -> None:
        random = Random(seed)
        items = {key: (random.gauss(0, spread), exp(random.gauss(0, 0.25))) for key in KEYS}
        low, high = -8.0, 8.0
        for _ in range(40):
            middle = (low + high) / 2
            mean = fmean(logistic(slope * (middle - hard)) for hard, slope in items.values())
            low, high = (middle, high) if mean < 0.82 else (low, middle)
        self.true = {key: logistic(slope * (high - hard)) for key, (hard, slope) in items.items()}
        rights = {
            key: sum(random.random() < logistic(slope * (random.gauss(high, 0.6) - hard)) for _ in range(answers))
            for key, (hard, slope) in items.items()
        }
        self.library = with_facilities({key: shrunk(rights, key, answers) for key in KEYS}, answers)

    def chance(self, keys: tuple[str, ...]) -> float:
        """The chance of 32 right or more."""
        scores = [1.0]
        for key in keys:
            right = self.true[key]
            scores = [a * (1 - right) + b * right for a, b in zip([*scores, 0], [0, *scores], strict=True)]
        return sum(scores[32:])


def shrunk(rights: dict[str, int], key: str, answers: int) -> int:
    topic = key.partition("/")[0]
    middle = fmean(rights[each] for each in KEYS if each.startswith(f"{topic}/")) / answers
    return round(1000 * (rights[key] + 5 * middle) / (answers + 5))


def with_facilities(thousandths: dict[str, int], answers: int = 40) -> Library:
    cards = {key: Facility(each, answers, TEXTS[key]) for key, each in thousandths.items()}
    return replace(POOL, facilities=(Facilities(id=CHECK.id, cards=cards),))


def spreads(world: World, forms: int) -> tuple[float, float]:
    """How far the chance to pass varies over drawn forms, and over balanced ones."""
    plain, even = pools(CHECK, POOL), pools(CHECK, world.library)
    chances = [[world.chance(drawn_form(each, seed).keys) for seed in range(forms)] for each in (plain, even)]
    return pstdev(chances[0]), pstdev(chances[1])


@pytest.mark.parametrize(("answers", "most"), [(40, 0.06), (100, 0.045)])
def test_the_luck_of_the_form_is_small(answers, most):
    drawn, even = spreads(World(3, 1.1, answers), forms=100)
    assert drawn > 0.1
    assert even <= most


@pytest.mark.soak
@pytest.mark.parametrize("spread", [0.8, 1.1, 1.4])
@pytest.mark.parametrize(("answers", "most"), [(40, 0.06), (100, 0.045)])
def test_the_luck_of_the_form_is_small_over_twenty_pools(spread, answers, most):
    for seed in range(20):
        drawn, even = spreads(World(seed, spread, answers), forms=500)
        assert even <= min(most, drawn)


WORLD = World(1, 1.1, 40)


def test_items_are_used_evenly_and_the_blueprint_is_exact():
    source, counts = pools(CHECK, WORLD.library), dict.fromkeys(KEYS, 0)
    for seed in range(500):
        keys = drawn_form(source, seed).keys
        assert sorted(key.partition("/")[0] for key in keys) == sorted(TOPICS * 4)
        assert len(set(keys)) == 40
        for key in keys:
            counts[key] += 1
    assert max(counts.values()) <= 0.16 * 500


def test_items_without_a_figure_are_drawn_as_often_as_chance_has_it():
    known = {key: each.thousandths for key, each in WORLD.library.facilities[0].cards.items()}
    half = with_facilities({key: each for key, each in known.items() if int(key.partition("q")[2]) % 2})
    source = pools(CHECK, half)
    unknown = [sum(int(key.partition("q")[2]) % 2 == 0 for key in drawn_form(source, seed).keys) for seed in range(200)]
    plain = pools(CHECK, POOL)
    drawn = [sum(int(key.partition("q")[2]) % 2 == 0 for key in drawn_form(plain, seed).keys) for seed in range(200)]
    assert unknown == drawn


def test_without_facilities_the_form_is_what_it_was_and_a_reworded_card_loses_its_figure():
    stale = {key: Facility(500, 40, "reworded") for key in KEYS}
    old = replace(POOL, facilities=(Facilities(id=CHECK.id, cards=stale),))
    other = replace(POOL, facilities=(Facilities(id="another", cards=WORLD.library.facilities[0].cards),))
    for seed in range(20):
        plain = form_plain(drawn_form(pools(CHECK, POOL), seed))
        assert form_plain(drawn_form(pools(CHECK, old), seed)) == plain
        assert form_plain(drawn_form(pools(CHECK, other), seed)) == plain


def test_the_form_says_how_hard_it_is_and_is_the_same_for_ever():
    source = pools(CHECK, WORLD.library)
    for seed in range(50):
        form = drawn_form(source, seed)
        expected = expected_score(source, form)
        assert expected
        assert expected.even == 32
        assert abs(expected.score - 32) < 0.06
        assert drawn_form(source, seed) == form
    assert expected_score(pools(CHECK, POOL), form) is None


def test_scenarios_and_facts_keep_their_rules():
    cards = [choice(f"s{number}", scenario=f"case-{number // 2}") for number in range(20)]
    cards += [choice(f"f{number}", fact=f"fact-{number % 5}") for number in range(20)]
    texts = {card.key: asked_text(card) for card in cards}
    figures = {key: Facility(300 + 15 * place, 40, texts[key]) for place, key in enumerate(texts)}
    check = exam(items=8, pass_mark=share("60%"), blueprint={"calls": 8})
    shelf = replace(library(deck("calls", *cards)), facilities=(Facilities(id=check.id, cards=figures),))
    source = pools(check, shelf)
    for seed in range(60):
        items = drawn_form(source, seed).items
        told = [item.card.scenario for item in items if item.card.scenario]
        facts = [item.card.fact for item in items if item.card.fact]
        assert all(told.count(name) == 2 for name in told)
        assert len(set(facts)) == len(facts)


def test_a_fixed_form_is_made_of_its_name():
    seeds = [seed_of(replace(CHECK, form=name)) for name in ("A", "B")]
    assert seeds[0] != seeds[1]
    assert seeds == [seed_of(replace(CHECK, form=name)) for name in ("A", "B")]


def test_other_facilities_are_another_fingerprint():
    plain, balanced = fingerprint(CHECK, POOL), fingerprint(CHECK, WORLD.library)
    assert len({plain, balanced, fingerprint(replace(CHECK, form="A"), POOL)}) == 3


@pytest.mark.soak
def test_matching_adds_at_most_twenty_milliseconds_to_a_form_out_of_ten_thousand():
    cards = {topic: [choice(f"q{number}", deck=topic) for number in range(1000)] for topic in TOPICS}
    plain = library(*(deck(topic, *each) for topic, each in cards.items()))
    random = Random(1)
    figures = {card.key: Facility(random.randrange(300, 1000), 40, asked_text(card)) for card in plain.cards()}
    known = replace(plain, facilities=(Facilities(id=CHECK.id, cards=figures),))

    def seconds(shelf: Library, seed: int) -> float:
        start = process_time()
        drawn_form(pools(CHECK, shelf), seed)
        return process_time() - start

    spent = [min(seconds(shelf, seed) for seed in range(8)) for shelf in (plain, known)]
    assert spent[1] - spent[0] <= 0.02
