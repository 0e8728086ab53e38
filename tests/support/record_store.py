"""A year to share, and a learning record store on loopback that does on purpose what networks do."""

import json
import ssl
import threading
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from builders import Journal
from cxdrill.core.event import Draft, Event
from exam_class import ALL, sit, writer_of


class Kept:
    """What a store has kept, whatever process kept it: statements by id, how often each came, conflicts."""

    def __init__(self) -> None:
        self.statements: dict[str, Any] = {}
        self.requests: list[dict[str, str]] = []
        self.batches: list[int] = []
        self.poisoned: set[str] = set()
        self.twice: list[Any] = []  # kept once more, as two workers of a store may
        self.changed: set[str] = set()

    def take(self, batch: list[dict[str, Any]]) -> int:
        """The status for a batch; nothing of a refused one is kept."""
        self.batches.append(len(batch))
        if self.poisoned & {each["id"] for each in batch}:
            return 400
        changed = {each["id"] for each in batch if self.statements.get(each["id"], each) != each}
        if changed:
            self.changed |= changed
            return 409
        new = [each for each in batch if each["id"] not in self.statements]
        self.statements |= {each["id"]: each for each in new}
        return 200 if new else 204


@contextmanager
def record_store(
    kept: Kept, port: int = 0, fault: Callable[[int], Any] = lambda number: None, certificate: Path | None = None
):
    """The address of a running store; `fault` gives for the nth request a status, "before" or "after", or a body."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            kept.requests.append({"path": self.path, **{name.lower(): text for name, text in self.headers.items()}})
            batch = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            wrong = fault(len(kept.requests))
            if wrong == "before":
                self.close_connection = True
                self.connection.close()
                return
            status = wrong if isinstance(wrong, int) else kept.take(batch)
            if wrong == "after":
                self.connection.close()
                return
            body = wrong if isinstance(wrong, bytes) else json.dumps([each["id"] for each in batch]).encode()
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0" if status == 204 else str(len(body)))
            self.end_headers()
            if status != 204:
                self.wfile.write(body)

        def do_GET(self) -> None:
            kept.requests.append({"path": self.path, **{name.lower(): text for name, text in self.headers.items()}})
            wrong = fault(len(kept.requests))
            told = parse_qs(urlsplit(self.path).query)
            start, size = int(told.get("from", ["0"])[0]), int(told["limit"][0])
            every = [*kept.statements.values(), *kept.twice]
            more = f"/xapi/statements?limit={size}&from={start + size}" if start + size < len(every) else ""
            page = {"statements": every[start : start + size], "more": more}
            body = json.dumps(page | wrong if isinstance(wrong, dict) else page).encode()
            self.send_response(wrong if isinstance(wrong, int) else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(wrong if isinstance(wrong, bytes) else body)

        def log_message(self, *_: Any) -> None: ...

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: Any) -> None: ...

    server = Server(("127.0.0.1", port), Handler)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http{'s' * (certificate is not None)}://127.0.0.1:{server.server_port}/xapi"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def review(day: datetime, card: str, rating: int = 3) -> Draft:
    fields = {"card": f"calls/{card}", "rating": rating, "took_ms": 1500, "day": day.date().isoformat()}
    return Draft("review", {**fields, "due": (day + timedelta(days=3)).date().isoformat()})


def a_year() -> list[Event]:
    """40 attempts and 20,000 reviews on 250 days."""
    events: list[Event] = []
    for number in range(250):
        journal = Journal(writer_of(number + 1), datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(days=number))
        for place in range(80):
            journal.save(review(journal.at, f"q{place % 5}", 1 + place % 4))
        if number % 6 == 0 and number < 240:
            sit(journal, ALL[: number % 7])
        events += journal.events
    return events


def settings(home: Path, url: str, name: str = "4711") -> None:
    lines = (f'url = "{url}"', 'key = "ours"', f"secret_file = '{home / 'secret'}'", f'actor = "{name}"')
    (home / "config.toml").write_text("[share]\n" + "\n".join(lines) + "\n", "utf-8")
