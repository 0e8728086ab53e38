"""What authors set aside with `lint:`, and whether they may."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from cxdrill.core.cards.structure import STRUCTURE_RULES
from cxdrill.core.lint.finding import Finding, Owner
from cxdrill.core.lint.rules import NOT_WAIVABLE, RULES


def faults(owner: Owner) -> Iterator[Finding]:
    """Rules set aside that do not exist or cannot be, and a reason that says nothing."""
    waiver = owner.waiver
    for number, rule in enumerate(waiver.rules):
        field = f"lint.ignore[{number}]"
        if rule in STRUCTURE_RULES or rule in NOT_WAIVABLE or rule[:1].upper() == "S":
            yield Finding("Q502", owner, field, f'ignores "{rule}", a rule that decks cannot do without')
        elif rule not in RULES:
            yield Finding("Q501", owner, field, f'ignores "{rule}", a rule that does not exist')
    if waiver.rules and not any(sign.isalpha() for sign in waiver.why):
        yield Finding("Q503", owner, "lint.why", "ignores rules without a reason")


def unused(owner: Owner, dropped: Collection[str]) -> Iterator[Finding]:
    """Rules set aside that nothing breaks."""
    for number, rule in enumerate(owner.waiver.rules):
        if rule in RULES and rule not in dropped and rule not in NOT_WAIVABLE:
            yield Finding("Q504", owner, f"lint.ignore[{number}]", f"ignores {rule}, which it does not break")
