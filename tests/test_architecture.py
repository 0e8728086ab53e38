"""The import arrows of the house, and the single doors for text and for colour."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "cxdrill"
MODULES = sorted(SOURCE.rglob("*.py"))
ALLOWED = {
    "core": {"core", "errors"},
    "files": {"files", "core", "errors", "__version__"},
    "terminal": {"terminal", "core", "errors"},
    "cli": {"cli", "terminal", "files", "core", "errors", "__version__"},
}


def imported(tree: ast.AST) -> set[str]:
    """Dotted names of every module and name imported anywhere in the file."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def top_level(tree: ast.Module) -> set[str]:
    """The packages imported as soon as the module is."""
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


def room(path: Path) -> str:
    parts = path.relative_to(SOURCE).parts
    return parts[0] if len(parts) > 1 else ""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_each_room_imports_only_the_rooms_it_may(path):
    inside = {
        name.split(".")[1] for name in imported(ast.parse(path.read_text("utf-8"))) if name.startswith("cxdrill.")
    }

    if room(path) in ALLOWED:
        assert inside <= ALLOWED[room(path)]
    if path.name == "errors.py":
        assert not inside


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_the_core_reads_no_file_no_clock_and_no_global_randomness_and_prints_nothing(path):
    if room(path) != "core":
        return
    tree = ast.parse(path.read_text("utf-8"))
    calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}

    assert not calls & {"print", "open", "input", "datetime.now", "date.today", "time.time", "random.random"}
    assert not imported(tree) & {"os", "sys", "pathlib.Path", "time", "tempfile", "shutil"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_heavy_packages_load_inside_the_functions_that_need_them(path):
    light = ast.parse(path.read_text("utf-8"))
    heavy = {"rich", "questionary", "yaml", "fsrs", "filelock", "platformdirs", "genanki", "fsrs_rs_python"}
    owners = {"terminal": {"rich"}, "files": {"yaml"}}  # these modules are themselves loaded late

    assert not (top_level(light) & heavy) - owners.get(room(path), set())


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_lines_for_screens_are_made_in_one_place_only(path):
    if path == SOURCE / "terminal" / "paint.py":
        return
    calls = [
        ast.unparse(node.func) for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)
    ]

    assert "StyledLine" not in calls or path.name == "styled_line.py"
    assert "Text" not in calls
    assert "Text.from_markup" not in calls
    assert "print" not in calls


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_module_says_what_it_is_for(path):
    tree = ast.parse(path.read_text("utf-8"))

    assert ast.get_docstring(tree) or not tree.body
