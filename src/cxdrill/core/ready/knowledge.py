"""The chance that a question is known: from the memory of it, from an exam it stood in, or not at all.

Guessing is kept apart, since it helps only where there is something to choose from.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import pi

from cxdrill.core.cards.question import Question

CARD_SD = 0.7  # of what sets single cards apart from the model, on the logit scale
FLATTENED = (1 + pi / 8 * CARD_SD**2) ** -0.5
"""How much nearer to even a chance is once that doubt is averaged out: the probit approximation (MacKay 1992)."""

LEAST_KNOWN, MOST_KNOWN = 0.02, 0.98  # what was just seen is not certain to be known in an exam
LEVEL_DOUBT = 4.0  # answers to unseen questions that count as if none of them had been known


def guess(card: Question) -> float:
    """The chance to be right without knowing anything, the answer being blind among all that can be given."""
    return sum([float(points) * float(share) for points, share in card.points_by_guessing().items()], 0.0)


def settled_odds(recall: float) -> float:
    """The odds that a card is known whose recall the model gives, the doubt about single cards averaged out."""
    chance = min(max(recall, LEAST_KNOWN), MOST_KNOWN)
    return float((chance / (1 - chance)) ** FLATTENED)


def level(answers: Mapping[str, tuple[float, bool]]) -> tuple[float, float]:
    """The share of never studied questions that is known all the same, and its standard deviation.

    `answers` holds for each question answered before it was taught the chance of a blind guess, and whether it was
    right. Without answers nothing is known; a few of them are not believed at once.
    """
    known = sum((is_right - blind) / (1 - blind) for blind, is_right in answers.values())
    count = len(answers) + LEVEL_DOUBT
    share = max(0.0, known / count)
    blind = sum(blind for blind, _ in answers.values()) / max(1, len(answers))
    right = share + (1 - share) * blind
    return share, (right * (1 - right) / count) ** 0.5 / (1 - blind)


def answered_odds(known: float, blind: float, is_right: bool) -> float:
    """The odds that a never studied question is known that was answered in an exam, of which the share `known` is."""
    if not is_right or known <= 0:
        return 0.0
    chance = min(known / (known + (1 - known) * blind), MOST_KNOWN)
    return chance / (1 - chance)


def odds(known: float) -> float:
    """The odds of a chance; none for what is not known at all."""
    capped = min(known, MOST_KNOWN)
    return capped / (1 - capped)
