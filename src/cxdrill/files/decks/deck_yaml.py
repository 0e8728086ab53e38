"""A deck or exam file to its value, with every mistake in it told at once. Bad content never raises.

Which files there are is `library`'s concern, whether a deck is a good one `core/lint`'s, and whether the decks can
fill an exam `core/exams/exam_problems`'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

from cxdrill.core.cards.deck import Deck
from cxdrill.core.exams.exam import Exam
from cxdrill.core.exams.library import Facilities, FileValue, Standard
from cxdrill.core.problem import Problem
from cxdrill.files.collector import collector_paused
from cxdrill.files.decks.card_yaml import Cards
from cxdrill.files.decks.deck_bytes import read
from cxdrill.files.decks.deck_fields import DECK, EXAM, FILES
from cxdrill.files.decks.field_values import Values
from cxdrill.files.decks.problem_list import ProblemList, quoted
from cxdrill.files.decks.yaml_nodes import ListNode, MapNode, Node, Scalar, TreePlaces, place
from cxdrill.files.decks.yaml_tree import tree


def read_file(path: Path) -> tuple[FileValue | None, tuple[Problem, ...]]:
    """What is in the file at `path`, or None and what is wrong with it."""
    problems = ProblemList(str(path))
    raw = read(path, problems)
    return (None, problems.all()) if raw is None else read_bytes(raw, str(path))


def digest_of(path: Path) -> bytes | None:
    """The hash of the file at `path`; None where it cannot be read."""
    raw = read(path, ProblemList(str(path)))
    return None if raw is None else sha256(raw).digest()


def read_bytes(raw: bytes, path: str) -> tuple[FileValue | None, tuple[Problem, ...]]:
    """What is in `raw`, or None and what is wrong with it; `path` is for messages."""
    problems = ProblemList(path)
    value: FileValue | None = None
    with collector_paused():
        root = tree(raw, problems)
        if isinstance(root, MapNode):
            value = _value(root, problems, path)
        elif root is not None and not (isinstance(root, Scalar) and not root.text):
            kind = "a list" if isinstance(root, ListNode) else "a single text"
            remedy = 'begin it with "deck: ..." and put the cards below "cards:"'
            problems.add("S112", place(root.at), f"the file holds {kind}, not a deck or an exam", remedy)
        elif not len(problems):
            problems.add("S111", (1, 1), "the file is empty", 'write a deck into it; "cxdrill new" starts one')
    found = problems.all()
    return (None if found else value), found


def _value(root: MapNode, problems: ProblemList, path: str) -> FileValue | None:
    kinds = [name for name in FILES if name in root.fields]
    if len(kinds) > 1:
        words = f'the file has both "{kinds[0]}" and "{kinds[1]}"'
        problems.add("S112", place(root.fields[kinds[1]].key_at), words, "make two files of it", len(kinds[1]))
        return None
    match kinds:
        case ["deck"]:
            return _deck(root, problems, path)
        case ["exam"]:
            return _exam(root, problems, path)
        case [kind]:
            read = Values(problems).fields(root, FILES[kind], f"the {kind}")
            becomes = Facilities if kind == Facilities.kind else Standard
            return None if len(problems) else becomes(**read, path=path, places=TreePlaces(root, problems.path))
    _neither(root, problems)
    return None


def _neither(root: MapNode, problems: ProblemList) -> None:
    for name, node in list(root.fields.items())[:50]:
        if likely := problems.nearest(name, FILES):
            words = f'the file has {quoted(name)}, but neither "deck" nor "exam"'
            problems.add("S112", place(node.key_at), words, f'did you mean "{likely}"?', len(name))
            return
    remedy = 'begin it with "deck: some-id", or "exam: some-id"'
    problems.add("S112", place(root.at), 'the file has neither "deck" nor "exam" at its top', remedy)


def _deck(root: MapNode, problems: ProblemList, path: str) -> Deck | None:
    values = Values(problems)
    read = values.fields(root, DECK, "the deck")
    sources = root.fields.get("sources")
    names = frozenset(sources.fields if isinstance(sources, MapNode) else ())
    manners: dict[str, str] = {name: read[name] for name in ("language", "accents") if name in read}
    cards = Cards(values, read.get("id", ""), names, _scenario_ids(root), manners)
    read["cards"] = tuple(cards.cards(read.get("cards", ())))
    cards.check_histories()
    return None if len(problems) else Deck(**read, path=path, places=TreePlaces(root, problems.path))


def _scenario_ids(root: MapNode) -> frozenset[str]:
    """The ids of the scenarios, right or wrong, so that a mistake in one is told once."""
    node = root.fields.get("scenarios")
    entries = node.nodes if isinstance(node, ListNode) else []
    ids = [entry.fields.get("id") for entry in entries if isinstance(entry, MapNode)]
    return frozenset(each.text for each in ids if isinstance(each, Scalar))


def _exam(root: MapNode, problems: ProblemList, path: str) -> Exam | None:
    values = Values(problems)
    read = values.fields(root, EXAM, "the exam")
    if "blueprint" in read and "items" in read:
        _check_sum(root.fields["blueprint"], read["blueprint"], read["items"], values)
    if "minimum" in read and "blueprint" in read:
        _check_minimum(root.fields["minimum"], read["minimum"], read["blueprint"], problems)
    if len(problems):
        return None
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
        exact = f"{float(total * 100):g}%" if total.denominator < 10**6 else "a sum"
        values.refuse("S307", node, f"the blueprint adds up to {exact}, not to 100%", "change the percentages")


def _check_minimum(node: Node, minimum: Mapping[str, Any], blueprint: Mapping[str, Any], problems: ProblemList) -> None:
    for topic in minimum:
        if topic not in blueprint and isinstance(node, MapNode):
            likely = problems.nearest(topic, blueprint)
            remedy = f'did you mean "{likely}"?' if likely else "name a topic of the blueprint"
            words = f"the exam: {quoted(topic)} has a minimum but is not in the blueprint"
            problems.add("S309", place(node.fields[topic].key_at), words, remedy, len(topic))
