"""The table of commands, how the work of one is done, and the reading of a command line that is plainly right.

All other lines, help and completion are left to Typer, which takes longer to load than a deck and its history to
read: the first card does not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import Any

from cxdrill.cli.instructor import INSTRUCTOR
from cxdrill.cli.learner import ALONE, KEEPER, LEARNER
from cxdrill.cli.options import DECKS, Command, Option

GROUPS = {"For learners": LEARNER, "For instructors": INSTRUCTOR, "Maintenance": KEEPER}
COMMANDS = {command.name: command for group in GROUPS.values() for command in group}


def run(command: Command, values: Mapping[str, Any]) -> int:
    """Does the work of a command, whose module is imported only now, on a `Context` with all options; its exit code."""
    from cxdrill.app.context import Context

    instead = (option.work for option in command.options if option.work and values[option.name])
    module, _, function = next(instead, command.work or f"{command.name}.run").partition(".")
    work = getattr(import_module(f"cxdrill.app.{module}"), function)
    given = {each.parameter: values[each.name] for each in command.options if each.parameter}
    return int(work(Context(**given, has_decks=DECKS in command.options)) or 0)


_EXPANDED = set("*?[]~$%")  # Typer expands these where the shell does not


def typed_work(words: Sequence[str]) -> Callable[[], int] | None:
    """What a command line asks for, to be done; None where it is for Typer to read."""
    command = COMMANDS.get(words[0]) if words else None
    values = values_of(command or ALONE, words[1:] if command else words)
    return None if values is None else partial(run, command or ALONE, values)


def values_of(command: Command, words: Sequence[str]) -> Mapping[str, Any] | None:
    """The values of all options and arguments by their names; None for anything unusual."""
    options = {flag: option for option in command.options for flag in option.flags}
    given: dict[str, list[Any]] = {}
    try:
        plain = _taken(words, options, given)
        for option in command.options:
            if not option.flags:
                count = len(plain) if option.is_many else 1
                given[option.name] = [_value(option, word) for word in plain[:count]]
                plain = plain[count:]
        if plain:
            return None
        return {option.name: _given(option, given.get(option.name, [])) for option in command.options}
    except ValueError:
        return None


def _taken(words: Sequence[str], options: Mapping[str, Option], given: dict[str, list[Any]]) -> list[str]:
    """Puts the values of options into `given`; the words left are arguments. Raises ValueError for unusual ones."""
    plain = []
    rest = iter(words)
    for word in rest:
        if _EXPANDED & set(word):
            raise ValueError(word)
        name, has_text, text = word.partition("=")
        option = options.get(name) if word.startswith("--") or not has_text else None
        if option is not None:
            values = given.setdefault(option.name, [])
            if option.kind is not bool:
                values.append(_value(option, text if has_text else next(rest, "")))
            elif has_text:
                raise ValueError(word)
            else:
                values.append("/" not in option.names or name == option.flags[0])
        elif word.startswith("-"):
            raise ValueError(word)
        else:
            plain.append(word)
    return plain


def _given(option: Option, values: list[Any]) -> Any:
    if option.is_many:
        return values or None
    if len(values) > 1 or (option.is_required and not values):
        raise ValueError(option.names)
    return values[0] if values else option.value


def _value(option: Option, word: str) -> Any:
    if not word or word.startswith("-") or _EXPANDED & set(word):
        raise ValueError(word)
    if isinstance(option.kind, tuple):
        if word not in option.kind:
            raise ValueError(word)
        return word
    if option.kind not in (int, float):
        return option.kind(word)
    digits = word.replace(".", "", option.kind is float)
    number = option.kind(word)
    is_plain = digits.isascii() and digits.isdigit() and len(digits) < 16
    if not is_plain or number < (option.least or 0) or (option.most is not None and number > option.most):
        raise ValueError(word)
    return number
