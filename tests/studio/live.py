"""Builders for the tests of the live page: health, reports, a service over a home's store."""

from dataclasses import replace
from datetime import timedelta

from app.adapters.sqlite.live import SqliteLive
from app.model.brand import Brand, Privacy, Tracking
from app.model.event import EventKind
from app.model.source import SourceHealth, SourceStatus
from app.model.worker import WorkerReport
from app.studio.live.ports import Health, SourceState
from app.studio.live.service import LiveService
from tests.adapters.journaling import NOON, OPEN, SetClock, an_open_store

MINUTE = timedelta(minutes=1)
SOUND = Health(
    database_trouble="",
    database_bytes=4_000_000,
    disk_free=100 << 30,
    disk_total=200 << 30,
    journal_waiting=0,
    journal_oldest_s=0.0,
    journal_dropped=0,
    purges_waiting=None,
    purges_oldest_s=0.0,
    purges_error="",
    sources=(),
    address="https://mail.brand.example",
    workers=1,
)


def a_source(name="weather", health=SourceHealth.STALE, **status):
    """Return how a source does."""
    return SourceState(
        brand="brand", name=name, status=SourceStatus(name=name, health=health, **status)
    )


def a_report(pid=7, **said):
    """Return what a worker says now."""
    return WorkerReport(pid=pid, at=NOON, since=NOON, **said)


def clicked(**more):
    """Return a click."""
    return replace(OPEN, kind=EventKind.CLICK, **more)


class Workers:
    """Workers that say what they were told to, and whether anybody looked."""

    def __init__(self, *reports):
        self.reports = reports
        self.looks = 0

    def look(self):
        """Count it."""
        self.looks += 1

    def read(self):
        """Return what they say."""
        return self.reports


class Live:
    """A live page's service over a database, with a clock and an ear for what it asks."""

    def __init__(
        self,
        database,
        *,
        health=SOUND,
        tracking=Tracking.IDENTIFIED,
        workers=(),
        brands=("b",),
        messages=(),
    ):
        self.clock = SetClock()
        self.workers = Workers(*workers)
        self.store = an_open_store(database.path)
        self.reached = 0
        self.service = LiveService(
            counts=SqliteLive(database),
            workers=self.workers,
            health=self._health,
            message={each.key: each for each in messages}.get,
            brands=lambda: [
                Brand(name=name, title=name, privacy=Privacy(tracking=tracking)) for name in brands
            ],
            now=self.clock,
        )
        self._said = health

    async def _health(self):
        return self._said

    def happen(self, *events):
        """Store events as the ingester does."""
        pairs = [((7 << 32) + self.reached + n, event) for n, event in enumerate(events)]
        self.reached += len(events)
        self.store.ingest(7, self.reached, pairs)
