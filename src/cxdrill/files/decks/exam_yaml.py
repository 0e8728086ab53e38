"""An exam file to its value. Whether the decks can fill it is `core/exams/exam_problems`'s concern."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from cxdrill.core.cards.fields import Field, Kind
from cxdrill.core.exams.exam import Away, Exam, Feedback, Scoring
from cxdrill.files.decks.deck_fields import EXAM
from cxdrill.files.decks.field_values import Values, reads
from cxdrill.files.decks.list_readers import by_name
from cxdrill.files.decks.problem_list import ProblemList, quoted
from cxdrill.files.decks.text_readers import meant
from cxdrill.files.decks.tree_places import TreePlaces
from cxdrill.files.decks.yaml_nodes import MapNode, Node, place

_WORDS = {"away": Away, "feedback": Feedback, "scoring": Scoring}


def exam(root: MapNode, problems: ProblemList, path: str) -> Exam | None:
    """The exam, or None where it is in error."""
    values = Values(problems)
    read = values.fields(root, EXAM, "the exam")
    if "blueprint" in read and "items" in read:
        _check_sum(root.fields["blueprint"], read["blueprint"], read["items"], values)
    if "minimum" in read and "blueprint" in read:
        _check_minimum(root.fields["minimum"], read["minimum"], read["blueprint"], problems)
    if len(problems):
        return None
    read.update({name: words(read[name]) for name, words in _WORDS.items() if name in read})
    return Exam(**read, path=path, places=TreePlaces(root, problems.path))


def _check_sum(node: Node, blueprint: Mapping[str, int | Fraction], items: int, values: Values) -> None:
    counts = [share for share in blueprint.values() if isinstance(share, int)]
    if counts and len(counts) < len(blueprint):
        words = "the blueprint has both numbers of items and percentages"
        values.refuse("S307", node, words, "use one of the two for all topics")
    elif counts and sum(counts) != items:
        words = f'the blueprint adds up to {sum(counts)} items, but "items" is {items}'
        values.refuse("S307", node, words, "change one of them so that both agree")
    elif not counts and (total := sum(blueprint.values())) != 1:
        exact = f"{float(total * 100):g} %" if total.denominator < 10**6 else "a sum"
        values.refuse("S307", node, f"the blueprint adds up to {exact}, not to 100 %", "change the percentages")


def _check_minimum(node: Node, minimum: Mapping[str, Any], blueprint: Mapping[str, Any], problems: ProblemList) -> None:
    for topic in minimum:
        if topic not in blueprint and isinstance(node, MapNode):
            likely = problems.nearest(topic, blueprint)
            remedy = f'did you mean "{likely}"?' if likely else "name a topic of the blueprint"
            words = f"the exam: {quoted(topic)} has a minimum but is not in the blueprint"
            problems.add("S309", place(node.fields[topic].key_at), words, remedy, len(topic))


@reads(Kind.BLUEPRINT)
def _blueprint(values: Values, node: Node, field: Field, what: str) -> Mapping[str, int | Fraction] | None:
    return by_name(values, node, field, what, meant)
