"""The study history that an import brings, as events of the learner's own progress file."""

import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from cxdrill.app.context import Context
from cxdrill.core.event import Event
from cxdrill.files.events.layout import body, header, whole
from cxdrill.files.imports.note import Review
from cxdrill.terminal.report import notice
from cxdrill.terminal.wording import count

_LONGEST_DAYS, _LONGEST_MS = 36_500, 3_600_000


def take_in(context: Context, reviews: Sequence[tuple[str, Review]], *, dry_run: bool) -> None:
    """Adds the reviews that the progress file has not yet; a second import adds what was studied meanwhile."""
    past = context.store.load()
    known = {event.id for event in past.events}
    new = [event for event in _events(reviews, context) if event.id not in known]
    told = count(sum(event.kind != "suspend" for event in new), "review")
    cards = len({event.fields["card"] for event in new})
    if not new:
        notice("there are no reviews that the progress file does not have")
    elif dry_run:
        notice(f"{told} of {count(cards, 'card')} would be taken in")
    else:
        with tempfile.TemporaryDirectory() as folder:
            beside = Path(folder) / "reviews.json"
            beside.write_bytes(whole(header(past.learner), list(map(body, new)))[0])
            context.store.merge([beside], adopt=True)
        notice(f"{context.store.path}: {told} of {count(cards, 'card')} taken in")


def _events(reviews: Sequence[tuple[str, Review]], context: Context) -> Iterator[Event]:
    """The reviews as events, which are the same ones whenever they are brought again."""
    for card, review in reviews:
        face = card + review.suffix
        at = datetime.fromtimestamp(review.at_ms / 1000).astimezone()
        fields: dict[str, object] = {"card": face, "rating": review.rating}
        kind = "suspend" if review.rating == 0 else "cram" if review.is_cram else "review"
        if kind == "suspend":
            fields = {"card": face}
        elif kind == "review":
            day = context.study_day(at)
            due = _due(review, at, day)
            fields |= {"took_ms": min(review.took_ms, _LONGEST_MS), "day": day.isoformat(), "due": due}
        writer = sha256(f"imported {face}{' suspended' * (kind == 'suspend')}".encode()).hexdigest()[:16]
        yield Event(f"{writer}-{review.at_ms}", at, kind, fields)


def _due(review: Review, at: datetime, day: date) -> str:
    """The date on which the face is asked again, or for a learning step the instant."""
    latest = day + timedelta(days=_LONGEST_DAYS)
    if isinstance(review.due, date):
        return min(max(review.due, day), latest).isoformat()
    if review.due is not None:
        return datetime.fromtimestamp(review.due).astimezone().isoformat(timespec="milliseconds")
    if review.interval > 0:
        return (day + timedelta(days=min(review.interval, _LONGEST_DAYS))).isoformat()
    return (at + timedelta(seconds=min(-review.interval, 86_400))).isoformat(timespec="milliseconds")
