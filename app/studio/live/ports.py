"""What the live page needs from outside: counts, the latest events, reports, health."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from app.model.source import SourceStatus
from app.model.worker import WorkerReport
from app.studio.live.tallies import Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """One of the latest events. `subscriber`: an external id, of whoever consented; or empty."""

    number: int
    kind: str
    at: datetime  # aware UTC
    message: str
    block: str
    variant: str
    reader: str
    subscriber: str


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """How many people that are known by name opened, by message key and by block."""

    all: int
    messages: Mapping[str, int]
    blocks: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Which events are meant: those of brands, or all but those.

    An event is of the brand that its message is of now; of none when its message is gone.
    """

    brands: tuple[str, ...] = ()
    is_rest: bool = True


EVERYBODYS: Final = Whose()


class LiveCounts(Protocol):
    """The stored figures."""

    async def minutes(self, whose: Whose, first: int, last: int) -> Mapping[int, Tally]:
        """Return the tallies of minutes since the epoch, both included."""
        ...

    async def days(self, whose: Whose, first: int) -> Mapping[int, Tally]:
        """Return the tallies of days (UTC) since the epoch."""
        ...

    async def latest(self, whose: Whose, after: int, most: int) -> Sequence[Latest]:
        """Return the latest events with a number above, the newest first."""
        ...

    async def people(self, whose: Whose, since: datetime) -> People | None:
        """Return how many opened since an instant; None: too many to count while one waits."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """How one source does."""

    brand: str
    name: str
    status: SourceStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How what the server leans on does. Bytes and seconds; an empty text: nothing is wrong."""

    database_trouble: str
    database_bytes: int
    disk_free: int
    disk_total: int
    journal_waiting: int  # bytes that are not stored yet
    journal_oldest_s: float  # age of the first event that is not stored yet
    journal_dropped: int  # events lost since the home began
    purges_waiting: int | None  # tags; None: there is no cache to purge
    purges_oldest_s: float
    purges_error: str
    sources: Sequence[SourceState]
    address: str  # with which addresses in emails begin
    workers: int  # that the settings ask for


class Workers(Protocol):
    """What the serving processes say of themselves."""

    def look(self) -> None:
        """Ask them to."""
        ...

    def read(self) -> Sequence[WorkerReport]:
        """Return what they said last."""
        ...
