"""What opens ask of the sources of a brand, and what of them becomes facts.

The shelf keeps the last good answers; who asks it never blocks unless it chooses to wait.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from app.model.facts import Missing
from app.model.source import Harvest, SourceSpec


class SourceShelf(Protocol):
    """The last good answers of every source, for the open path. Loop thread only.

    `tokens` are the values that the spec's `[fact.name]` tokens have at this open, by fact name,
    as text; the answer is another for each set of values of those that the *request* names
    (address, headers, body). `lookup` is no matter of the shelf: it picks a row of the harvest.
    """

    def specs(self, brand: str) -> Mapping[str, SourceSpec]:
        """Return the sources of a brand by name, as of the last committed change."""
        ...

    def ready(
        self, spec: SourceSpec, tokens: Mapping[str, str], at: datetime
    ) -> Harvest | Missing | None:
        """Return what can be shown without waiting; None: it has to be waited for.

        A harvest that is past its freshness is returned, and a new one fetched behind it; one
        past `stale_for` is not. Of a pulled source None is never returned.
        """
        ...

    async def harvest(
        self, spec: SourceSpec, tokens: Mapping[str, str], at: datetime
    ) -> Harvest | Missing:
        """Return what can be shown, waiting for it up to the spec's deadline."""
        ...
