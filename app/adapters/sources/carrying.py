"""Rows carried to the tables that they feed, and again while they stay as they are.

Levels of stock are of when they were last confirmed, and a row that named a product nobody knew
may name one now: so rows that a source confirms are taken anew once an hour.
"""

from collections.abc import Callable, Mapping

from app.adapters.memory import UNCOLLECTED
from app.adapters.sources.rowfile import UNREADABLE, RowFile
from app.adapters.sources.taking import Sink
from app.errors import SourceMalformed
from app.model.ports import Now
from app.model.source import Feeds, SourceSpec

AGAIN_AFTER_S = 3600.0


class Carrier:
    """Knows which table takes the rows of which sources."""

    def __init__(
        self, sinks: Mapping[Feeds, Sink], *, now: Now, monotonic: Callable[[], float]
    ) -> None:
        self._sinks = sinks
        self._now = now
        self._monotonic = monotonic
        self._again_at: dict[tuple[str, str], float] = {}

    async def take(
        self, spec: SourceSpec, rows: RowFile, former: RowFile | None, *, trusted: bool
    ) -> int:
        """Carry new rows, return how many were left out; raises AppError with the reason."""
        sink = self._sinks.get(spec.feeds)
        if sink is None:
            return 0
        try:
            with UNCOLLECTED:  # what is made of rows is in no cycles
                report = await sink.take(spec, rows, former=former, at=self._now(), trusted=trusted)
        except UNREADABLE as error:
            raise SourceMalformed(f"Its rows cannot be read back from disk: {error}.") from error
        self._again_at[spec.brand, spec.name] = self._monotonic() + AGAIN_AFTER_S
        return report.left_out

    async def confirm(self, spec: SourceSpec, rows: RowFile | None, left_out: int) -> int:
        """Carry rows that are as they were, if it is time; return how many are left out."""
        is_due = self._monotonic() >= self._again_at.get((spec.brand, spec.name), 0.0)
        if rows is None or not is_due:
            return left_out
        return await self.take(spec, rows, rows, trusted=True)
