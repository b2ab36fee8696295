"""The studio's live page, and what it is told of the machine."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from app.adapters.backlog import backlog
from app.adapters.purging.queue import Purges
from app.adapters.sqlite.live import SqliteLive
from app.adapters.tally import directory_tally
from app.adapters.worker_reports import WorkerReports
from app.composition.services import Services
from app.studio.live.ports import Health, SourceState
from app.studio.live.service import LiveService
from app.web.studio.live import LivePages, Who
from app.web.studio.pages import Pages
from app.web.studio.visits import Page


def live_pages(services: Services, look: Pages, who: Who) -> list[Page]:
    """Return the live page and its stream."""
    storage = services.storage
    counts = SqliteLive(storage.database)
    live = LiveService(
        counts=counts,
        workers=WorkerReports(services.settings.home / "run", now=services.now),
        health=_health(services, counts),
        message=storage.messages.read,
        brands=storage.brands.known,
        now=services.now,
    )
    email = _email(services.settings.home / "demo.json")
    return [*LivePages(live=live, pages=look, who=who, email=email).pages()]


class _Demo(msgspec.Struct):
    email_url: str = ""


def _email(demo: Path) -> str:
    """Return where the demo's email can be opened; empty where there is no demo."""
    try:
        return urlsplit(msgspec.json.decode(demo.read_bytes(), type=_Demo).email_url).path
    except (OSError, ValueError):
        return ""


def _health(services: Services, counts: SqliteLive) -> Callable[[], Awaitable[Health]]:
    async def health() -> Health:
        positions = await counts.positions()
        # These belong to the loop's thread; what reads the disk at length does not.
        sources = [
            SourceState(brand=spec.brand, name=spec.name, status=status)
            for spec, status in services.sources.statuses()
        ]
        trouble = services.storage.database.trouble()
        return await asyncio.to_thread(_read, services, positions, sources, trouble)

    return health


def _read(
    services: Services, positions: Mapping[int, int], sources: list[SourceState], trouble: str
) -> Health:
    settings, now = services.settings, services.now()
    queue = services.front.purges
    purges = queue.read() if queue is not None else Purges()
    disk = shutil.disk_usage(settings.home)
    journal = settings.home / "events"
    waits = backlog(journal, positions)
    return Health(
        database_trouble=trouble,
        database_bytes=services.storage.database.size(),
        disk_free=disk.free,
        disk_total=disk.total,
        journal_waiting=waits.waiting,
        journal_oldest_s=(now - waits.since).total_seconds() if waits.since else 0.0,
        journal_dropped=sum(directory_tally(journal).dropped.values()),
        purges_waiting=len(purges.pending) if queue is not None else None,
        purges_oldest_s=(now - purges.since).total_seconds() if purges.since else 0.0,
        purges_error=purges.error,
        sources=sources,
        address=settings.public_url,
        workers=settings.workers,
    )
