"""How fast histories are replayed, queues built and answers taken in, by the size of the library and of the history.

Run: PYTHONPATH=src:tests/support python tests/bench/bench_study.py [CARDS REVIEWS]
"""

import resource
import sys
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import median
from time import perf_counter

from asked import numbers_of, study_session
from builders import Journal
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.flashcard import Flashcard
from cxdrill.core.event import Event
from cxdrill.core.exams.library import Library
from cxdrill.core.settings import Settings
from cxdrill.core.study.history import History
from cxdrill.core.study.queue import Filters
from cxdrill.core.study.review import Rating

SIZES = [(500, 1_000), (1_000, 10_000), (10_000, 100_000), (100_000, 1_000), (100_000, 100_000)]
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def events(cards: int, reviews: int) -> list[Event]:
    random, journal = Random(1), Journal()
    for number in range(reviews):
        at = NOW - timedelta(days=400) + timedelta(days=400) * number / reviews
        due = at.date() + timedelta(days=random.randint(1, 60))
        fields = {"card": f"d/c{number % cards}", "rating": random.choice((1, 3, 3, 3, 4)), "took_ms": 4000,
                  "day": at.date().isoformat(), "due": due.isoformat()}  # fmt: skip
        journal.events.append(Event(f"{journal.writer}-{number}", at, "review", fields))
    return journal.events


def measure(cards: int, reviews: int) -> None:
    each = [Flashcard(deck="d", id=f"c{number}", prompt="p", answer="a", topic="d") for number in range(cards)]
    library, past = Library((Deck(id="d", title="D", cards=tuple(each)),)), events(cards, reviews)
    started = perf_counter()
    history = History(past)
    replayed = perf_counter()
    session = study_session(library, history, Settings(new_per_day=1000), Filters(limit=1000), NOW)
    built = perf_counter()
    now, journal, lengths = NOW, Journal("b" * 16), []
    for _ in range(300):
        if session.face is None:
            break
        before = perf_counter()
        session.offers(now)
        draft = session.rating(Rating.GOOD, now, 1)
        session.record(journal.save(draft, now))
        lengths.append(perf_counter() - before)
        now += timedelta(seconds=5)
    answered = perf_counter()
    numbers_of(history, list(history.traces), now)
    print(f"{cards:7} cards {reviews:7} reviews: replay {(replayed - started) / reviews * 1e6:5.1f} us a review, "
          f"queue {1000 * (built - replayed):6.1f} ms, answer {1e6 * median(lengths):5.0f} us, "
          f"stats {1000 * (perf_counter() - answered):6.0f} ms, "
          f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB", flush=True)  # fmt: skip


if __name__ == "__main__":
    asked = [(int(sys.argv[1]), int(sys.argv[2]))] if len(sys.argv) > 2 else SIZES
    for cards, reviews in asked:
        measure(cards, reviews)
