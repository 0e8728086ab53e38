"""A learning record store at the other end of HTTPS: batches of statements sent, and all of them read back.

The last event that it has confirmed of each lane is kept in a file beside the progress, whose loss costs a resend.
"""

import json
import os
import stat
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from http.client import HTTPException
from pathlib import Path
from ssl import SSLCertVerificationError
from typing import Any
from urllib.parse import urljoin, urlsplit

from cxdrill.core.records.statements import VERSION
from cxdrill.core.settings import StoreAccount
from cxdrill.errors import DataError
from cxdrill.files import whole_file

TIMEOUT_SECONDS = 20
PAGE = 500  # statements asked for at a time
MOST_BYTES = 64 * 2**20  # of one answer
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

    def __init__(self, share: StoreAccount) -> None:
        self.url = f"{share.url.rstrip('/')}/statements"
        words = f"{share.key}:{_secret(Path(share.secret_file).expanduser())}".encode()
        self._headers = {
            "Authorization": f"Basic {b64encode(words).decode()}",
            "X-Experience-API-Version": VERSION,
            "Content-Type": "application/json",
        }
        self._opener = urllib.request.build_opener(_NoRedirect)

    def send(self, contents: Sequence[Mapping[str, Any]]) -> tuple[Outcome, str]:
        """Sends statements; gives the answer and why. Raises DataError for what waiting and halving cannot mend."""
        try:
            status, body = self._asked(self.url, json.dumps(list(contents)).encode())
            if status == 204 or isinstance(json.loads(body), list):
                return Outcome.KEPT, ""
        except urllib.error.HTTPError as error:
            error.close()
            if error.code in _REFUSING or error.code in _WAITING or error.code >= 500:
                return Outcome.REFUSED if error.code in _REFUSING else Outcome.LATER, f"HTTP {error.code}"
            raise self._refusal(error.code, "takes") from None
        except (OSError, HTTPException) as error:
            return Outcome.LATER, _why(error)
        except ValueError:
            pass  # no JSON
        raise DataError(f"{self.url} does not answer like a learning record store; correct url in [share]")

    def statements(self) -> Iterator[Any]:
        """Everything that the store keeps, page by page; raises DataError where it cannot be read to its end."""
        url, met = f"{self.url}?limit={PAGE}", set[str]()
        while url:
            met.add(url)
            page = self._page(url)
            yield from page["statements"]
            more = page.get("more") or ""
            url = urljoin(url, more) if isinstance(more, str) and more else ""
            if url in met or (url and origin(url) != origin(self.url)):
                raise DataError(f"{self.url} leads from page to page in a circle, or to another place; tell its keeper")

    def _page(self, url: str) -> dict[str, Any]:
        try:
            _, body = self._asked(url)
            page = json.loads(body)
        except urllib.error.HTTPError as error:
            error.close()
            raise self._refusal(error.code, "gives") from None
        except (OSError, HTTPException) as error:
            raise DataError(f"{self.url} cannot be reached now ({_why(error)}); try again") from None
        except (ValueError, RecursionError):
            page = None
        if not isinstance(page, dict) or not isinstance(page.get("statements"), list):
            raise DataError(f"{self.url} does not answer like a learning record store; correct url in [share]")
        return page

    def _asked(self, url: str, body: bytes | None = None) -> tuple[int, bytes]:
        """The status and the body of an answer; raises DataError for one that is too long or not to be trusted."""
        request = urllib.request.Request(url, body, self._headers)
        try:
            with self._opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
                status, content = answer.status, answer.read(MOST_BYTES + 1)
        except urllib.error.URLError as error:
            if isinstance(error.reason, SSLCertVerificationError):
                raise DataError(f"the certificate of {self.url} is not to be trusted; nothing was sent") from None
            raise
        if len(content) > MOST_BYTES:
            raise DataError(f"{self.url} answers with more than {MOST_BYTES // 2**20} MB at a time; tell its keeper")
        return status, content

    def _refusal(self, status: int, does: str) -> DataError:
        if status in (401, 403):
            return DataError(f"{self.url} refuses the key or the secret (HTTP {status}); correct them in [share]")
        return DataError(f"{self.url} {does} no statements (HTTP {status}); correct url in [share]")


def _why(error: Exception) -> str:
    return str(getattr(error, "reason", "") or error) or type(error).__name__


def origin(url: str) -> tuple[str, str]:
    """The scheme and the host of an address."""
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


def _secret(path: Path) -> str:
    try:
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise DataError(f"others may read the secret in {path}; take that away with: chmod 600 {path}")
        return path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"the secret in {path} cannot be read ({error}); name its file in [share]") from None


def confirmed_path(progress: Path) -> Path:
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
