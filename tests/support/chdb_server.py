"""ClickHouse's embedded build behind a small HTTP server, which answers as the real one does where we ask it.

Run: python chdb_server.py FILE.parquet...; prints its port when `class.answers0` and so on hold these tables.
"""

import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

from chdb.session import Session


class Handler(BaseHTTPRequestHandler):
    base: Session

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        told = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query, True).items()}
        query, _, form = (told.get("query", "") + body).partition("FORMAT ")
        names = {name[6:]: value for name, value in told.items() if name.startswith("param_")}
        try:
            status, content = 200, self.base.query(query, form.strip(" ;\n") or "TabSeparated", params=names).bytes()
        except Exception as error:
            status, content = 404, str(error).encode()
        self.send_response(status)
        if status != 200:
            self.send_header("X-ClickHouse-Exception-Code", "1")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST

    def log_message(self, *_: object) -> None:
        pass


def main(paths: list[str]) -> None:
    Handler.base = Session()
    Handler.base.query("CREATE DATABASE class")
    for number, path in enumerate(paths):
        made = f"CREATE TABLE class.answers{number} ENGINE = MergeTree ORDER BY tuple()"
        Handler.base.query(f"{made} AS SELECT * FROM file('{path}')")
    Handler.base.query("CREATE TABLE class.other (learner String) ENGINE = Memory")
    server = HTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1:])
