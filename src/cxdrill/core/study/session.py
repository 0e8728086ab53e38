"""One session of study: what is asked now, what each action would record, and every step back.

An action gives a `Draft`. The caller saves it and hands the saved event to `record`; until then nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from cxdrill.core.cards.deck import Face
from cxdrill.core.cards.question import Question
from cxdrill.core.day import study_day
from cxdrill.core.event import Draft, Event
from cxdrill.core.settings import Settings
from cxdrill.core.study.history import History
from cxdrill.core.study.offer import Offer, Scheduler, due_text, number_of
from cxdrill.core.study.place import Answer, Place, Step
from cxdrill.core.study.queue import Queue
from cxdrill.core.study.review import Rating, review_of
from cxdrill.core.study.trace import trace_of


class StudySession:
    """A session over a queue of faces. Reads no clock and saves nothing."""

    may_end_early = False  # what is left is then the most that can come

    def __init__(
        self, queue: Queue, face_of: Callable[[str], Face], history: History, settings: Settings, now: datetime, *,
        seed: int = 0, is_cram: bool = False, is_practice: bool = False, ends_at: datetime | None = None,
    ) -> None:  # fmt: skip
        """`face_of` gives the face of a key when it is asked; `history` need hold no others.

        `is_cram`: answers leave the schedule as it is; `is_practice`: so do they, and what was missed is not asked
        again.
        """
        self.history, self.settings, self.ends_at = history, settings, ends_at
        self.is_cram, self.is_practice = is_cram or is_practice, is_practice
        self._seed, self._face_of = seed, face_of
        self._ahead = timedelta(seconds=settings.learn_ahead_seconds)
        self._earlier: tuple[str, str] | None = None  # a face and the review of it in an earlier session, to take back
        self._steps: list[Step] = []
        self.face: Face | None = None  # what is asked now; None when nothing is left
        self._wording = 0  # which wording of a question is shown
        self._offers: Mapping[Rating, Offer] = {}
        self._place = Place(learning=tuple(sorted(queue.learning)), others=queue.others)
        self._enter(self._place.after(now, self._ahead))

    @property
    def position(self) -> int:
        """The place of what is asked now among the cards of the session, from 1; a repeat takes none."""
        met = self._met()
        return len(met) + (self._place.key is not None and self._place.key not in met)

    @property
    def total(self) -> int:
        """How many cards are asked in all, each counted once."""
        place, met = self._place, self._met()
        return self.position + len(place.others) - place.index + sum(key not in met for key in place.waiting)

    @property
    def left(self) -> int:
        """How many cards are still asked for the first time in this session, what is asked now included."""
        return self.total - len(self._met())

    @property
    def again(self) -> int:
        """How many are still asked once more, what is asked now included."""
        met = self._met()
        return sum(key in met for key in (*self._place.waiting, self._place.key))

    def misses(self, key: str) -> int:
        return sum(each.face.key == key and each.rating is Rating.AGAIN for each in self.answers)

    def _met(self) -> set[str]:
        return {answer.face.key for answer in self.answers}

    @property
    def answers(self) -> tuple[Answer, ...]:
        """Every rating of this session that stands, in order."""
        return tuple(step.answer for step in self._steps if step.answer is not None)

    @property
    def right(self) -> int:
        return sum(each.rating is not Rating.AGAIN for each in self.answers)

    @property
    def last(self) -> Answer | None:
        """The last thing done, if that was an answer."""
        return self._steps[-1].answer if self._steps else None

    @property
    def has_undo(self) -> bool:
        return bool(self._steps)

    def is_over(self, now: datetime) -> bool:
        """Whether nothing is left, or the time is up."""
        return self.face is None or (self.ends_at is not None and now >= self.ends_at)

    def offers(self, at: datetime) -> Mapping[Rating, Offer]:
        """The offer of each rating of the face asked now, computed once: the interval shown is the one stored."""
        if not self._offers:
            key, history = self._key(), self.history
            scheduler = Scheduler(history.model, self.settings, history.due_on.__getitem__)
            self._offers = scheduler.offers(key, history.state(key), history.memory(key), at)
        return self._offers

    def rating(self, rating: Rating, at: datetime, took_ms: int, response: Any = None) -> Draft:
        """The draft of rating the face asked now; `response` is what was answered to a question."""
        given = {"card": self._key(), "rating": int(rating), "wording": self._wording or None, "response": response}
        fields = {name: value for name, value in given.items() if value is not None} | {"took_ms": took_ms}
        if self.is_cram:
            return self._outside(fields)
        day = study_day(at, self.settings.day_start)
        due = self.offers(at)[Rating(rating)].due_from(at, day)
        return Draft("review", fields | {"day": day.isoformat(), "due": due_text(due)})

    def _outside(self, fields: dict[str, Any]) -> Draft:
        if self.is_practice:
            return Draft("practice", fields | {"right": fields["rating"] != Rating.AGAIN})
        return Draft("cram", fields)

    def rerating(self, rating: Rating) -> tuple[Draft, Draft]:
        """The drafts of giving the last answer another rating, to be saved and recorded one after the other."""
        step = self._steps[-1] if self._steps else None
        if step is None or step.answer is None or step.event is None:
            raise ValueError("the last thing done was no answer")
        fields = {**step.event.fields, "rating": int(rating)}
        if not self.is_cram:
            day = date.fromisoformat(fields["day"])
            fields["due"] = due_text(step.offers[Rating(rating)].due_from(step.event.at, day))
        fields.pop("crc", None)
        again = self._outside(fields) if self.is_cram else Draft("review", fields)
        return Draft("undo", {"voids": step.event.id}), again

    def suspension(self, face: Face | None = None) -> Draft:
        """The draft of setting a face aside: the one asked now, or one answered before."""
        return Draft("suspend", {"card": self._key(face)})

    def burial(self, at: datetime, face: Face | None = None) -> Draft:
        """The draft of putting a face off to the next study day."""
        day = study_day(at, self.settings.day_start)
        return Draft("bury", {"card": self._key(face), "day": day.isoformat()})

    def flag(self, note: str, face: Face | None = None) -> Draft:
        """The draft of flagging a face for the instructor."""
        return Draft("flag", {"card": self._key(face), "note": note})

    def skip(self, at: datetime) -> None:
        """Leaves out the face asked now for the rest of the session. Nothing is recorded."""
        self._key()
        self._steps.append(Step(self._place, None, self._offers))
        self._enter(self._place.after(at, self._ahead))

    def undo(self) -> Draft | None:
        """The draft of taking back the last step; after a skip None, and it is taken back at once."""
        if not self._steps:
            raise ValueError("there is nothing to undo")
        event = self._steps[-1].event
        if event is None:
            self._restore(self._steps.pop())
            return None
        return Draft("undo", {"voids": event.id})

    def undo_of_earlier(self, key: str, id: str) -> Draft:
        """The draft of taking back the last review of an earlier session; that face is asked next then."""
        if trace := trace_of(self.history.course(key), self.history.model):
            self.history.traces.setdefault(key, trace)
        self._earlier = key, id
        return Draft("undo", {"voids": id})

    def record(self, event: Event) -> None:
        """Takes in an event of this session that was saved, and goes on to what is asked next."""
        if event.kind == "undo":
            self._take_back(event)
        elif event.kind in ("review", "cram", "practice", "probe"):
            self._answered(event)
        else:
            self._steps.append(Step(self._place, event, self._offers))
            self.history.record(event)
            if event.kind in ("suspend", "bury"):
                key, asked = str(event.fields["card"]), self._place.key
                self._place = self._place.without(key)
                if asked == key:
                    self._enter(self._place.after(event.at, self._ahead))

    def _answered(self, event: Event) -> None:
        face = self.face
        if face is None or event.fields["card"] != face.key:
            raise ValueError("an answer can only be recorded for the face asked now")
        key, rating = face.key, Rating(event.fields["rating"])
        before = self.history.state(key)
        threshold = self.settings.leech_threshold
        may_turn = event.kind == "review" and rating is Rating.AGAIN and not self.history.is_leech(key, threshold)
        self.history.record(event)
        after = self.history.state(key)
        is_leech = may_turn and after.lapses > before.lapses and self.history.is_leech(key, threshold)
        answer = Answer(face, rating, int(event.fields.get("took_ms", 0)), before, after, is_leech)
        self._steps.append(Step(self._place, event, self._offers, answer))
        again_at, place = self._again_at(event), self._place
        if again_at is not None:
            place = place.waiting_for(key, again_at)
        self._enter(place.after(event.at, self._ahead, answered=key, has_to_repeat=rating is Rating.AGAIN))

    def _again_at(self, event: Event) -> datetime | None:
        """When the face just answered is asked again in this session."""
        if event.kind == "cram":
            return event.at.astimezone(UTC) + self._ahead if event.fields["rating"] == Rating.AGAIN else None
        review = review_of(event, event.at)
        return review.due if review is not None and isinstance(review.due, datetime) else None

    def _take_back(self, event: Event) -> None:
        last, voided = self._steps[-1].event if self._steps else None, event.fields["voids"]
        if last is not None and last.id == voided:
            self.history.record(event)
            self._restore(self._steps.pop())
        elif not self._steps and self._earlier is not None and self._earlier[1] == voided:
            self.history.record(event)
            self._enter(self._place.asking(self._earlier[0]))
            self._earlier = None
        else:
            raise ValueError("only the last step of the session can be taken back")

    def _restore(self, step: Step) -> None:
        self._enter(step.place)
        self._offers = step.offers

    def _enter(self, place: Place) -> None:
        self._place = place
        self._offers = {}
        self.face = face = None if place.key is None else self._face_of(place.key)
        self._wording = 0
        if face is not None and isinstance(face.card, Question):
            self._wording = self.history.state(face.key).reviews % (len(face.card.wordings) + 1)
            rng = Random(number_of(f"{self._seed} {face.key} {place.shown}"))
            self.face = Face(face.card.worded(self._wording).shuffled(rng), face.suffix)

    def _key(self, face: Face | None = None) -> str:
        asked = face or self.face
        if asked is None:
            raise ValueError("nothing is asked any more")
        return asked.key
