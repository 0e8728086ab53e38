"""A person who takes the check of `deck_files`, for tests of what comes after; and what a folder holds."""

from pathlib import Path

from command import Outcome, run
from deck_files import CHECK, QUESTIONS, write_decks

RIGHT, WRONG = "b", "a"


def check_at(home: Path) -> Path:
    """Writes the deck of eight questions and its exam of four, and gives their folder."""
    return write_decks(home / "decks", QUESTIONS, CHECK)


def take(home: Path, *answers: str, ending: tuple[str, ...] = (":submit", ":submit")) -> Outcome:
    """Takes the check with these answers, an empty one for an item left open; hands in unless told otherwise."""
    lines = "".join(f"{line}\n" for line in (*answers, *ending))
    return run("quiz", "check", "--decks", str(home / "decks"), home=home, stdin=lines)


def passed(home: Path) -> Outcome:
    return take(home, RIGHT, RIGHT, RIGHT, RIGHT)


def failed(home: Path) -> Outcome:
    """One right, one left open, two wrong."""
    return take(home, RIGHT, "", WRONG, WRONG)


def contents(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file of a folder, with when it was changed; caches, which may be thrown away, left out."""
    return {
        str(path.relative_to(folder)): (path.lstat().st_mtime_ns, path.read_bytes()) if path.is_file() else (0, b"")
        for path in sorted(folder.rglob("*"))
        if ".cache" not in path.parts
    }
