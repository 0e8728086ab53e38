"""From JSON to entries, and from entries to events: what they must be before anything computes with them.

Unknown kinds and fields pass untouched. How entries are found in a file is left to `document` and `damage`.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Raw, defstruct

from cxdrill.core.event import Event
from cxdrill.files.events.layout import has_encoding, text_of

Text = Annotated[str, Meta(min_length=1)]
Id = Annotated[str, Meta(pattern=r"\A[0-9A-Za-z_]{1,64}-[0-9]{1,15}\Z")]
_OWN_IDS = re.compile(r"(?:[0-9A-Za-z_]{1,64}-[0-9]{1,15}\n)*+")  # looked at all together, in a quarter of the time
Number = Annotated[int, Meta(gt=-(10**15), lt=10**15)] | Annotated[float, Meta(gt=-1e15, lt=1e15)]
Length = Annotated[int, Meta(ge=0, lt=10**12)] | Annotated[float, Meta(ge=0, lt=1e12)]  # milliseconds
Rating = Annotated[int, Meta(ge=1, le=4)]
CARD, ATTEMPT = ("card", Text), ("attempt", Id)
_CHECKED: Mapping[str, Sequence[Any]] = {  # kind: those of its fields that are computed with
    "review": (CARD, ("rating", Rating), ("day", str), ("due", str), ("took_ms", Length, 0)),
    "practice": (CARD,),
    "probe": (CARD, ("right", bool)),
    "cram": (CARD, ("rating", Rating)),
    "undo": (("voids", Id),),
    "suspend": (CARD,),
    "wake": (CARD,),
    "bury": (CARD, ("day", str)),
    "flag": (CARD,),
    "parameters": (("values", list[Number]),),
    "exam-started": (("exam", Text),),
    "exam-resumed": (ATTEMPT,),
    "exam-answered": (ATTEMPT, CARD),
    "exam-marked": (ATTEMPT, CARD),
    "exam-finished": (ATTEMPT, ("score", Number), ("items", Number), ("passed", bool)),
    "exam-abandoned": (ATTEMPT,),
    "exam-rescored": (ATTEMPT, ("score", Number), ("passed", bool), ("items", Number, 0)),
    "roleplay": (CARD, ("ratings", dict[str, Any])),
    "repaired": (("lost", Number),),
}
_LINE_END = rb"\s*[\r\n]\s*"  # between values: inside a text JSON has none
_HEAD = ("id", str), ("at", str), ("kind", str)
_NAME = r"\$?\.(\w+)[^.]*`\Z|field `(\w+)`"


class Unsound(ValueError):
    """The text is no sound progress file, or an entry of it cannot be believed; the message says why."""


def loaded(content: bytes | str, *, is_strict: bool) -> Any:
    """The JSON value; raises Unsound for anything else, for NaN, and when `is_strict` for doubled keys too."""
    try:
        if not is_strict:
            with suppress(ValueError, RecursionError):
                return msgspec.json.decode(content)  # faster, but takes no halves of surrogate pairs
        hook = _once if is_strict else None
        return json.loads(content, parse_constant=_no_constant, object_pairs_hook=hook)
    except (ValueError, RecursionError) as error:
        raise Unsound(str(error)) from None


def as_utf8(content: bytes) -> bytes:
    """The same text in UTF-8 without a byte order mark; raises Unsound. What claims to be UTF-8 is not looked at."""
    encoding = json.detect_encoding(content)
    if encoding == "utf-8":
        return content
    try:
        text = content.decode(encoding, "strict" if encoding.startswith(("utf-16", "utf-32")) else "surrogatepass")
        return text.removeprefix("\ufeff").encode("utf-8", "surrogatepass")
    except ValueError as error:
        raise Unsound(str(error)) from None


def events_in(entries: list[Any]) -> tuple[Event, ...]:
    """The events that entries of the file stand for; raises Unsound. The entries are used up."""
    of_kind = defaultdict[str, list[dict[str, Any]]](list)
    try:
        for entry in entries:
            of_kind[entry["kind"]].append(entry)
    except (TypeError, KeyError):  # no mappings with a kind, which is told in words
        _converted(entries, _kind_of(""))
    for kind, several in of_kind.items():
        refuse_wrong(kind, several)
    instants = _instants([entry.pop("at") for entry in entries])
    for entry in entries:
        entry.pop("crc", None)
    return tuple(
        [Event(each.pop("id"), at, each.pop("kind"), each) for each, at in zip(entries, instants, strict=True)]
    )


def refuse_wrong(kind: str, several: Sequence[Mapping[str, Any]], *, is_whole: bool = True) -> None:
    """Raises Unsound where events of a kind do not have what is computed with; not `is_whole`: fields alone."""
    form = _kind_of(kind if kind in _CHECKED else "", is_whole=is_whole)
    found = _converted(several, form)
    if not has_encoding(kind):
        raise Unsound("its kind is not text")
    for name, (is_good, wrong) in _LOOKED_INTO.items():
        if name in form.__struct_fields__ and not is_good(list(map(attrgetter(name), found))):
            raise Unsound(f"its {name} is {wrong}")


def is_possible(at: datetime) -> bool:
    """Whether an event may be of that instant: outside these years arithmetic with zones and intervals can overflow."""
    return 1970 <= at.year < 9000 and at.tzinfo is not None


@cache
def _kind_of(kind: str, *, is_whole: bool = True) -> Any:
    """The fields that are computed with; of a kind that is not known only those of every event."""
    return defstruct("_Fields", (*_HEAD * is_whole, *_CHECKED.get(kind, ())), kw_only=True, gc=False)


def _converted(values: Sequence[Any], kind: Any) -> list[Any]:
    try:
        return msgspec.convert(values, list[kind])
    except UnicodeEncodeError:  # half of a surrogate pair: no harm in a field that is not looked at
        known = [_known(each, kind) for each in values]
        if known == list(values):
            raise Unsound("a text in it is none") from None
        return _converted(known, kind)
    except msgspec.ValidationError as error:
        named = re.search(_NAME, str(error))
        raise Unsound(f"its {named[1] or named[2]} is missing or wrong" if named else "it is no event") from None


def _known(value: Any, kind: Any) -> Any:
    """The entry with the fields of that kind alone."""
    return {name: value[name] for name in kind.__struct_fields__ if name in value} if isinstance(value, dict) else value


def _instants(texts: Sequence[str]) -> list[datetime]:
    try:
        found = list(map(datetime.fromisoformat, texts))
    except ValueError:
        found = []
    if len(found) < len(texts) or not all(map(is_possible, found)):
        raise Unsound("its time is no possible time with an offset")
    return found


def _are_ids(texts: list[str]) -> bool:
    joined = "\n".join(texts)
    return joined.count("\n") == len(texts) - 1 and _OWN_IDS.fullmatch(joined + "\n") is not None


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and 1970 <= date.fromisoformat(text).year < 9000
    except ValueError:
        return False


def _is_day_or_instant(text: str) -> bool:
    with suppress(Unsound):
        return _is_day(text) or bool(_instants([text]))
    return False


def _each(is_good: Callable[[str], bool]) -> Callable[[Iterable[str]], bool]:
    return lambda texts: all(map(is_good, set(texts)))


_LOOKED_INTO: Mapping[str, tuple[Callable[[list[str]], bool], str]] = {
    "id": (_are_ids, "missing or wrong"),
    "card": (_each(has_encoding), "not text"),
    "exam": (_each(has_encoding), "not text"),
    "day": (_each(_is_day), "no date"),
    "due": (_each(_is_day_or_instant), "no date"),
}


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entry = dict(pairs)
    if len(entry) != len(pairs):
        raise ValueError("a key stands there twice")
    return entry


def texts_in(content: bytes) -> tuple[bytes, ...]:
    """The text of each event of a sound file of any layout, without `crc` and closing brace."""
    text = as_utf8(content)
    try:
        return tuple(map(compacted, msgspec.json.decode(text, type=_File).events))
    except ValueError:  # half of a surrogate pair in one of them
        return tuple(compacted(text_of(entry).encode()) for entry in json.loads(text)["events"])


class _File(msgspec.Struct):
    events: list[Raw]


def compacted(text: bytes | Raw) -> bytes:
    """The text of an event on one line, laid out as ours, without `crc` and closing brace; values stay as they are."""
    try:
        fields: dict[str, Any] = msgspec.json.decode(text, type=dict[str, Raw])
    except ValueError:
        fields = {name: text_of(value).encode() for name, value in json.loads(bytes(text)).items()}
    fields.pop("crc", None)
    parts = (b"%b: %b" % (text_of(name).encode(), re.sub(_LINE_END, b" ", value)) for name, value in fields.items())
    return b"{" + b", ".join(parts)
