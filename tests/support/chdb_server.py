"""ClickHouse's embedded build behind a small HTTP server, which answers as the real one does where we ask it.

Run: python chdb_server.py [FILE.parquet...]; prints its port when `class.answers0` and so on hold these tables.
"""

import sys
import tempfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import lz4.frame
from chdb.session import Session


class Handler(BaseHTTPRequestHandler):
    base: Session

    def do_POST(self) -> None:
        body = self._body()
        told = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query, True).items()}
        names = {name[6:]: value for name, value in told.items() if name.startswith("param_")}
        try:
            self.base.query(f"USE `{told.get('database', 'default')}`")
            status, content = 200, self._answer(told.get("query", ""), body, names)
        except Exception as error:
            status, content = 404, str(error).encode()
        self.send_response(status)
        if status != 200:
            self.send_header("X-ClickHouse-Exception-Code", "1")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST

    def _answer(self, query: str, body: bytes, names: dict[str, str]) -> bytes:
        text, _, rest = (query.encode() + body).partition(b"FORMAT ")
        form, _, rows = rest.partition(b"\n")
        told = form.decode().strip(" ;") or "TabSeparated"
        if not text.lstrip().startswith(b"INSERT"):
            return self.base.query(text.decode(), told, params=names).bytes()
        with tempfile.NamedTemporaryFile() as file:
            file.write(rows)
            file.flush()
            return self.base.query(f"{text.decode()} SELECT * FROM file('{file.name}', '{told}')").bytes()

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))  # a query, never packed
        parts = []
        while size := int(self.rfile.readline(), 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        packed = b"".join(parts)
        return lz4.frame.decompress(packed) if self.headers.get("Content-Encoding") == "lz4" else packed

    def log_message(self, *_: object) -> None:
        pass


def main(paths: list[str]) -> None:
    Handler.base = Session()
    Handler.base.query("CREATE DATABASE class")
    for number, path in enumerate(paths):
        made = f"CREATE TABLE class.answers{number} ENGINE = MergeTree ORDER BY tuple()"
        Handler.base.query(f"{made} AS SELECT * FROM file('{path}')")
    Handler.base.query("CREATE DATABASE xapi")  # the table that README has for a learning record store
    columns = "event_id UUID, emission_time DateTime64(6), event String"
    order = "MergeTree ORDER BY (emission_time, event_id)"
    Handler.base.query(f"CREATE TABLE xapi.xapi_events_all ({columns}) ENGINE = {order}")
    Handler.base.query("CREATE TABLE class.other (learner String) ENGINE = Memory")
    server = HTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1:])
