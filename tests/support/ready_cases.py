"""Learners before an exam, as histories: for tests and for the benchmark's timings."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from random import Random

from builders import choice, deck, exam, flashcard, library, share
from cxdrill.core.cards.question import letter
from cxdrill.core.event import Draft, Event
from cxdrill.core.exams.attempt import Attempt, State
from cxdrill.core.exams.exam import Exam, policy_of
from cxdrill.core.exams.form import drawn_form, pools
from cxdrill.core.exams.library import Library
from cxdrill.core.exams.score import attempt_result
from cxdrill.core.ready.learner import item_of
from cxdrill.core.ready.outlook import ExamOutlook
from cxdrill.core.settings import Settings
from cxdrill.core.study.history import History

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
SETTINGS = Settings()


def shelf(topics: int = 2, questions: int = 20, flashcards: int = 5, drawn: int = 5, **fields: object) -> Library:
    """Decks `t0`, `t1` and so on, each a topic of its own, and one exam that draws `drawn` questions of each."""
    decks = [
        deck(
            f"t{topic}",
            *(choice(f"q{number}", deck=f"t{topic}") for number in range(questions)),
            *(flashcard(f"f{number}", deck=f"t{topic}") for number in range(flashcards)),
        )
        for topic in range(topics)
    ]
    blueprint = {f"t{topic}": drawn for topic in range(topics)}
    rules = {"items": topics * drawn, "blueprint": blueprint, "pass_mark": share("70%"), **fields}
    return library(*decks, exams=(exam(**rules),))


def review(key: str, days_ago: float, rating: int = 3, interval: int = 5, took_ms: int = 8000) -> Draft:
    """A review as the program records it, so many days before `NOW`."""
    at = NOW - timedelta(days=days_ago)
    fields = {"card": key, "rating": rating, "took_ms": took_ms, "day": at.date().isoformat()}
    return Draft("review", {**fields, "due": (at + timedelta(days=interval)).date().isoformat()})


def history(rows: Iterable[tuple[float, Draft]]) -> History:
    """The history of these drafts, each so many days before `NOW`."""
    ordered = sorted(rows, key=lambda row: -row[0])
    events = [
        Event(f"{'b' * 16}-{number}", NOW - timedelta(days=ago), draft.kind, dict(draft.fields))
        for number, (ago, draft) in enumerate(ordered, start=1)
    ]
    return History(events)


def reviewed(keys: Iterable[str], *days_ago: float, rating: int = 3, interval: int = 5) -> list[tuple[float, Draft]]:
    """Reviews of each key on each of these days."""
    return [(ago, review(key, ago, rating, interval)) for key in keys for ago in days_ago]


def questions(found: Library, topic: str | None = None) -> list[str]:
    return [card.key for deck in found.decks for card in deck.questions if topic in (None, card.topic)]


def outlook(found: Library, past: History, made: Sequence[Attempt] = (), **fields: object) -> ExamOutlook:
    items, figures = tuple(map(item_of, found.cards())), found.facilities_of(found.exams[0].id)
    now = fields.pop("now", NOW)
    return ExamOutlook(items, found.exams[0], past, made, SETTINGS, now, figures=figures, **fields)  # type: ignore[arg-type]


def attempt(found: Library, right: int, days_ago: float = 1.0, seed: int = 1, number: int = 1) -> Attempt:
    """An attempt handed in, with so many right answers."""
    rules: Exam = found.exams[0]
    form = drawn_form(pools(rules, found), seed)
    at = NOW - timedelta(days=days_ago)
    responses = {
        item.card.key: item.card.key_response() if place < right else letter(item.card.order.index(0))
        for place, item in enumerate(form.items)
    }
    made = Attempt(
        number=number,
        id=f"{'c' * 16}-{number}",
        exam=rules.id,
        started_at=at,
        seen_at=at,
        form=form,
        policy=policy_of(rules),
        responses=responses,
        state=State.FINISHED,
    )
    scored = attempt_result(made)
    recorded = {"score": float(scored.score), "items": len(form.items), "passed": scored.is_passed}
    return Attempt(**{name: getattr(made, name) for name in made.__slots__ if name != "recorded"}, recorded=recorded)


def busy(found: Library, seed: int = 1, share_seen: float = 0.85, reviews: int = 5) -> History:
    """A learner in the middle of it: most cards seen, several times, with forgetting."""
    random = Random(seed)
    rows: list[tuple[float, Draft]] = []
    for card in found.cards():
        if random.random() > share_seen:
            continue
        ago, interval = random.uniform(3, 50), 2
        for number in range(reviews):
            if ago < 0.5:
                break
            is_known = number == 0 or random.random() < 0.88
            rows.append((ago, review(card.key, ago, 3 if is_known else 1, interval, random.randrange(3000, 15000))))
            ago -= interval * random.uniform(0.9, 1.3)
            interval = max(1, round(interval * (2.6 if is_known else 0.5)))
    return history(rows)
