"""A clock of two faces and an upstream that does as it is told, for tests of sources."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from app.adapters.sources.kept import Kept
from app.errors import SourceError

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


@dataclass
class Clocks:
    """Wall clock and monotonic clock, moved together."""

    at: datetime = NOON
    ticks: float = 1000.0

    def now(self) -> datetime:
        """Return the wall clock."""
        return self.at

    def monotonic(self) -> float:
        """Return the seconds of the other clock."""
        return self.ticks

    def pass_by(self, seconds: float) -> None:
        """Let time go by."""
        self.at += timedelta(seconds=seconds)
        self.ticks += seconds


@dataclass
class Upstream:
    """Answers its key and how often it was asked, or fails."""

    failure: SourceError | None = None
    answer: str = ""
    asked: list[str] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    async def fetch(self, key: str) -> str:
        """Answer when the gate is open."""
        self.asked.append(key)
        await self.gate.wait()
        if self.failure is not None:
            raise self.failure
        return self.answer or f"{key}{len(self.asked)}"


def kept(
    clocks: Clocks, upstream: Upstream, *, at_once: int = 16, random: float = 0.5
) -> Kept[str, str]:
    """Return what keeps answers for a minute, and shows them for an hour."""
    return Kept(
        upstream.fetch, source="source.test", now=clocks.now, monotonic=clocks.monotonic,
        fresh_for=timedelta(minutes=1), stale_for=timedelta(hours=1), at_once=at_once,
        random=lambda: random,
    )  # fmt: skip


async def settled() -> None:
    """Let what was begun behind the caller's back end."""
    for _ in range(8):
        await asyncio.sleep(0)
