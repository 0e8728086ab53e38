"""The places of everything kept: by options, variables, then the system's folders; and stray copies of progress."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from cxdrill.errors import DataError

WRITING, CHECKING = ".lock", ".check.lock"  # after the name of the progress file: for each write, for a whole check
_XDG = {  # kind of folder: the variable that names it, and where it is else
    "data": ("XDG_DATA_HOME", "~/.local/share"),
    "config": ("XDG_CONFIG_HOME", "~/.config"),
    "cache": ("XDG_CACHE_HOME", "~/.cache"),
}


class DeckSources(Struct, frozen=True):
    """The folders (or files) that decks are read from.

    With `replaces`, each is a source of its own and a later one replaces decks of an earlier one; otherwise all
    together are one source.
    """

    paths: tuple[Path, ...]
    replaces: bool


def progress_path(option: Path | None) -> Path:
    """The progress file: `--progress`, else CXDRILL_PROGRESS, else in the user's data folder."""
    return option or _variable("CXDRILL_PROGRESS") or _user_folder("data") / "progress.json"


def settings_path() -> Path:
    """The settings file: CXDRILL_CONFIG, else in the user's configuration folder."""
    return _variable("CXDRILL_CONFIG") or _user_folder("config") / "config.toml"


def cache_folder() -> Path:
    """The folder of caches, all of which may be thrown away."""
    return _user_folder("cache")


def deck_sources(options: Sequence[Path]) -> DeckSources:
    """The sources of decks: `--decks`, else CXDRILL_DECKS, else the shipped decks and the user's own."""
    parts = os.environ.get("CXDRILL_DECKS", "").split(os.pathsep)
    if named := tuple(options) or tuple(map(Path, filter(None, parts))):
        return DeckSources(named, replaces=False)
    shipped = (shipped_decks(),)
    with suppress(DataError):  # without a home there are no decks of one's own
        if (own := own_decks()).is_dir():
            return DeckSources((*shipped, own), replaces=True)
    return DeckSources(shipped, replaces=True)


def files(named: Sequence[str]) -> tuple[Path, ...]:
    """Those of the names that mean a file and not an id; raises DataError for a folder in its place."""
    paths = tuple(Path(name) for name in named if is_file_name(name))
    for path in paths:
        if path.is_dir():
            raise DataError(f"{path} is a folder; name a deck file, or take the folder with --decks {path}")
    return paths


def is_file_name(name: str) -> bool:
    """Whether a DECK or EXAM argument is a path: it ends like a deck file or has a folder in it."""
    return name.endswith((".yaml", ".yml")) or "/" in name or "\\" in name


def own_decks() -> Path:
    """The folder of the user's own decks, there or not; raises DataError where the system names no home."""
    return _user_folder("data") / "decks"


def shipped_decks() -> Path:
    """The decks that come with cxdrill: inside the installed package, or at the top of a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "decks"
    return inside if inside.is_dir() else package.parent.parent / "decks"


def _variable(name: str) -> Path | None:
    value = os.environ.get(name)
    return Path(value).expanduser() if value else None


def _user_folder(kind: str) -> Path:
    """The user's folder of one kind: data, config or cache. Raises DataError where the system names none."""
    variable, usual = _XDG[kind]
    # The XDG rules: a relative path counts as not set. platformdirs would take it from the current folder.
    if not os.path.isabs(os.environ.get(variable, "/")):
        os.environ.pop(variable, None)
    folder = Path(os.environ.get(variable) or os.path.expanduser(usual), "cxdrill")
    if sys.platform in ("win32", "darwin"):  # which have folders of their own; elsewhere nobody waits for it to load
        import platformdirs

        folder = Path(getattr(platformdirs, f"user_{kind}_dir")("cxdrill", appauthor=False))
    if not folder.is_absolute():
        remedy = "set HOME to it, or say where progress is kept with --progress FILE"
        raise DataError(f"your home folder is not known; {remedy}")
    return folder


_MARKS = (
    r" \(.*conflicted copy.*\)",  # Dropbox: progress (Ann's conflicted copy 2026-03-01).json
    r" \(.*[Cc]onflict.*\)",  # Nextcloud, Google Drive, pCloud
    r"\.sync-conflict-\d{8}-\d{6}-[0-9A-Z]{7}",  # Syncthing
    r"_conflict-.*",  # ownCloud
    r" \d{1,3}",  # iCloud: progress 2.json
    r" \(\d{1,3}\)",  # Google Drive, browsers: progress (1).json
    r"-[A-Z0-9][A-Za-z0-9-]{1,62}",  # OneDrive: progress-DESKTOP7.json
    r"[._]((BACKUP|BASE|LOCAL|REMOTE)[._]\d+)",  # git mergetool
)


def conflict_copies(path: Path) -> tuple[Path, ...]:
    """Files beside `path` whose names say that they are copies of it made by a synchronising tool."""
    own = (path.name, path.name + WRITING, path.name + CHECKING)
    names: list[str] = []
    with suppress(OSError):
        names = [name for name in os.listdir(path.parent) if name.startswith(path.stem) and name not in own]
    if not names:
        return ()
    stem, suffix, whole = map(re.escape, (path.stem, path.suffix, path.name))
    is_copy = re.compile(rf"{stem}({'|'.join(_MARKS)}){suffix}|{whole}\.(orig|sync-conflict-.*)").fullmatch
    return tuple(map(path.with_name, sorted(filter(is_copy, names))))
