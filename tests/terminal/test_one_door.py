"""Text reaches a screen through few doors, each of which cleans it; a new one has to be named here, with its reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent.parent / "src" / "cxdrill"
MODULES = sorted(SOURCE.rglob("*.py"))
WRITERS = ("write", "writelines", "print", "echo", "secho", "print_exception", "out", "print_json", "input")
# Where text meets a stream: the module, the function, and what makes it safe.
DOORS = {
    ("terminal/report.py", "print_lines"): "Rich text out of paint.words",
    ("terminal/report.py", "print_plain"): "clean",
    ("terminal/report.py", "print_json"): "ensure_ascii",
    ("terminal/report.py", "notice"): "clean",
    ("terminal/lines.py", "say"): "clean",
    ("terminal/lines.py", "complain"): "clean_line",
    ("terminal/screen.py", "_ansi"): "Rich text out of paint.words",
    ("terminal/mode.py", "send"): "frames and control sequences of our own",
    ("terminal/report.py", "_write_meter"): "a bar and numbers of our own",
    ("cli/program.py", "_show_version"): "our own version",
}
# Whole files sent to standard output, byte for byte what -o would write.
FILES_SENT = {("cli/export.py", "buffer"), ("cli/report.py", "buffer"), ("cli/results.py", "buffer")}
RICH = {
    "terminal/paint.py": {"Text", "Console", "cell_len"},
    "terminal/screen.py": {"Console"},
    "terminal/report.py": {"Console"},
    "terminal/views/notes_view.py": {"Console", "ConsoleOptions", "RenderResult", "Markdown", "Segment"},
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


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_text_meets_a_stream_only_at_the_doors(path):
    if path.parts[-2] == "files":
        return  # files write files; what they write there is exact
    name = path.relative_to(SOURCE).as_posix()
    for function, call in written(ast.parse(path.read_text("utf-8"))):
        text = ast.unparse(call)
        if "buffer" in text:
            assert (name, "buffer") in FILES_SENT, f"{name}: {text}"
            continue
        if isinstance(call.args[0], ast.Constant):
            continue  # a text of our own
        assert (name, function) in DOORS, f"{name}, {function}: {text} is a door that nobody watches"
        if DOORS[name, function] in ("clean", "clean_line", "ensure_ascii"):
            assert DOORS[name, function] in text


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_rich_is_used_for_types_outside_the_modules_that_draw(path):
    name = path.relative_to(SOURCE).as_posix()
    taken = {
        alias.name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("rich")
        for alias in node.names
    }

    assert taken <= {"Text", "cell_len"} | RICH.get(name, set())


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_bare_text_is_added_to_rich_text(path):
    """`Text.append` would take a string as it is; `paint.joined` cleans it."""
    if path.name == "paint.py":
        return
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in ("append_text", "from_ansi", "from_markup", "assemble", "append_tokens")


def test_the_menus_ask_with_cleaned_text_only():
    tree = ast.parse((SOURCE / "terminal" / "menu.py").read_text("utf-8"))
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("questionary.")
    ]

    assert len(calls) == 4
    for call in calls:
        assert ast.unparse(call.args[0]).startswith("clean_line(")


def test_every_door_is_still_there():
    """A door that was closed is taken off the list."""
    found = {
        (path.relative_to(SOURCE).as_posix(), function)
        for path in MODULES
        for function, _ in written(ast.parse(path.read_text("utf-8")))
    }

    assert set(DOORS) <= found
