"""Simulated people with an exam ahead: what study plans do for their true chance of passing.

What a review does to a memory is the model's own view, shifted by each person's and each card's distance from it. So
the differences between plans are what can be learnt here, not the size of the effect.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import exp, log
from random import Random

from cxdrill.core.ready.course import Course, PlannedCard
from cxdrill.core.ready.gain import Candidate, best_first, recall_after
from cxdrill.core.ready.learner import settled_odds
from cxdrill.core.ready.offset import posterior
from cxdrill.core.ready.pass_chance import QuestionEstimate, Section, chance
from cxdrill.core.study.fsrs import DEFAULT_MODEL, Memory
from exam_takers import CARD_NOISE, GUESS, ITEMS, NEEDED, OFFSET_SD, ONE_OFFSET, TOPICS, UNSEEN, logistic

MODEL = DEFAULT_MODEL
REVIEW_SECONDS, NEW_SECONDS = 10.0, 30.0
LEAST, MOST = 0.02, 0.995


@dataclass
class Card:
    """One card of a person: its memory by the model, and what sets its truth apart."""

    key: str
    topic: str
    noise: float
    stability: float | None = None
    difficulty: float = 5.0
    seen: float = 0.0  # day, 0 being today
    days: int = 0

    def recall(self, day: float) -> float:
        """What the model says of it on a day."""
        if self.stability is None:
            return 0.0
        return min(max(MODEL.retrievability(self.stability, day - self.seen), LEAST), MOST)


@dataclass
class Person:
    """Somebody with an exam `ahead` days from now."""

    offset: float
    ahead: int
    cards: list[Card] = field(default_factory=list)

    def true_chance(self, recalls: dict[str, float]) -> float:
        """The true chance of passing when cards have these recalls by the model on the day of the exam."""
        return chance(self._sections(recalls, is_true=True), ONE_OFFSET, NEEDED).probability

    def true_score(self, recalls: dict[str, float]) -> float:
        """The true share of the exam's questions to be expected right."""
        return sum(self._known(card, recalls.get(card.key, 0.0)) for card in self.cards) / len(self.cards)

    def recalls(self, day: float) -> dict[str, float]:
        return {card.key: card.recall(day) for card in self.cards}

    def sections(self, recalls: dict[str, float]) -> tuple[Section, ...]:
        """What a forecast sees."""
        return self._sections(recalls, is_true=False)

    def _sections(self, recalls: dict[str, float], is_true: bool) -> tuple[Section, ...]:
        pools: dict[str, list[QuestionEstimate]] = {topic: [] for topic in TOPICS}
        for card in self.cards:
            recall = recalls.get(card.key, 0.0)
            if not recall:
                odds = 0.0
            elif is_true:
                odds = exp(log(recall / (1 - recall)) + self.offset + card.noise)
            else:
                odds = settled_odds(recall)
            pools[card.topic].append(QuestionEstimate(card.key, odds, GUESS))
        return tuple(Section(topic, ITEMS // len(TOPICS), 0, tuple(pool)) for topic, pool in pools.items())

    def _known(self, card: Card, recall: float) -> float:
        if not recall:
            return 0.0
        recall = min(max(recall, LEAST), MOST)
        return logistic(log(recall / (1 - recall)) + self.offset + card.noise)


def person(random: Random, ahead: int = 7, count: int = 400, unseen: float = UNSEEN) -> Person:
    """Somebody in the middle of studying: most cards seen, some forgotten since."""
    somebody = Person(random.gauss(0, OFFSET_SD), ahead)
    level = random.gauss(1.2, 0.6)
    for number in range(count):
        card = Card(f"sim/{number}", TOPICS[number % len(TOPICS)], random.gauss(0, CARD_NOISE))
        if number // len(TOPICS) >= unseen * count / len(TOPICS):
            card.stability = exp(random.gauss(level, 1.0))
            card.difficulty = min(max(random.gauss(5.5, 2.0), 1.0), 10.0)
            card.seen = -random.uniform(0.5, 1.0) * min(card.stability * random.choice((0.3, 1.0, 2.5)), 120.0) - 0.5
            card.days = 2
        somebody.cards.append(card)
    return somebody


def candidates(somebody: Person) -> list[Candidate]:
    """What could be studied today, as plans see it."""
    found = []
    for card in somebody.cards:
        memory, elapsed, seconds = None, 0.0, NEW_SECONDS
        if card.stability is not None:
            memory, elapsed = Memory(card.stability, card.difficulty), -card.seen
            seconds = REVIEW_SECONDS * (2 - MODEL.retrievability(card.stability, elapsed))
        recall = recall_after(MODEL, memory, elapsed, somebody.ahead)
        found.append(Candidate(card.key, card.topic, recall, seconds))
    return found


def studied(somebody: Person, chosen: Sequence[Candidate], seconds: float) -> dict[str, float]:
    """The recalls on the day of the exam after studying these in order for so long."""
    recalls = somebody.recalls(somebody.ahead)
    for candidate in chosen:
        if candidate.seconds > seconds:
            break
        seconds -= candidate.seconds
        recalls[candidate.key] = min(max(candidate.recall, LEAST), MOST)
    return recalls


def plans(somebody: Person, random: Random, minutes: float = 20) -> dict[str, float]:
    """The true chance of passing after `minutes` spent in several ways."""
    open_ = candidates(somebody)
    seconds = minutes * 60
    now = {card.key: card for card in somebody.cards}
    seen = [each for each in open_ if now[each.key].stability is not None]
    new = [each for each in open_ if now[each.key].stability is None]
    due = sorted((each for each in seen if now[each.key].recall(0) < 0.9), key=lambda each: now[each.key].recall(0))
    shuffled = random.sample(open_, len(open_))
    gain = best_first(somebody.sections(somebody.recalls(somebody.ahead)), posterior(TOPICS), NEEDED, open_, seconds)
    ways = {
        "nothing": (),
        "random": shuffled,
        "due, most forgotten first": [*due, *new],
        "due, least forgotten first": [*reversed(due), *new],
        "new cards": new,
        "gain per second": gain,
    }
    return {name: somebody.true_chance(studied(somebody, way, seconds)) for name, way in ways.items()}


def is_borderline(somebody: Person) -> bool:
    """Whether the forecast leaves the exam open."""
    said = chance(somebody.sections(somebody.recalls(somebody.ahead)), posterior(TOPICS), NEEDED)
    return 0.2 < said.probability < 0.8


@dataclass
class Diary:
    """What somebody did up to the exam: minutes a day, and where it left them."""

    seconds: list[float]
    unseen: int
    seen_once: int
    score: float


def followed(seed: int, days: int, count: int, per_day: float, luck: int = 0) -> Diary:
    """Somebody who begins with nothing and follows the plan, which is made anew every day."""
    somebody, random = _beginner(seed, days, count), Random(f"{seed} {luck}")
    spent = []
    for day in range(days):
        course = Course([_planned(card, day) for card in somebody.cards], MODEL, days - day)
        picked, _ = course.cards_for_days(0, 1, per_day)
        spent.append(sum(_study(somebody, somebody.cards[place], day, random) for place in picked))
    return _diary(somebody, spent)


def scheduled(seed: int, days: int, count: int, new_per_day: int = 20, luck: int = 0) -> Diary:
    """The same person with the plain schedule: all that is due at 90 %, then new cards, every day."""
    somebody, random = _beginner(seed, days, count), Random(f"{seed} {luck}")
    spent = []
    for day in range(days):
        due = [card for card in somebody.cards if card.stability is not None and card.recall(day) <= 0.9]
        new = [card for card in somebody.cards if card.stability is None][:new_per_day]
        spent.append(sum(_study(somebody, card, day, random) for card in (*due, *new)))
    return _diary(somebody, spent)


def compared(
    seed: int, days: int, count: int, new_per_day: int = 20, lucks: int = 4
) -> tuple[list[Diary], list[Diary]]:
    """The plan and the plain schedule for one person with the same minutes, several times, luck being what it is."""
    plain = [scheduled(seed, days, count, new_per_day, luck) for luck in range(lucks)]
    per_day = sum(sum(diary.seconds) for diary in plain) / lucks / days
    return [followed(seed, days, count, per_day, luck) for luck in range(lucks)], plain


def _beginner(seed: int, days: int, count: int) -> Person:
    random = Random(seed)
    somebody = Person(random.gauss(0, OFFSET_SD), days)
    somebody.cards = [
        Card(f"sim/{number}", TOPICS[number % len(TOPICS)], random.gauss(0, CARD_NOISE)) for number in range(count)
    ]
    return somebody


def _planned(card: Card, day: int) -> PlannedCard:
    seconds = REVIEW_SECONDS * (2 - (card.recall(day) or 0.9))
    memory = None if card.stability is None else Memory(card.stability, card.difficulty)
    return PlannedCard(card.key, 1.0, seconds, NEW_SECONDS, memory, card.seen - day, card.days)


def _study(somebody: Person, card: Card, day: int, random: Random) -> float:
    """Studies a card, with an outcome by its true chance; the seconds it took."""
    if card.stability is None:
        rating = random.choices((1, 2, 3, 4), (0.25, 0.1, 0.55, 0.1))[0]
        card.stability, card.difficulty = MODEL.after(None, rating, 0)
        if rating == 1:
            card.stability, card.difficulty = MODEL.after(Memory(card.stability, card.difficulty), 3, 0)
        took = NEW_SECONDS
    else:
        known = random.random() < somebody._known(card, card.recall(day))
        gap = round(day - card.seen)
        card.stability, card.difficulty = MODEL.after(Memory(card.stability, card.difficulty), 3 if known else 1, gap)
        if not known:
            card.stability, card.difficulty = MODEL.after(Memory(card.stability, card.difficulty), 3, 0)
        took = REVIEW_SECONDS * (1 if known else 2)
    card.seen, card.days = float(day), card.days + 1
    return took


def _diary(somebody: Person, spent: list[float]) -> Diary:
    recalls = somebody.recalls(somebody.ahead)
    return Diary(
        spent,
        sum(card.stability is None for card in somebody.cards),
        sum(card.days == 1 for card in somebody.cards),
        somebody.true_score(recalls),
    )
