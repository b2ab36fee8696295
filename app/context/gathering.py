"""Gather the facts of one open: what has to be waited for at once under one deadline.

What is late or failed becomes Missing; nothing here raises. Facts that the process holds
(profile, stores, stock, products, brand, weather) are computed when they are read.
"""

from collections.abc import Mapping
from datetime import timedelta

from app.context.asking import Ask, Source
from app.context.branding import brand_fact
from app.context.fetching import fetch
from app.context.gathered import GatheredFacts, Shelves
from app.context.supposed import SupposedFacts
from app.context.weather import weather_wait
from app.model.facts import Known

__all__ = ["GatheredFacts", "Gatherer", "Shelves", "brand_fact"]

_NOTHING_FETCHED: Mapping[str, Known] = {}


class Gatherer:
    """Gathers facts for opens; owns no state but its sources."""

    def __init__(
        self, shelves: Shelves, *, sources: Mapping[str, Source], deadline: timedelta
    ) -> None:
        self._shelves = shelves
        self._sources = sources
        self._deadline_s = deadline.total_seconds()

    def gather_now(self, ask: Ask) -> "GatheredFacts | None":
        """Return the facts of an open, if no source has to be waited for."""
        if self._sources and any(_reads(ask, name) for name in self._sources):
            return None
        self._shelves.refresh()
        kind = SupposedFacts if ask.supposed else GatheredFacts
        facts = kind(ask, self._shelves, _NOTHING_FETCHED)
        return None if ask.plan.outside and self._waits(facts) else facts

    async def gather(self, ask: Ask) -> "GatheredFacts":
        """Return the facts of an open within the deadline."""
        self._shelves.refresh()
        wanted = [source for name, source in self._sources.items() if _reads(ask, name)]
        kind = SupposedFacts if ask.supposed else GatheredFacts
        facts = kind(ask, self._shelves, _NOTHING_FETCHED)
        wanted += self._waits(facts)
        if wanted:
            facts.settle(await fetch(wanted, ask, deadline_s=self._deadline_s))
        return facts

    def _waits(self, facts: GatheredFacts) -> list[Source]:
        """Return what has to be waited for of all that the plan reads from outside."""
        waits: list[Source] = []
        weather, outside = self._shelves.weather, facts.ask.plan.outside
        if weather is not None and "weather" in outside:
            wait = weather_wait(weather, facts.place(), facts.ask.at)
            waits += [wait] if wait is not None else []
        if self._shelves.sources is not None:
            waits += facts.sources(self._shelves.sources).look()
        return waits


def _reads(ask: Ask, namespace: str) -> bool:
    prefix = f"{namespace}."
    return any(name == namespace or name.startswith(prefix) for name in ask.plan.reads)
