"""Errors that a person can mend: each owns its sentence and its exit code.

Raised anywhere, turned into a message on standard error in one place (`cli/main.py`). Any other exception is a bug.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes that scripts may rely on; other signals than the interrupt give 128 + their number."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    DATA = 3
    BUG = 70
    INTERRUPTED = 130
    BROKEN_PIPE = 141


class CxdrillError(Exception):
    """One sentence for the person at the keyboard: what is wrong, where, and what to do."""

    exit_code = ExitCode.DATA


class Refused(CxdrillError):
    """A rule of the exam says no, or a check found errors."""

    exit_code = ExitCode.REFUSED


class LeftOpen(Refused):
    """Nothing is wrong: the person left an attempt that goes on later."""


class WrongUsage(CxdrillError):
    """The thing asked for does not exist or makes no sense: an unknown deck, card, exam, option or setting."""

    exit_code = ExitCode.USAGE


class DataError(CxdrillError):
    """Something on disk cannot be read or written."""


class DeckError(DataError):
    """Decks with errors. The sentence lists every problem, a line each."""


class ProgressError(DataError):
    """The progress file is damaged, newer, locked or cannot be written."""


class OtherLearners(ProgressError):
    """Histories of different learners, which may be one person's all the same."""


MOST_NAMED = 20


def unknown(what: str, name: str, known: Iterable[str], *, lister: str = '"cxdrill decks"') -> str:
    """The sentence for a name that does not exist: the nearest names, or what lists them; the first ones without."""
    names = list(known)
    others = "; --decks FOLDER reads others" if lister.startswith('"cxdrill') else ""
    hint = f"{lister} lists what there is{others}"
    if near := nearest(name, names, most=3):
        hint = f"did you mean {' or '.join(near)}?"
    elif not lister:
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        hint = f"choose from {', '.join(names[:MOST_NAMED])}{more}" if names else "the decks have none"
    return f'there is no {what} "{name}"; {hint}'


def nearest(name: str, known: Iterable[str], *, most: int = 1, cutoff: float = 0.6) -> list[str]:
    """The names most like one that does not exist."""
    from difflib import get_close_matches  # a slow import, and few names are wrong

    return get_close_matches(name, list(known), n=most, cutoff=cutoff)
