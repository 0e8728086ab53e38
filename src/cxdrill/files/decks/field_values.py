"""The fields of a mapping to values, as the table of fields asks, with what is unknown, missing or misplaced told.

What a single text means is `text_values`' concern, how lists and mappings are read that of `list_values`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any

from cxdrill.core.cards.fields import Field, Kind, Shape
from cxdrill.files.decks.deck_bytes import ODD_BLANK, blank_name
from cxdrill.files.decks.problem_list import ProblemList, quoted
from cxdrill.files.decks.text_values import ELSEWHERE, UnreadableText, listed, text_value
from cxdrill.files.decks.yaml_nodes import ALIAS, ListNode, MapNode, Node, Scalar, place

_MAX_NAMES = 50  # looked through for a misspelt one: more only a hostile file has
_FLAGS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_LISTS = frozenset((Kind.TEXTS, Kind.NAMES, Kind.PAIRS, Kind.ENTRIES, Kind.CARDS, Kind.SCENARIOS))
_MAPPINGS = frozenset((Kind.TITLES, Kind.ENTRY, Kind.BLUEPRINT, Kind.SHARES, Kind.FIGURES, Kind.RATINGS))


class Values(ProblemList):
    """Reads the fields of one file; `what` in its methods names the owner of a field for messages: `card "hold"`."""

    def fields(self, node: MapNode, form: Shape, what: str) -> dict[str, Any]:
        """The values of a mapping's fields by the attributes they become; those in error are left out."""
        values: dict[str, Any] = {}
        known = form.fields
        for name, child in node.fields.items():
            field = known.get(name)
            if field is None:
                self._unknown(name, child, node, form, what)
                continue
            value = READERS[field.kind](self, child, field, what)
            if value is not None:
                values[field.attribute or name] = value
        for name in form.required:
            if name not in node.fields:
                self._missing(name, node, form, what)
        return values

    def made(self, node: MapNode, form: Shape, what: str) -> Any:
        """What a mapping becomes; None, and problems noted, where anything in it is wrong."""
        before = len(self)
        read = self.fields(node, form, what)
        return form.becomes(**read) if len(self) == before and not self.is_full else None

    def refuse(self, rule: str, node: Node, message: str, remedy: str = "") -> None:
        """Note a problem at a value: at the value itself if it is a text, else at the field's name."""
        is_text = isinstance(node, Scalar)
        at = node.at if is_text or node.key_at < 0 else node.key_at
        self.add(rule, place(at), message, remedy, len(node.text) if isinstance(node, Scalar) else 0)

    def refuse_entry(self, node: Node, what: str, remedy: str) -> None:
        """Note that an entry of a list is no mapping."""
        if not (isinstance(node, Scalar) and node.style == ALIAS):
            kind = "a list" if isinstance(node, ListNode) else "a text"
            self.refuse("S204", node, f"{what} is {kind}, not a mapping", remedy)

    def refuse_kind(self, node: Node, field: Field, what: str) -> None:
        """Note that a list, a mapping or a text stands where another of them belongs, or nothing at all."""
        if isinstance(node, Scalar) and (node.style == ALIAS or not node.text):
            self.refuse_empty(node, field, what)
            return
        found = {Scalar: "a text", ListNode: "a list", MapNode: "a mapping"}[type(node)]
        words = f'{what}: "{field.name}" has {found} where {field.holds} belongs'
        self.refuse("S204", node, words, _kind_remedy(node, field.kind))

    def refuse_empty(self, node: Scalar, field: Field, what: str) -> None:
        """Note that a field has no value; of an alias enough was said."""
        if node.style == ALIAS:
            return
        at = node.at if node.style or node.key_at < 0 else node.key_at
        remedy = 'write something after the colon, in quotation marks if it begins with "#"'
        remedy += "" if field.required else ", or delete the line"
        self.add("S203", place(at), f'{what}: "{field.name}" is empty', remedy, len(field.name))

    def _missing(self, name: str, node: MapNode, form: Shape, what: str) -> None:
        if self.is_full or "<<" in node.fields:  # perhaps it was to come from there
            return
        strangers = [each for each in list(node.fields)[:_MAX_NAMES] if each not in form.fields]
        if not any(likely_name(self, each, [name]) for each in strangers):  # else misspelt, and told so
            self.add("S202", place(node.at), f'{what} has no "{name}"', f'add "{name}: ..."', 1)

    def _unknown(self, name: str, child: Node, node: MapNode, form: Shape, what: str) -> None:
        if self.is_full or (name == "<<" and self.is_told(place(child.key_at))):
            return
        likely = likely_name(self, name, [each for each in form.fields if each not in node.fields])
        remedy = f'did you mean "{likely}"?' if likely else f"the fields here are {listed(form.fields)}"
        if node.is_flow and isinstance(child, Scalar) and not child.text and not child.style:
            remedy = "put the text before it in quotation marks: between { and } a comma ends a text"
        if blank := re.search(ODD_BLANK, name):
            remedy = f"the name has a {blank_name(blank[0])} in it, which shows nothing; delete that"
        words = f"{what} has an unknown field {quoted(name)}"
        self.add("S201", place(child.key_at), words, remedy, len(name))


def likely_name(problems: ProblemList, name: str, names: Collection[str]) -> str:
    """The field that was meant: as other programs call it, or nearly spelt so."""
    if name.casefold() in ELSEWHERE:
        return next((each for each in ELSEWHERE[name.casefold()] if each in names), "")
    return problems.nearest(name, names)


def text(values: Values, node: Node, field: Field, what: str) -> str | None:
    """The text as it was typed; only one written as a block (`|` or `>`) loses its last line end."""
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


def meaning(values: Values, node: Node, field: Field, what: str) -> Any:
    typed = text(values, node, field, what)
    if typed is None:
        return None
    try:
        return text_value(field, typed, values.nearest)
    except UnreadableText as error:
        values.refuse(error.rule, node, f"{what}: {quoted(field.name)} {error.words}", error.remedy)
        return None


def flag(values: Values, node: Node, field: Field, what: str) -> bool | None:
    """True or false, as YAML 1.2 writes them."""
    if type(node) is not Scalar or node.style == ALIAS or not node.text:
        values.refuse_kind(node, field, what)
        return None
    if not node.style and node.text in _FLAGS:
        return _FLAGS[node.text]
    words, remedy = f'{what}: "{field.name}" is {quoted(node.text)}, neither true nor false', "write true or false"
    if node.text in _FLAGS:
        words = f'{what}: "{field.name}" is a text in quotation marks, neither true nor false'
        remedy = f"write {node.text.lower()} without quotation marks"
    values.refuse("S206", node, words, remedy)
    return None


Reader = Callable[[Values, Node, Field, str], Any]
READERS: dict[Kind, Reader] = {**dict.fromkeys(Kind, meaning), Kind.TEXT: text, Kind.FLAG: flag}
"""How each kind of value is read: the value, or None and a problem noted. `list_values` enters its own."""


def _kind_remedy(node: Node, kind: Kind) -> str:
    if kind in _LISTS:
        return 'write one entry a line below it, each after "- "'
    if kind in _MAPPINGS:
        return 'write one "name: value" a line below it, indented'
    if isinstance(node, MapNode):
        sign = "braces are" if node.is_flow else "colon is"
        return f"put the whole text in double quotes if the {sign} meant as text"
    return "put the whole text in double quotes if the brackets or dashes are meant as text"
