"""Facts about what a learner did, as the progress file keeps them, and the union of those kept on several machines.

Everything else is computed from these.

The kinds and their fields (beside `id`, `at` and `kind`); a file may hold others, which are kept and passed over:

  review          card, rating 1-4, took_ms, day (study day), due (date, or instant for a learning step)
                  wording: which one of a question's, 0 where left out; said: what was said at a say card
  practice        card, response, right: a question answered outside the schedule
  cram            card, rating 1-4: a card rated outside the schedule
  undo            voids: the id of the event that no longer counts
  suspend, wake   card
  bury            card, day: not shown again on that study day
  flag            card, note: something for the instructor to look at
  parameters      values: fitted parameters of the scheduler, used for memory states from then on
  exam-started    exam, seed, avoided, form, policy: the rules that hold for this attempt
  exam-resumed    attempt, used_seconds, away_seconds; clock_behind_seconds where the clock was set back meanwhile
  exam-answered   attempt, used_seconds, card, response (null: left open again)
  exam-marked     attempt, used_seconds, card, marked: a question marked to come back to, or no longer
  exam-finished   attempt, used_seconds, score, items, passed, responses: the sheet as it was handed in
  exam-abandoned  attempt, used_seconds
  exam-rescored   attempt, score, items, passed, cards: whose key changed, form: these in full, fingerprint, reason
  roleplay        card, ratings: step to 0-2, note, observer, seconds: a dialogue played by two people
  repaired        lost: how many entries of a damaged file could neither be read nor brought back from a backup
  forecast        exam, probability, low, high, expected, needed, items; after: the forecast before it
  plan            exam, by: the day for which the learner plans it
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any

from msgspec import Struct, field

from cxdrill.errors import OtherLearners, ProgressError


class Draft(Struct, frozen=True):
    """An event before it is saved: the store gives it its id and its time."""

    kind: str
    fields: Mapping[str, Any] = field(default_factory=dict)


class Event(Struct, frozen=True, gc=False):
    """One fact. `at` is aware and keeps the offset of the place where it happened."""

    id: str  # WRITER-N
    at: datetime
    kind: str
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def writer(self) -> str:
        """The writing process: 16 hex digits."""
        return self.id.rpartition("-")[0]

    @property
    def card(self) -> str:
        """The key of the card that it is about, in whichever way that was asked."""
        return str(self.fields.get("card", "")).partition("~")[0]

    @property
    def number(self) -> int:
        """Its place among the events of its writer."""
        return int(self.id.rpartition("-")[2])


Save = Callable[[Draft], Event]
"""Makes a fact durable. When it returns, the event is on disk; when it raises, nothing was acknowledged."""


def in_order(events: Iterable[Event]) -> list[Event]:
    """Events in the order of replay, whatever their order in the file.

    By instant, then writer, then number; an instant is never taken as earlier than that of the same writer's
    event before it, so a clock set back cannot turn a writer's own events round.
    """
    latest: dict[str, datetime] = {}
    lifted: list[tuple[datetime, Event]] = []
    for writer, _, event in sorted([(*_place(event), event) for event in events], key=itemgetter(0, 1)):
        at = event.at.astimezone(UTC)
        latest[writer] = max(at, latest.get(writer, at))
        lifted.append((latest[writer], event))
    return [event for _, event in sorted(lifted, key=itemgetter(0))]


def _place(event: Event) -> tuple[str, int]:
    writer, _, number = event.id.rpartition("-")
    return writer, int(number)


def voided(ordered: Iterable[Event]) -> frozenset[str]:
    """The ids of events that an undo took back. An undo that was itself taken back counts for nothing."""
    void: set[str] = set()
    for event in reversed(list(ordered)):
        if event.kind == "undo" and event.id not in void:
            void.add(str(event.fields.get("voids", "")))
    return frozenset(void)


def standing(events: Iterable[Event]) -> list[Event]:
    """The events that count, in order: those taken back and the undos themselves are left out."""
    ordered = in_order(events)
    void = voided(ordered)
    return [event for event in ordered if event.kind != "undo" and event.id not in void]


def undone_ahead(events: Iterable[Event], now: datetime) -> list[Draft]:
    """Takes back those that a clock which ran ahead put after all that is recorded `now`."""
    return [Draft("undo", {"voids": event.id}) for event in events if event.at > now]


class Progress(Struct, frozen=True):
    """Everything one progress file holds, the events in its order.

    `notices` are sentences for the learner, such as damage that was set aside; `texts` is what each event is written
    as, where that is to be kept.
    """

    learner: str  # random id made with the file, kept by copies and merges
    events: Sequence[Event] = ()  # a tuple, or events read when looked at
    notices: tuple[str, ...] = ()
    texts: Sequence[bytes] = ()


_NAMED = 3  # ids spelled out in a message


def merged(progresses: Sequence[Progress], *, adopt: bool = False) -> Progress:
    """Every event of every history once, in the order of time, writer and number.

    Commutative, associative and idempotent. Raises ProgressError when one id stands for two different facts, and
    when the histories belong to different learners unless `adopt` says they are one person's (the smaller id wins).
    A history without events belongs to whomever it is merged with.
    """
    if not progresses:
        raise ValueError("nothing to merge")
    notices = dict.fromkeys(notice for progress in progresses for notice in progress.notices)
    ordered = sorted(_union(progresses), key=_turn)
    events, texts = zip(*ordered, strict=True) if ordered else ((), ())
    return Progress(_learner(progresses, adopt), events, tuple(notices), texts)


def _learner(progresses: Sequence[Progress], adopt: bool) -> str:
    learners = {progress.learner for progress in progresses if progress.events}
    if len(learners) > 1 and not adopt:
        raise OtherLearners(f"the files belong to different learners ({', '.join(sorted(learners))})")
    return min(learners or {progress.learner for progress in progresses})


def _union(progresses: Iterable[Progress]) -> Iterable[tuple[Event, bytes]]:
    by_id: dict[str, tuple[Event, bytes]] = {}
    contradictions: set[str] = set()
    for progress in progresses:
        texts = progress.texts or [b""] * len(progress.events)
        own = {fact[0].id: fact for fact in zip(progress.events, texts, strict=True)}
        for id in own.keys() & by_id.keys():
            (known, text), (event, other) = by_id[id], own[id]
            # Two times of one instant are equal even when their offsets differ, but they are not the same fact.
            if known != event or known.at.utcoffset() != event.at.utcoffset():
                contradictions.add(id)
            # Two texts may say the same; taking the smaller makes the order of the histories irrelevant.
            own[id] = known, min(text, other)
        by_id |= own
    if contradictions:
        named = ", ".join(sorted(contradictions)[:_NAMED])
        raise ProgressError(
            f"the files tell different stories about {len(contradictions)} events of one id ({named}); "
            "one of them was changed by hand or by another program: restore it from a backup, then merge again"
        )
    return by_id.values()


def _turn(fact: tuple[Event, bytes]) -> tuple[datetime, str, int]:
    event, _ = fact
    return event.at, *_place(event)
