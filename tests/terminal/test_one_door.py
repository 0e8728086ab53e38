"""Text reaches a screen through few doors, each of which cleans it; a new one has to be named here, with its reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parent.parent.parent / "src" / "cxdrill"
TREES = {path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text("utf-8")) for path in SOURCE.rglob("*.py")}
WRITERS = ("write", "writelines", "print", "echo", "secho", "print_exception", "out", "print_json", "input")
# Where text meets a stream: the module, the function, and what makes it safe.
DOORS = {
    ("terminal/report.py", "print_lines"): "lines out of paint.words",
    ("terminal/drawing.py", "drawn"): "pieces out of paint.words, caught before they are written",
    ("terminal/report.py", "print_plain"): "clean",
    ("terminal/report.py", "print_json"): "ensure_ascii",
    ("terminal/report.py", "notice"): "clean",
    ("terminal/lines.py", "say"): "clean",
    ("terminal/lines.py", "complain"): "clean_line",
    ("terminal/mode.py", "send"): "frames and control sequences of our own",
    ("terminal/report.py", "_write_meter"): "a bar and numbers of our own",
    ("cli/main.py", "_done"): "our own version",
    ("cli/program.py", "_show_version"): "our own version",
}
# Whole files sent to standard output, byte for byte what -o would write.
FILES_SENT = ("terminal/report.py", "print_bytes")
RICH = {
    "terminal/drawing.py": {"cell_len", "Console", "Text"},
    "terminal/report.py": {"console", "markdown"},
}


def written(tree: ast.AST, function: str = "") -> Iterator[tuple[str, ast.Call]]:
    """Every call that may put text on a stream, with the function it stands in."""
    for node in ast.iter_child_nodes(tree):
        inside = node.name if isinstance(node, ast.FunctionDef) else function
        if isinstance(node, ast.Call) and _is_writer(node.func):
            yield inside, node
        yield from written(node, inside)


def _is_writer(called: ast.expr) -> bool:
    if isinstance(called, ast.Name):
        return called.id in ("print", "input")
    if not isinstance(called, ast.Attribute) or called.attr not in WRITERS:
        return False
    owner = ast.unparse(called.value)
    streams = ("sys.stdout", "sys.stderr", "typer", "click", "console", "self.console", "os", "self.prompts")
    return owner in (*streams, "self.complaints", "sys.stdout.buffer", "stream", "out")


def is_watched(door: tuple[str, str], call: ast.Call) -> bool:
    text = ast.unparse(call)
    if "buffer" in text:
        return door == FILES_SENT
    if isinstance(call.args[0], ast.Constant):
        return True  # a text of our own
    reason = DOORS.get(door, "")
    return reason in text if reason in ("clean", "clean_line", "ensure_ascii") else bool(reason)


def test_text_meets_a_stream_only_at_the_doors():
    """Files are no streams: what is written there is exact."""
    unwatched = [
        f"{name}, {function}: {ast.unparse(call)} is a door that nobody watches"
        for name, tree in TREES.items()
        if not name.startswith("files/")
        for function, call in written(tree)
        if not is_watched((name, function), call)
    ]

    assert unwatched == []


def test_rich_is_used_by_the_module_that_draws_and_for_notes_alone():
    """Elsewhere no Text of Rich's could be had, to which a string might be added that nobody cleaned."""
    taken = {
        name: {
            alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("rich")
            for alias in node.names
        }
        for name, tree in TREES.items()
    }

    assert [name for name in taken if not taken[name] <= RICH.get(name, set())] == []


def test_the_menus_ask_with_cleaned_text_only():
    calls = [
        node
        for node in ast.walk(TREES["terminal/menu.py"])
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("questionary.")
    ]

    assert len(calls) == 4
    for call in calls:
        assert ast.unparse(call.args[0]).startswith("clean_line(")


def test_every_door_is_still_there():
    """A door that was closed is taken off the list."""
    found = {(name, function) for name, tree in TREES.items() for function, _ in written(tree)}

    assert set(DOORS) <= found
