"""`cxdrill share` against Ralph, a real learning record store on loopback; `make soak` builds its environment."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from builders import Journal
from command import run
from cxdrill.files.record_store import confirmed_path
from exam_class import CARDS, certification_home, sit, write_progress, writer_of
from long_class import differences
from record_store import a_year, settings

DATABASE = Path(__file__).parents[1] / "support" / "chdb_server.py"
RALPH = Path(__file__).parent.parent.parent / ".ralph" / "bin"
# Its store of files refuses a second request unless it is told to append.
LAUNCHER = """
import sys, uvicorn
from ralph.backends.data.base import BaseOperationType
from ralph.backends.lrs.fs import FSLRSBackend
FSLRSBackend.default_operation_type = BaseOperationType.APPEND
uvicorn.run("ralph.api:app", host="127.0.0.1", port=int(sys.argv[1]), log_level="error")
"""
pytestmark = [pytest.mark.soak, pytest.mark.skipif(not RALPH.is_dir(), reason="needs .ralph, which make soak builds")]


@contextmanager
def serving(folder, backend, **names):
    """The address of a Ralph with that backend, whose account is `ours`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    place = {"RALPH_APP_DIR": str(folder), "RALPH_AUTH_FILE": str(folder / "auth.json")}
    told = {**os.environ, **place, "RALPH_RUNSERVER_BACKEND": backend, **names}
    account = ("-u", "ours", "-p", "s3cret", "-s", "all", "-M", "mailto:lrs@example.org", "-N", "cxdrill", "-w")
    subprocess.run([RALPH / "ralph", "auth", *account], env=told, check=True, capture_output=True)
    server = subprocess.Popen([RALPH / "python", "-c", LAUNCHER, str(port)], env=told)
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/__lbheartbeat__", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/xAPI"
    finally:
        server.kill()
        server.wait()


@pytest.fixture
def ralph(tmp_path):
    """The address of a store that keeps its statements in files below `tmp_path`."""
    kept = tmp_path / "kept"
    kept.mkdir()
    with serving(tmp_path, "fs", RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH=str(kept)) as url:
        yield url, kept


@pytest.fixture
def on_clickhouse(tmp_path):
    """The address of a store that keeps its statements in ClickHouse's embedded build."""
    pytest.importorskip("chdb", reason="needs chdb, which make soak installs")
    with subprocess.Popen([sys.executable, DATABASE], stdout=subprocess.PIPE, text=True) as server:
        port = server.stdout.readline().strip()
        try:
            with serving(tmp_path, "clickhouse", RALPH_BACKENDS__LRS__CLICKHOUSE__PORT=port) as url:
                yield url
        finally:
            server.kill()


def test_a_year_is_kept_once_and_a_second_sending_changes_nothing(tmp_path, ralph):
    url, kept = ralph
    write_progress(tmp_path / "progress.json", "learner-1", a_year())
    (tmp_path / "secret").write_text("s3cret", "utf-8")
    (tmp_path / "secret").chmod(0o600)
    settings(tmp_path, url)
    expected = [json.loads(line)["id"] for line in run("share", "--dry-run", home=tmp_path).out.splitlines()]
    began = time.monotonic()
    first = run("share", home=tmp_path)
    seconds = time.monotonic() - began
    confirmed_path(tmp_path / "progress.json").unlink()
    second = run("share", home=tmp_path)
    stored = [json.loads(line)["id"] for path in kept.iterdir() for line in path.read_text("utf-8").splitlines()]

    assert (first.code, second.code) == (0, 0)
    assert sorted(stored) == sorted(expected)
    assert seconds / len(expected) * 1000 < 20


@pytest.mark.parametrize("store", ["ralph", "on_clickhouse"])
def test_what_it_keeps_is_read_back_to_the_figures_of_the_files(tmp_path, store, request):
    found = request.getfixturevalue(store)
    url = found if isinstance(found, str) else found[0]
    certification_home(tmp_path, 6)
    (tmp_path / "secret").write_text("s3cret", "utf-8")
    (tmp_path / "secret").chmod(0o600)
    for number in range(20):  # more than a page
        journal = Journal(writer_of(number + 1), datetime(2026, 3, number + 1, 9, tzinfo=UTC))
        sit(journal, [card.id for card in CARDS][: number % 6])
        write_progress(tmp_path / "class" / f"{number}.json", f"learner-{number}", journal.events)
        settings(tmp_path, url, f"47{number:02}")
        (tmp_path / "progress.json").write_bytes((tmp_path / "class" / f"{number}.json").read_bytes())
        assert run("share", home=tmp_path).code == 0
    read = run("report", "--lrs", url, "--decks", str(tmp_path / "decks"), "--json", home=tmp_path)
    told = run("report", str(tmp_path / "class"), "--json", home=tmp_path)
    items = [[{**item, "seconds": None} for item in found.json["items"]] for found in (read, told)]

    assert (read.code, told.code) == (0, 0), read
    assert read.json["attempts"] == 20
    assert list(differences(*items)) == []
    assert list(differences(read.json["exam"], told.json["exam"])) == []
