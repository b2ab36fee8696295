"""The process that looks at, checks or imports one file for the studio."""

import asyncio
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from app.adapters.geo.gazetteer import EmbeddedGazetteer
from app.adapters.sqlite.stock import SqliteStock
from app.composition.storage import Storage, open_storage, system_now
from app.errors import AppError
from app.imports.layouts import Kind
from app.imports.looking import look
from app.imports.report import ImportReport
from app.imports.run import import_file
from app.model.ports import Written
from app.model.store import StockLevel
from app.settings import read_settings
from app.studio.importing import Counts, Order, Told

_NICE = 10
_SECONDS = 0.3  # between two words on the way
Tell = Callable[[Told], None]
_log = logging.getLogger("opentime.imports")


def main() -> None:  # pragma: no cover - coverage is not measured in the process it makes
    """Answer the order on standard input with lines of JSON on standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server says when it ends
    os.nice(_NICE)
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)  # whatever prints must not print between lines

        def tell(told: Told) -> None:
            out.write(msgspec.json.encode(told) + b"\n")
            out.flush()

        try:
            serve(msgspec.json.decode(sys.stdin.buffer.read(), type=Order), tell)
        except BrokenPipeError:
            os._exit(1)  # nobody listens any more: the server is gone


def serve(order: Order, tell: Tell) -> None:
    """Do what is ordered; the last thing told is a sheet, the last counts or a problem."""
    try:
        _done(order, tell)
    except BrokenPipeError:
        raise
    except AppError as error:
        tell(Told(is_last=True, problem=error.message, remedy=error.remedy))
    except Exception:  # noqa: BLE001  # an edge: whoever waits is told something
        _log.exception("An import failed")
        tell(Told(is_last=True, problem="Something failed on our side.", remedy="Run it again."))


def _done(order: Order, tell: Tell) -> None:
    kind, path, home = Kind(order.kind), Path(order.path), Path(order.home)
    gazetteer = EmbeddedGazetteer(cache=home / "cache" / "geo")
    if order.what == "look":
        sheet = look(
            kind,
            path,
            encoding=order.encoding,
            mapping=order.mapping,
            gazetteer=gazetteer,
            now=system_now(),
        )
        tell(Told(sheet=sheet, is_last=True))
        return
    storage = None
    if order.what == "run":
        storage = open_storage(replace(read_settings(), home=home), system_now)
    try:
        progress = _Progress(tell)
        report = asyncio.run(
            import_file(
                kind,
                path,
                sink=_sink(storage, kind, f"import of {path.name} by {order.by}"),
                now=system_now,
                mapping=order.mapping,
                gazetteer=gazetteer,
                on_progress=progress.read,
                on_rows=progress.rows,
                encoding=order.encoding,
                report=Path(order.report),
            )
        )
    finally:
        if storage is not None:
            storage.database.close()
    tell(Told(counts=_counts(report, path), is_last=True))


class _Progress:
    """Tells how far it is, some times a second."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._counts = Counts()
        self._told = time.monotonic()

    def read(self, done: int, _total: int) -> None:
        """Take the bytes read."""
        self._counts = replace(self._counts, read=done)
        self._say()  # also where no row comes, so that it can be stopped

    def rows(self, rows: int, bad: int) -> None:
        """Take the rows read, and how many of them were bad."""
        self._counts = replace(self._counts, rows=rows, bad=bad)
        self._say()

    def _say(self) -> None:
        if time.monotonic() - self._told > _SECONDS:
            self._told = time.monotonic()
            self._tell(Told(counts=self._counts))


class _StockOf:
    """Sets stock, and says whose import it was."""

    def __init__(self, stock: SqliteStock, by: str) -> None:
        self._stock = stock
        self._by = by

    async def put(self, levels: Sequence[StockLevel], /) -> Written:
        """Set levels."""
        return await self._stock.put(levels, by=self._by)


def _sink(storage: Storage | None, kind: Kind, by: str) -> Any:
    if storage is None:
        return None
    match kind:
        case Kind.SUBSCRIBERS:
            return storage.subscribers
        case Kind.STORES:
            return storage.stores
        case Kind.PRODUCTS:
            return storage.products
        case Kind.STOCK:
            return _StockOf(storage.stock, by)


def _counts(report: ImportReport, path: Path) -> Counts:
    return Counts(
        read=path.stat().st_size,
        rows=report.rows,
        bad=report.bad,
        created=report.created,
        updated=report.updated,
        unchanged=report.unchanged,
        seconds=report.seconds,
    )
