"""Load on loopback, bounded in connections and time; servers started and ended by us alone."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
ROOT = Path(__file__).parent.parent
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_BAD = re.compile(r"Non-2xx or 3xx responses: (\d+)")


def free_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(
    command: Sequence[str], port: int, **environment: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until it answers `/healthz`; end it, and only it, afterwards."""
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
    try:
        until_healthy(port, process)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)


def until_healthy(port: int, process: "subprocess.Popen[bytes]", patience_s: float = 120) -> float:
    """Wait for `/healthz`; return the seconds it took."""
    began = time.perf_counter()
    while time.perf_counter() - began < patience_s:
        if process.poll() is not None:
            raise SystemExit(f"the server ended with {process.returncode}")
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1):  # loopback
                return time.perf_counter() - began
        except (URLError, OSError):
            time.sleep(0.02)
    raise SystemExit("the server did not answer /healthz")


def serving(
    home: Path, port: int, **environment: str
) -> AbstractContextManager["subprocess.Popen[bytes]"]:
    """Run `opentime serve` on a home."""
    command = [sys.executable, "-m", "app", "serve", "--home", str(home), "--port", str(port)]
    return server(command, port, OPENTIME_LOG_LEVEL="error", **environment)


def rate(port: int, paths: Sequence[str], *, seconds: int, connections: int = 32) -> float:
    """Return requests per second over the paths in turn, by wrk; every answer must be good."""
    wrk = shutil.which("wrk")
    if wrk is None:
        raise SystemExit("bench: wrk is not installed (apt-get install wrk)")
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        quoted = ",".join(f'"{path}"' for path in paths)
        script.write(
            f"local paths = {{{quoted}}}\nlocal at = 0\n"
            "request = function() at = at % #paths + 1\n"
            # Readers' own addresses, spread over the world, by a proxy that is trusted.
            '  wrk.headers["X-Forwarded-For"] = string.format("%d.%d.%d.7",'
            " 24 + at % 180, at * 7 % 250, at % 250)\n"
            '  return wrk.format("GET", paths[at]) end\n'
        )
        script.flush()
        url = f"http://127.0.0.1:{port}"
        command = [wrk, "-t1", f"-c{connections}", f"-d{seconds}s", "-s", script.name, url]
        command += ["-H", f"User-Agent: {AGENT}"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    if _BAD.search(done.stdout):
        raise SystemExit(f"bench: bad answers: {done.stdout}")
    found = _RATE.search(done.stdout)
    if found is None:
        raise SystemExit(f"bench: wrk said {done.stdout!r}")
    return float(found[1])


def warm(port: int, paths: Sequence[str]) -> None:
    """Fetch every path once, one after the other, exactly as `rate` will: pixels get drawn."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    for at, path in enumerate(paths, start=1):
        headers = {"User-Agent": AGENT, "X-Forwarded-For": _address(at)}
        connection.request("GET", path, headers=headers)
        connection.getresponse().read()
    connection.close()


def _address(at: int) -> str:
    return f"{24 + at % 180}.{at * 7 % 250}.{at % 250}.7"


def resident_mb(pid: int) -> float:
    """Return the resident memory of a process in MB."""
    text = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", text)
    return int(found[1]) / 1024 if found else 0.0
