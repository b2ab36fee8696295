"""A home as a process of its own, with an admin who may sign in, for a real browser."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from app.adapters.passwords import Passwords
from app.composition.storage import home_secret, open_storage, system_now
from app.composition.studio import people
from app.model.account import Role
from app.settings import read_settings

EMAIL = "admin@brand.example"
PASSWORD = "a sentence of the admin"  # noqa: S105  # of a home that lives as long as a test


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A running server, where its home is, and who may sign in."""

    url: str
    home: Path
    email: str = EMAIL
    password: str = PASSWORD


@contextmanager
def served(home: Path, **environment: str) -> Iterator[Site]:
    """Serve a home, with its ingester, until the block ends."""
    asyncio.run(_account(home))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "app", "serve", "--home", str(home), "--port", str(port)]
    given = {"OPENTIME_LOG_LEVEL": "error", "OPENTIME_PUBLIC_URL": url, **environment}
    process = subprocess.Popen(command, env={**os.environ, **given})
    try:
        _await(url, process)
        yield Site(url=url, home=home)
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=20)


async def _account(home: Path) -> None:
    settings = read_settings({}, {"home": home})
    storage = open_storage(settings, system_now)
    passwords = Passwords()
    known = people(settings, storage, system_now, passwords)
    home_secret(home)
    await known.accounts.add(EMAIL, "Ada", Role.ADMIN, PASSWORD, by="command line")
    passwords.close()
    storage.database.close()


def _await(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        with suppress(httpx.HTTPError):
            if httpx.get(f"{url}/readyz", timeout=5).status_code == 200:
                return
        assert process.poll() is None, "the server ended"
        time.sleep(0.1)
    raise AssertionError(f"{url} is not ready after a minute")
