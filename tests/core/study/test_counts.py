"""One truth about what is asked: counts, sessions and forecasts agree over random histories, limits and decks."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from asked import agenda_of, faces_by_key, queue
from builders import Journal, choice, cloze, deck, flashcard, library
from cxdrill.core.event import Draft, Event
from cxdrill.core.exams.library import Library
from cxdrill.core.settings import Settings
from cxdrill.core.study.counts import Agenda
from cxdrill.core.study.history import History
from cxdrill.core.study.queue import Filters, Missed
from cxdrill.core.study.session import StudySession
from cxdrill.core.study.stats import forecast

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LIBRARY = library(
    deck("calls", *(flashcard(f"f{n}", has_reverse=not n % 2) for n in range(5)), *(choice(f"q{n}") for n in range(4))),
    deck("shop", cloze("z", deck="shop", prompt="{{a}}, {{b}} and {{c}}"), flashcard("n", deck="shop", fact="x")),
    deck("tone", choice("m", deck="tone", fact="x"), flashcard("o", deck="tone")),
)
KEYS = tuple(faces_by_key(LIBRARY))


def happened(random: Random) -> Iterator[tuple[str, datetime, dict[str, Any]]]:
    """Reviews, steps and marks of any faces, some of them with a clock that was wrong."""
    for _ in range(random.randrange(60)):
        ago = timedelta(days=random.choice((40, 20, 9, 8, 2, 1, 0, 0)), minutes=random.randrange(100))
        day = (NOW - ago).date().isoformat()
        due = (NOW + timedelta(days=random.randrange(-15, 9))).date().isoformat()
        step = (NOW + timedelta(minutes=random.choice((-5, 3, 15, 90, 900)))).isoformat()
        fields = {"rating": random.choice((1, 3, 3, 4)), "took_ms": 5, "due": random.choice((due, due, due, step))}
        kind = random.choices(("review", "suspend", "bury"), (30, 1, 1))[0]
        yield kind, NOW - ago, {"card": random.choice(KEYS), "day": day, **fields}


def drawn(seed: int) -> tuple[list[Event], Settings, Missed]:
    random, journal = Random(seed), Journal()
    for kind, at, fields in happened(random):
        journal.save(Draft(kind, fields), at)
    steps = random.choice(((60, 600), (), (60, 7200)))
    settings = Settings(
        new_per_day=random.choice((0, 2, 5, 30)), reviews_per_day=random.choice((None, None, 0, 2, 6, 90)),
        learning_steps=steps, relearning_steps=steps[1:],
    )  # fmt: skip
    missed = (
        Missed(dict.fromkeys(random.sample(KEYS, 2), NOW - timedelta(hours=3))) if random.random() < 0.4 else Missed()
    )
    return journal.events, settings, missed


def first_seen(session: StudySession) -> list[str]:
    """Every face that a session asks, each left out once it was shown."""
    found = []
    while session.face is not None:
        found.append(session.face.key)
        session.skip(NOW)
    return found


def agenda_and_past(seed: int, decks: tuple[str, ...] = ()) -> tuple[Agenda, History]:
    events, settings, missed = drawn(seed)
    return agenda_of(LIBRARY, History(events), settings, NOW, decks, missed, 30), History(events)


@pytest.mark.parametrize("seed", range(150))
def test_what_is_said_to_be_asked_is_asked(seed: int) -> None:
    _, settings, missed = drawn(seed)
    for decks in ((), ("calls",), ("tone", "shop")):
        agenda, past = agenda_and_past(seed, decks)
        made = queue(LIBRARY, past, settings, Filters(decks=decks), NOW, 7, missed)
        session = StudySession(made, faces_by_key(LIBRARY).__getitem__, past, settings, NOW)
        assert session.total == len(agenda.due) + len(agenda.new)
        assert sorted(first_seen(session)) == sorted([*agenda.due, *agenda.new])
        assert len(agenda.due) == sum(agenda.of_deck(each.id) for each in LIBRARY.decks)
        assert forecast(agenda)[:2] == (len(agenda.due) + len(agenda.later), agenda.tomorrow)
        parts = [forecast(agenda, each.id) for each in LIBRARY.decks]
        assert tuple(map(sum, zip(*parts, strict=True))) == forecast(agenda)


@pytest.mark.parametrize("seed", range(150))
def test_tomorrow_comes_as_it_was_foretold(seed: int) -> None:
    events, settings, missed = drawn(seed)
    foretold, _ = agenda_and_past(seed)
    journal = Journal("b" * 16)
    for key in (*foretold.due, *foretold.new, *foretold.later):
        fields = {"card": key, "rating": 4, "took_ms": 1, "day": NOW.date().isoformat(), "due": "2027-06-01"}
        journal.save(Draft("review", fields), NOW)
    past, tomorrow = History([*events, *journal.events]), NOW + timedelta(days=1)
    found = agenda_of(LIBRARY, past, settings, tomorrow, missed=missed)
    assert (len(found.due) + len(found.later), len(found.new)) == (foretold.tomorrow, foretold.new_tomorrow)


@pytest.mark.parametrize("seed", range(60))
def test_every_face_is_somewhere_and_what_waits_has_its_reason(seed: int) -> None:
    agenda, past = agenda_and_past(seed)
    settings = drawn(seed)[1]
    asked, waits = {*agenda.due, *agenda.new}, {*agenda.later, *agenda.held, *agenda.aside}
    assert not asked & waits
    assert not agenda.held or settings.reviews_per_day is not None
    assert not (agenda.held and agenda.new)
    assert set(agenda.aside.values()) <= set(KEYS)
    for key in KEYS:
        state = past.state(key)
        is_due = state.due_on is not None and state.due_on <= NOW.date() and state.last_day != NOW.date()
        if is_due and not past.is_out(key, NOW.date()):
            assert key in asked | waits, key


def test_no_session_ends_with_cards_due_that_the_next_would_not_ask() -> None:
    lib: Library = library(deck("calls", cloze("z", prompt="{{a}} and {{b}}"), flashcard("f")))
    journal = Journal()
    for key in ("z~1", "z~2", "f"):
        fields = {"card": f"calls/{key}", "rating": 3, "took_ms": 1, "day": "2026-11-01", "due": "2026-11-20"}
        journal.save(Draft("review", fields), NOW - timedelta(days=20))
    past = History(journal.events)
    assert agenda_of(lib, past, Settings(), NOW).due == ("calls/f", "calls/z~1")
    limited = agenda_of(lib, past, Settings(reviews_per_day=1), NOW)
    assert (limited.due, limited.held, limited.tomorrow) == (("calls/f",), ("calls/z~1",), 1)
    for key in ("z~1", "f"):
        fields = {"card": f"calls/{key}", "rating": 3, "took_ms": 1, "day": "2026-11-21", "due": "2026-12-20"}
        past.record(journal.save(Draft("review", fields), NOW))
    after = agenda_of(lib, past, Settings(), NOW)
    assert (after.due, after.aside, after.tomorrow) == ((), {"calls/z~2": "calls/z~1"}, 1)
