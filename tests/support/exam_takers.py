"""Simulated people before an exam: what the memory model says of each card, and what is true of them.

For the tests and the benchmark of readiness. Every number comes from a seed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, log
from random import Random

from cxdrill.core.ready.learner import settled_odds
from cxdrill.core.ready.offset import Posterior, Trial, posterior
from cxdrill.core.ready.pass_chance import Chance, QuestionEstimate, Section, chance

ITEMS, NEEDED, CARDS, GUESS = 60, 44, 400, 0.25
TOPICS = ("a", "b", "c", "d")
UNSEEN = 0.125
CARD_NOISE, OFFSET_SD = 0.7, 0.5
MEAN_LEVEL, LEVEL_SD, CARD_SD = 2.6, 1.5, 2.0
ONE_OFFSET = Posterior(((12, 1.0),), dict.fromkeys(TOPICS, (((12, 1.0),),)))  # of whom everything is known


@dataclass(frozen=True)
class Card:
    """One card: what the model says of its recall (None: never seen), and the true chance that it is known."""

    key: str
    topic: str
    predicted: float | None
    noise: float  # what sets its truth apart from the model, on the logit scale, without the learner's offset
    known: float

    @property
    def grasp(self) -> QuestionEstimate:
        return QuestionEstimate(self.key, 0.0 if self.predicted is None else settled_odds(self.predicted), GUESS)


@dataclass(frozen=True)
class Taker:
    """One person: cards, and how far their memory is from the model."""

    cards: tuple[Card, ...]
    offset: float

    def sections(self, known: bool = False) -> tuple[Section, ...]:
        """The exam's sections, as a forecast sees them or, with `known`, as they truly are."""
        return tuple(
            Section(
                topic,
                ITEMS // len(TOPICS),
                0,
                tuple(
                    QuestionEstimate(card.key, card.known / (1 - card.known), GUESS) if known else card.grasp
                    for card in self.cards
                    if card.topic == topic
                ),
            )
            for topic in TOPICS
        )


def logistic(x: float) -> float:
    return 1 / (1 + exp(-x))


def logit(p: float) -> float:
    return log(p / (1 - p))


def taker(random: Random, offset_sd: float = OFFSET_SD, level: float = MEAN_LEVEL) -> Taker:
    """One person drawn by chance."""
    mean, offset = random.gauss(level, LEVEL_SD), random.gauss(0, offset_sd)
    cards = []
    for number in range(CARDS):
        topic = TOPICS[number % len(TOPICS)]
        predicted = min(max(logistic(random.gauss(mean, CARD_SD)), 0.02), 0.995)
        noise = random.gauss(0, CARD_NOISE)
        is_unseen = number // len(TOPICS) < UNSEEN * CARDS / len(TOPICS)
        known = 0.0 if is_unseen else logistic(logit(predicted) + offset + noise)
        cards.append(Card(f"sim/{number}", topic, None if is_unseen else predicted, noise, known))
    return Taker(tuple(cards), offset)


def attempt(person: Taker, random: Random) -> Iterator[tuple[Card, bool]]:
    """One exam: the cards drawn, and whether each was answered right."""
    for topic in TOPICS:
        pool = [card for card in person.cards if card.topic == topic]
        for card in random.sample(pool, ITEMS // len(TOPICS)):
            yield card, random.random() < card.known + (1 - card.known) * GUESS


def forecast(person: Taker, random: Random, attempts: int) -> Chance:
    """What is foretold of a person after so many attempts."""
    answers = [
        Trial(card.topic, card.grasp.odds, is_right, GUESS)
        for _ in range(attempts)
        for card, is_right in attempt(person, random)
    ]
    return chance(person.sections(), posterior(TOPICS, answers=answers), NEEDED)


def oracle(person: Taker) -> float:
    """The chance of passing of somebody of whom everything is known."""
    return chance(person.sections(known=True), ONE_OFFSET, NEEDED).probability


def passes(person: Taker, random: Random) -> bool:
    """Whether the person passes one exam."""
    return sum(is_right for _, is_right in attempt(person, random)) >= NEEDED


@dataclass(frozen=True)
class Quality:
    """How good some forecasts were."""

    brier: float
    calibration: float
    bold: float  # the share of claims above 95 % or below 5 %
    bold_wrong: float  # of these


def quality(forecasts: Sequence[tuple[float, bool]]) -> Quality:
    """The quality of forecasts against what came; the calibration error is over ten bins of equal width."""
    count = len(forecasts)
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(10)]
    for said, came in forecasts:
        bins[min(9, int(said * 10))].append((said, came))
    error = sum(abs(sum(said for said, _ in each) - sum(came for _, came in each)) for each in bins)
    bold = [(said > 0.5) != came for said, came in forecasts if said > 0.95 or said < 0.05]
    brier = sum((said - came) ** 2 for said, came in forecasts) / count
    return Quality(brier, error / count, len(bold) / count, sum(bold) / max(1, len(bold)))
