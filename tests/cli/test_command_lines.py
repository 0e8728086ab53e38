"""Command lines: what is read without Typer is what Typer reads, and every value has a place to go to."""

import ast
import inspect
from collections import defaultdict
from importlib import import_module
from random import Random

import pytest

from cxdrill.app.context import Context
from cxdrill.cli import program
from cxdrill.cli.commands import COMMANDS, values_of
from cxdrill.cli.learner import ALONE

WORDS = ["3", "0", "0.5", "-1", "400", "1e9", "07", "x", "calls/one", "", "-", "--", "--plain", "-x", "csv", "a b", "*"]


def command_line(command, random: Random) -> list[str]:
    """Options and arguments of that command, mostly with values that fit, at times with none or another."""
    line = []
    for option in random.sample(command.options, random.randint(0, min(4, len(command.options)))):
        fitting = random.choice({int: ["3", "12"], float: ["3", "1.5"]}.get(option.kind, ["a", "b/c", "2 d"]))
        value = random.choice(WORDS) if random.random() < 0.2 else fitting
        value = random.choice(option.kind) if isinstance(option.kind, tuple) and random.random() < 0.8 else value
        flag = random.choice(option.flags) if option.flags else ""
        if not flag or option.kind is bool:
            line.append(flag or value)
        else:
            line += [f"{flag}={value}"] if random.random() < 0.3 else [flag, value]
    return line


def by_typer(command, line, monkeypatch):
    """The values that Typer passes on; None for a line that it refuses or answers itself."""
    passed = []
    monkeypatch.setattr(program, "run", lambda _, values: passed.append(values) or 0)
    try:
        program.app([*([command.name] if command.name else []), *line], standalone_mode=False)
    except Exception:
        return None
    return passed[0] if passed else None


@pytest.mark.parametrize("command", [ALONE, *COMMANDS.values()], ids=lambda command: command.name or "alone")
def test_a_line_that_is_read_without_typer_means_the_same_to_typer(command, monkeypatch, capsys):
    random, read = Random(command.name), 0
    for _ in range(60):
        line = command_line(command, random)
        values = values_of(command, line)
        if values is not None:
            read += 1
            assert by_typer(command, line, monkeypatch) == values, line

    assert read > 8


def test_lines_that_people_type_are_read_without_typer():
    assert values_of(COMMANDS["study"], ["calls", "--minutes", "5", "--tag=x", "--tag", "y", "--hard", "--plain"])[
        "tag"
    ] == ["x", "y"]
    assert values_of(COMMANDS["export"], ["-o", "a.csv", "--no-answers"])["answers"] is False


@pytest.mark.parametrize(
    "line", [["--help"], ["--pla"], ["--new"], ["--new", "x"], ["--limit", "0"], ["--new=1", "--new=2"]]
)
def test_help_abbreviations_and_mistakes_are_left_to_typer(line):
    assert values_of(COMMANDS["study"], line) is None


def test_the_work_of_commands_looks_at_every_option_and_at_no_others():
    needed, allowed = defaultdict(set), defaultdict(set)
    for command in (ALONE, *COMMANDS.values()):
        work = command.work or f"{command.name}.run"
        own = {option.parameter for option in command.options} - {"", *inspect.signature(Context).parameters}
        needed[work.partition(".")[0]] |= own
        for module, _, function in (each.partition(".") for each in (work, *(each.work for each in command.options))):
            if module:
                inspect.signature(getattr(import_module(f"cxdrill.app.{module}"), function)).bind(None)
                allowed[module] |= own
    for module in allowed:
        tree = ast.parse(inspect.getsource(import_module(f"cxdrill.app.{module}")))
        reads = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
        read = {node.attr for node in reads if ast.unparse(node.value) in ("options", "context.options")}
        by_name = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}

        assert read <= allowed[module], module
        assert needed[module] <= read | by_name, module
