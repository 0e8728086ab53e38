"""One way to write a value as JSON, so that equal values have equal bytes and equal hashes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any


def canonical(value: Any) -> bytes:
    """The value as JSON with sorted keys, no blanks and no escapes but the necessary ones."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "surrogatepass")


def digest(value: Any) -> str:
    """The SHA-256 of the value's canonical form, in hex."""
    return digest_of_lines((canonical(value),), end=b"")


def digest_of_lines(texts: Iterable[bytes], end: bytes = b"\n") -> str:
    """The SHA-256 of canonical texts, each with a line break behind it; none holds one, so where each ends is clear."""
    from hashlib import sha256  # loads OpenSSL, for which a study session that reads an attempt has no use

    found = sha256()
    for text in texts:
        found.update(text + end)
    return found.hexdigest()
