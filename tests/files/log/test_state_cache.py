"""A start with a cached history is a start with a replay, whatever happened to log and cache in between."""

from datetime import timedelta
from pathlib import Path

import pytest

from cxdrill.core.event import Draft
from cxdrill.core.study.packed_history import PackableHistory
from cxdrill.files.log import state_cache
from cxdrill.files.log.state_cache import StateCache
from cxdrill.files.log.store import Store
from cxdrill.files.log.stored_events import StoredEvents
from disks import QUICK_DISK
from histories import START, review, ticking, undo

LATER = START + timedelta(days=30)


@pytest.fixture(autouse=True)
def _even_short_histories_pay(monkeypatch):
    monkeypatch.setattr(state_cache, "TOLERATED_EVENTS", 2)


class Learner:
    """Opens, studies and leaves, as the commands do."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / "progress.json"
        self.sessions = 0

    def session(self, *drafts: Draft) -> PackableHistory:
        """One session; the history at its end."""
        self.sessions += 1
        store = self.opened(self.sessions)
        history = self.history(store)
        for draft in drafts:
            history.record(store.save(draft))
        StateCache(self.folder / "cache", self.path).keep(history, store.log)
        return history

    def opened(self, day: int = 100) -> Store:
        cache = StateCache(self.folder / "cache", self.path)
        clock = ticking(START + timedelta(days=day))
        return Store(self.path, clock=clock, disk=QUICK_DISK, known=cache.prefix)

    def history(self, store: Store) -> PackableHistory:
        self.events = store.load().events
        known = self.events.known.cache.history(self.events, {}) if isinstance(self.events, StoredEvents) else None
        self.is_cached = known is not None
        return known or PackableHistory(self.events)

    def cached(self) -> bool:
        """Whether a new start takes the history from the cache; either way it is that of a replay."""
        history, replayed = self.history(self.opened()), PackableHistory(self.opened_plainly())
        assert {key: (history.state(key), history.reviews(key)) for key in history.states} == {
            key: (replayed.state(key), replayed.reviews(key)) for key in replayed.states
        }
        assert history.events == replayed.events == len(self.events)
        return self.is_cached

    def opened_plainly(self):
        return Store(self.path, clock=ticking(), disk=QUICK_DISK).load().events


@pytest.fixture
def learner(tmp_path: Path) -> Learner:
    made = Learner(tmp_path)
    made.session(*(review(f"calls/{number}") for number in range(5)))
    return made


def test_a_start_after_a_session_parses_only_what_was_added(learner, monkeypatch):
    learner.session(review("calls/9"))
    monkeypatch.setattr("cxdrill.files.log.stored_events.StoredEvents._events", lambda self: 1 / 0)

    history = learner.history(learner.opened())

    assert learner.is_cached
    assert len(learner.events) == 6
    assert history.events == 6
    assert learner.events[-1].fields["card"] == "calls/9"


def test_all_events_are_there_when_looked_at(learner):
    assert learner.cached()
    assert tuple(learner.events) == tuple(learner.opened_plainly())
    assert learner.events[1:3] == tuple(learner.opened_plainly())[1:3]
    assert learner.events == tuple(learner.opened_plainly())


def test_sessions_go_on_on_top_of_the_cache(learner):
    for number in range(6):
        learner.session(review(f"calls/{number}", 1), review("calls/x"))
        learner.session(undo(history_event(learner)))
        assert learner.cached()


def history_event(learner: Learner):
    return learner.opened_plainly()[-1]


def test_a_log_written_by_somebody_else_meanwhile_is_taken_up(learner):
    other = Store(learner.path, clock=ticking(LATER), disk=QUICK_DISK)
    other.load()
    other.save(review("calls/other"))

    assert learner.cached()
    assert learner.events.added[0].fields["card"] == "calls/other"


def test_a_session_that_does_not_know_the_whole_log_keeps_nothing(learner):
    store = learner.opened(40)
    history = learner.history(store)
    other = Store(learner.path, clock=ticking(LATER), disk=QUICK_DISK)
    other.load()
    other.save_all([review("calls/other")] * 5)
    history.record(store.save(review("calls/mine")))
    before = learner.opened()._known_prefix

    StateCache(learner.folder / "cache", learner.path).keep(history, store.log)

    assert StateCache(learner.folder / "cache", learner.path).prefix.events == before.events
    assert learner.cached()


@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
def test_a_changed_log_is_not_believed(learner, place):
    content = bytearray(learner.path.read_bytes())
    at = content.index(b'"rating": 3', int(len(content) * place) - 200) + len(b'"rating": ')
    content[at : at + 1] = b"4"
    learner.path.write_bytes(content)

    learner.history(learner.opened())

    assert not learner.is_cached


def test_a_shorter_or_merged_log_is_not_believed(learner, tmp_path):
    whole = learner.path.read_bytes()
    other = Store(tmp_path / "other.json", clock=ticking(START - timedelta(days=9)), disk=QUICK_DISK)
    other.save(review("calls/elsewhere"))
    learner.opened().merge([tmp_path / "other.json"], adopt=True)
    assert not learner.cached()

    learner.path.write_bytes(whole[: whole.rindex(b"\n,")] + b"\n]}\n")
    assert not learner.cached()


def test_a_cache_that_is_damaged_stale_or_away_costs_nothing_but_time(learner):
    path = next((learner.folder / "cache").iterdir())
    content = path.read_bytes()
    for place in range(0, len(content), 97):
        path.write_bytes(content[:place] + bytes([content[place] ^ 4]) + content[place + 1 :])
        assert not learner.cached()
    path.unlink()
    assert not learner.cached()
    path.parent.rmdir()
    path.parent.write_text("in the way")
    assert not learner.cached()
    learner.session(review("calls/9"))


def test_a_clock_set_back_is_replayed(learner):
    store = Store(learner.path, clock=ticking(START - timedelta(days=9)), disk=QUICK_DISK)
    store.load()
    store.save(Draft("suspend", {"card": "calls/1"}))

    assert not learner.cached()


def test_a_log_of_another_layout_is_read_as_ever(learner):
    import json

    learner.path.write_text(json.dumps(json.loads(learner.path.read_text("utf-8")), indent=1), "utf-8")

    assert not learner.cached()
    learner.session(review("calls/9"))
    assert learner.cached()
