"""How sources do, and runs of them by hand."""

from datetime import timedelta

from app.adapters.sources.noted import status_of
from app.adapters.sources.ondemand import OnDemand
from app.adapters.sources.pulling import Puller
from app.adapters.sources.shelf import HomeShelf
from app.errors import Unacceptable, storage_failure
from app.model.facts import Missing
from app.model.ports import Now
from app.model.source import Harvest, SourceHealth, SourceSpec, SourceStatus


class HomeRunner:
    """Implements SourceRunner for one home. Loop thread only."""

    def __init__(self, *, puller: Puller, ondemand: OnDemand, shelf: HomeShelf, now: Now) -> None:
        self._puller = puller
        self._ondemand = ondemand
        self._shelf = shelf
        self._now = now

    async def status(self, spec: SourceSpec) -> SourceStatus:
        """Return how a source is doing: of one on demand, as far as this process knows."""
        return self.status_now(spec)

    def status_now(self, spec: SourceSpec) -> SourceStatus:
        """Return the same; a small file is read."""
        if spec.every is not None:
            return status_of(spec, self._puller.folder(spec).noted(), self._now())
        stats = self._ondemand.cell(spec).stats()
        return SourceStatus(
            name=spec.name,
            health=self._health(spec),
            last_good=stats.last_good,
            last_tried=stats.last_tried,
            last_error=stats.last_error,
            failures=stats.failures,
            next_run=self._now() + timedelta(seconds=stats.wait_s) if stats.wait_s else None,
        )

    async def fetch(self, spec: SourceSpec) -> SourceStatus:
        """Fetch a pulled source now and say how it went; raises Unacceptable, StorageFull."""
        if spec.every is None:
            raise Unacceptable(
                f'The source "{spec.name}" is asked on demand: its answer depends on who opens.',
                remedy="Preview a block that reads it.",
                field="name",
                value=spec.name,
            )
        try:
            noted = await self._puller.pull(spec, trusted=True)
        except OSError as error:
            raise storage_failure(error) from error
        return status_of(spec, noted, self._now())

    async def held(self, spec: SourceSpec) -> Harvest | Missing:
        """Return the last good rows, however old."""
        return self._shelf.held(spec)

    def _health(self, spec: SourceSpec) -> SourceHealth:
        stats = self._ondemand.cell(spec).stats()
        if spec.paused:
            return SourceHealth.PAUSED
        if stats.last_tried is None:
            return SourceHealth.NEW
        if not stats.last_error:
            return SourceHealth.GOOD
        good = stats.last_good
        is_shown = good is not None and self._now() < good + spec.stale_for
        return SourceHealth.STALE if is_shown else SourceHealth.FAILING
