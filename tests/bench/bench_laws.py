"""How far the chance of passing may be believed when memory does not work as the model thinks.

Run: PYTHONPATH=src:tests/support python tests/bench/bench_laws.py [LEARNERS]
"""

import sys
from datetime import timedelta
from random import Random
from statistics import fmean

from builders import Journal, share
from cxdrill.core.day import study_day
from cxdrill.core.event import Draft
from cxdrill.core.ready.forecast import readiness
from cxdrill.core.ready.learner import guess
from cxdrill.core.study.history import History
from cxdrill.core.study.offer import Scheduler, due_text
from cxdrill.core.study.review import Rating
from exam_takers import Quality, quality
from people import LAWS, Person
from ready_cases import NOW, SETTINGS, outlook, questions, shelf

SHELF = shelf(topics=8, questions=25, flashcards=0, drawn=5, pass_mark=share("87.5%"))
KEYS = questions(SHELF)
GUESS = {card.key: guess(card) for deck in SHELF.decks for card in deck.questions}
NEEDED = 35  # of 40 items
WIDTH_OF_TRUTH = 0.02  # what is told apart, and the noise of so many checks
CHECKS = 400  # taken by each to learn the true chance


class Learner:
    """One person who studied for some days up to `NOW`, and the history that this left."""

    def __init__(self, law: str, seed: int) -> None:
        random = self.random = Random(f"{law} {seed}")
        self.days, self.new = random.randint(2, 25), random.choice((6, 10, 15, 20))
        self.person = Person(law, random, NOW - timedelta(days=self.days), random.uniform(0.0, 0.5),
                             2 ** random.gauss(-0.5, 1.0))  # fmt: skip
        self.history, self.journal, self.number = History(), Journal(), 0
        left = random.sample(KEYS, len(KEYS))
        for _ in range(self.days):
            due = [key for key, trace in self.history.traces.items() if trace.state.due_on <= self.person.at.date()]
            for key in [*due, *(left.pop() for _ in range(min(self.new, len(left))))]:
                self._review(key)
            self.person.at += timedelta(days=1)

    def _review(self, key: str) -> None:
        """One face on one day, once more where it was not known."""
        for _ in range(4):
            self.person.at += timedelta(seconds=10)
            is_new, is_right = key not in self.person.memories, self.person.answers(key)
            if is_new and not is_right:
                is_right = self.random.random() < GUESS[key]
            self._save(key, Rating.GOOD if is_right else Rating.AGAIN)
            if is_right:
                return

    def _save(self, key: str, rating: Rating) -> None:
        scheduler = Scheduler(self.history.model, SETTINGS)
        state, memory = self.history.state(key), self.history.memory(key)
        offer = scheduler.offers(key, state, memory, self.person.at)[rating]
        day = study_day(self.person.at)
        due = day + timedelta(days=1) if offer.is_step else offer.due_from(self.person.at, day)
        fields = {"card": key, "rating": int(rating), "took_ms": 8000, "day": day.isoformat(), "due": due_text(due)}
        self.history.record(self.journal.save(Draft("review", fields), self.person.at))

    def forecast(self):
        return readiness(outlook(SHELF, self.history, now=self.person.at))

    def passes(self) -> bool:
        """Whether one check drawn at random is passed."""
        right = 0
        for deck in SHELF.decks:
            for card in self.random.sample(deck.questions, 5):
                known = self.random.random() < self.person.chance(card.key)
                right += known or self.random.random() < GUESS[card.key]
        return right >= NEEDED

    def truth(self) -> float:
        return fmean(self.passes() for _ in range(CHECKS))


def forecasts(law: str, learners: int) -> tuple[list[tuple[float, float]], int, float]:
    """The chances said beside the true ones, of how many nothing was said, and how often the range held the truth."""
    made, silent, held = [], 0, 0
    for seed in range(learners):
        learner = Learner(law, seed)
        said = learner.forecast().chance
        if said is None:
            silent += 1
        else:
            made.append((said.probability, learner.truth()))
            held += said.low - WIDTH_OF_TRUTH <= made[-1][1] <= said.high + WIDTH_OF_TRUTH
    return made, silent, held / max(1, len(made))


def law_quality(made: list[tuple[float, float]], seed: int = 1) -> Quality:
    random = Random(seed)
    return quality([(said, random.random() < truth) for said, truth in made for _ in range(40)])


def main(learners: int = 300) -> None:
    print(
        "law                  said  silent  mean said  true | calibration error  range holds | above 95%  wrong there"
    )
    for law in LAWS:
        made, silent, held = forecasts(law, learners)
        bold = [1 - truth for said, truth in made if said > 0.95]
        print(
            f"{law:20} {len(made):4} {silent:7} {fmean(s for s, _ in made):10.2f} {fmean(t for _, t in made):5.2f} |"
            f" {law_quality(made).calibration:17.3f} {held:12.0%} | {len(bold):10} {fmean(bold) if bold else 0:15.1%}",
            flush=True,
        )
    print("goals: calibration error 0.05 by the model, 0.08 by other laws; of claims above 95 % at most 8 % wrong")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
