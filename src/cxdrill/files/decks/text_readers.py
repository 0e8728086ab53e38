"""How a single text is read in a deck file: as it was typed, or as the value of the kind its field asks for.

A text written as a block (`|` or `>`) ends without its last line end; everything else stays as it was typed.
"""

from __future__ import annotations

from typing import Any

from cxdrill.core.cards.fields import Field, Kind
from cxdrill.files.decks.field_values import READERS, Values, reads
from cxdrill.files.decks.problem_list import quoted
from cxdrill.files.decks.text_values import UnreadableText, text_value
from cxdrill.files.decks.yaml_nodes import ALIAS, Node, Scalar

FLAGS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


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


def meant(values: Values, node: Node, field: Field, what: str) -> Any:
    """What the text means to its field."""
    typed = text(values, node, field, what)
    if typed is None:
        return None
    try:
        return text_value(field, typed, values.problems.nearest)
    except UnreadableText as error:
        values.refuse(error.rule, node, f"{what}: {quoted(field.name)} {error.words}", error.remedy)
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


_OF_TEXTS = (Kind.NAME, Kind.ID, Kind.FORMER, Kind.LANGUAGE, Kind.WORD, Kind.WHOLE, Kind.BETWEEN, Kind.SHARE)
READERS.update(dict.fromkeys((*_OF_TEXTS, Kind.DURATION), meant))
