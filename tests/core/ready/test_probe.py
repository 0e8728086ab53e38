"""The probe: how long it takes, how often it is wrong, and what it asks."""

from datetime import timedelta
from math import comb
from random import Random
from statistics import fmean

import pytest

from builders import choice, deck, dialogue, exam, library, share, typed
from cxdrill.core.event import Draft, Event
from cxdrill.core.ready.forecast import readiness
from cxdrill.core.ready.outlook import ExamOutlook
from cxdrill.core.ready.probe import MOST, Probe, probe_of
from ready_cases import NOW, history, outlook

TOPICS = {"t0": 20, "t1": 12, "t2": 8}


def before(pass_mark: str = "80%", events: tuple[Event, ...] = ()) -> ExamOutlook:
    """A beginner before a check of forty questions, a third of which are typed."""
    decks = [
        deck(topic, *(((choice, choice, typed)[number % 3])(f"q{number}", deck=topic) for number in range(60)))
        for topic in TOPICS
    ]
    check = exam(items=40, blueprint=TOPICS, pass_mark=share(pass_mark))
    return outlook(library(*decks, exams=(check,)), history([]), events=events)


def run(probe: Probe, knows: float, random: Random, spread: float = 0.0) -> tuple[bool | None, int]:
    """What a probe tells of somebody who knows this share, questions being easier and harder by `spread`."""
    given: list[tuple[str, bool]] = []
    for each in probe.questions:
        known = random.random() < min(1, knows + random.uniform(-spread, spread))
        given.append((each.key, known or random.random() < each.guess))
        if (told := probe.would_pass(given)) is not None:
            return told, len(given)
    return None, len(given)


def passing(knows: float, needed: int) -> float:
    """The chance of such a person to pass, a choice of three being two questions in three."""
    right = knows + (1 - knows) * 2 / 9
    return sum(comb(40, score) * right**score * (1 - right) ** (40 - score) for score in range(needed, 41))


@pytest.mark.parametrize(("mark", "needed"), [("80%", 32), ("92.5%", 37)])
def test_at_most_one_in_twenty_is_told_the_wrong_thing_after_few_questions(mark, needed):
    random, lengths = Random(1), []
    probes = [probe_of(before(mark), seed) for seed in range(8)]
    for knows in [each / 50 for each in range(10, 51)]:
        told = [run(probe, knows, random, spread=0.02) for probe in probes for _ in range(100)]
        lengths.append(fmean(count for _, count in told))
        chance = passing(knows, needed)
        if not 0.05 < chance < 0.95:
            wrong = sum(each is (chance < 0.5) for each, _ in told) / len(told)
            assert wrong <= 0.06  # 0.042, and what so few leave to chance

    assert max(lengths) <= 27
    assert fmean(lengths) <= 14


def test_it_asks_topics_as_the_check_does_and_nothing_that_is_kept_for_it_or_takes_minutes():
    cards = [typed(f"q{number}", deck="t0") for number in range(50)] + [choice("guessed", deck="t0")]
    kept = [typed("kept", deck="t0", exam="only"), dialogue("talk", deck="t0"), typed("gone", deck="t0")]
    twins = [typed(f"twin{number}", deck="t1", fact="one") for number in range(3)]
    others = [typed(f"q{number}", deck="t1") for number in range(20)]
    check = exam(items=20, blueprint={"t0": 15, "t1": 5}, pass_mark=share("80%"))
    found = library(deck("t0", *cards, *kept), deck("t1", *twins, *others), exams=(check,))
    asked = probe_of(outlook(found, history([(1.0, Draft("suspend", {"card": "t0/gone"}))])), 1).questions

    assert len(asked) == MOST
    assert [card.topic for card in asked[:8]].count("t1") == 2
    assert not {card.key for card in asked} & {"t0/kept", "t0/talk", "t0/gone", "t0/guessed"}
    assert sum(card.fact == "one" for card in asked) <= 1


def test_its_answers_are_evidence_for_the_chance_of_passing_and_are_not_asked_again_first():
    probe = probe_of(before(), 1)
    chances = []
    for right in (True, False):
        told = tuple(
            Event(f"{'c' * 16}-{n}", NOW - timedelta(hours=1), "probe", {"card": card.key, "right": right})
            for n, card in enumerate(probe.questions[:8], 1)
        )
        after = before(events=told)
        said = readiness(after)
        assert said.evidence.is_enough
        assert said.evidence.seen == 8
        chances.append(said.chance)
        assert not {card.key for card in probe_of(after, 1).questions[:8]} & set(after.learner.probed)

    assert readiness(before()).chance is None
    assert chances[0].probability > chances[1].probability + 0.1
