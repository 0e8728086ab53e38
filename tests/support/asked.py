"""Queues and sessions over values in memory: what the index finds for a learner, found by looking at every card."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from cxdrill.core.cards.deck import Face
from cxdrill.core.cards.deck import faces as faces_of
from cxdrill.core.day import study_day
from cxdrill.core.exams.library import Library
from cxdrill.core.settings import Settings
from cxdrill.core.study import queue as queues
from cxdrill.core.study.counts import Agenda, Counts, agenda
from cxdrill.core.study.history import History
from cxdrill.core.study.queue import NOTHING_MISSED, Faces, Filters, Missed, Queue
from cxdrill.core.study.review import Rating
from cxdrill.core.study.session import StudySession
from cxdrill.core.study.stats import FORECAST_DAYS, Stats, Tally, face_state, forecast, stats
from cxdrill.core.study.trace import TrySum, traced


def faces_by_key(library: Library) -> dict[str, Face]:
    return {face.key: face for card in library.cards() for face in faces_of(card)}


def faces(library: Library, history: History, filters: Filters, missed: Missed = NOTHING_MISSED) -> Faces:
    """Every face that matches, and what of a plan or a check no deck has any more."""
    decks = [library.deck(deck) for deck in filters.decks] or list(library.decks)
    keys = [
        face.key
        for deck in decks
        for card in deck.cards
        for face in faces_of(card)
        if (not filters.tags or set(filters.tags) & set(face.card.tags))
        and (not filters.topics or face.card.topic in filters.topics)
    ]
    new = [
        key for key in (keys if filters.decks or filters.in_order else in_turn(library)) if key not in history.traces
    ]
    new = [key for key in new if key in keys]
    wanted = (*(filters.plan or ()), *missed.keys)
    seen = keys if filters.is_cram else [key for key in keys if key in history.traces or key in wanted]
    known = faces_by_key(library)
    return Faces(seen, () if filters.is_cram else new, tuple(key for key in wanted if key not in known))


def in_turn(library: Library) -> list[str]:
    """Every face, all decks taking turns: of each as much as the exams draw of it."""
    drawn = {topic: float(share) for exam in library.exams for topic, share in exam.blueprint.items()}
    least = min(filter(None, drawn.values()), default=1.0) / 2
    ranked = [
        (place / (drawn.get(deck.id, 0.0) or least), rank, face.key)
        for rank, deck in enumerate(library.decks)
        for place, face in enumerate(face for card in deck.cards for face in faces_of(card))
    ]
    return [key for *_, key in sorted(ranked, key=lambda row: row[:2])]


def queue(
    library: Library, history: History, settings: Settings, filters: Filters, now: datetime, seed: int = 0,
    missed: Missed = NOTHING_MISSED,
) -> Queue:  # fmt: skip
    return queues.queue(faces(library, history, filters, missed), history, settings, filters, now, seed, missed)


def agenda_of(
    library: Library, history: History, settings: Settings, now: datetime, decks: Sequence[str] = (),
    missed: Missed = NOTHING_MISSED, days: int = 2,
) -> Agenda:  # fmt: skip
    """The agenda of these decks, of all where empty, every face looked at."""
    filters = Filters(decks=tuple(decks))
    found = faces(library, history, filters, missed)
    return agenda(found, [*found.seen], history, settings, now, filters, missed, days)


def study_session(
    library: Library, history: History, settings: Settings, filters: Filters, now: datetime, *, seed: int = 0,
    minutes: float | None = None,
) -> StudySession:  # fmt: skip
    ends_at = None if minutes is None else now.astimezone(UTC) + timedelta(minutes=minutes)
    asked = queue(library, history, settings, filters, now, seed)
    face_of = faces_by_key(library).__getitem__
    return StudySession(asked, face_of, history, settings, now, seed=seed, is_cram=filters.is_cram, ends_at=ends_at)


def ids(keys: Sequence[str]) -> list[str]:
    return [key.partition("/")[2] for key in keys]


def numbers_of(past: History, keys: Sequence[str], now: datetime) -> Stats:
    """The numbers of these faces, each review counted here."""
    seen = [key for key in keys if key in past.traces]
    tries = [each for key in seen for each in traced(past.course(key), past.model)[1] if each]
    reviews = [review for key in seen for review in past.reviews(key)]
    ratings = tuple(sum(each.rating == rating for each in reviews) for rating in Rating)
    took_ms = sum(each.took_ms for each in reviews)
    reviews_on = Counter(review.day for review in reviews)
    tally = Tally(ratings, took_ms, reviews_on, tuple(map(TrySum.of, tries)))  # type: ignore[arg-type]
    agenda = keys_agenda(past, keys, now)
    counts = Counts(len(keys), len(seen), len(agenda.due), len(keys) - len(seen))
    return stats(tally, [face_state(key, past, now) for key in keys], counts, study_day(now), forecast(agenda))


def keys_agenda(past: History, keys: Sequence[str], now: datetime, days: int = FORECAST_DAYS) -> Agenda:
    seen = [key for key in keys if key in past.traces]
    return agenda(Faces(seen), seen, past, Settings(), now, Filters(), days=days)
