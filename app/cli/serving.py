"""`opentime serve`, with the ingester as a process beside it."""

import asyncio
import logging
import os
import resource
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import uvicorn

from app.adapters.geo.embedded import EmbeddedGeoDatabase
from app.adapters.geo.gazetteer import EmbeddedGazetteer
from app.adapters.sqlite.failures import ReadOnly
from app.cli.address import note_address
from app.composition.core import ROOT
from app.composition.storage import ensure_brand, open_storage, system_now
from app.settings import PREFIX, Settings
from app.web.express import ExpressProtocol

_log = logging.getLogger("opentime.serving")
_BACKLOG = 16_384  # connections that may wait: a send to a large list comes as one wave


def serve(settings: Settings) -> None:
    """Serve until stopped, with the ingester beside; raises ConfigurationError."""
    _raise_file_limit()
    _export(settings)
    _prepare(settings)
    note_address(settings)
    beside = _IngesterBeside(settings.home)
    try:
        uvicorn.run(
            "app.server:create",
            factory=True,
            host=settings.host,
            port=settings.port,
            workers=settings.workers,
            http=ExpressProtocol,
            ws="none",
            log_level=settings.log_level,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            backlog=_BACKLOG,
            timeout_graceful_shutdown=5,
        )
    finally:
        beside.stop()


def with_port(settings: Settings) -> Settings:
    """Return the settings with a free port in place of port 0, so that addresses can be printed."""
    if settings.port:
        return settings
    with socket.socket() as probe:
        probe.bind((settings.host, 0))
        origins = {**settings.origins, "port": "command line"}
        return replace(settings, port=probe.getsockname()[1], origins=origins)


class _IngesterBeside:
    """The process that carries events from the journal to the store; started again if it ends."""

    def __init__(self, home: Path) -> None:
        options = ["--home", str(home), "--parent", str(os.getpid())]
        self._command = [sys.executable, "-m", "app", "ingest", *options]
        self._stopping = threading.Event()
        self._process = self._started()
        threading.Thread(target=self._watch, name="ingester", daemon=True).start()

    def stop(self) -> None:
        """End it and wait for its last transaction."""
        self._stopping.set()
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)

    def _started(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(self._command, cwd=ROOT)  # noqa: S603  # our own program

    def _watch(self) -> None:
        while not self._stopping.wait(1.0):
            if self._process.poll() is not None and not self._stopping.is_set():
                _log.warning("The ingester ended with %s: again", self._process.returncode)
                self._process = self._started()


def _prepare(settings: Settings) -> None:
    """Do once what every web process would else do by itself: migrate, unpack, make a brand."""
    storage = open_storage(settings, system_now)
    try:
        asyncio.run(ensure_brand(storage))
    except ReadOnly as error:
        _log.error("%s", error)  # what to do is in the message, not in a trace
    finally:
        storage.database.close()
    cache = settings.home / "cache" / "geo"
    EmbeddedGeoDatabase(cache=cache)
    EmbeddedGazetteer(cache=cache)


def _export(settings: Settings) -> None:
    """Hand the settings on to the web processes, which read the environment."""
    for name, origin in settings.origins.items():
        if origin != "default":
            value = getattr(settings, name)
            text = ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
            os.environ[PREFIX + name.upper()] = text  # noqa: TID251  # written, for the children to read


def _raise_file_limit() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, hard), hard))
