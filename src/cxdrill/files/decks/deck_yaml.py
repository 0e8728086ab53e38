"""A deck or exam file to its value, with every mistake in it told at once. Bad content never raises.

Which files there are is `library`'s concern, whether a deck is a good one `core/lint`'s, and whether the decks can
fill an exam `core/exams/exam_problems`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

from cxdrill.core.exams.library import FileValue
from cxdrill.core.problem import Problem
from cxdrill.files.collector import collector_paused
from cxdrill.files.decks.card_yaml import Cards
from cxdrill.files.decks.deck_bytes import read
from cxdrill.files.decks.deck_fields import FILES
from cxdrill.files.decks.field_values import Values
from cxdrill.files.decks.problem_list import ProblemList, quoted
from cxdrill.files.decks.yaml_nodes import ListNode, MapNode, Node, Scalar, TreePlaces, place
from cxdrill.files.decks.yaml_tree import tree


def read_file(path: Path) -> tuple[FileValue | None, tuple[Problem, ...]]:
    """What is in the file at `path`, or None and what is wrong with it."""
    return read_anew(path, b"")[1:]


def read_anew(path: Path, known: bytes) -> tuple[bytes, FileValue | None, tuple[Problem, ...]]:
    """The hash of the file at `path`, and what is in it or wrong with it; neither where the hash is the `known` one."""
    problems = ProblemList(str(path))
    raw = read(path, problems)
    if raw is None:
        return b"", None, problems.all()
    digest = sha256(raw).digest()
    return (digest, None, ()) if digest == known else (digest, *read_bytes(raw, str(path)))


def read_bytes(raw: bytes, path: str) -> tuple[FileValue | None, tuple[Problem, ...]]:
    """What is in `raw`, or None and what is wrong with it; `path` is for messages."""
    values = Values(path)
    value: FileValue | None = None
    with collector_paused():
        root = tree(raw, values)
        if isinstance(root, MapNode):
            value = _value(root, values, path)
        elif root is not None and not (isinstance(root, Scalar) and not root.text):
            kind = "a list" if isinstance(root, ListNode) else "a single text"
            remedy = 'begin it with "deck: ..." and put the cards below "cards:"'
            values.add("S112", place(root.at), f"the file holds {kind}, not a deck or an exam", remedy)
        elif not len(values):
            values.add("S111", (1, 1), "the file is empty", 'write a deck into it; "cxdrill new" starts one')
    found = values.all()
    return (None if found else value), found


def _value(root: MapNode, values: Values, path: str) -> FileValue | None:
    kind, *others = [name for name in FILES if name in root.fields] or [""]
    if others:
        words = f'the file has both "{kind}" and "{others[0]}"'
        values.add("S112", place(root.fields[others[0]].key_at), words, "make two files of it", len(others[0]))
    elif not kind:
        _neither(root, values)
    else:
        read = values.fields(root, FILES[kind], f"the {kind}")
        if kind == "deck":
            _read_cards(root, read, values)
        elif kind == "exam" and "blueprint" in read:
            if "items" in read:
                _check_sum(root.fields["blueprint"], read["blueprint"], read["items"], values)
            _check_minimum(root.fields.get("minimum"), read.get("minimum", ()), read["blueprint"], values)
        if not len(values):
            made: FileValue = FILES[kind].becomes(**read, path=path, places=TreePlaces(root, values.path))
            return made
    return None


def _neither(root: MapNode, values: Values) -> None:
    for name, node in list(root.fields.items())[:50]:
        if likely := values.nearest(name, FILES):
            words = f'the file has {quoted(name)}, but neither "deck" nor "exam"'
            values.add("S112", place(node.key_at), words, f'did you mean "{likely}"?', len(name))
            return
    remedy = 'begin it with "deck: some-id", or "exam: some-id"'
    values.add("S112", place(root.at), 'the file has neither "deck" nor "exam" at its top', remedy)


def _read_cards(root: MapNode, read: dict[str, Any], values: Values) -> None:
    """Puts the cards of a deck among what was read, in the place of their nodes."""
    sources = root.fields.get("sources")
    names = frozenset(sources.fields if isinstance(sources, MapNode) else ())
    manners: dict[str, str] = {name: read[name] for name in ("language", "accents") if name in read}
    cards = Cards(values, read.get("id", ""), names, _scenario_ids(root), manners)
    read["cards"] = tuple(cards.cards(read.get("cards", ())))
    cards.check_histories()


def _scenario_ids(root: MapNode) -> frozenset[str]:
    """The ids of the scenarios, right or wrong, so that a mistake in one is told once."""
    node = root.fields.get("scenarios")
    entries = node.nodes if isinstance(node, ListNode) else []
    ids = [entry.fields.get("id") for entry in entries if isinstance(entry, MapNode)]
    return frozenset(each.text for each in ids if isinstance(each, Scalar))


def _check_sum(node: Node, blueprint: Mapping[str, int | Fraction], items: int, values: Values) -> None:
    counts = [share for share in blueprint.values() if isinstance(share, int)]
    if counts and len(counts) < len(blueprint):
        words = "the blueprint has both numbers of items and percentages"
        values.refuse("S307", node, words, "use one of the two for all topics")
    elif counts and sum(counts) != items:
        words = f'the blueprint adds up to {sum(counts)} items, but "items" is {items}'
        values.refuse("S307", node, words, "change one of them so that both agree")
    elif not counts and (total := sum(blueprint.values())) != 1:
        exact = f"{float(total * 100):g}%" if total.denominator < 10**6 else "a sum"
        values.refuse("S307", node, f"the blueprint adds up to {exact}, not to 100%", "change the percentages")


def _check_minimum(node: Node | None, minimum: Iterable[str], blueprint: Mapping[str, Any], values: Values) -> None:
    for topic in minimum:
        if topic not in blueprint and isinstance(node, MapNode):
            likely = values.nearest(topic, blueprint)
            remedy = f'did you mean "{likely}"?' if likely else "name a topic of the blueprint"
            words = f"the exam: {quoted(topic)} has a minimum but is not in the blueprint"
            values.add("S309", place(node.fields[topic].key_at), words, remedy, len(topic))
