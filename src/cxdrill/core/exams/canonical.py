"""One way to write a value as JSON, so that equal values have equal bytes and equal hashes."""

import json
from typing import Any


def canonical(value: Any) -> str:
    """The value as JSON with sorted keys, no blanks and no escapes but the necessary ones."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(value: Any) -> str:
    """The SHA-256 of the value's canonical form, in hex."""
    from hashlib import sha256  # loads OpenSSL, for which a study session that reads an attempt has no use

    return sha256(canonical(value).encode("utf-8", "surrogatepass")).hexdigest()
