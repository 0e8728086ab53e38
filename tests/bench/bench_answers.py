"""From an answer to the next card, on disk: how long beside a bare write and fsync of the same bytes, by history."""

import os
from datetime import datetime
from pathlib import Path
from statistics import median
from time import monotonic, perf_counter

from large_data import card_keys, deck_folder, progress_file
from verdicts import Figure

from cxdrill.core.event import Draft, Event, Save
from cxdrill.core.settings import Settings
from cxdrill.core.study.queue import NOTHING_MISSED, Filters, queue
from cxdrill.core.study.review import Rating
from cxdrill.core.study.session import StudySession
from cxdrill.files.index.index import Index
from cxdrill.files.log.store import Store
from cxdrill.files.places import DeckSources
from cxdrill.terminal.drill import Drill

CARDS = 10_000
ANSWERS = 50  # due reviews, so that each history is asked the same


def figures(folder: Path) -> list[Figure]:
    """The rows of answers."""
    decks = deck_folder(folder / f"decks-{CARDS}", CARDS)
    rows, totals = [], {}
    for events in (1_000, 10_000, 100_000):
        whole, saving, bare = _measured(folder / f"answers-{events}.json", decks, events)
        totals[events] = whole
        told = f"{whole:.2f} ms, bare {bare:.2f} ms"
        rows += [
            Figure(f"answer to next card above a bare write, {events:,} events", whole - bare, 1.0, told, "ms"),
            Figure(f"of which the store, {events:,} events", saving - bare, 0.5, f"{saving:.2f} ms", "ms"),
        ]
    flat = totals[100_000] / totals[1_000]
    return [*rows, Figure("answer, 100,000 events beside 1,000", flat, 1.5, f"{flat:.2f} times")]


def _measured(path: Path, decks: Path, events: int) -> tuple[float, float, float]:
    """Milliseconds: from answer to next card, of which saving, and a bare write and fsync; medians, taken in turn."""
    progress_file(path, events, card_keys(CARDS), _now())
    store = Store(path, clock=_now)
    index = Index(path.parent / "cache", DeckSources((decks,), True), (), path)
    index.read_log(store.begin().events, store.log)
    settings, filters = Settings(), Filters(limit=ANSWERS, new=0)
    faces, history = index.study(filters, NOTHING_MISSED, settings, _now())
    asked = queue(faces, history, settings, filters, _now())
    session = StudySession(asked, index.face, history, settings, _now())
    saved: list[float] = []
    drill = Drill(session, {deck.id: deck for deck in index.decks}, _timed(store.save, saved), _now, monotonic)
    answers, bare = [], []
    with open(path.with_suffix(".bare"), "wb", buffering=0) as beside:
        for _ in range(ANSWERS):
            if drill.is_over:
                break
            bare.append(_bare_seconds(beside.fileno(), b"x" * 230))
            drill.show()
            began = perf_counter()
            drill.rate(Rating.GOOD)
            if not drill.is_over:
                assert drill.face.prompt
                drill.session.offers(drill.now())
            answers.append(perf_counter() - began)
    return 1000 * median(answers[5:]), 1000 * median(saved[5:]), 1000 * median(bare[5:])


def _timed(save: Save, seconds: list[float]) -> Save:
    def timed(draft: Draft) -> Event:
        began = perf_counter()
        event = save(draft)
        seconds.append(perf_counter() - began)
        return event

    return timed


def _bare_seconds(descriptor: int, content: bytes) -> float:
    began = perf_counter()
    os.write(descriptor, content)
    os.fsync(descriptor)
    return perf_counter() - began


def _now() -> datetime:
    return datetime.now().astimezone()
