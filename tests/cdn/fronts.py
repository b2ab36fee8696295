"""nginx and Varnish in front of a server on loopback, as docs/cdn configures them."""

import asyncio
import os
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

CONFIGURED = Path(__file__).parents[2] / "docs" / "cdn"
PROGRAMS = {"nginx": ("nginx", "nginx-light"), "varnish": ("varnishd", "varnish")}
PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
SECRET = "a-secret-of-the-tests"
WRITTEN = "CHANGE-ME-TO-A-LONG-SECRET"


def required(kind: str) -> None:
    """Skip the test where a front is not installed, and say what to install."""
    name, package = PROGRAMS[kind]
    if not shutil.which(name, path=PATH):
        pytest.skip(f"{kind} is not installed: apt-get install {package}")


@asynccontextmanager
async def fronted(kind: str, origin: int, port: int, folder: Path) -> AsyncIterator[None]:
    """Run a front on a port, before the server on another, until the end of the block."""
    required(kind)
    process, log = _started(kind, origin, port, folder)
    try:
        await _listening(port, process, log)
        yield
    finally:
        process.terminate()
        await asyncio.to_thread(process.wait, 20)


def _started(
    kind: str, origin: int, port: int, folder: Path
) -> tuple["subprocess.Popen[bytes]", Path]:
    folder.mkdir(exist_ok=True)
    command = {"nginx": _nginx, "varnish": _varnish}[kind](origin, port, folder)
    log = folder / "front.log"
    with log.open("wb") as said:
        environment = {**os.environ, "PATH": PATH}
        return subprocess.Popen(command, stdout=said, stderr=said, env=environment), log


def _nginx(origin: int, port: int, folder: Path) -> list[str]:
    config = folder / "nginx.conf"
    changed = {
        "127.0.0.1:8080": f"127.0.0.1:{origin}",
        "listen 80;": f"listen 127.0.0.1:{port};",
        "unix:/run/opentime-edge.sock": f"unix:{folder}/edge.sock",
        "/var/cache/nginx/opentime": f"{folder}/kept",
        "root /etc/nginx/opentime;": f"root {CONFIGURED / 'fallback'};",
        "worker_processes auto;": "worker_processes 1;",
        WRITTEN: SECRET,
    }
    config.write_text(_changed("nginx.conf", changed))
    user = "user root;" if os.geteuid() == 0 else ""
    given = f"daemon off; pid {folder}/pid; {user}"
    return ["nginx", "-p", str(folder), "-c", str(config), "-g", given, "-e", "stderr"]


def _varnish(origin: int, port: int, folder: Path) -> list[str]:
    config = folder / "opentime.vcl"
    changed = {'.port = "8080"': f'.port = "{origin}"', WRITTEN: SECRET}
    config.write_text(_changed("opentime.vcl", changed))
    tuned = ["http_range_support=off", "http_gzip_support=off", "default_grace=0"]
    return [
        "varnishd", "-F", "-j", "none", "-n", str(folder / "v"), "-s", "malloc,64m",
        "-a", f"127.0.0.1:{port}", "-f", str(config), "-T", "none", "-t", "10",
        *(part for each in tuned for part in ("-p", each)),
        "-p", "thread_pools=1", "-p", "thread_pool_min=10",
    ]  # fmt: skip


def _changed(name: str, changed: dict[str, str]) -> str:
    """Return a configuration of the documentation with what is marked CHANGE changed."""
    text = (CONFIGURED / name).read_text("utf-8")
    for written, wanted in changed.items():
        assert written in text, written
        text = text.replace(written, wanted)
    return text


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def _listening(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
            continue
        writer.close()
        return
    raise AssertionError(await asyncio.to_thread(log.read_text))


async def until(holds: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait until something holds."""
    for _ in range(int(seconds / 0.05)):
        if holds():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it did not come to hold in time")
