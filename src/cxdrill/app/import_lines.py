"""An import beside what is there: what it adds, changes and leaves, in lines, and the study history it brings."""

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import islice, takewhile
from pathlib import Path

from msgspec import Struct

from cxdrill.app.context import Context
from cxdrill.core.cards.deck_change import CardChange, DeckChange
from cxdrill.core.event import Event
from cxdrill.core.text import clean_line
from cxdrill.files.events.layout import body, header, whole
from cxdrill.files.imports.note import Review
from cxdrill.terminal.report import notice
from cxdrill.terminal.wording import count

_LONGEST_DAYS, _LONGEST_MS = 36_500, 3_600_000
MAX_NAMED = 20  # cards named in one line
MAX_SHOWN = 40  # characters of an old or a new text


_DATE = re.compile(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})")


class Plan(Struct, frozen=True):
    """One deck's change, the file it goes to and the bytes of it."""

    change: DeckChange
    target: Path
    content: bytes
    is_shipped: bool  # whether the deck so far came with cxdrill
    media: Mapping[Path, bytes] = {}  # new files beside it

    @property
    def is_empty(self) -> bool:
        return self.change.is_empty and not self.media


def lines(plan: Plan) -> Iterator[str]:
    """The change of one deck, in words."""
    change = plan.change
    doing = "as it is" if plan.is_empty else "updates" if plan.target.exists() else "new file"
    yield f"{change.after.id}: {doing}{'' if plan.is_empty else f' {plan.target}'}"
    if plan.is_shipped and not change.is_empty and not plan.target.exists():
        yield "  it will take the place of the deck of this id that came with cxdrill"
    if change.head:
        yield f"  change   the deck's {', '.join(change.head)}"
    edited = [f"{each.card.id} ({', '.join(each.fields)})" for each in change.changed]
    for word, kind, names in (
        ("add", "card", [card.id for card in change.added]),
        ("change", "card", edited),
        ("remove", "card", [card.id for card in change.removed]),
        ("add", "file", [clean_line(path.relative_to(plan.target.parent).as_posix()) for path in plan.media]),
    ):
        if names:
            rest = f" and {len(names) - MAX_NAMED} more" if len(names) > MAX_NAMED else ""
            yield f"  {word:<8} {count(len(names), kind)}: {', '.join(names[:MAX_NAMED])}{rest}"
        if word == "change":
            yield from (line for each in change.changed[:MAX_NAMED] for line in _differences(each))
    if spoilt := sum(is_spoilt(*_both(each, field)) for each in change.changed for field in each.fields):
        yield f"  doubt    a spreadsheet seems to have changed {count(spoilt, 'text')}; make such columns text there"
    for card, other in islice(change.doubles(), MAX_NAMED):
        yield f"  note     {card.id} says just what {other.id} says; keep one of the two"
    yield f"  leave    {count(len(change.same), 'card')}"


def _differences(change: CardChange) -> Iterator[str]:
    """The old and the new text of every field of a card that differs."""
    for field in change.fields:
        old, new = _both(change, field)
        same = list(takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
        start = max(0, len(same) - MAX_SHOWN // 4)
        shown = [
            f"{'…' * (start > 0)}{text[start:][:MAX_SHOWN]}{'…' * (len(text) > start + MAX_SHOWN)}"
            for text in (old, new)
        ]
        doubt = "  (a spreadsheet's doing?)" if is_spoilt(old, new) else ""
        yield clean_line(f"    {change.card.id} {field}: {shown[0] or 'nothing'} → {shown[1] or 'nothing'}{doubt}")


def _both(change: CardChange, field: str) -> tuple[str, str]:
    """The old and the new value of a field in words."""
    return _said(getattr(change.old, field)), _said(getattr(change.card, field))


def _said(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(map(_said, value))
    if isinstance(value, Struct):
        fields = (getattr(value, name) for name in value.__struct_fields__)
        return " ".join("✓" if each is True else _said(each) for each in fields if each not in (False, "", ()))
    return str(value)


def _is_dated(old: str, new: str) -> bool:
    """Whether a text such as `3/4` has become a date, or a date another way to write it."""
    before, after = (sorted(map(int, _DATE.findall(text)[0])) if _DATE.fullmatch(text) else [] for text in (old, new))
    return bool(after) and old != new and before in ([], after)


def is_spoilt(old: str, new: str) -> bool:
    """Whether a text looks as if a spreadsheet had changed it: the same number, a text of question marks, a date."""
    if new.count("?") > old.count("?") and len(old) == len(new):
        return True
    olds, news = (text.replace(" ✓", "").split("; ") for text in (old, new))
    if any(_is_dated(*pair) for pair in zip(olds, news, strict=False)):
        return True
    try:
        return float(old.rstrip(" %").replace(",", ".")) == float(new.rstrip(" %").replace(",", "."))
    except ValueError:
        return False


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
