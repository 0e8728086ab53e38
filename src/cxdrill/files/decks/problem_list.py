"""The problems found in one file: each message cleaned and kept to one line, and never more than anybody reads."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import islice

from cxdrill.core.cards.fields import Field, Kind
from cxdrill.core.problem import Location, Problem, Severity
from cxdrill.core.text import clean_line
from cxdrill.errors import nearest
from cxdrill.files.decks.yaml_nodes import ALIAS, ListNode, MapNode, Node, Scalar, place, told_at

MAX_PROBLEMS = 1_000  # of one file: a hostile one could make millions
MAX_KNOWN = 200  # names that a misspelt one is compared with
MAX_QUOTE = 60  # characters of a deck's text inside a message
_LISTS = frozenset((Kind.TEXTS, Kind.NAMES, Kind.PAIRS, Kind.ENTRIES, Kind.CARDS, Kind.SCENARIOS))
_MAPPINGS = frozenset((Kind.TITLES, Kind.ENTRY, Kind.BLUEPRINT, Kind.SHARES, Kind.FIGURES, Kind.RATINGS))


class Guesses:
    """Guesses at misspelt words, as long as that does not take too long."""

    def __init__(self) -> None:
        self._patience = 8_000  # comparisons of a misspelt word with a known one, which are slow

    def __call__(self, word: str, known: Iterable[str]) -> str:
        """The one of `known` that `word` seems to mean, or nothing; also nothing once that took long enough."""
        names = {name.casefold().replace("_", "-"): name for name in islice(known, MAX_KNOWN)}
        self._patience -= len(names)
        if self._patience < 0 or len(word) > MAX_QUOTE:
            return ""
        found = nearest(word.casefold().replace("_", "-"), names)
        return names[found[0]] if found else ""


class ProblemList:
    """Collects the errors of the file at `path`; those over the limit are left out, and one last line says so.

    `what` in its methods names the owner of a field for messages: `card "hold"`.
    """

    def __init__(self, path: str) -> None:
        self.path = clean_line(path)
        self._problems: list[Problem] = []
        self.nearest = Guesses()

    @property
    def is_full(self) -> bool:
        """Whether more problems would only be dropped."""
        return len(self._problems) >= MAX_PROBLEMS

    def __len__(self) -> int:
        return len(self._problems)

    def add(self, rule: str, place: tuple[int, int], message: str, remedy: str = "", width: int = 0) -> None:
        """Note an error at `place`, its line and column from 1."""
        if self.is_full:
            return
        location = Location(self.path, *place)
        told = clean_line(message), clean_line(remedy)
        self._problems.append(Problem(location, rule, Severity.ERROR, *told, min(width, MAX_QUOTE)))

    def refuse(self, rule: str, node: Node, message: str, remedy: str = "") -> None:
        """Note a problem at a text itself, else at the field's name; of an alias enough was said."""
        if not isinstance(node, Scalar):
            self.add(rule, told_at(node), message, remedy)
        elif node.style != ALIAS:
            self.add(rule, told_at(node), message, remedy, len(node.text))

    def refuse_entry(self, node: Node, what: str, remedy: str) -> None:
        """Note that an entry of a list is no mapping."""
        kind = "a list" if isinstance(node, ListNode) else "a text"
        self.refuse("S204", node, f"{what} is {kind}, not a mapping", remedy)

    def refuse_kind(self, node: Node, field: Field, what: str) -> None:
        """Note that a list, a mapping or a text stands where another of them belongs, or nothing at all."""
        if isinstance(node, Scalar) and not node.text:
            self.refuse_empty(node, field, what)
            return
        found = {Scalar: "a text", ListNode: "a list", MapNode: "a mapping"}[type(node)]
        words = f'{what}: "{field.name}" has {found} where {field.holds} belongs'
        if field.kind in _LISTS:
            remedy = 'write one entry a line below it, each after "- "'
        elif field.kind in _MAPPINGS:
            remedy = 'write one "name: value" a line below it, indented'
        else:
            signs = "brackets or dashes are"
            if isinstance(node, MapNode):
                signs = "braces are" if node.is_flow else "colon is"
            remedy = f"put the whole text in double quotes if the {signs} meant as text"
        self.refuse("S204", node, words, remedy)

    def refuse_empty(self, node: Scalar, field: Field, what: str) -> None:
        """Note that a field has no value."""
        at = node.at if node.style or node.key_at < 0 else node.key_at
        remedy = 'write something after the colon, in quotation marks if it begins with "#"'
        remedy += "" if field.required else ", or delete the line"
        if node.style != ALIAS:
            self.add("S203", place(at), f'{what}: "{field.name}" is empty', remedy, len(field.name))

    def is_told(self, place: tuple[int, int]) -> bool:
        """Whether something was noted at that place already."""
        return any((problem.location.line, problem.location.column) == place for problem in self._problems)

    def has(self, rule: str, lines: range) -> bool:
        """Whether that rule was noted in one of the lines."""
        return any(problem.rule == rule and problem.location.line in lines for problem in self._problems)

    def all(self) -> tuple[Problem, ...]:
        """The problems in the order of their places."""
        found = sorted(self._problems, key=lambda problem: problem.location)
        if self.is_full:
            rest = f"the file has more problems than these {MAX_PROBLEMS}"
            found.append(Problem(found[-1].location, "S106", Severity.ERROR, rest, "mend these first and check again"))
        return tuple(found)


class UniqueIds:
    """The ids of one kind in a file: tells a second use, whatever its case, and names things in messages."""

    def __init__(self, problems: ProblemList, kind: str) -> None:
        self.problems = problems
        self.kind = kind
        self.first: dict[str, Scalar] = {}

    def label(self, node: MapNode, number: int) -> str:
        """The name of a thing in messages: its id, or its number in the list; a second use of an id is told."""
        id_node = node.fields.get("id")
        if type(id_node) is not Scalar or not id_node.text:
            return f"{self.kind} {number}"
        text = id_node.text
        first = self.first.setdefault(unicodedata.normalize("NFKC", text).casefold(), id_node)
        if first is not id_node:
            same = "the same id as" if first.text == text else f"an id too much like {quoted(first.text)},"
            words = f"{self.kind} {quoted(text)} has {same} the {self.kind} in line {place(first.at)[0]}"
            self.problems.add("S301", place(id_node.at), words, "give one of them another id", len(text))
        return f"{self.kind} {quoted(text)}"


def quoted(text: str) -> str:
    """`text` in quotation marks for a message: cleaned, one line, cut where it is long."""
    cut = text if len(text) <= MAX_QUOTE else text[: MAX_QUOTE - 1] + "…"
    return f'"{clean_line(cut)}"'
