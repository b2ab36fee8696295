"""What the services need of sources: where they are kept, their secrets, and who runs them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.model.facts import Missing
from app.model.ports import Written
from app.model.source import Harvest, SourceSpec, SourceStatus


class SourceTable(Protocol):
    """The configured sources. Their kind of change is `sources`; that of new rows `harvests`."""

    def specs(self, brand: str) -> Mapping[str, SourceSpec]:
        """Return the sources of a brand by name, from the process. Loop thread only."""
        ...

    async def all(self) -> tuple[SourceSpec, ...]:
        """Return every source by brand and name."""
        ...

    async def add(self, spec: SourceSpec) -> bool:
        """Create; False: the brand has one of its name."""
        ...

    async def put(self, spec: SourceSpec) -> Written:
        """Create or replace by brand and name."""
        ...

    async def delete(self, brand: str, name: str) -> bool:
        """Delete; False when there was none."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretName:
    """A secret without its value, and when it was last set (aware UTC)."""

    name: str
    set_at: datetime


class Secrets(Protocol):
    """Credentials of sources by name, encrypted at rest; no caller but a request reads one."""

    async def value(self, name: str) -> str | None:
        """Return a secret for a request that is being made; None: there is none of that name."""
        ...

    async def names(self) -> tuple[SecretName, ...]:
        """Return every name, without values."""
        ...

    async def put(self, name: str, value: str) -> None:
        """Create or replace a secret; raises Unacceptable."""
        ...

    async def delete(self, name: str) -> bool:
        """Delete; False when there was none."""
        ...


class SourceRunner(Protocol):
    """Runs the sources and knows how they do."""

    async def status(self, spec: SourceSpec) -> SourceStatus:
        """Return how a source is doing, as far as any process of the home knows."""
        ...

    async def fetch(self, spec: SourceSpec) -> SourceStatus:
        """Fetch now, whatever the schedule, keep the rows and say how it went.

        Every open of every process that begins after it returns is decided on the new rows.
        A source that is asked on demand is refused (Unacceptable): what it answers depends on
        who opens.
        """
        ...

    async def held(self, spec: SourceSpec) -> Harvest | Missing:
        """Return the last good rows, however old."""
        ...
