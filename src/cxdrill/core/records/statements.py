"""xAPI 1.0.3 statements out of an event log, a pure function of each event: sent twice, they are the same to the byte.

Their ids are UUID5 of learner and event. A day of study is one statement for each writer, made when the day is over,
after which no event of that day and writer can come; so no later merge changes it. Nobody's name or note is in any.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote, unquote
from uuid import UUID, uuid5

from msgspec import Struct

from cxdrill.core.cards.roleplay import roleplay_of
from cxdrill.core.event import Event
from cxdrill.core.exams.attempt import used_seconds
from cxdrill.core.exams.form import FormItem, form_from_plain
from cxdrill.core.plain import digest
from cxdrill.core.study.review import day_of

NAMESPACE = UUID("6f1f3f0e-5f0a-5c1e-9b6e-6f2c8f0d7a11")
VERSION = "1.0.3"
_VERBS = "http://adlnet.gov/expapi/verbs/"
_TYPES = "http://adlnet.gov/expapi/activities/"
_OWN = "urn:x-cxdrill:"
FORM, PASS_MARK, TITLE, SCORING, SEED = (f"{_OWN}{name}" for name in ("form", "pass-mark", "title", "scoring", "seed"))
TOPIC, ORDER, WORDING = f"{_OWN}topic", f"{_OWN}order", f"{_OWN}wording"
ASSESSMENT, INTERACTION = "assessment", "cmi.interaction"
DAYS = ":days"
_MOST_SEED = 2**128
_MOST = 10**9  # points: more is no score


class Statement(Struct, frozen=True):
    """One statement with its place: the lane (a writer, or its days) and the number of its event there."""

    lane: str
    number: int
    content: Mapping[str, Any]

    @property
    def id(self) -> str:
        return str(self.content["id"])


def statements(
    learner: str, events: Iterable[Event], actor: Mapping[str, Any], today: date, confirmed: Mapping[str, int]
) -> list[Statement]:
    """The statements a store has not confirmed, lane by lane; of the study day `today`, which goes on, no summary."""
    maker = _Maker(learner, actor)
    days: dict[tuple[str, date], list[Event]] = defaultdict(list)
    found: list[Statement] = []
    ordered = sorted(events, key=lambda event: (event.writer, event.number))
    started = {event.id: event for event in ordered if event.kind == "exam-started"}
    for event in ordered:
        if event.kind == "review" and (day := day_of(event.fields.get("day"))) and day < today:
            days[event.writer, day].append(event)
        if event.number > confirmed.get(event.writer, 0):
            found += [Statement(event.writer, event.number, each) for each in maker.of(event, started)]
    for (writer, day), reviews in days.items():
        lane, number = writer + DAYS, reviews[-1].number
        if number > confirmed.get(lane, 0):
            found.append(Statement(lane, number, maker.day(day, reviews)))
    return sorted(found, key=lambda each: (each.lane, each.number))


class _Maker:
    """Makes statements of one learner; the rules of an attempt are read once."""

    def __init__(self, learner: str, actor: Mapping[str, Any]) -> None:
        self._learner, self._actor = learner, actor
        self._rules: dict[str, dict[str, Any]] = {}

    def of(self, event: Event, started: Mapping[str, Event]) -> Iterator[dict[str, Any]]:
        """The statements of one event, none of most kinds."""
        match event.kind:
            case "exam-started":
                yield self._made(event, "initialized", _exam(event))
            case "exam-finished" | "exam-rescored":
                begun = started.get(str(event.fields.get("attempt", "")))
                if begun is not None:
                    yield from self._ended(event, begun)
            case "roleplay" if play := roleplay_of(event):
                raw, most = play.score
                score = {"score": _score(raw, most)} if most else {}
                steps = {f"{_OWN}steps": dict(play.ratings)}
                yield self._made(event, "completed", _activity("simulation", play.card), score | {"extensions": steps})

    def day(self, day: date, reviews: Sequence[Event]) -> dict[str, Any]:
        """The summary of one writer's study day, at the time of its last review."""
        ratings = [event.fields.get("rating") for event in reviews]
        took = sum(ms for event in reviews if isinstance(ms := event.fields.get("took_ms"), int) and ms > 0)
        counts = {"reviews": len(reviews), "again": ratings.count(1), "cards": len({each.card for each in reviews})}
        result = {"duration": _duration(took / 1000), "extensions": {f"{_OWN}study": counts}}
        activity = _activity("module", f"study:{day.isoformat()}")
        return self._made(reviews[-1], "experienced", activity, result, name=f"{reviews[-1].writer}/{day}")

    def _ended(self, event: Event, begun: Event) -> Iterator[dict[str, Any]]:
        form, fields = form_from_plain(begun.fields.get("form")), event.fields
        given = fields.get("responses") if event.kind == "exam-finished" else None
        if isinstance(given, dict) and form is not None:
            for item in form.items:
                response = given.get(item.card.key)
                known = isinstance(response, str | int | float)
                yield self._answered(event, begun, item, str(response) if known else None)
        score, items, is_passed = fields.get("score"), fields.get("items"), fields.get("passed") is True
        items = items if isinstance(items, int) else len(form.items) if form else 0
        result: dict[str, Any] = {"completion": True, "success": is_passed}
        if isinstance(score, int | float) and 0 <= score <= _MOST and 0 < items <= _MOST:
            result["score"] = _score(score, items)
        if (used := used_seconds(event)) is not None:
            result["duration"] = _duration(used)
        yield self._made(event, "passed" if is_passed else "failed", _exam(begun), result, begun=begun)

    def _answered(self, event: Event, begun: Event, item: FormItem, response: str | None) -> dict[str, Any]:
        result: dict[str, Any] = {"success": item.card.earned(response) == 1}
        result |= {} if response is None else {"response": response}
        # Without its order and the words that were asked, letters say nothing.
        asked = {ORDER: list(item.card.order), WORDING: item.wording}
        if known := {name: value for name, value in asked.items() if value}:
            result["extensions"] = known
        key = item.card.key
        activity = _activity(INTERACTION, key, {TOPIC: item.card.topic})
        return self._made(event, "answered", activity, result, name=f"{event.id}/{key}", begun=begun)

    def _made(
        self, event: Event, verb: str, activity: Mapping[str, Any], result: Mapping[str, Any] | None = None, *,
        name: str = "", begun: Event | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        attempt, context = begun or event, dict[str, Any]()
        if attempt.kind == "exam-started":
            rules = self._rules[attempt.id] = self._rules.get(attempt.id) or _rules(attempt)
            context = {"context": {"registration": _id(f"{self._learner}/{attempt.id}"), "extensions": rules}}
        return {
            "id": _id(f"{self._learner}/{name or event.id}"),
            "version": VERSION,
            "actor": dict(self._actor),
            "verb": {"id": _VERBS + verb, "display": {"en": verb}},
            "object": dict(activity),
            **({"result": dict(result)} if result else {}),
            **context,
            "timestamp": event.at.isoformat(timespec="milliseconds"),
        }


def actor(home: str, name: str) -> dict[str, Any]:
    """The account under which a learner is known to a store."""
    return {"objectType": "Agent", "account": {"homePage": home, "name": name}}


def _exam(begun: Event) -> dict[str, Any]:
    return _activity(ASSESSMENT, str(begun.fields.get("exam", "")))


def _rules(begun: Event) -> dict[str, Any]:
    found = begun.fields.get("policy")
    policy: Mapping[str, Any] = found if isinstance(found, dict) else {}
    mark, seed = policy.get("pass_mark"), begun.fields.get("seed")
    words = {
        PASS_MARK: mark.get("text") if isinstance(mark, dict) else None,
        TITLE: policy.get("title"),
        SCORING: policy.get("scoring"),
        SEED: str(seed) if isinstance(seed, int) and abs(seed) <= _MOST_SEED else None,  # more digits than JSON's
    }
    known = {name: word for name, word in words.items() if isinstance(word, str) and word}
    try:
        return {FORM: digest(begun.fields.get("form")), **known}
    except (ValueError, RecursionError):  # another program's form, which nobody can read
        return known


def activity_name(id: Any, kind: str) -> str:
    """The exam or the card of an activity of that kind; nothing of another's."""
    first = f"{_OWN}{kind}:"
    return unquote(id.removeprefix(first)) if isinstance(id, str) and id.startswith(first) else ""


def _activity(kind: str, name: str, extensions: Mapping[str, Any] | None = None) -> dict[str, Any]:
    about: dict[str, Any] = {"type": _TYPES + kind, "name": {"en": name}}
    about |= {"interactionType": "other"} if kind == INTERACTION else {}
    about |= {"extensions": dict(extensions)} if extensions else {}
    return {
        "objectType": "Activity",
        "id": f"{_OWN}{kind}:{quote(name, safe='/:', errors='replace')}",
        "definition": about,
    }


def _score(raw: Any, most: int) -> dict[str, Any]:
    return {"scaled": round(min(1.0, max(-1.0, raw / most)), 6), "raw": raw, "min": 0, "max": most}


def _id(name: str) -> str:
    return str(uuid5(NAMESPACE, name.encode("utf-8", "replace").decode()))


def _duration(seconds: float) -> str:
    return f"PT{seconds:.2f}S"
