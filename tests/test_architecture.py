"""The import arrows of the house, and the single doors for text and for colour. Each test lists every offender."""

import ast
from collections import defaultdict
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src" / "cxdrill"
TREES = {path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text("utf-8")) for path in SOURCE.rglob("*.py")}
ALLOWED = {
    "core": {"core", "errors"},
    "files": {"files", "core", "errors", "__version__"},
    "terminal": {"terminal", "core", "errors"},
    "app": {"app", "terminal", "files", "core", "errors"},
    "cli": {"cli", "app", "errors", "__version__"},
}
DOORS_OF_CLI = {  # each of these modules has to say something before, or without, a command
    ("cli/main.py", "cxdrill.terminal.report"),
    ("cli/options.py", "cxdrill.files"),
}
HEAVY = {
    *("rich", "markdown_it", "questionary", "yaml", "fsrs", "filelock", "platformdirs", "genanki", "xlsxwriter"),
    *("fsrs_rs_python", "PIL"),
}
LATE = {"terminal": {"rich", "PIL"}, "files": {"yaml"}}  # whose modules are themselves loaded late
MOST_LATE_IMPORTS = 30  # inside functions; each has to be worth more than the order of a file's first lines
LONGEST_FILE, LONGEST_FUNCTION = 280, 41  # in lines, of today
IMPURE_CALLS = {"print", "open", "input", "datetime.now", "date.today", "time.time", "random.random"}
IMPURE_MODULES = {"os", "sys", "pathlib.Path", "time", "tempfile", "shutil"}


@cache
def imports(tree: ast.AST) -> list[tuple[str, str]]:
    """Every module imported anywhere in the file, with the dotted name of what is taken from it."""
    found: list[tuple[str, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += ((alias.name, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += ((node.module, f"{node.module}.{alias.name}") for alias in node.names)
    return found


def room(name: str) -> str:
    return name.partition("/")[0] if "/" in name else ""


@cache
def calls(tree: ast.AST) -> set[str]:
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def test_each_room_imports_only_the_rooms_it_may():
    offenders = [
        f"{name}: {taken}"
        for name, tree in TREES.items()
        for module, taken in imports(tree)
        if taken.startswith("cxdrill.") and (name, module) not in DOORS_OF_CLI
        if taken.split(".")[1] not in (set() if name == "errors.py" else ALLOWED.get(room(name), {taken.split(".")[1]}))
    ]

    assert offenders == []


def module_imports(name: str, tree: ast.AST) -> set[str]:
    """The modules of cxdrill that a module imports, as soon as it is loaded or later."""
    found = {part.replace(".", "/").removeprefix("cxdrill/") + ".py" for pair in imports(tree) for part in pair}
    return {each for each in found if each in TREES} - {name}


def test_no_module_imports_itself_by_way_of_others():
    graph = {name: module_imports(name, tree) for name, tree in TREES.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise AssertionError(error.args[1]) from None


def test_no_two_rooms_import_each_other():
    rooms: dict[str, set[str]] = defaultdict(set)
    for name, tree in TREES.items():
        rooms[name.rpartition("/")[0]] |= {other.rpartition("/")[0] for other in module_imports(name, tree)}

    assert {
        (one, other) for one in rooms for other in rooms[one] if one < other and one and one in rooms[other]
    } == set()


def late_imports(tree: ast.AST) -> set[tuple[int, str]]:
    """The imports inside the functions of a file, with their lines."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    inside = [node for function in functions for node in ast.walk(function)]
    return {(node.lineno, ast.unparse(node)) for node in inside if isinstance(node, ast.Import | ast.ImportFrom)}


def test_imports_stand_at_the_top_of_modules_but_for_a_few_that_are_slow_and_seldom_needed():
    late = [f"{name}:{line} {text}" for name, tree in TREES.items() for line, text in sorted(late_imports(tree))]

    assert len(late) <= MOST_LATE_IMPORTS, "\n".join(late)


def test_no_file_and_no_function_is_longer_than_the_longest_of_today():
    nodes = ((name, node) for name, tree in TREES.items() for node in ast.walk(tree))
    functions = ((name, node) for name, node in nodes if isinstance(node, ast.FunctionDef))
    long = [f"{name}: {node.name}" for name, node in functions if node.end_lineno - node.lineno >= LONGEST_FUNCTION]
    long += [name for name, tree in TREES.items() if tree.body and tree.body[-1].end_lineno > LONGEST_FILE]

    assert long == []


def test_the_core_reads_no_file_no_clock_and_no_global_randomness_and_prints_nothing():
    core = {name: tree for name, tree in TREES.items() if room(name) == "core"}
    used = {name: calls(tree) & IMPURE_CALLS for name, tree in core.items()}
    taken = {name: {each for pair in imports(tree) for each in pair} & IMPURE_MODULES for name, tree in core.items()}

    assert {name: used[name] | taken[name] for name in core if used[name] | taken[name]} == {}


def test_heavy_packages_load_inside_the_functions_that_need_them():
    offenders = [
        f"{name}: {module}"
        for name, tree in TREES.items()
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for module, _ in imports(node)
        if module.partition(".")[0] in HEAVY - LATE.get(room(name), set())
    ]

    assert offenders == []


def test_lines_for_screens_are_made_in_one_place_only():
    used = {name: calls(tree) & {"Text", "Text.from_markup", "print", "StyledLine"} for name, tree in TREES.items()}
    used["terminal/paint.py"] = set()

    assert {name: each for name, each in used.items() if each} == {}


def test_every_module_says_what_it_is_for():
    assert [name for name, tree in TREES.items() if tree.body and not ast.get_docstring(tree)] == []


CARD_TYPES = {"Flashcard", "Cloze", "Choice", "Multiple", "TrueFalse", "Typed", "Order", "Match", "Judgement", "Say"}
CARD_TYPES |= {"Dialogue"}


def tells_types_apart(function: ast.AST) -> set[str]:
    """The card types that a function asks for, by isinstance or by a pattern."""
    asked: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "isinstance":
            asked |= {each.id for each in ast.walk(node.args[1]) if isinstance(each, ast.Name)}
        elif isinstance(node, ast.MatchClass):
            asked.add(ast.unparse(node.cls))
    return asked & CARD_TYPES


def test_nothing_outside_the_cards_tells_one_card_type_from_another():
    offenders = [
        f"{name}: {node.name}"
        for name, tree in TREES.items()
        if not name.startswith("core/cards/")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and len(tells_types_apart(node)) > 1
    ]

    assert not offenders
