"""Menus and confirmations, drawn by Questionary where both ends are terminals."""

from collections.abc import Sequence

from cxdrill.core.text import clean_line
from cxdrill.terminal.report import is_interactive


def chosen(question: str, choices: Sequence[tuple[str, str]], *, plain: bool = False) -> str | None:
    """The value of the choice (title, value) picked; None where nobody can be asked."""
    if not is_interactive(plain=plain):
        return None
    import questionary

    options = [questionary.Choice(clean_line(title), value) for title, value in choices]
    answer: str = questionary.select(question, choices=options).unsafe_ask()
    return answer


def is_confirmed(question: str, *, plain: bool = False) -> bool | None:
    """Whether the person says yes; None where nobody can be asked."""
    if not is_interactive(plain=plain):
        return None
    import questionary

    answer: bool = questionary.confirm(clean_line(question), default=False).unsafe_ask()
    return answer


def typed(question: str, default: str = "", *, plain: bool = False) -> str | None:
    """A line of text; None where nobody can be asked."""
    if not is_interactive(plain=plain):
        return None
    import questionary

    answer: str = questionary.text(clean_line(question), default=default).unsafe_ask()
    return answer
