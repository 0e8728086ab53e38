"""The rules of item writing: how one is declared, what it finds, and where in a file that is told.

A rule is one function under `@rule`: its id, how much it matters, the usual repair and what it looks at; its docstring
says what is asked for. It yields a `Finding` for each place where that is not so, whose message goes on after the
name of the card, deck or exam.
"""

from collections.abc import Callable, Iterable

from msgspec import Struct

from cxdrill.core.cards.card import Card, Waiver
from cxdrill.core.cards.deck import Deck
from cxdrill.core.exams.exam import Exam
from cxdrill.core.exams.library import Facilities, Standard
from cxdrill.core.problem import Location, Problem, Severity

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
Owner = Card | Deck | Exam | Facilities | Standard


class Finding(Struct, frozen=True):
    """A rule broken in one field; `owner`, `remedy` and `level` where those of the rule do not fit."""

    field: str
    message: str
    remedy: str = ""
    level: Severity | None = None
    owner: Owner | None = None


Check = Callable[..., Iterable[Finding]]


class Rule(Struct, frozen=True):
    """One rule. `level` is how much a finding matters unless the finding says otherwise."""

    id: str
    level: Severity
    meaning: str
    remedy: str
    kinds: tuple[type, ...]
    check: Check

    @property
    def is_waivable(self) -> bool:
        """Whether authors may set the rule aside; not so for the rules about setting rules aside."""
        return Waiver not in self.kinds


RULES: dict[str, Rule] = {}
"""The rules by their ids; complete once `core/lint/checks.py` is imported."""


def rule(id: str, level: Severity, remedy: str, *kinds: type) -> Callable[[Check], Check]:
    """Declares a function as a rule about `kinds`, and so what it is called with.

    Card types and Deck: the card or deck; Exam: the exam and the library it draws from; Library: all decks and exams;
    Waiver: who sets rules aside, and which of these set aside anything.
    """

    def declared(check: Check) -> Check:
        assert id not in RULES, id
        RULES[id] = Rule(id, level, (check.__doc__ or "").strip(), remedy, kinds, check)
        return check

    return declared


def problem(broken: Rule, owner: Owner, finding: Finding) -> Problem:
    """The finding with its place, its level and how much to underline."""
    kind = "card" if isinstance(owner, Card) else owner.kind
    texts = owner.texts() if isinstance(owner, Card) else ()
    return Problem(
        location_of(owner, finding.field),
        broken.id,
        finding.level or broken.level,
        f'{kind} "{owner.id}" {finding.message}',
        finding.remedy or broken.remedy,
        max((len(text) for name, text in texts if name == finding.field), default=0),
    )


def location_of(owner: Owner, field: str) -> Location:
    """Where a field stands; where it is not known or missing, what it belongs to."""
    names = (f"{field}.text", field, field.rpartition(".")[0], field.partition("[")[0], "")
    known = (owner.places[name] for name in names if name in owner.places)
    return next(known, None) or Location("" if isinstance(owner, Card) else owner.path)
