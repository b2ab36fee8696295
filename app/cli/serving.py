"""`opentime serve` and the ingester that runs beside it."""

import asyncio
import logging
import os
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import uvicorn

from app.adapters.geo.embedded import EmbeddedGeoDatabase
from app.adapters.geo.gazetteer import EmbeddedGazetteer
from app.adapters.ingester import Ingester
from app.adapters.sqlite import sql
from app.adapters.sqlite.connections import open_reader
from app.adapters.sqlite.database import FILE
from app.adapters.sqlite.documents import brand_of
from app.adapters.sqlite.events import SqliteEventStore
from app.adapters.sqlite.failures import ReadOnly
from app.cli.address import note_address
from app.composition.core import ROOT
from app.composition.storage import ensure_brand, open_storage, system_now
from app.errors import Overloaded
from app.settings import PREFIX, Settings
from app.web.express import ExpressProtocol

_log = logging.getLogger("opentime.serving")
_BACKLOG = 16_384  # connections that may wait: a send to a large list comes as one wave
_EXPIRY_EVERY_S = 3600.0
_NICENESS = 10  # events may wait in the journal, readers may not


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


def ingest(home: Path, retention: timedelta, parent: int) -> None:
    """Ingest until stopped or the process `parent` is gone; deletes raw events past retention."""
    os.nice(_NICENESS)
    stop = threading.Event()
    (home / "events").mkdir(parents=True, exist_ok=True)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    store = SqliteEventStore(home / FILE)
    threading.Thread(target=_watch_parent, args=(parent, stop), daemon=True).start()
    expiry = threading.Thread(target=_expire, args=(home, retention, stop), daemon=True)
    expiry.start()
    try:
        Ingester(home / "events", store, now=system_now).run(stop)
    finally:
        store.close()


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


def _watch_parent(parent: int, stop: threading.Event) -> None:
    while not stop.wait(0.5):
        if os.getppid() != parent:
            stop.set()


def _brand_retentions(home: Path) -> list[timedelta]:
    """Return how long each brand lets raw events be kept; the shortest holds for all."""
    with suppress(sqlite3.Error), closing(open_reader(home / FILE)) as reader:
        brands = [brand_of(row[0]) for row in reader.execute(sql.BRANDS)]
        return [timedelta(days=brand.privacy.retention_days) for brand in brands]
    return []


def _expire(home: Path, retention: timedelta, stop: threading.Event) -> None:
    while not stop.is_set():
        store = SqliteEventStore(home / FILE)
        try:
            store.expire(system_now() - min([retention, *_brand_retentions(home)]))
        except Overloaded as error:
            _log.warning("Old events wait for the next hour: %s", error)
        finally:
            store.close()
        stop.wait(_EXPIRY_EVERY_S)
