"""All rules run over decks and exams at once; findings of rules that their authors set aside are dropped."""

from collections.abc import Collection, Iterator
from functools import cache

from cxdrill.core.cards.card import Waiver
from cxdrill.core.cards.deck import Deck
from cxdrill.core.exams.exam import Exam
from cxdrill.core.exams.library import Library
from cxdrill.core.lint import contacts, cues, duplicates, explaining, habits, options, prompts, shelf
from cxdrill.core.lint.rules import ERROR, NOTE, RULES, Finding, Owner, Rule, problem, rule
from cxdrill.core.problem import STRUCTURE_RULES, Problem

_MODULES = (contacts, cues, duplicates, explaining, habits, options, prompts, shelf)  # each declares rules


def catalogue() -> tuple[Rule, ...]:
    return tuple(RULES[id] for id in sorted(RULES))


def problems(library: Library, pool: Library | None = None) -> tuple[Problem, ...]:
    """Every Q rule that decks and exams break, by files and lines; exams draw from `pool`, where it is given."""
    deck_of = {id(card): deck for deck in library.decks for card in deck.cards}
    told: set[Problem] = set()
    used: dict[int, set[str]] = {}  # owner: the rules that it sets aside and that are broken
    for broken, owner, finding in _findings(library, pool or library):
        around = (owner, deck_of.get(id(owner)))
        waived_by = next((each for each in around if each and broken.id in each.waiver.rules), None)
        if waived_by is None or not broken.is_waivable:
            told.add(problem(broken, owner, finding))
        else:
            used.setdefault(id(waived_by), set()).add(broken.id)
    for owner in _owners(library):
        for each in _about(Waiver) if owner.waiver.rules else ():
            told.update(problem(each, owner, finding) for finding in each.check(owner, used.get(id(owner), ())))
    return tuple(sorted(told, key=lambda each: (each.location, each.rule, each.message)))


def _findings(library: Library, pool: Library) -> Iterator[tuple[Rule, Owner, Finding]]:
    for owner in _owners(library):
        against = (owner, pool) if isinstance(owner, Exam) else (owner,)
        for each in _about(type(owner)):
            found = each.check(*against) if each.holds_for(owner) else ()
            yield from ((each, finding.owner or owner, finding) for finding in found)
    for each in _about(Library):
        for finding in each.check(library):
            if finding.owner and each.holds_for(finding.owner):
                yield each, finding.owner, finding


@cache
def _about(kind: type) -> tuple[Rule, ...]:
    return tuple(each for each in RULES.values() if issubclass(kind, each.kinds))


def _owners(library: Library) -> Iterator[Owner]:
    yield from library.exams
    for deck in library.decks:
        yield deck
        yield from deck.cards


@rule("Q501", ERROR, '"cxdrill check --rules" lists them', Waiver)
def unknown_rules(owner: Owner, used: Collection[str]) -> Iterator[Finding]:
    """A rule that is set aside exists."""
    for field, name in _set_aside(owner):
        if name not in RULES and not _is_structure(name):
            yield Finding(field, f'ignores "{name}", a rule that does not exist')


@rule("Q502", ERROR, "delete it from the list and mend the deck", Waiver)
def rules_of_structure(owner: Owner, used: Collection[str]) -> Iterator[Finding]:
    """Structure cannot be set aside."""
    for field, name in _set_aside(owner):
        if _is_structure(name) or (name in RULES and not RULES[name].is_waivable):
            yield Finding(field, f'ignores "{name}", a rule that decks cannot do without')


@rule("Q503", ERROR, "say why in a sentence", Waiver)
def reasons(owner: Owner, used: Collection[str]) -> Iterator[Finding]:
    """A rule is set aside for a reason."""
    if not any(sign.isalpha() for sign in owner.waiver.why):
        yield Finding("lint.why", "ignores rules without a reason")


@rule("Q504", NOTE, "delete it from the list", Waiver)
def unbroken_rules(owner: Owner, used: Collection[str]) -> Iterator[Finding]:
    """A rule is set aside only where it is broken."""
    for field, name in _set_aside(owner):
        if name in RULES and RULES[name].is_waivable and name not in used:
            yield Finding(field, f"ignores {name}, which it does not break")


def _set_aside(owner: Owner) -> Iterator[tuple[str, str]]:
    return ((f"lint.ignore[{number}]", name) for number, name in enumerate(owner.waiver.rules))


def _is_structure(name: str) -> bool:
    return name in STRUCTURE_RULES or name[:1].upper() == "S"


def counting_problems(deck: Deck) -> tuple[Problem, ...]:
    """The problems of one deck, without the notes that never count."""
    return tuple(each for each in problems(Library((deck,))) if each.severity is not NOTE)
