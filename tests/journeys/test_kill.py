"""A server that is killed while it is asked loses and doubles nothing that it accepted."""

import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from app.adapters.segments import segment_files
from app.adapters.sqlite.database import FILE
from app.adapters.tally import directory_tally
from tests.adapters.builders import SetClock
from tests.conftest import copied
from tests.serving import NOON, ingest, rows

pytestmark = [pytest.mark.net, pytest.mark.slow]
ROOT = Path(__file__).parents[2]
KILLS = 20

# A supervisor: imports once, then forks one server after the other; tells each one's process id.
LIVES = """
import asyncio, os, sys
import uvicorn
from pathlib import Path
from app.composition.services import build
from app.server import application
from app.settings import read_settings
from app.web.protocol import BoundedProtocol

home, port, lives = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
for life in range(lives):
    pid = os.fork()
    if pid == 0:
        given = {"home": home, "disk_mb": 8, "memory_mb": 16, "seen_mb": 1, "open_window_s": 0}
        app = application(build(read_settings({}, given)))
        uvicorn.run(app, host="127.0.0.1", port=port, http=BoundedProtocol, ws="none",
                    log_level="critical", access_log=False)
        os._exit(0)
    print(pid, flush=True)
    os.waitpid(pid, 0)
"""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Opener(threading.Thread):
    """Opens one picture per subscriber until stopped; keeps the keys whose pictures came."""

    def __init__(self, port: int, message: str, keys: list[str]) -> None:
        super().__init__(daemon=True)
        self.acknowledged: list[str] = []
        self.stop = threading.Event()
        self._keys = iter(keys)
        self._base = f"http://127.0.0.1:{port}/o/{message}"

    def run(self) -> None:
        """Open, again and again, each key once."""
        while not self.stop.is_set():
            with contextlib.suppress(httpx.HTTPError), httpx.Client(timeout=5) as client:
                for key in self._keys:
                    answer = client.get(f"{self._base}/{key}/hero.jpg")
                    assert answer.status_code == 200
                    self.acknowledged.append(key)
                    if self.stop.is_set():
                        return
            time.sleep(0.01)


@pytest.mark.no_cover
def test_twenty_kills_lose_nothing(installed_home, tmp_path):
    """Of a server killed 20 times under load every answered open is stored, and stored once."""
    home = copied(installed_home, tmp_path / "home")
    with contextlib.closing(sqlite3.connect(home / FILE)) as connection:
        (message,) = connection.execute("SELECT key FROM messages LIMIT 1").fetchone()
        people = connection.execute("SELECT key, profile FROM subscribers").fetchall()
    keys = [key for key, profile in people if '"tracking":true' in str(profile).replace(" ", "")]
    assert len(keys) > 1000
    port = free_port()
    command = [sys.executable, "-c", LIVES, str(home), str(port), str(KILLS + 1)]
    lives = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    openers = [Opener(port, message, keys[n::4]) for n in range(4)]
    try:
        for opener in openers:
            opener.start()
        assert lives.stdout
        for life in range(KILLS + 1):
            pid = int(lives.stdout.readline())
            before = sum(len(opener.acknowledged) for opener in openers)
            until = time.monotonic() + 20
            while sum(len(o.acknowledged) for o in openers) < before + 20 + 3 * life:
                assert time.monotonic() < until
                time.sleep(0.005)
            os.kill(pid, signal.SIGKILL if life < KILLS else signal.SIGTERM)
    finally:
        for opener in openers:
            opener.stop.set()
        for opener in openers:
            opener.join()
        lives.communicate(timeout=30)
    for _ in range(2):  # a second time changes nothing
        ingest(home, SetClock(NOON))
    stored = [row["subscriber"] for row in rows(home, "SELECT subscriber FROM events")]
    acknowledged = [key for opener in openers for key in opener.acknowledged]
    assert len(acknowledged) >= 20 * KILLS
    assert set(acknowledged) <= set(stored)
    accepted = directory_tally(home / "events").accepted
    # An event between the write and the count, or an answer that did not come, per connection.
    assert accepted <= len(stored) <= accepted + KILLS
    assert len(set(stored)) == len(stored)
    counted = rows(home, "SELECT sum(n) AS n FROM event_counts")[0]["n"]
    assert len(stored) == counted
    assert segment_files(home / "events") == ()


@pytest.mark.no_cover
def test_the_command_serves_is_killed_and_serves_again(installed_home, tmp_path):
    """`serve` answers, brings events to the store, survives a kill, and ends on SIGTERM."""
    home = copied(installed_home, tmp_path / "home")
    with contextlib.closing(sqlite3.connect(home / FILE)) as connection:
        (message,) = connection.execute("SELECT key FROM messages LIMIT 1").fetchone()
    port = free_port()
    url = f"http://127.0.0.1:{port}/o/{message}/anonymous/hero.jpg"
    for end in (signal.SIGKILL, signal.SIGTERM):
        command = [sys.executable, "-m", "app", "serve", "--home", str(home), "--port", str(port)]
        server = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
        try:
            assert awaited(lambda: httpx.get(url).status_code == 200)
            ready = httpx.get(f"http://127.0.0.1:{port}/readyz")
            assert (ready.status_code, ready.json()["ready"]) == (200, True)
            server.send_signal(end)
            assert server.wait(20) in {-end, 0}
        finally:
            server.kill()
            server.wait()
        assert awaited(lambda: not is_held(home / "events" / "ingester.lock"))
    ingest(home, SetClock(NOON))
    assert rows(home, "SELECT sum(n) AS n FROM event_counts")[0]["n"] == 2


def is_held(lock: Path) -> bool:
    """Tell whether an ingester is at work."""
    import fcntl

    with lock.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
        return False


def awaited(holds) -> bool:
    """Wait until something holds, for half a minute at most."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with contextlib.suppress(httpx.HTTPError, FileNotFoundError):
            if holds():
                return True
        time.sleep(0.05)
    return False


@pytest.mark.no_cover
def test_a_stop_finishes_what_is_being_answered(installed_home, tmp_path):
    """SIGTERM while 20 pictures are being drawn: each of them still comes, whole."""
    home = copied(installed_home, tmp_path / "home")
    with contextlib.closing(sqlite3.connect(home / FILE)) as connection:
        (message,) = connection.execute("SELECT key FROM messages LIMIT 1").fetchone()
        keys = [key for (key,) in connection.execute("SELECT key FROM subscribers LIMIT 20")]
    port = free_port()
    lives = subprocess.Popen(
        [sys.executable, "-c", LIVES, str(home), str(port), "1"],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert lives.stdout
        pid = int(lives.stdout.readline())
        base = f"http://127.0.0.1:{port}/o/{message}"
        assert awaited(lambda: httpx.get(f"{base}/anonymous/hero.jpg").status_code == 200)
        sockets = []
        for key in keys:
            connection = socket.create_connection(("127.0.0.1", port), timeout=20)
            path = f"/o/{message}/{key}/points-progress.png"
            connection.sendall(f"GET {path} HTTP/1.1\r\nhost: a\r\n\r\n".encode())
            sockets.append(connection)
        time.sleep(0.02)
        os.kill(pid, signal.SIGTERM)
        for connection in sockets:
            with connection:
                received = b""
                with contextlib.suppress(ConnectionResetError):
                    while chunk := connection.recv(65_536):
                        received += chunk
                assert received == b"" or received.startswith(b"HTTP/1.1 200")
                if received:
                    head, _, body = received.partition(b"\r\n\r\n")
                    assert b"content-length: %d" % len(body) in head
    finally:
        lives.communicate(timeout=30)
