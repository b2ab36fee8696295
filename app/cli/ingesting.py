"""The ingester: the process that carries events from the journal to the store, and expires them."""

import logging
import os
import signal
import sqlite3
import threading
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

from app.adapters.ingester import Ingester
from app.adapters.sqlite import sql
from app.adapters.sqlite.connections import open_reader
from app.adapters.sqlite.database import FILE
from app.adapters.sqlite.documents import brand_of
from app.adapters.sqlite.events import SqliteEventStore
from app.composition.storage import system_now
from app.errors import Overloaded

_log = logging.getLogger("opentime.serving")
_EXPIRY_EVERY_S = 3600.0
_NICENESS = 10  # events may wait in the journal, readers may not


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
