"""Options and arguments of the commands, those that several share, and what the shell completes.

Ids of decks and exams are completed from the first lines of the files and nothing else.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from keyword import iskeyword
from pathlib import Path
from typing import Any, NamedTuple

from cxdrill.files import places

_HEAD = 4096  # bytes; ids stand at the top
_ID = r"(?m)^(deck|exam):[ \t]*[\"']?([a-z0-9-]+)"


class Option(NamedTuple):
    """One option, or an argument: `names` are `--output -o` or `--answers/--no-answers`, of an argument just `file`."""

    names: str
    help: str
    kind: Any = bool  # of its value: bool (a switch), str, int, float, Path, or the words to choose from
    metavar: str | None = None
    default: Any = None
    least: float | None = None
    most: float | None = None
    is_many: bool = False
    is_required: bool = False
    to: str | None = None  # its name among the options of the `Context`, where that is another; "": none
    complete: Callable[[str], list[str]] | None = None
    work: str = ""  # module.function that does the work instead where this is given

    @property
    def flags(self) -> list[str]:
        """All its names on the command line; none of an argument."""
        return self.names.replace("/", " ").split() if self.names.startswith("-") else []

    @property
    def name(self) -> str:
        """Its name as a word of Python."""
        word = self.names.split()[0].partition("/")[0].lstrip("-").replace("-", "_")
        return f"{word}_" if iskeyword(word) else word

    @property
    def parameter(self) -> str:
        """Its name among the options of the `Context`, by which the work finds its value."""
        return self.name if self.to is None else self.to

    @property
    def value(self) -> Any:
        """Its value where it is left out."""
        return False if self.kind is bool and self.default is None else self.default


class Command(NamedTuple):
    """A command: its help, and the function of `app/` that does its work on a `Context` with all options."""

    name: str
    help: str  # whose first sentence is its line in the list
    options: tuple[Option, ...]
    work: str = ""  # module.function, where that is not NAME.run


def _beginning(incomplete: str, *kinds: str) -> list[str]:
    """The ids of these kinds, one kind after the other, that begin with what was typed."""
    found = {(kinds.index(kind), name) for kind, name in _ids() if kind in kinds and name.startswith(incomplete)}
    return [name for _, name in sorted(found)]


def _ids() -> Iterator[tuple[str, str]]:
    for folder in places.deck_sources([]).paths:
        with suppress(OSError):
            entries = [entry for entry in os.scandir(folder) if entry.name.endswith((".yaml", ".yml"))]
            for name in sorted(entry.path for entry in entries if entry.is_file()):
                with suppress(OSError), open(name, "rb") as file:
                    if found := re.search(_ID, file.read(_HEAD).decode("utf-8", "replace")):
                        yield found[1], found[2]


DECKS = Option("--decks", "Read decks from this folder only; may be given several times.", Path, "FOLDER", is_many=True)
PROGRESS = Option("--progress", "Keep progress in this file instead of the usual one.", Path, "FILE")
PLAIN = Option("--plain", "One line at a time: no drawing, no color. For screen readers and scripts.")
JSON = Option("--json", "Print as JSON.", to="as_json")
FORCE = Option("--force", "Overwrite the output file if it exists.")
WHERE, SHOWN = (DECKS, PROGRESS), (DECKS, PROGRESS, PLAIN, JSON)
DECK_NAMES = Option(
    "deck", "Deck ids or files (default: all).", str, "[DECK...]", is_many=True, to="named",
    complete=lambda incomplete: _beginning(incomplete, "deck"),
)  # fmt: skip
EXAM = Option(
    "exam", "The exam; needed where there are several.", str, to="named",
    complete=lambda incomplete: _beginning(incomplete, "exam", "deck"),
)  # fmt: skip
