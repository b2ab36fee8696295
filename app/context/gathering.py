"""Gather the facts of one open: what has to be waited for at once under one deadline.

What is late or failed becomes Missing; nothing here raises. Facts that the process holds
(profile, stores, stock, products, brand, weather) are computed when they are read.
"""

from collections.abc import Mapping
from datetime import timedelta

from app.context.asking import Ask, Source
from app.context.fetching import fetch
from app.context.gathered import GatheredFacts, Shelves, brand_fact
from app.context.weather import WeatherWait, weather_wait
from app.model.facts import Known

__all__ = ["GatheredFacts", "Gatherer", "Shelves", "brand_fact"]

_NOTHING_FETCHED: Mapping[str, Known] = {}
_MOST_PLANS = 4096
_WEATHERED: dict[frozenset[str], bool] = {}


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
        facts = GatheredFacts(ask, self._shelves, _NOTHING_FETCHED)
        return facts if self._wait(facts) is None else None

    async def gather(self, ask: Ask) -> "GatheredFacts":
        """Return the facts of an open within the deadline."""
        self._shelves.refresh()
        wanted = [source for name, source in self._sources.items() if _reads(ask, name)]
        facts = GatheredFacts(ask, self._shelves, _NOTHING_FETCHED)
        if (wait := self._wait(facts)) is not None:
            wanted.append(wait)
        if not wanted:
            return facts
        fetched = await fetch(wanted, ask, deadline_s=self._deadline_s)
        return GatheredFacts(ask, self._shelves, fetched)

    def _wait(self, facts: GatheredFacts) -> WeatherWait | None:
        """Return what waits for the weather where the reader is, if it has to be waited for."""
        shelf = self._shelves.weather
        if shelf is None or not _reads_weather(facts.ask.plan.reads):
            return None
        return weather_wait(shelf, facts.place(), facts.ask.at)


def _reads(ask: Ask, namespace: str) -> bool:
    prefix = f"{namespace}."
    return any(name == namespace or name.startswith(prefix) for name in ask.plan.reads)


def _reads_weather(reads: frozenset[str]) -> bool:
    """Tell whether a plan reads the weather; remembered, as plans are few and opens are many."""
    known = _WEATHERED.get(reads)
    if known is None:
        if len(_WEATHERED) >= _MOST_PLANS:
            _WEATHERED.clear()
        known = _WEATHERED[reads] = any(name.startswith("weather.") for name in reads)
    return known
