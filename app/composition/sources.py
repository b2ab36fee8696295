"""The sources of one process: what is configured, what opens see of it, who runs it."""

import asyncio
import logging
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import SystemRandom

from app.adapters.outbound.client import Outbound
from app.adapters.picture_process import PictureProcess
from app.adapters.sealing import Seal
from app.adapters.sources.asked_rows import AskedReader
from app.adapters.sources.ondemand import OnDemand
from app.adapters.sources.product_pictures import ProductPictures
from app.adapters.sources.pulling import Puller
from app.adapters.sources.requesting import Requests
from app.adapters.sources.running import HomeRunner
from app.adapters.sources.scheduling import Schedule
from app.adapters.sources.shared_answers import SharedAnswers
from app.adapters.sources.shelf import HomeShelf
from app.adapters.sources.taking_products import ProductTaking
from app.adapters.sources.taking_stock import StockTaking
from app.adapters.sqlite.counting import advance
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.notices import Kind
from app.adapters.sqlite.secrets import SqliteSecrets
from app.adapters.sqlite.sources import SqliteSources
from app.composition.storage import Storage
from app.errors import AppError
from app.model.ports import Now
from app.model.source import Feeds, SourceSpec, SourceStatus
from app.settings import Settings
from app.web.health import Sample

FOLDER = "sources"
_log = logging.getLogger("opentime.sources")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The sources of one process."""

    table: SqliteSources
    secrets: SqliteSecrets
    shelf: HomeShelf
    runner: HomeRunner
    schedule: Schedule
    ondemand: OnDemand
    pictures: ProductPictures

    async def run(self) -> None:
        """Run what is due, unless another process of the home does; until cancelled."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self.schedule.run())
                group.create_task(self.pictures.run())
        finally:
            await self.ondemand.close()

    def statuses(self) -> list[tuple[SourceSpec, SourceStatus]]:
        """Return how every source is doing, as far as it can be told now."""
        try:
            specs = self.table.each()
        except (AppError, OSError, sqlite3.Error) as error:
            _log.warning("How sources do cannot be read: %s", error)
            return []
        return [(spec, self.runner.status_now(spec)) for spec in specs]

    def conditions(self) -> dict[str, str]:
        """Return the health of every source, by brand and name."""
        return {f"{spec.brand}/{spec.name}": status.health for spec, status in self.statuses()}


def source_samples(sources: Sources, now: datetime) -> Iterator[Sample]:
    """Give the figures of every source for `/metrics`."""
    for spec, status in sources.statuses():
        labels = {"brand": spec.brand, "source": spec.name}
        says = "Failed attempts to read a source since the last good one"
        yield Sample("opentime_source_failures", says, labels, float(status.failures))
        if status.last_good is not None:
            says, age = "Age of the last good answer of a source", now - status.last_good
            yield Sample("opentime_source_age_seconds", says, labels, age.total_seconds())
            says, since = "When a source last answered well", status.last_good.timestamp()
            yield Sample("opentime_source_last_good_timestamp_seconds", says, labels, since)
            says = "Rows of the last good answer of a source"
            yield Sample("opentime_source_rows", says, labels, float(status.rows))


def open_sources(  # noqa: PLR0917  # what sources need of a home
    settings: Settings,
    storage: Storage,
    secret: bytes,
    server: Outbound,
    pictures: PictureProcess,
    now: Now,
) -> Sources:
    """Return the sources of a home; `secret` is the home's."""
    database, root = storage.database, settings.home / FOLDER
    table = SqliteSources(database)
    secrets = SqliteSecrets(database, Seal(secret), now)
    requests = Requests(secret=secrets.value, now=now)
    ondemand = OnDemand(
        server=server,
        requests=requests,
        now=now,
        monotonic=time.monotonic,
        reader=AskedReader(root),
        shared=SharedAnswers(settings.home / "cache" / "answers", secret=secret),
    )
    puller = _puller(root, storage, requests, server, now)
    shelf = _shelf(root, database, table, ondemand, now)
    return Sources(
        table=table,
        secrets=secrets,
        shelf=shelf,
        runner=HomeRunner(puller=puller, ondemand=ondemand, shelf=shelf, now=now),
        schedule=Schedule(
            root,
            puller=puller,
            configured=table.all,
            number=lambda: database.notices.number(Kind.SOURCES),
            now=now,
            lock=settings.home / "run" / "sources.lock",
        ),
        ondemand=ondemand,
        pictures=_product_pictures(settings, storage, server, pictures),
    )


def _shelf(
    root: Path, database: Database, table: SqliteSources, ondemand: OnDemand, now: Now
) -> HomeShelf:
    return HomeShelf(
        root,
        table=table,
        ondemand=ondemand,
        now=now,
        monotonic=time.monotonic,
        number=lambda: database.notices.number(Kind.HARVESTS),
    )


def _puller(root: Path, storage: Storage, requests: Requests, server: Outbound, now: Now) -> Puller:
    stock = StockTaking(stores=storage.stores, products=storage.products, stock=storage.stock)
    return Puller(
        root,
        server=server,
        requests=requests,
        now=now,
        monotonic=time.monotonic,
        random=SystemRandom().random,
        sinks={Feeds.STOCK: stock, Feeds.PRODUCTS: ProductTaking(storage.products)},
        published=lambda: storage.database.write(lambda c: advance(c, Kind.HARVESTS)),
    )


def _product_pictures(
    settings: Settings, storage: Storage, server: Outbound, pictures: PictureProcess
) -> ProductPictures:
    return ProductPictures(
        products=storage.products,
        assets=storage.assets,
        server=server,
        shrink=pictures.shrink,
        number=lambda: storage.database.notices.number(Kind.PRODUCTS),
        monotonic=time.monotonic,
        lock=settings.home / "run" / "pictures.lock",
    )
