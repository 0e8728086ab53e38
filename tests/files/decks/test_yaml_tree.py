"""Bytes to nodes: text as typed, every place right, everything that is more than data refused."""

import gc
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdrill.core.problem import Problem
from cxdrill.files.decks import deck_bytes, yaml_events, yaml_tree
from cxdrill.files.decks.problem_list import MAX_PROBLEMS, ProblemList
from cxdrill.files.decks.yaml_events import MAX_BYTES_SLOW, SlowParser
from cxdrill.files.decks.yaml_nodes import ListNode, MapNode, Node, Scalar, place
from cxdrill.files.decks.yaml_tree import MAX_DEPTH, MAX_VALUES, tree

Read = Callable[[str | bytes], tuple[Node | None, tuple[Problem, ...]]]


def read(source: str | bytes) -> tuple[Node | None, tuple[Problem, ...]]:
    problems = ProblemList("deck.yaml")
    return tree(source.encode() if isinstance(source, str) else source, problems), problems.all()


@pytest.fixture(params=["C parser", "pure parser"])
def either(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Read]:
    """Reading with each of PyYAML's two parsers."""
    if request.param == "pure parser":
        monkeypatch.setattr(yaml_events, "parser", lambda: (SlowParser, MAX_BYTES_SLOW))
    return read  # type: ignore[return-value]


def plain(node: Node | None) -> object:
    if isinstance(node, MapNode):
        return {name: plain(child) for name, child in node.fields.items()}
    if isinstance(node, ListNode):
        return [plain(child) for child in node.nodes]
    return node.text if node else None


def test_every_scalar_stays_as_it_was_typed(either: Read) -> None:
    words = ["no", "1.10", "12:30", "010", "2026-01-01", "=", "<<", "null", "~", "true", "1_000", ".inf", "0x1F", "-"]
    root, problems = either("".join(f"- {word}\n" for word in words[:-1]))
    assert plain(root) == words[:-1]
    assert problems == ()


def test_keys_and_values_know_their_line_and_column(either: Read) -> None:
    root, _ = either("deck: calls\ncards:\n  - id: hold\n    tags: [a, {b: c}]\n")
    assert isinstance(root, MapNode)
    cards = root.fields["cards"]
    assert (place(cards.key_at), place(cards.at)) == ((2, 1), (3, 3))
    assert isinstance(cards, ListNode)
    card = cards.nodes[0]
    assert isinstance(card, MapNode)
    assert place(card.at) == (3, 5)
    assert card.key_at == -1
    assert (place(card.fields["id"].key_at), place(card.fields["id"].at)) == ((3, 5), (3, 9))
    tags = card.fields["tags"]
    assert isinstance(tags, ListNode)
    assert [place(node.at) for node in tags.nodes] == [(4, 12), (4, 15)]


def test_columns_count_characters(either: Read) -> None:
    root, _ = either("é🙂: x\n第三: {a: é, b: c}\n")
    assert isinstance(root, MapNode)
    assert place(root.fields["é🙂"].at) == (1, 5)
    inner = root.fields["第三"]
    assert isinstance(inner, MapNode)
    assert place(inner.fields["b"].key_at) == (2, 12)


def test_styles_tell_blocks_and_quotes_from_plain_text(either: Read) -> None:
    root, _ = either("a: x\nb: 'x'\nc: \"x\"\nd: |\n  x\ne: >-\n  x\n")
    assert isinstance(root, MapNode)
    nodes = [node for node in root.fields.values() if isinstance(node, Scalar)]
    assert [node.style or "" for node in nodes] == ["", "'", '"', "|", ">"]
    assert [node.text for node in nodes] == ["x", "x", "x", "x\n", "x"]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_lines_are_counted_alike_whatever_ends_them(either: Read, ends: str) -> None:
    root, problems = either(ends.join(["deck: a", "", "# note", "title: b", "title: c", ""]))
    assert isinstance(root, MapNode)
    assert place(root.fields["title"].at) == (4, 8)
    assert [problem.location.line for problem in problems] == [5]


@pytest.mark.parametrize(
    ("source", "found"), [(b"\xef\xbb\xbfdeck: a\n", {"deck": "a"}), ('"<<": a\nb: <<\n', {"<<": "a", "b": "<<"})]
)
def test_a_mark_at_the_start_is_passed_over_and_a_quoted_merge_sign_is_text(either: Read, source, found) -> None:
    root, problems = either(source)
    assert (plain(root), problems) == (found, ())


def test_both_places_of_a_field_that_stands_twice_are_named(either: Read) -> None:
    root, (problem,) = either("a: 1\nb:\n  c: 2\n  d: 3\n  c: 4\n")
    assert plain(root) == {"a": "1", "b": {"c": "2", "d": "3"}}
    assert (problem.rule, problem.location.line, problem.location.column) == ("S109", 5, 3)
    assert "line 3" in problem.message


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("a: &x b\n", ("S107", 1, 4)),
        ("a: b\nc: *x\n", ("S107", 2, 4)),
        ("a:\n  <<: {b: c}\n", ("S107", 2, 3)),
        ("a: !!str no\n", ("S108", 1, 4)),
        ("a: !!python/object/apply:os.system [x]\n", ("S108", 1, 4)),
        ("%TAG !e! tag:example.com:\n---\na: b\n", ("S108", 1, 1)),
        ("a: b\n---\nc: d\n", ("S110", 2, 1)),
        ("? [a]\n: b\n", ("S105", 1, 3)),
    ],
)
def test_what_is_more_than_data_is_refused_at_its_place(either: Read, source: str, told: tuple[str, int, int]) -> None:
    _, (problem,) = either(source)
    assert (problem.rule, problem.location.line, problem.location.column) == told
    assert problem.remedy


def test_nesting_is_refused_one_level_beyond_the_limit(either: Read) -> None:
    assert either("[" * MAX_DEPTH + "]" * MAX_DEPTH)[1] == ()
    _, (problem,) = either("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))
    assert (problem.rule, problem.location.column) == ("S106", MAX_DEPTH + 1)


def test_as_many_values_as_allowed_are_read(monkeypatch: pytest.MonkeyPatch, either: Read) -> None:
    monkeypatch.setattr(yaml_tree, "MAX_VALUES", 100)
    assert either("- a\n" * 97)[1] == ()  # with the list itself, and the stream and document around it
    _, (problem,) = either("- a\n" * 101)
    assert (problem.rule, problem.location.line) == ("S106", 98)
    assert MAX_VALUES == 1_000_000


def test_more_than_the_limit_is_refused_unread(either: Read, request: pytest.FixtureRequest) -> None:
    _, problems = either("#" + "x" * MAX_BYTES_SLOW)
    assert [problem.rule for problem in problems] == (["S102"] if "pure parser" in request.node.name else [])
    _, (problem,) = either(b" " * (deck_bytes.MAX_BYTES + 1))
    assert problem.rule == "S102"


def test_a_thousand_problems_are_enough() -> None:
    _, problems = read("a: b\n" * 3000)
    assert len(problems) == MAX_PROBLEMS + 1
    assert "more problems" in problems[-1].message


def test_no_message_holds_a_control_character(either: Read) -> None:
    _, problems = either('"a\\e[2J": 1\n"a\\e[2J": 2\n')
    assert len(problems) == 1
    assert str(problems[0]).isprintable()


def test_the_collector_is_as_before() -> None:
    assert gc.isenabled()
    read("a: [")
    assert gc.isenabled()
    gc.disable()
    try:
        read("a: b")
        assert not gc.isenabled()
    finally:
        gc.enable()


@settings(max_examples=150, derandomize=True, deadline=None, database=None)
@given(st.text(alphabet="ab:- \n\t#[]{},\"'|>&*!%@`?=<\\\u00e9\x1b\x00", max_size=40))
def test_no_text_raises(source: str) -> None:
    root, problems = read(source)
    assert root is not None or problems or not plain(root)
    for problem in problems:
        assert str(problem).isprintable()
        assert 1 <= problem.location.line <= source.count("\n") + source.count("\r") + 2


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(st.binary(max_size=60))
def test_no_bytes_raise(source: bytes) -> None:
    for problem in read(source)[1]:
        assert str(problem).isprintable()
        assert problem.remedy
