"""One text to the value its field asks for, whether it stands in a deck file or in a cell: an id, a number, a length.

A text that is none of these raises UnreadableText with what it is instead and what to write.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from cxdrill.core.cards.fields import Field, Kind
from cxdrill.core.cards.languages import TAG
from cxdrill.core.exams.exam import Share
from cxdrill.core.ids import LONGEST, slug
from cxdrill.core.text import clean_line
from cxdrill.files.decks.problem_list import quoted

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
NAME = re.compile(r"[^\r\n]{1,100}")
_STEP = r"(?![.\s])[^/\\:*?\"<>|\x00-\x1f]*[^/\\:*?\"<>|\x00-\x1f. ]"  # a name on every system, and not hidden
DOWN = f"{_STEP}(/{_STEP})*"
LONGEST_PATH = 200
VALIDITY = r"[1-9][0-9]?y|[1-9][0-9]{0,3}d"
_VALID = re.compile(VALIDITY)
_NAMING = NAME, "S204", "is over one line or over 100 characters long", "shorten it"
_AS_TYPED = {  # the pattern that a text has to fit, and what is said of one that does not
    Kind.NAME: _NAMING,
    Kind.NAMES: _NAMING,
    Kind.LANGUAGE: (TAG, "S208", "cannot be {}", "write its short name, such as en, es or pt-BR"),
    Kind.VALIDITY: (_VALID, "S207", "is {}, not a number of years or days", 'write it like "2y" or "90d"'),
}
WHOLE = re.compile(r"[0-9]{1,6}")
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?) ?%")
_DURATION = re.compile(r"(?:([0-9]{1,4})d)? ?(?:([0-9]{1,6})h)? ?(?:([0-9]{1,6})m)? ?(?:([0-9]{1,6})s)?")

Nearest = Callable[[str, Iterable[str]], str]
"""The word of a list that one seems to mean, or nothing."""


class UnreadableText(Exception):
    """The rule that the text breaks, what is so ("is "x", which is no id"), and the remedy."""

    def __init__(self, rule: str, words: str, remedy: str) -> None:
        super().__init__(words)
        self.rule, self.words, self.remedy = rule, words, remedy


def text_value(field: Field, typed: str, nearest: Nearest) -> Any:
    """The value that the text stands for; raises UnreadableText."""
    if field.kind is Kind.WORD:
        return _word(field, typed, nearest)
    if reader := _READERS.get(field.kind):
        return reader(field, typed)
    pattern, rule, words, remedy = _AS_TYPED.get(field.kind, (None, "", "", ""))
    if pattern and not pattern.fullmatch(typed):
        raise UnreadableText(rule, words.format(quoted(typed)), remedy)
    return typed


def listed(words: Iterable[object]) -> str:
    *others, last = map(str, words)
    return ", ".join(others) + f" or {last}" if others else last


def fraction(typed: str) -> Fraction | None:
    """The exact value of a percentage over 0 and up to 100 %, else None."""
    found = _PERCENT.fullmatch(typed)
    value = Fraction(found[1]) / 100 if found else Fraction(0)
    return value if 0 < value <= 1 else None


def _file(field: Field, typed: str) -> str:
    """A path from the deck's file that leads down alone, and means the same on every system."""
    if len(typed) > LONGEST_PATH or not re.fullmatch(DOWN, typed) or typed != clean_line(typed):
        remedy = 'put the file into the deck\'s folder or one below it, and write it like "pictures/desk.png"'
        raise UnreadableText("S211", f"is {quoted(typed)}, which is no path from the deck down to a file", remedy)
    if not typed.lower().endswith(field.words):
        raise UnreadableText("S211", f"is {quoted(typed)}", f"give a file that ends in {listed(field.words)}")
    return typed


def _id(field: Field, typed: str) -> str:
    if ID.fullmatch(typed):
        return typed
    remedy = "use lower case letters, digits and hyphens, at most 64"
    if field.name == "scenario" and " " in typed:
        raise _odd("S205", typed, "which is no id", 'write the text below the deck\'s "scenarios", and its id here')
    likely = slug(typed, LONGEST)
    raise _odd("S205", typed, "which is no id", f'{remedy}, such as "{likely}"' if likely else remedy)


def _former(field: Field, typed: str) -> str:
    parts = typed.split("/", 1)
    if all(map(ID.fullmatch, parts)):
        return typed
    likely = "/".join(slug(part, LONGEST) for part in parts)
    such = f", such as {quoted(likely)}" if likely.strip("/") else ""
    raise _odd("S205", typed, "which is no id", f"write old-id, or old-deck/old-id{such}")


ELSEWHERE = {
    **dict.fromkeys(("question", "front", "stem", "q"), ("prompt",)),
    **dict.fromkeys(("back", "response", "a"), ("answer",)),
    **dict.fromkeys(("feedback", "rationale", "comment"), ("why", "explanation")),
    **dict.fromkeys(("choices", "answers", "distractors"), ("options",)),
    **dict.fromkeys(("multiple-choice", "multiplechoice", "mcq", "single", "single-choice"), ("choice",)),
    **dict.fromkeys(("hint", "points"), ()),
    **dict.fromkeys(("picture", "img", "photo"), ("image",)),
    **dict.fromkeys(("sound", "recording"), ("audio",)),
}
"""Other programs' names of fields and words, with ours; nothing where decks have no such thing."""


def _word(field: Field, typed: str, nearest: Nearest) -> str:
    if typed in field.words:
        return field.words[field.words.index(typed)]  # of an enumeration, where the words are one
    familiar = [each for each in ELSEWHERE.get(typed.casefold(), ()) if each in field.words]
    likely = familiar[0] if familiar else nearest(typed, field.words)
    remedy = f'did you mean "{likely}"?' if likely else f"write {listed(field.words)}"
    raise UnreadableText("S208", f"cannot be {quoted(typed)}", remedy)


def _whole(field: Field, typed: str) -> int:
    most = field.most or 999999
    if WHOLE.fullmatch(typed) and 0 < int(typed) <= most:
        return int(typed)
    raise _odd("S207", typed, f"not a whole number from 1 to {most}", "write a whole number in digits")


def _between(field: Field, typed: str) -> int:
    least, most = field.least, field.most or 0
    if re.fullmatch(r"[-+]?[0-9]{1,3}", typed) and least <= int(typed) <= most:
        return int(typed)
    remedy = f"write one of {listed(range(least, most + 1))}" if most - least < 10 else "write a number in between"
    raise _odd("S207", typed, f"not a whole number from {least} to {most}", remedy)


def _share(field: Field, typed: str) -> Share:
    value = fraction(typed)
    if value is not None:
        return Share(value, typed)
    remedy = 'write it like "80%" or "87.5%"'
    if re.fullmatch(r"[1-9][0-9]?|100", typed):
        remedy = f'write "{typed}%"'
    elif re.fullmatch(r"0?\.(?!00?$)[0-9]{1,2}", typed):
        remedy = f'write "{float(typed) * 100:g}%"'
    raise _odd("S207", typed, "not a percentage over 0 % and up to 100 %", remedy)


def _rating(field: Field, typed: str) -> Share:
    """A number of people out of 100."""
    found = _PERCENT.fullmatch(typed if typed.endswith("%") else f"{typed}%")
    if found and Fraction(found[1]) <= 100:
        return Share(Fraction(found[1]) / 100, typed)
    raise _odd("S207", typed, "not a number from 0 to 100", "write how many of 100 just-qualified people are right")


def _amount(field: Field, typed: str) -> int | Fraction:
    if WHOLE.fullmatch(typed) and int(typed) > 0:
        return int(typed)
    value = fraction(typed)
    if value is not None:
        return value
    remedy = 'write a whole number from 1, or a percentage such as "20%"'
    raise _odd("S207", typed, "neither a number of items nor a percentage", remedy)


def _seconds(field: Field, typed: str) -> int:
    found = _DURATION.fullmatch(typed)
    days, hours, minutes, seconds = (int(number or 0) for number in found.groups()) if found else (0, 0, 0, 0)
    if length := ((days * 24 + hours) * 60 + minutes) * 60 + seconds:
        return length
    spoken = re.fullmatch(r"([0-9]{1,4}) ?(min|minute|hour|hr|sec|second|day)s?\.?", typed.lower())
    likely = f"{typed}m" if WHOLE.fullmatch(typed) and int(typed) else "1h30m"
    likely = f"{spoken[1]}{spoken[2][0]}" if spoken else likely
    remedy = f'write days, hours, minutes and seconds with d, h, m and s, such as "{likely}"'
    raise _odd("S207", typed, "not a length of time", remedy)


def _odd(rule: str, typed: str, words: str, remedy: str) -> UnreadableText:
    return UnreadableText(rule, f"is {quoted(typed)}, {words}", remedy)


_READERS: dict[Kind, Callable[[Field, str], Any]] = {
    Kind.FILE: _file,
    Kind.ID: _id,
    Kind.FORMER: _former,
    Kind.WHOLE: _whole,
    Kind.BETWEEN: _between,
    Kind.SHARE: _share,
    Kind.SHARES: _share,
    Kind.BLUEPRINT: _amount,
    Kind.RATINGS: _rating,
    Kind.DURATION: _seconds,
}
