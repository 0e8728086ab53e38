"""What a store has confirmed: the last number of each lane, in a file beside the progress. Its loss costs a resend."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from cxdrill.files import whole_file


def confirmed_path(progress: Path) -> Path:
    """The file beside a progress file."""
    return progress.with_name(f".{progress.name}.shared")


def confirmed(progress: Path, store: str) -> dict[str, int]:
    """The lanes with their last numbers; nothing where the file is of another store, or cannot be read."""
    try:
        told = json.loads(confirmed_path(progress).read_bytes())
        found = told["confirmed"] if told["store"] == store else {}
        return {str(lane): int(number) for lane, number in found.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def confirm(progress: Path, store: str, lanes: Mapping[str, int]) -> None:
    """Writes the lanes down, whole or not at all."""
    content = json.dumps({"store": store, "confirmed": dict(lanes)}, separators=(",", ":")).encode()
    whole_file.replace(confirmed_path(progress), content, mode=0o600)
