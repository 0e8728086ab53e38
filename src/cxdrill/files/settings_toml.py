"""The settings file: TOML to settings, with the line of every mistake."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from msgspec import json

from cxdrill.core.settings import Settings, checked
from cxdrill.core.text import clean_line
from cxdrill.errors import DataError, WrongUsage
from cxdrill.files.whole_file import content_of, make_folders, replace

_MOST_TOLD = 10
_LARGEST = 1 << 20  # bytes; a settings file has a dozen lines


def read_settings(path: Path) -> Settings:
    """The settings, the defaults without a file; WrongUsage with a line for each mistake, DataError if unreadable."""
    text = _text(path)
    if text is None:
        return Settings()
    found: dict[str, Any] = {}
    problems: list[str] = []
    table = _table(path, text)
    for read, (name, value) in enumerate(table.items()):
        if len(problems) == _MOST_TOLD:
            problems.append(f"{path}: the other {len(table) - read} settings were not looked at; mend these first")
            break
        try:
            found[name] = checked(name, value)
        except WrongUsage as error:
            problems.append(f"{path}:{_line(text, name)}: {clean_line(str(error))}")
    if problems:
        raise WrongUsage("\n".join(problems))
    return Settings(**found)


def begin_settings(path: Path, name: str) -> bool:
    """Begins a settings file with the learner's name; False where there is one, which is theirs to change."""
    try:
        make_folders(path.parent)
        replace(path, b"name = %s\n" % json.encode(checked("name", name)), is_new=True)
    except (OSError, UnicodeEncodeError):
        return False
    return True


def _text(path: Path) -> str | None:
    try:
        content = content_of(path, limit=_LARGEST)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}); check who may read it") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise WrongUsage(f"{path}:{line}: is not UTF-8 text; save it as UTF-8") from error


def _table(path: Path, text: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        where = re.search(r"line (\d+)", str(error))
        line, why = (where[1], clean_line(str(error))) if where else ("1", "a number or a list in it has no bounds")
        raise WrongUsage(f"{path}:{line}: is not TOML: {why}") from error


def _line(text: str, name: str) -> int:
    """The line on which a key stands, from 1."""
    key = re.compile(rf"\s*\[?\[?\s*[\"']?{re.escape(name)}[\"']?\s*[=.\]]")
    return next((place for place, line in enumerate(text.splitlines(), 1) if key.match(line)), 1)
