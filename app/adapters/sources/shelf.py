"""What opens see of sources: pulled ones from disk, on-demand ones from memory or the network.

The rows of pulled sources are on disk, for all processes of the home. Each looks there again at
every change notice, and once a second for the instant of the last good run.
"""

import asyncio
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from app.adapters.sources.kept import Held
from app.adapters.sources.noted import Noted, SourceFolder, shaped_by
from app.adapters.sources.ondemand import Answered, OnDemand
from app.adapters.sources.rowfile import UNREADABLE, RowFile
from app.model.facts import Missing, Why
from app.model.ports import Now
from app.model.source import Harvest, SourceSpec
from app.model.source_ports import SourceTable

MOST_SHOWN = 200
"""Rows of a pulled source that opens see as a list; by key they see every one."""

_LOOK_EVERY_S = 1.0
_SOON = timedelta(seconds=1)
_State = tuple[int, int, int]


@dataclass(slots=True, kw_only=True)
class _Loaded:
    """What a process holds of a pulled source, and as of when."""

    spec: SourceSpec
    number: int
    again_at: float
    state: _State | None
    noted: Noted
    harvest: Harvest | None


class HomeShelf:
    """Implements SourceShelf for one home. Loop thread only.

    `number` returns that of the last change of harvests.
    """

    def __init__(
        self,
        root: Path,
        *,
        table: SourceTable,
        ondemand: OnDemand,
        now: Now,
        monotonic: Callable[[], float],
        number: Callable[[], int],
    ) -> None:
        self._root = root
        self._table = table
        self._ondemand = ondemand
        self._now = now
        self._monotonic = monotonic
        self._number = number
        self._loaded: dict[tuple[str, str], _Loaded] = {}

    def specs(self, brand: str) -> Mapping[str, SourceSpec]:
        """Return the sources of a brand by name, as of the last committed change."""
        return self._table.specs(brand)

    def ready(
        self, spec: SourceSpec, tokens: Mapping[str, str], at: datetime
    ) -> Harvest | Missing | None:
        """Return what can be shown without waiting; None: it has to be waited for."""
        if spec.every is not None:
            return self._pulled(spec, at)
        cell, asked = self._ondemand.cell(spec), self._ondemand.asked(spec, tokens)
        if not spec.paused:
            held = cell.ready(asked, at)
            return _shown(held) if isinstance(held, Held) else held
        last = cell.peek(asked)
        if last is None or min(at, self._now()) >= last.fetched_at + spec.stale_for:
            return Missing(Why.ABSENT, f"source.{spec.name}")
        return _shown(last)

    async def harvest(
        self, spec: SourceSpec, tokens: Mapping[str, str], at: datetime
    ) -> Harvest | Missing:
        """Return what can be shown, waiting for it up to the spec's deadline."""
        known = self.ready(spec, tokens, at)
        if known is not None:
            return known
        cell, asked = self._ondemand.cell(spec), self._ondemand.asked(spec, tokens)
        try:
            async with asyncio.timeout(spec.deadline.total_seconds()):
                held = await cell.get(asked, at)
        except TimeoutError:
            return Missing(Why.TIMEOUT, f"source.{spec.name}", self._now() + _SOON)
        return _shown(held) if isinstance(held, Held) else held

    def held(self, spec: SourceSpec) -> Harvest | Missing:
        """Return the last good rows of a pulled source, however old."""
        loaded = self._look(spec, None, self._number())
        return loaded.harvest or Missing(Why.ABSENT, f"source.{spec.name}")

    def _pulled(self, spec: SourceSpec, at: datetime) -> Harvest | Missing:
        key = (spec.brand, spec.name)
        loaded, number = self._loaded.get(key), self._number()
        if (
            loaded is None
            or loaded.number != number
            or loaded.spec is not spec
            or self._monotonic() >= loaded.again_at
        ):
            loaded = self._loaded[key] = self._look(spec, loaded, number)
        harvest, noted = loaded.harvest, loaded.noted
        now = self._now()
        if harvest is not None and min(at, now) < harvest.fetched_at + spec.stale_for:
            return harvest
        why = Why.STALE if harvest is not None else noted.why or Why.ABSENT
        retry_at = max(noted.next_run or now, now + _SOON)
        return Missing(why, f"source.{spec.name}", retry_at)

    def _look(self, spec: SourceSpec, former: _Loaded | None, number: int) -> _Loaded:
        folder = SourceFolder(self._root, spec.brand, spec.name)
        again_at = self._monotonic() + _LOOK_EVERY_S
        state = _state(folder.note_path)
        if former is not None and former.spec is spec and former.state == state:
            former.number, former.again_at = number, again_at
            return former
        noted = folder.noted()
        harvest = _harvest(spec, folder, noted, former)
        return _Loaded(
            spec=spec,
            number=number,
            again_at=again_at,
            state=state,
            noted=noted,
            harvest=harvest,
        )


def _harvest(
    spec: SourceSpec, folder: SourceFolder, noted: Noted, former: _Loaded | None
) -> Harvest | None:
    if noted.fetched_at is None or noted.changed_at is None or noted.shaped != shaped_by(spec):
        return None
    if former is not None and former.harvest is not None and former.noted.rows == noted.rows:
        return replace(former.harvest, fetched_at=noted.fetched_at)
    try:
        rows = RowFile(folder.rows_path(noted), spec.shape.key)
        first = rows.first(MOST_SHOWN)
    except UNREADABLE:
        return None
    return Harvest(
        rows=first,
        fetched_at=noted.fetched_at,
        changed_at=noted.changed_at,
        by_key=rows if spec.shape.key else {},
    )


def _shown(held: Held[Answered]) -> Harvest:
    return Harvest(
        rows=held.value.rows,
        fetched_at=held.fetched_at,
        changed_at=held.changed_at,
        by_key=held.value.by_key,
    )


def _state(path: Path) -> _State | None:
    """Return what tells one note from the next, None when there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116  # opens ask this
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
