"""A card as neutral parts, from which every format for paper or other programs is rendered: no format knows a type."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from cxdrill.core.cards.media import Media


class Option(Media, frozen=True, omit_defaults=True):
    """One thing to choose. The options that are right are the key, the others the distractors."""

    text: str
    is_key: bool = False
    why: str = ""  # why a person picks it, and why it is wrong
    is_fixed: bool = False  # keeps its place when options are shuffled


class Sheet(Struct, frozen=True, kw_only=True):
    """What stands on paper. A renderer looks at which parts are there: options, a truth, items, pairs, or an answer."""

    prompt: str  # with blanks where a cloze text hides something
    answers: tuple[str, ...] = ()  # in words: what is revealed, all that is accepted, or each hidden part
    is_typed: bool = False  # the answers are to be typed, the first is the best
    options: tuple[Option, ...] = ()  # to choose from, in the deck's order
    shares: tuple[Fraction, ...] = ()  # of the points that each option earns, where it is not all or nothing
    takes_several: bool = False  # more than one option may be chosen
    truth: bool | None = None  # of a statement
    items: tuple[str, ...] = ()  # to put in order, in the right one
    pairs: tuple[tuple[str, str], ...] = ()  # to match
    hidden: str = ""  # a text with `{{hidden}}` parts
    remarks: tuple[str, ...] = ()  # what a good answer has
    is_two_way: bool = False  # the answer is asked for its prompt as well
