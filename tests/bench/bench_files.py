"""Reading, checking, exporting and merging large files beside the plainest way to do the same.

`bench_files.py WAY PATH` does one of them in this process and prints the seconds of the processor; the rows are made
of such processes, run in turn.
"""

import csv
import gc
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import process_time

from verdicts import Figure

HERE = Path(__file__).parent
CARDS = 10_000
EVENTS = 100_000


def figures(folder: Path, rounds: int) -> list[Figure]:
    """The rows of files."""
    from large_data import large_deck

    path = large_deck(folder / f"deck-{CARDS}.yaml", CARDS)
    merged = _logs(folder)
    took: dict[str, list[float]] = {way: [] for way in WAYS}
    for _ in range(rounds):
        for way, seconds in took.items():
            seconds.append(_seconds(way, merged if way == "merge" else path))

    def beside(one: str, other: str) -> float:
        return median(a / b for a, b in zip(took[one], took[other], strict=True))

    def ms(way: str) -> str:
        return f"{1000 * median(took[way]):.0f} ms"

    faster, quiet = beside("yaml", "tree"), beside("yaml without collector", "tree")
    check, export = beside("check", "tree"), beside("export", "csv")
    merge = median(took["merge"])
    return [
        _at_least("deck parse, 10,000 cards, times CSafeLoader's speed", faster, 5, f"{ms('tree')} to {ms('yaml')}"),
        _at_least("the same, its collector off", quiet, 2, ms("yaml without collector")),
        Figure("check of structure, 10,000 cards, beside that parse", check, 2.5, ms("check"), "x"),
        Figure("export to CSV beside csv.writer", export, 3, f"{ms('export')} to {ms('csv')}", "x"),
        Figure("merge of two logs of 100,000 events", merge, 1.0, f"{merge:.2f} s", "s"),
    ]


def _at_least(name: str, times: float, goal: float, told: str) -> Figure:
    """A goal that is a least, turned round so that the figure is held against a most."""
    return Figure(f"{name}: {times:.1f}, at least {goal:g}", 1 / times, 1 / goal, told, "1/x")


def _seconds(way: str, path: Path) -> float:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join((str(HERE.parents[1] / "src"), str(HERE)))}
    done = subprocess.run(
        [sys.executable, __file__, way, str(path)], env=env, capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def _logs(folder: Path) -> Path:
    """A folder with two logs of one learner with a common beginning and separate ends."""
    from large_data import card_keys, reviews

    from cxdrill.files.events.layout import body, header, whole

    logs = folder / f"logs-{EVENTS}"
    if not (logs / "b.json").exists():
        logs.mkdir(parents=True, exist_ok=True)
        now, keys = datetime(2026, 11, 21, 12, tzinfo=UTC), card_keys(CARDS)
        common = list(reviews(EVENTS // 2, keys, now - timedelta(days=500), Random(1)))
        for name, seed in (("a", 2), ("b", 3)):
            events = [*common, *reviews(EVENTS // 2, keys, now, Random(seed))]
            (logs / f"{name}.json").write_bytes(whole(header("5" * 32), [body(event) for event in events])[0])
    return logs


# What one process does; what comes before `ready()` is not measured.


def _tree(path: Path) -> Callable[[], object]:
    from cxdrill.files.decks.problem_list import ProblemList
    from cxdrill.files.decks.yaml_tree import tree

    raw = path.read_bytes()
    return lambda: tree(raw, ProblemList(str(path)))


def _check(path: Path) -> Callable[[], object]:
    from cxdrill.files.decks.deck_yaml import read_bytes

    raw = path.read_bytes()
    return lambda: read_bytes(raw, str(path))


def _yaml(path: Path) -> Callable[[], object]:
    import yaml

    raw = path.read_bytes()
    return lambda: yaml.load(raw, Loader=yaml.CSafeLoader)


def _yaml_without_collector(path: Path) -> Callable[[], object]:
    gc.disable()
    return _yaml(path)


def _export(path: Path) -> Callable[[], object]:
    from cxdrill.files.csv.deck_csv import exported_csv
    from cxdrill.files.decks.deck_yaml import read_file

    deck = read_file(path)[0]
    return lambda: exported_csv([deck])


def _csv(path: Path) -> Callable[[], object]:
    from cxdrill.files.csv.deck_csv import exported_csv
    from cxdrill.files.decks.deck_yaml import read_file

    deck = read_file(path)[0]
    rows = list(csv.reader(io.StringIO(exported_csv([deck]).content.decode("utf-8"), newline="")))

    def written() -> None:
        stream = io.StringIO(newline="")
        csv.writer(stream).writerows(rows)
        stream.getvalue().encode("utf-8")

    return written


def _merge(path: Path) -> Callable[[], object]:
    from cxdrill.files.log.store import Store

    folder = Path(tempfile.mkdtemp(dir=path))
    own = folder / "progress.json"
    own.write_bytes((path / "a.json").read_bytes())
    store = Store(own, clock=lambda: datetime.now().astimezone())
    return lambda: store.merge([path / "b.json"])


WAYS = {
    "tree": _tree,
    "yaml": _yaml,
    "yaml without collector": _yaml_without_collector,
    "check": _check,
    "export": _export,
    "csv": _csv,
    "merge": _merge,
}


def main(way: str, path: Path) -> None:
    ready = WAYS[way](path)
    began = process_time()
    ready()
    print(process_time() - began)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
