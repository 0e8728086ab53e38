"""Whole commands beside `python -c pass` and beside Anki's engine: how long, and how much memory.

Each command runs in processes of its own, all in turn in one loop; r is the median of the ratios of the rounds.
"""

import os
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from statistics import median

from large_data import card_keys, deck_folder, progress_file
from process_times import Command, Times, measured, peak_mib, ratio
from verdicts import Figure

from cxdrill.files.decks.library import read_library

HERE = Path(__file__).parent
DATA = HERE / ".data"
ANKI = HERE / ".anki-venv"
PYTHON = sys.executable
# What the script that pip or uv makes for `cxdrill` does.
START = "import sys; from cxdrill.cli.main import main; sys.exit(main())"
FIRST_CARD = b"[1/"
SIZES = {300: 1_000, 10_000: 100_000, 100_000: 100_000}  # cards: events


def figures(rounds: int, *, has_anki: bool = True) -> list[Figure]:
    """Every row of whole processes."""
    homes = {cards: _home(str(cards), deck_folder(DATA / f"decks-{cards}", cards), card_keys(cards), events)
             for cards, events in SIZES.items()}  # fmt: skip
    shipped = HERE.parents[1] / "decks"
    keys = [card.key for card in read_library([shipped], replaces=True)[0].cards() if card.type != "cloze"]
    own = _home("shipped", shipped, keys, 1_000)
    candidate = _home("check", deck_folder(DATA / "decks-10000", 10_000), card_keys(10_000), SIZES[10_000])
    commands = _commands(own, homes) | {CHECK: _check(candidate)}
    if has_anki:
        commands |= _anki()
    times = measured(commands, rounds)
    rows = [_row(name, times, goal) for name, goal in GOALS.items()]
    rows.append(_beside_study(times))
    if has_anki:
        rows += [_beside_anki(times, cards, 0.45) for cards in (10_000, 100_000)]
    for name, (goal, _) in SECONDS.items():
        seconds = median(times[name].cpu)
        rows.append(Figure(f"{name}, 10,000 cards, 100,000 events", seconds, goal, f"{seconds:.2f} s", "s"))
    for cards, goal in ((10_000, 30), (100_000, 30)):
        peak = peak_mib(commands[f"study to the first card, {cards:,} cards, 100,000 events"])
        rows.append(Figure(f"peak memory, {cards:,} cards", peak, goal, f"{peak:.0f} MiB", "MiB"))
    return rows


CHECK = "check of 40 to its first question, 10,000 cards, 100,000 events"
STUDY = "study to the first card, 10,000 cards, 100,000 events"
GOALS = {
    "cxdrill --version": 6.5,
    "cxdrill --help": 13,
    "cxdrill alone, shipped decks, 1,000 events": 12,
    "completion of a deck name": 8,
    "study to the first card, shipped decks": 7.0,
    STUDY: 9.5,
    "study to the first card, 100,000 cards, 100,000 events": 9.5,
}
SECONDS = {"stats": (0.3, ()), "ready": (0.4, ()), "cards": (0.2, ("hold-73",))}  # of the processor; and its arguments


def _commands(own: dict[str, str], homes: dict[int, dict[str, str]]) -> dict[str, Command]:
    def cxdrill(*arguments: str, env: dict[str, str] = own, until: bytes = b"") -> Command:
        return Command([PYTHON, "-c", START, *arguments], env, until)

    typed = {"_CXDRILL_COMPLETE": "complete_bash", "COMP_WORDS": "cxdrill study tel", "COMP_CWORD": "2"}
    studies = {
        f"study to the first card, {cards:,} cards, {SIZES[cards]:,} events": cxdrill(
            "study", "--plain", env=home, until=FIRST_CARD
        )
        for cards, home in homes.items()
    }
    return {
        "pass": Command([PYTHON, "-c", "pass"]),
        "cxdrill --version": cxdrill("--version"),
        "cxdrill --help": cxdrill("--help"),
        "cxdrill alone, shipped decks, 1,000 events": cxdrill(),
        "completion of a deck name": cxdrill(env=own | typed),
        "study to the first card, shipped decks": cxdrill("study", "--plain", until=FIRST_CARD),
        **studies,
        **{name: cxdrill(name, *more, env=homes[10_000]) for name, (_, more) in SECONDS.items()},
    }


def _home(name: str, decks: Path, keys: list[str], events: int) -> dict[str, str]:
    """The variables of a learner with these decks and so many events up to now; caches are warm after one start."""
    home = DATA / f"home-{name}"
    now = datetime.now().astimezone()
    progress = home / f"progress-{now.date()}.json"
    if not progress.exists():
        progress_file(progress, events, keys, now)
    env = {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "XDG_DATA_HOME": str(home / "data"),
           "XDG_CONFIG_HOME": str(home / "config"), "CXDRILL_DECKS": str(decks), "CXDRILL_PROGRESS": str(progress),
           "PYTHONPATH": str(HERE.parents[1] / "src")}  # fmt: skip
    for arguments in ([], ["study", "--plain"], ["study", "--plain"]):
        subprocess.run([PYTHON, "-c", START, *arguments], env={**os.environ, **env}, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, check=True)  # fmt: skip
    return env


def _check(learner: dict[str, str]) -> Command:
    """The first attempt of a learner, in each round anew."""
    progress, before = Path(learner["CXDRILL_PROGRESS"]), Path(learner["CXDRILL_PROGRESS"]).with_suffix(".before")
    if not before.exists():
        shutil.copyfile(progress, before)

    def forget_attempt() -> None:
        shutil.copyfile(before, progress)
        with progress.open("rb+") as file:
            os.fsync(file.fileno())  # or the first answer would have to

    return Command([PYTHON, "-c", START, "quiz", "--plain"], learner, b"[1/40]", forget_attempt)


def _anki() -> dict[str, Command]:
    """Anki's engine with collections of the same sizes."""
    python = _python_with_anki()
    commands = {}
    for cards in (10_000, 100_000):
        path = DATA / f"anki-{cards}" / "collection.anki2"
        env = {"PYTHONPATH": os.pathsep.join((str(HERE), str(HERE.parents[1] / "src")))}
        if not path.exists():
            arguments = [python, str(HERE / "bench_anki.py"), "make", str(path), str(cards), str(SIZES[cards])]
            subprocess.run(arguments, env={**os.environ, **env}, check=True, stdout=subprocess.DEVNULL)
        commands[f"anki {cards}"] = Command([python, str(HERE / "bench_anki.py"), "study", str(path)], env, FIRST_CARD)
    return commands


def _python_with_anki() -> str:
    """A Python that has the anki package: this one, or one of the benchmark's own, made once."""
    own = str(ANKI / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
    for python in (PYTHON, own):
        if (
            Path(python).exists()
            and not subprocess.run([python, "-c", "import anki.collection"], capture_output=True).returncode
        ):
            return python
    subprocess.run([PYTHON, "-m", "venv", str(ANKI)], check=True)
    subprocess.run([own, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "anki>=25.2"], check=True)
    return own


def _row(name: str, times: dict[str, Times], goal: float) -> Figure:
    wall, cpu = ratio(times[name], times["pass"])
    return Figure(name, wall, goal, f"{_ms(times[name])}, r by processor {cpu:.1f}")


def _beside_anki(times: dict[str, Times], cards: int, goal: float) -> Figure:
    name, anki = f"study to the first card, {cards:,} cards, 100,000 events", times[f"anki {cards}"]
    wall, _ = ratio(times[name], anki)
    return Figure(
        f"study, {cards:,} cards, beside Anki's engine", wall, goal, f"{_ms(times[name])} to {_ms(anki)}", "x"
    )


def _beside_study(times: dict[str, Times]) -> Figure:
    wall, cpu = ratio(times[CHECK], times[STUDY])
    told = f"{_ms(times[CHECK])} to {_ms(times[STUDY])}, by processor {cpu:.2f}"
    return Figure("check of 40 from 10,000 cards, beside study", wall, 1.0, told, "x")


def _ms(times: Times) -> str:
    return f"{1000 * sorted(times.wall)[len(times.wall) // 2]:.0f} ms"
