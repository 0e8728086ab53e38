"""How a single text is read, by the kind its field asks for: as it was typed, as an id, a word, a number and so on.

A text written as a block (`|` or `>`) ends without its last line end; everything else stays as it was typed.
"""

from __future__ import annotations

import re
from fractions import Fraction

from cxdrill.core.cards.fields import Field, Kind
from cxdrill.core.cards.languages import TAG
from cxdrill.core.exams.exam import Share
from cxdrill.files.decks.field_values import Values, listed, reads
from cxdrill.files.decks.problem_list import quoted
from cxdrill.files.decks.yaml_nodes import ALIAS, Node, Scalar

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
NAME = re.compile(r"[^\r\n]{1,100}")
FLAGS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
WHOLE = re.compile(r"[0-9]{1,6}")
PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?) ?%")
DURATION = re.compile(r"(?:([0-9]{1,4})d)? ?(?:([0-9]{1,6})h)? ?(?:([0-9]{1,6})m)? ?(?:([0-9]{1,6})s)?")


@reads(Kind.TEXT)
def text(values: Values, node: Node, field: Field, what: str) -> str | None:
    """The text as it was typed."""
    if type(node) is not Scalar:
        values.refuse_kind(node, field, what)
        return None
    typed = node.text
    if (node.style == "|" or node.style == ">") and typed.endswith("\n"):
        typed = typed[:-1]
    if typed and not typed.isspace():
        return typed
    values.refuse_empty(node, field, what)
    return None


@reads(Kind.NAME)
def name(values: Values, node: Node, field: Field, what: str) -> str | None:
    """A text of one line, at most 100 characters."""
    typed = text(values, node, field, what)
    if typed is None or NAME.fullmatch(typed):
        return typed
    values.refuse("S204", node, f'{what}: "{field.name}" is over one line or over 100 characters long', "shorten it")
    return None


@reads(Kind.ID)
def id(values: Values, node: Node, field: Field, what: str) -> str | None:
    """Lower case letters, digits and hyphens, at most 64."""
    typed = text(values, node, field, what)
    if typed is None or ID.fullmatch(typed):
        return typed
    values.refuse("S205", node, f'{what}: "{field.name}" is {quoted(typed)}, which is no id', _id_remedy(typed))
    return None


@reads(Kind.FORMER)
def former(values: Values, node: Node, field: Field, what: str) -> str | None:
    """An id, or a deck's id and a card's id with a slash between."""
    typed = text(values, node, field, what)
    if typed is None or all(ID.fullmatch(part) for part in typed.split("/", 1)):
        return typed
    likely = "/".join(_likely_id(part) for part in typed.split("/", 1))
    remedy = f"write old-id, or old-deck/old-id{f', such as {quoted(likely)}' if likely.strip('/') else ''}"
    values.refuse("S205", node, f'{what}: "{field.name}" is {quoted(typed)}, which is no id', remedy)
    return None


@reads(Kind.LANGUAGE)
def language(values: Values, node: Node, field: Field, what: str) -> str | None:
    """A language by its short name."""
    typed = text(values, node, field, what)
    if typed is None or TAG.fullmatch(typed):
        return typed
    remedy = "write its short name, such as en, es or pt-BR"
    values.refuse("S208", node, f'{what}: "{field.name}" cannot be {quoted(typed)}', remedy)
    return None


@reads(Kind.FLAG)
def flag(values: Values, node: Node, field: Field, what: str) -> bool | None:
    """True or false, as YAML 1.2 writes them."""
    if type(node) is not Scalar or node.style == ALIAS or not node.text:
        values.refuse_kind(node, field, what)
        return None
    if not node.style and node.text in FLAGS:
        return FLAGS[node.text]
    words, remedy = f'{what}: "{field.name}" is {quoted(node.text)}, neither true nor false', "write true or false"
    if node.text in FLAGS:
        words = f'{what}: "{field.name}" is a text in quotation marks, neither true nor false'
        remedy = f"write {node.text.lower()} without quotation marks"
    values.refuse("S206", node, words, remedy)
    return None


@reads(Kind.WORD)
def word(values: Values, node: Node, field: Field, what: str) -> str | None:
    """One of the words that the field knows."""
    typed = text(values, node, field, what)
    if typed is None or typed in field.words:
        return typed
    likely = values.problems.nearest(typed, field.words)
    remedy = f'did you mean "{likely}"?' if likely else f"write {listed(field.words)}"
    values.refuse("S208", node, f'{what}: "{field.name}" cannot be {quoted(typed)}', remedy)
    return None


@reads(Kind.WHOLE)
def whole(values: Values, node: Node, field: Field, what: str) -> int | None:
    """A whole number from 1."""
    typed = text(values, node, field, what)
    if typed is None or (WHOLE.fullmatch(typed) and int(typed) > 0):
        return None if typed is None else int(typed)
    words = f'{what}: "{field.name}" is {quoted(typed)}, not a whole number from 1 to 999999'
    values.refuse("S207", node, words, "write a whole number in digits")
    return None


@reads(Kind.BETWEEN)
def between(values: Values, node: Node, field: Field, what: str) -> int | None:
    """A whole number in the bounds of its field."""
    typed = text(values, node, field, what)
    if typed is None:
        return None
    number = int(typed) if re.fullmatch(r"[-+]?[0-9]{1,3}", typed) else None
    if number is not None and field.least <= number <= (field.most or 0):
        return number
    words = f'{what}: "{field.name}" is {quoted(typed)}, not a whole number from {field.least} to {field.most}'
    values.refuse(
        "S207", node, words, f"write one of {listed(tuple(map(str, range(field.least, (field.most or 0) + 1))))}"
    )
    return None


@reads(Kind.SHARE)
def share(values: Values, node: Node, field: Field, what: str) -> Share | None:
    """A percentage over 0 and up to 100 %."""
    typed = text(values, node, field, what)
    if typed is None:
        return None
    value = fraction(typed)
    if value is not None:
        return Share(value, typed)
    words = f"{what}: {quoted(field.name)} is {quoted(typed)}, not a percentage over 0 % and up to 100 %"
    values.refuse("S207", node, words, _share_remedy(typed))
    return None


@reads(Kind.DURATION)
def duration(values: Values, node: Node, field: Field, what: str) -> int | None:
    """A length of time in seconds."""
    typed = text(values, node, field, what)
    if typed is None:
        return None
    found = DURATION.fullmatch(typed)
    days, hours, minutes, seconds = (int(number or 0) for number in found.groups()) if found else (0, 0, 0, 0)
    length = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    if length:
        return length
    likely = f"{typed}m" if WHOLE.fullmatch(typed) and int(typed) else "1h30m"
    remedy = f'write days, hours, minutes and seconds with d, h, m and s, such as "{likely}"'
    values.refuse("S207", node, f'{what}: "{field.name}" is {quoted(typed)}, not a length of time', remedy)
    return None


def fraction(typed: str) -> Fraction | None:
    """The exact value of a percentage over 0 and up to 100 %, else None."""
    found = PERCENT.fullmatch(typed)
    value = Fraction(found[1]) / 100 if found else Fraction(0)
    return value if 0 < value <= 1 else None


def _id_remedy(typed: str) -> str:
    """What to write instead, as far as it can be guessed."""
    likely = _likely_id(typed)
    rule = "use lower case letters, digits and hyphens, at most 64"
    return f'{rule}, such as "{likely}"' if likely else rule


def _likely_id(typed: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", typed.casefold()[:100]).strip("-")[:64].strip("-")


def _share_remedy(typed: str) -> str:
    if re.fullmatch(r"[1-9][0-9]?|100", typed):
        return f'write "{typed}%"'
    if re.fullmatch(r"0?\.(?!00?$)[0-9]{1,2}", typed):
        return f'write "{float(typed) * 100:g}%"'
    return 'write it like "80%" or "87.5%"'
