"""A deck or exam file to its value, with every mistake in it told at once. Bad content never raises.

Which files there are is `library`'s concern, whether a deck is a good one `core/lint`'s.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cxdrill.core.cards.deck import Deck, Scenario
from cxdrill.core.cards.fields import Field, Kind
from cxdrill.core.exams.exam import Exam
from cxdrill.core.problem import Problem
from cxdrill.files.collector import collector_paused
from cxdrill.files.decks.card_yaml import Cards, UniqueIds
from cxdrill.files.decks.deck_fields import DECK, SCENARIO
from cxdrill.files.decks.field_values import Values, reads
from cxdrill.files.decks.list_readers import entries
from cxdrill.files.decks.problem_list import ProblemList, quoted
from cxdrill.files.decks.tree_places import TreePlaces
from cxdrill.files.decks.yaml_nodes import ListNode, MapNode, Node, Scalar, place
from cxdrill.files.decks.yaml_tree import tree


def read_file(path: Path) -> tuple[Deck | Exam | None, tuple[Problem, ...]]:
    """The deck or exam in the file at `path`, or None and what is wrong with it."""
    from cxdrill.files.decks.deck_bytes import read

    problems = ProblemList(str(path))
    raw = read(path, problems)
    if raw is None:
        return None, problems.all()
    return read_bytes(raw, str(path))


def read_bytes(raw: bytes, path: str) -> tuple[Deck | Exam | None, tuple[Problem, ...]]:
    """The deck or exam in `raw`, or None and what is wrong with it; `path` is for messages."""
    problems = ProblemList(path)
    value: Deck | Exam | None = None
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


def _value(root: MapNode, problems: ProblemList, path: str) -> Deck | Exam | None:
    if "deck" in root.fields and "exam" in root.fields:
        words = 'the file has both "deck" and "exam"'
        problems.add("S112", place(root.fields["exam"].key_at), words, "make two files of it", 4)
    elif "deck" in root.fields:
        return _deck(root, problems, path)
    elif "exam" in root.fields:
        from cxdrill.files.decks.exam_yaml import exam

        return exam(root, problems, path)
    else:
        _neither(root, problems)
    return None


def _neither(root: MapNode, problems: ProblemList) -> None:
    remedy = 'begin it with "deck: some-id", or "exam: some-id"'
    for name, node in list(root.fields.items())[:50]:
        if likely := problems.nearest(name, ("deck", "exam")):
            words = f'the file has {quoted(name)}, but neither "deck" nor "exam"'
            problems.add("S112", place(node.key_at), words, f'did you mean "{likely}"?', len(name))
            return
    problems.add("S112", place(root.at), 'the file has neither "deck" nor "exam" at its top', remedy)


def _deck(root: MapNode, problems: ProblemList, path: str) -> Deck | None:
    values = Values(problems)
    read = values.fields(root, DECK, "the deck")
    scenarios = frozenset(_ids(root, "scenarios"))
    manners: dict[str, str] = {name: read[name] for name in ("language", "accents") if name in read}
    cards = Cards(values, read.get("id", ""), frozenset(_names(root, "sources")), scenarios, manners)
    read["cards"] = tuple(cards.cards(read.get("cards", ())))
    cards.check_histories()
    return None if len(problems) else Deck(**read, path=path, places=TreePlaces(root, problems.path))


def _names(root: MapNode, field: str) -> list[str]:
    node = root.fields.get(field)
    return list(node.fields) if isinstance(node, MapNode) else []


def _ids(root: MapNode, field: str) -> list[str]:
    """The ids of the mappings in a list, right or wrong, so that a mistake in one is told once."""
    node = root.fields.get(field)
    entries = node.nodes if isinstance(node, ListNode) else []
    ids = [entry.fields.get("id") for entry in entries if isinstance(entry, MapNode)]
    return [each.text for each in ids if isinstance(each, Scalar)]


@reads(Kind.SCENARIOS)
def _scenarios(values: Values, node: Node, field: Field, what: str) -> tuple[Scenario, ...]:
    seen = UniqueIds(values.problems, "scenario")
    scenarios = []
    for number, entry in enumerate(entries(values, node, field, what) or (), 1):
        if not isinstance(entry, MapNode):
            values.refuse_entry(entry, f"scenario {number}", 'write "id: ..." and "text: ..."')
            continue
        label = seen.label(entry, number)
        read = values.fields(entry, SCENARIO, label)
        if len(read) == 2:
            scenarios.append(Scenario(**read))
    return tuple(scenarios)


@reads(Kind.CARDS)
def _cards(values: Values, node: Node, field: Field, what: str) -> Any:
    return entries(values, node, field, what)
