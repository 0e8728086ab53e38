"""Files made to do harm or made by mistake: each gets the verdict and the line that its index names, quickly."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cxdrill.files.decks import yaml_events
from cxdrill.files.decks.deck_yaml import read_file
from cxdrill.files.decks.yaml_events import SlowParser

FOLDERS = [Path(__file__).parent.parent / "data" / name for name in ("hostile", "decks/bad")]
CASES = [
    (folder / name, verdict["rule"], verdict["line"])
    for folder in FOLDERS
    for name, verdict in json.loads((folder / "index.json").read_text(encoding="utf-8")).items()
]

# The pure parser stops at these with other words: it passes over the line of an unknown directive, and takes a
# question mark before a closing bracket for the sign of a field's name.
PURE_DIFFERS = {"percent-line.yaml", "card-list.yaml", "cards-map.yaml"}


def test_there_are_enough_and_none_is_forgotten() -> None:
    assert len(CASES) >= 240
    for folder in FOLDERS:
        files = {path.name for path in folder.iterdir()} - {"index.json"}
        assert files == {path.name for path, *_ in CASES if path.parent == folder}


@pytest.mark.parametrize(("path", "rule", "line"), CASES, ids=[path.stem for path, *_ in CASES])
def test_the_verdict_and_the_line_are_right(path: Path, rule: str, line: int) -> None:
    value, problems = read_file(path)
    if rule:
        assert value is None
        assert (rule, line) in {(problem.rule, problem.location.line) for problem in problems}
    else:
        assert problems == ()
        assert value is not None
    for problem in problems:
        assert str(problem).isprintable()
        assert len(problem.message) < 300
        assert problem.remedy


def test_the_pure_parser_comes_to_the_same_verdicts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_events, "parser", lambda: (SlowParser, yaml_events.MAX_BYTES_SLOW))
    wrong = set()
    for path, rule, line in CASES:
        _, problems = read_file(path)
        found = {(problem.rule, problem.location.line) for problem in problems}
        if (rule, line) not in found if rule else found:
            wrong.add(path.name)
    assert wrong == PURE_DIFFERS


MEASURE = """
import re, sys, time
from cxdrill.files.decks.deck_yaml import read_bytes
exec(sys.argv[1])
started = time.process_time()
value, problems = read_bytes(raw, "x.yaml")
# Not getrusage: its peak is inherited from the process that started this one.
peak = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
print(round(time.process_time() - started, 2), peak // 1024)
print(problems[0].rule if problems else "")
"""
HEAD = 'head = b"deck: c\\ntitle: C\\ncards:\\n"; '
# Files that one pass of the parser, or one line of ours, might take for ever over.
WHOLE = {
    "one long text": ('raw = head + b"- id: c\\n  prompt: P\\n  answer: " + b"a" * 15_900_000', ""),
    "opening braces": ('raw = head + b"- id: c\\n  type: cloze\\n  text: a " + b"{{" * 7_900_000', "S306"),
    "brackets": ('raw = b"[" * 15_900_000', "S106"),
    "tag lines": ('raw = b"".join(b"%%TAG !a%d! tag:x\\n" % n for n in range(300_000)) + b"--- a"', "S108"),
    "a wrong byte after millions of lines": ('raw = b"#\\n" * 7_900_000 + b"\\xe9"', "S103"),
}
CARDS = 'raw = head + b"".join(b"- {id: c%%d, %s}\\n" %% n for n in range(int(scale * 140_000)))'
# Files with as many things as fit, for `scale` 1.0.
COUNTED = {
    "values": ('raw = b"- a\\n" * int(scale * 1_000_001)', "S106 S112"),
    "lists": ('raw = b"- []\\n" * int(scale * 999_900)', "S112"),
    "cards": (CARDS % "prompt: P, answer: A", ""),
    "cards with mistakes": (CARDS % "promt: P, answr: A", "S202"),
    "sources": (
        'raw = head.replace(b"cards", b"sources: {" + b",".join(b"s%d: t" % n for n in range(int(scale * 300_000)))'
        ' + b"}\\ncards")'
        ' + b"".join(b"- {id: c%d, prompt: P, answer: A, source: x%d}\\n" % (n, n) for n in range(9_999))',
        "S302",
    ),
    "fields": ('raw = b"deck: c\\n" + b"".join(b"titl%d: x\\n" % n for n in range(int(scale * 490_000)))', "S201"),
    "wide characters": (
        'raw = head + b"- id: c\\n  prompt: P\\n  answer: A\\n  tags: ["'
        ' + b",".join("\\U0001f642%07d".encode() % n for n in range(int(scale * 990_000))) + b"]\\n"',
        "",
    ),
}


def measured(making: str, scale: float) -> tuple[float, int, str]:
    """Processor seconds, MiB and the first rule told, of reading in a process of its own."""
    script = f"scale = {scale}; {HEAD}{making}"
    run = subprocess.run([sys.executable, "-c", MEASURE, script], capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    seconds, mebibytes, *rule = run.stdout.split()
    return float(seconds), int(mebibytes), "".join(rule)


memory_is_told = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process's own peak")


@memory_is_told
@pytest.mark.parametrize("name", WHOLE)
def test_a_file_of_16_mb_takes_under_5_seconds_and_300_mebibytes(name: str) -> None:
    making, rule = WHOLE[name]
    seconds, mebibytes, found = measured(making, 1.0)
    assert seconds < 5
    assert mebibytes < 300
    assert found == rule


@memory_is_told
@pytest.mark.parametrize("name", COUNTED)
@pytest.mark.parametrize("scale", [0.1, pytest.param(1.0, marks=pytest.mark.soak)])
def test_time_and_memory_grow_no_faster_than_what_is_in_a_file(name: str, scale: float) -> None:
    """Small here, whole in the long runs; a second is for what does not grow, such as guessing misspelt words."""
    making, rules = COUNTED[name]
    seconds, mebibytes, found = measured(making, scale)
    assert seconds < 1 + 4 * scale
    assert mebibytes < 50 + 250 * scale
    assert found in rules
