"""A learning record store at the other end of HTTPS: one batch of statements sent, and what became of it."""

from __future__ import annotations

import json
import os
import stat
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Mapping, Sequence
from enum import Enum
from http.client import HTTPException
from pathlib import Path
from ssl import SSLCertVerificationError
from typing import Any

from cxdrill.core.records.statements import VERSION
from cxdrill.core.settings import Share
from cxdrill.errors import DataError

TIMEOUT_SECONDS = 20
_REFUSING = {400, 409, 413, 422}  # this batch, for what is in it
_WAITING = {408, 425, 429}  # and every 5xx


class Outcome(Enum):
    """The answer of a store to a batch."""

    KEPT = "kept"
    REFUSED = "refused"
    LATER = "later"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: it would carry the secret to another place."""

    def redirect_request(self, *_: Any) -> None:
        return None


class RecordStore:
    """The store that the settings name; raises DataError where the secret cannot be read."""

    def __init__(self, share: Share) -> None:
        self.url = f"{share.url.rstrip('/')}/statements"
        words = f"{share.key}:{_secret(Path(share.secret_file).expanduser())}".encode()
        self._headers = {
            "Authorization": f"Basic {b64encode(words).decode()}",
            "X-Experience-API-Version": VERSION,
            "Content-Type": "application/json",
        }
        self._opener = urllib.request.build_opener(_NoRedirect)

    def send(self, contents: Sequence[Mapping[str, Any]]) -> tuple[Outcome, str]:
        """What the store did with statements, and why; raises DataError for what waiting and halving cannot mend."""
        body = json.dumps(list(contents)).encode()
        request = urllib.request.Request(self.url, body, self._headers, method="POST")
        try:
            with self._opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
                return self._kept(answer.status, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return self._told(error.code)
        except urllib.error.URLError as error:
            if isinstance(error.reason, SSLCertVerificationError):
                raise DataError(f"the certificate of {self.url} is not to be trusted; nothing was sent") from None
            return Outcome.LATER, str(error.reason)
        except (OSError, HTTPException) as error:
            return Outcome.LATER, str(error) or type(error).__name__

    def _kept(self, status: int, body: bytes) -> tuple[Outcome, str]:
        try:
            is_list = status == 204 or isinstance(json.loads(body), list)
        except ValueError:
            is_list = False
        if not is_list:
            raise DataError(f"{self.url} does not answer like a learning record store; correct url in [share]")
        return Outcome.KEPT, ""

    def _told(self, status: int) -> tuple[Outcome, str]:
        if status in _REFUSING:
            return Outcome.REFUSED, f"HTTP {status}"
        if status in _WAITING or status >= 500:
            return Outcome.LATER, f"HTTP {status}"
        if status in (401, 403):
            raise DataError(f"{self.url} refuses the key or the secret (HTTP {status}); correct them in [share]")
        raise DataError(f"{self.url} takes no statements (HTTP {status}); correct url in [share]")


def _secret(path: Path) -> str:
    try:
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise DataError(f"others may read the secret in {path}; take that away with: chmod 600 {path}")
        return path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"the secret in {path} cannot be read ({error}); name its file in [share]") from None
