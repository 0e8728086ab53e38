"""The table of commands, by whom they are for, and how the work of one is done."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from cxdrill.cli.instructor import INSTRUCTOR
from cxdrill.cli.keeper import KEEPER
from cxdrill.cli.learner import LEARNER
from cxdrill.cli.options import Command

GROUPS = {"For learners": LEARNER, "For instructors": INSTRUCTOR, "Maintenance": KEEPER}
COMMANDS = {command.name: command for group in GROUPS.values() for command in group}


def run(command: Command, values: Mapping[str, Any]) -> int:
    """Does the work of a command with the values of its options by their names; its exit code.

    Its module is imported only now, so that no command pays for another.
    """
    module, _, function = command.work.partition(".")
    work = getattr(import_module(f"cxdrill.app.{module}"), function)
    code = work(**{each.parameter: values[each.name] for each in command.options if each.parameter})
    return int(code or 0)
